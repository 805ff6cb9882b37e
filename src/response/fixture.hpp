#pragma once

// Studies for tests, fuzzing and benchmarks of this room, built without study files.

#include "response/response.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace querist::response::fixture {

using instrument::Item;
using instrument::Kind;
using instrument::Option;
using instrument::Requirement;
using instrument::Study;

/// A moment that no rounding makes look even.
inline const Instant noon{std::chrono::microseconds{1'800'000'000'000'001}};

[[nodiscard]] inline std::size_t at(int position) { return static_cast<std::size_t>(position); }

[[nodiscard]] inline Option option(std::string code) {
    Option one;
    one.label = "Label of " + code;
    one.code = std::move(code);
    return one;
}
/// c0, c1, ...
[[nodiscard]] inline std::vector<Option> options(int count) {
    std::vector<Option> all;
    for (int i = 0; i < count; ++i) all.push_back(option("c" + std::to_string(i)));
    return all;
}
[[nodiscard]] inline Option with_text(std::string code) {
    Option one = option(std::move(code));
    one.takes_text = true;
    return one;
}
[[nodiscard]] inline Option exclusive(std::string code) {
    Option one = option(std::move(code));
    one.exclusive = true;
    return one;
}
[[nodiscard]] inline Option declining(std::string code) {
    Option one = option(std::move(code));
    one.declines = true;
    return one;
}
[[nodiscard]] inline std::vector<Option> options(const std::vector<std::string>& codes) {
    std::vector<Option> list;
    for (const std::string& code : codes) list.push_back(option(code));
    return list;
}

/// What conditions see of an item.
[[nodiscard]] inline expression::Subject subject_of(const Item& item) {
    using expression::SubjectKind;
    struct KindOf {
        SubjectKind operator()(const instrument::SingleChoice&) const {
            return SubjectKind::choice;
        }
        SubjectKind operator()(const instrument::SeveralChoices&) const {
            return SubjectKind::choices;
        }
        SubjectKind operator()(const instrument::YesNo&) const { return SubjectKind::boolean; }
        SubjectKind operator()(const instrument::Grid&) const { return SubjectKind::grid; }
        SubjectKind operator()(const instrument::Matrix&) const { return SubjectKind::presence; }
        SubjectKind operator()(const instrument::Text&) const { return SubjectKind::text; }
        SubjectKind operator()(const instrument::SemanticDifferential&) const {
            return SubjectKind::grid;
        }
        SubjectKind operator()(const instrument::Ranking&) const { return SubjectKind::presence; }
        SubjectKind operator()(const instrument::ConstantSum&) const {
            return SubjectKind::presence;
        }
        SubjectKind operator()(const instrument::NetPromoter&) const {
            return SubjectKind::integer;
        }
        SubjectKind operator()(const instrument::Email&) const { return SubjectKind::presence; }
        SubjectKind operator()(const instrument::Date&) const { return SubjectKind::presence; }
        SubjectKind operator()(const instrument::Number& number) const {
            return number.number == instrument::NumberKind::whole ? SubjectKind::integer
                                                                  : SubjectKind::number;
        }
        SubjectKind operator()(const instrument::Consent&) const { return SubjectKind::boolean; }
        SubjectKind operator()(const instrument::Information&) const {
            return SubjectKind::nothing;
        }
    };
    expression::Subject subject{item.id, std::visit(KindOf{}, item.kind), {}, {}};
    for (const Option& one : instrument::options_of(item.kind)) subject.codes.push_back(one.code);
    for (const Option& row : instrument::rows_of(item.kind)) subject.rows.push_back(row.code);
    return subject;
}

class StudyBuilder {
public:
    StudyBuilder() { study_.id = "fixture"; }

    StudyBuilder& page(std::string id, const std::string& shown_when = {}) {
        instrument::Page page;
        page.id = std::move(id);
        page.first_item = static_cast<int>(study_.items.size());
        study_.pages.push_back(std::move(page));
        const std::size_t at = study_.pages.size() - 1;
        condition(shown_when, [at](Study& s) -> auto& { return s.pages[at].shown_when; });
        return *this;
    }

    /// Adds a field from the link; before the first page.
    StudyBuilder& given(std::string id, Kind kind) {
        Item item;
        item.id = std::move(id);
        item.ask = "Field " + item.id;
        item.kind = std::move(kind);
        item.source = instrument::Source::link;
        item.page = instrument::no_page;
        study_.items.push_back(std::move(item));
        return *this;
    }

    /// Pages, by their ids, that each response sees in an order of its own; before the first page.
    /// Those of `kept` keep their place.
    StudyBuilder& shuffled(
        std::string id, std::vector<std::string> pages, const std::vector<std::string>& kept = {}
    ) {
        instrument::Ranking order{options(pages), {}, {}};
        for (Option& page : order.choices) {
            page.keeps_place = std::ranges::find(kept, page.code) != kept.end();
        }
        given(std::move(id), std::move(order));
        study_.items.back().source = instrument::Source::page_order;
        shuffles_.emplace_back(static_cast<int>(last()), std::move(pages));
        return *this;
    }

    /// Adds an item to the last page.
    StudyBuilder& item(std::string id, Kind kind, const std::string& shown_when = {}) {
        Item item;
        item.id = std::move(id);
        item.ask = "Question " + item.id;
        item.kind = std::move(kind);
        item.page = static_cast<int>(study_.pages.size()) - 1;
        study_.items.push_back(std::move(item));
        ++study_.pages.back().item_count;
        const std::size_t at = last();
        condition(shown_when, [at](Study& s) -> auto& { return s.items[at].shown_when; });
        return *this;
    }

    /// A value of the last page, behind its items; `codes` where it is one of several choices.
    StudyBuilder& calculated(
        std::string id, std::string value, const std::vector<std::string>& codes = {}
    ) {
        Item item;
        item.id = std::move(id);
        item.ask = "Value " + item.id;
        item.source = instrument::Source::calculation;
        item.page = static_cast<int>(study_.pages.size()) - 1;
        study_.items.push_back(std::move(item));
        ++study_.pages.back().value_count;
        values_.push_back({last(), std::move(value), codes});
        return *this;
    }

    /// Ends the response after the last page when this holds of its answers or earlier ones.
    StudyBuilder& screen_out(const std::string& when) {
        screen_outs_.push_back({study_.pages.size() - 1, when, ""});
        return *this;
    }

    // These are about the last item.
    StudyBuilder& required() {
        study_.items.back().requirement = Requirement::required;
        return *this;
    }
    StudyBuilder& must_hold(const std::string& rule, std::string message) {
        rules_.push_back({last(), rule, std::move(message)});
        return *this;
    }
    StudyBuilder& option_shown_when(const std::string& code, const std::string& shown_when) {
        const std::size_t at = last();
        condition(shown_when, [at, code](Study& s) -> auto& {
            return option_of(s.items[at].kind, code).shown_when;
        });
        return *this;
    }

    [[nodiscard]] Study build() {
        study_.subjects.clear();
        for (const Item& item : study_.items) study_.subjects.push_back(subject_of(item));
        for (const CalculatedValue& one : values_) settle(one);
        study_.shuffles.clear();
        for (const auto& [item, pages] : shuffles_) {
            instrument::PageShuffle& shuffle = study_.shuffles.emplace_back(item);
            for (const std::string& id : pages) {
                const auto page = std::ranges::find(study_.pages, id, &instrument::Page::id);
                shuffle.blocks.emplace_back(static_cast<int>(page - study_.pages.begin()), 1);
            }
        }
        for (const Condition& one : conditions_) one.place(study_) = parsed(one.text);
        for (const Rule& one : screen_outs_) {
            study_.pages[one.item].screen_out =
                instrument::ScreenOut{parsed(one.text), "Not for you.", ""};
        }
        for (const Rule& rule : rules_) {
            study_.items[rule.item].valid_when =
                instrument::Validation{parsed(rule.text), rule.message};
        }
        return study_;
    }

private:
    using Place = std::function<std::optional<expression::Expression>&(Study&)>;
    struct Condition {
        std::string text;
        Place place;
    };
    struct Rule {
        std::size_t item;
        std::string text;
        std::string message;
    };

    struct CalculatedValue {
        std::size_t item;
        std::string text;
        std::vector<std::string> codes;
    };

    /// In order, so that a value may name those before it.
    void settle(const CalculatedValue& one) {
        expression::ParsedValue parsed = expression::parse_value(one.text, study_.subjects, {});
        if (!parsed.calculation) {
            throw std::logic_error(
                "the fixture's value " + one.text + ": " + parsed.problems.at(0).message
            );
        }
        Item& item = study_.items[one.item];
        using enum expression::ResultType;
        switch (parsed.calculation->type) {
            case truth:
                item.kind = instrument::YesNo{};
                break;
            case whole:
                item.kind = instrument::Number{instrument::NumberKind::whole, {}, {}, ""};
                break;
            case number:
                item.kind = instrument::Number{instrument::NumberKind::decimal, {}, {}, ""};
                break;
            case text:
                item.kind = instrument::Text{instrument::TextLength::one_line, 100};
                if (!one.codes.empty()) item.kind = instrument::SingleChoice{options(one.codes)};
                break;
        }
        item.calculation = *std::move(parsed.calculation);
        item.calculation->codes = one.codes;
        study_.subjects[one.item] = subject_of(item);
    }

    [[nodiscard]] std::size_t last() const { return study_.items.size() - 1; }

    void condition(const std::string& text, Place place) {
        if (!text.empty()) conditions_.push_back({text, std::move(place)});
    }

    [[nodiscard]] expression::Expression parsed(const std::string& text) const {
        expression::Parsed result = expression::parse(text, study_.subjects, {});
        if (!result.expression) {
            throw std::logic_error(
                "the fixture's condition " + text + ": " + result.problems.at(0).message
            );
        }
        return *result.expression;
    }

    static Option& option_of(Kind& kind, const std::string& code) {
        for (std::vector<Option>* list :
             {instrument::rows_in(kind), instrument::options_in(kind)}) {
            if (list == nullptr) continue;
            for (Option& one : *list) {
                if (one.code == code) return one;
            }
        }
        throw std::logic_error("the fixture has no option " + code);
    }

    Study study_;
    std::vector<Condition> conditions_;
    std::vector<CalculatedValue> values_;
    std::vector<std::pair<int, std::vector<std::string>>> shuffles_;
    std::vector<Rule> rules_;
    std::vector<Rule> screen_outs_;  // item: position of the page
};

/// A study shaped like the first one that Querist was made for: 7 items on the sample, 7 on use,
/// branches by a yes/no and by a grid.
[[nodiscard]] inline Study interoperability_study() {
    using instrument::Grid;
    using instrument::SeveralChoices;
    using instrument::SingleChoice;
    using instrument::Text;
    using instrument::TextLength;
    using instrument::YesNo;
    const Text open{TextLength::paragraphs, 4000};
    return StudyBuilder()
        .page("sample")
        .item("ml_years", SingleChoice{options({"lt1", "1-2", "3-5", "6-10", "gt10"})})
        .item("se_years", SingleChoice{options({"lt1", "1-2", "3-5", "6-10", "gt10"})})
        .item("expertise", SingleChoice{options({"novice", "advanced", "expert", "none"})})
        .item("role", SingleChoice{{option("developer"), option("lead"), with_text("other")}})
        .item(
            "sector",
            SingleChoice{
                {option("education"), option("health"), with_text("other"), declining("declined")}
            }
        )
        .item("size", SingleChoice{options({"small", "medium", "large"})})
        .item(
            "deployment",
            SeveralChoices{
                {option("web"),
                 option("mobile"),
                 option("edge"),
                 with_text("other"),
                 exclusive("none")},
                {},
                {}
            }
        )
        .page("tools")
        .item(
            "converters",
            SeveralChoices{
                {option("onnx"), option("mmdnn"), with_text("other"), exclusive("none")}, {}, {}
            }
        )
        .item("uses_onnx", YesNo{})
        .item("why_not", open)
        .page("use", "uses_onnx")
        .item(
            "purposes",
            SeveralChoices{{option("speed"), option("hardware"), with_text("other")}, {}, {}}
        )
        .item(
            "problems",
            Grid{
                {option("crashes"), option("performance"), with_text("other")},
                options({"never", "rarely", "occasionally", "regularly"})
            }
        )
        .item("wishes", open)
        .page("remedies", "problems.exists(row, problems[row] != \"never\")")
        .item("remedy", open)
        .build();
}

/// One page with an item of every kind, and a second that hangs on the first.
[[nodiscard]] inline Study every_kind_study() {
    using namespace instrument;
    return StudyBuilder()
        .page("first")
        .item("intro", Information{})
        .item(
            "one", SingleChoice{{option("a"), option("b"), with_text("other"), declining("no_say")}}
        )
        .item(
            "several",
            SeveralChoices{
                {option("a"), option("b"), option("c"), with_text("other"), exclusive("none")}, 2, 3
            }
        )
        .item("yes", YesNo{})
        .item(
            "grid",
            Grid{{option("r1"), option("r2"), with_text("other")}, options({"never", "often"})}
        )
        .item("line", Text{TextLength::one_line, 10})
        .item("lines", Text{TextLength::paragraphs, 20})
        .item("whole", Number{NumberKind::whole, 0.0, 120.0, "years"})
        .item("decimal", Number{NumberKind::decimal, -1.5, 1.5, ""})
        .item("more", Text{TextLength::one_line, 20}, "yes")
        .page("second", "yes || one == \"a\"")
        .item("agree", Consent{"I agree"})
        .item("share", Number{NumberKind::whole, {}, {}, ""})
        .must_hold("share >= whole", "At least as many as above")
        .item("after", SingleChoice{options({"x", "y"})}, "whole > 18")
        .option_shown_when("y", "\"a\" in several")
        .build();
}

}  // namespace querist::response::fixture
