#pragma once

// For tests of this room: builds small studies without a file.

#include "instrument/instrument.hpp"
#include "instrument/study_draft.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace querist::instrument::fixture {

inline Option option(std::string label) {
    Option made;
    made.code = "c" + std::to_string(sha256(label).bytes[0]) + std::to_string(label.size());
    made.label = std::move(label);
    return made;
}

inline std::vector<Option> options(std::initializer_list<const char*> labels) {
    std::vector<Option> list;
    for (const char* label : labels) {
        list.push_back(option(label));
        list.back().code = "c" + std::to_string(list.size());
    }
    return list;
}

inline Option none() {
    Option made = option("None of these");
    made.code = "none";
    made.exclusive = true;
    return made;
}
inline Option other() {
    Option made = option("Other (please specify)");
    made.code = "other";
    made.takes_text = true;
    return made;
}
inline Option declined() {
    Option made = option("Prefer not to say");
    made.code = "declined";
    made.declines = true;
    return made;
}

inline std::vector<Option> with(std::vector<Option> list, Option last) {
    list.push_back(std::move(last));
    return list;
}

/// An item that no rule finds fault with, apart from its kind and question.
inline Item item(std::string id, Kind kind, std::string ask = "What do you use?") {
    Item made;
    made.id = std::move(id);
    made.ask = std::move(ask);
    made.kind = std::move(kind);
    made.serves = {"rq"};
    return made;
}

/// Builds a study with one page after the other; every place is a line of "study.yaml".
class StudyBuilder {
public:
    StudyBuilder() {
        study_.id = "tiny";
        study_.title = "Tiny";
        study_.research_questions = {{"rq", "How do engineers work?", next_place()}};
        study_.thanks = "Thank you.";
        study_.consent = ConsentTerms{
            .version = 1,
            .text = "Please take part.",
            .agree_label = "I agree",
            .refuse_label = "I do not agree",
            .controller = "Example University",
            .contact = "team@example.org",
            .ethics_approval = "2026-1",
            .minimum_age = 18,
            .keep_until = "2031-12-31",
            .added = "",
            .place = next_place(),
        };
    }

    StudyBuilder& page(std::string title = "", std::string shown_when = "") {
        Page made;
        made.id = "page" + std::to_string(study_.pages.size() + 1);
        made.title = std::move(title);
        made.first_item = static_cast<int>(study_.items.size());
        made.place = next_place();
        study_.pages.push_back(std::move(made));
        page_conditions_.push_back(std::move(shown_when));
        return *this;
    }

    StudyBuilder& add(Item made, std::string shown_when = "", std::string valid_when = "") {
        if (study_.pages.empty()) page();
        made.page = static_cast<int>(study_.pages.size()) - 1;
        made.place = next_place();
        for (Acknowledgement& one : made.acknowledged) one.place = next_place();
        if (auto* single = std::get_if<SingleChoice>(&made.kind)) give_places(single->choices);
        if (auto* several = std::get_if<SeveralChoices>(&made.kind)) give_places(several->choices);
        ++study_.pages.back().item_count;
        study_.items.push_back(std::move(made));
        item_conditions_.emplace_back(std::move(shown_when), std::move(valid_when));
        return *this;
    }

    /// A condition for one option (choice or scale point) of the last item.
    StudyBuilder& offered_when(int option, std::string condition) {
        option_conditions_.push_back({study_.items.size() - 1, option, std::move(condition)});
        return *this;
    }

    Study& study() { return study_; }

    Study build() {
        for (const Item& made : study_.items) study_.subjects.push_back(subject_of(made));
        for (std::size_t p = 0; p < study_.pages.size(); ++p) {
            study_.pages[p].shown_when = parsed(page_conditions_[p], study_.pages[p].place);
        }
        for (std::size_t i = 0; i < study_.items.size(); ++i) {
            Item& made = study_.items[i];
            made.shown_when = parsed(item_conditions_[i].first, made.place);
            if (auto rule = parsed(item_conditions_[i].second, made.place)) {
                made.valid_when = Validation{*rule, "Please check."};
            }
        }
        for (const OptionCondition& one : option_conditions_) {
            Item& made = study_.items[one.item];
            auto& list = std::holds_alternative<SingleChoice>(made.kind)
                             ? std::get<SingleChoice>(made.kind).choices
                             : std::get<SeveralChoices>(made.kind).choices;
            list[static_cast<std::size_t>(one.option)].shown_when =
                parsed(one.condition, made.place);
        }
        return std::move(study_);
    }

private:
    struct OptionCondition {
        std::size_t item;
        int option;
        std::string condition;
    };

    void give_places(std::vector<Option>& list) {
        for (Option& one : list) one.place = next_place();
    }

    Place next_place() { return {"study.yaml", ++line_, 1}; }

    std::optional<expression::Expression> parsed(const std::string& text, const Place& place) {
        if (text.empty()) return std::nullopt;
        expression::Parsed result = expression::parse(text, study_.subjects, place);
        if (!result.expression) {
            throw std::invalid_argument(text + ": " + result.problems.front().message);
        }
        return std::move(result.expression);
    }

    Study study_;
    std::vector<std::string> page_conditions_;
    std::vector<std::pair<std::string, std::string>> item_conditions_;
    std::vector<OptionCondition> option_conditions_;
    int line_ = 0;
};

/// How many findings of a rule a study has.
inline int count_of(const LintReport& report, const std::string& rule) {
    int count = 0;
    for (const Finding& finding : report.findings) {
        if (finding.problem.code == "lint." + rule) ++count;
    }
    return count;
}

}  // namespace querist::instrument::fixture
