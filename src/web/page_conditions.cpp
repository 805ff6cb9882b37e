#include "web/page_conditions.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace querist::web {

namespace {

using expression::Subject;
using expression::SubjectKind;
using instrument::Item;
using instrument::Option;
using instrument::Study;
using nlohmann::json;

bool is_conditional(const Option& option) { return option.shown_when.has_value(); }

bool has_conditions(const Item& item) {
    return item.shown_when ||
           std::ranges::any_of(instrument::options_of(item.kind), is_conditional) ||
           std::ranges::any_of(instrument::rows_of(item.kind), is_conditional);
}

std::string name_of(const Item& item, int option) {
    return option < 0 ? item.id : fmt::format("{}:{}", item.id, option);
}

std::string_view letter(SubjectKind kind) {
    switch (kind) {
        case SubjectKind::boolean:
            return "b";
        case SubjectKind::integer:
            return "i";
        case SubjectKind::number:
            return "n";
        case SubjectKind::text:
            return "t";
        case SubjectKind::choice:
            return "c";
        case SubjectKind::choices:
            return "m";
        case SubjectKind::grid:
            return "g";
        case SubjectKind::presence:
        case SubjectKind::nothing:
            return "p";
    }
    return "p";
}

json subject_being_answered(const Subject& subject) {
    json result = {{"k", letter(subject.kind)}, {"i", subject.id}};
    if (subject.kind == SubjectKind::presence) return result;  // its codes are not looked at
    if (!subject.codes.empty()) result["c"] = subject.codes;
    if (!subject.rows.empty()) result["r"] = subject.rows;
    return result;
}

/// Collects the parts of one page.
class Collection {
public:
    Collection(
        const Study& study, std::span<const expression::Value> values, std::span<const char> asked
    )
        : study_(study), values_(values), asked_(asked), conditions_(values, asked) {}

    void add_item(int index) {
        const Item& item = study_.items.at(static_cast<std::size_t>(index));
        add(index, -1, item.shown_when);
        int option = 0;
        for (const auto* list :
             {&instrument::options_of(item.kind), &instrument::rows_of(item.kind)}) {
            for (const Option& one : *list) add(index, option++, one.shown_when);
        }
    }

    [[nodiscard]] PageConditions finish() && {
        PageConditions result{.parts = std::move(parts_)};
        if (result.parts.empty()) return result;
        json subjects = json::array();
        for (const int subject : conditions_.subjects()) {
            const auto index = static_cast<std::size_t>(subject);
            const Subject& one = study_.subjects.at(index);
            if (asked_[index] != 0) {
                subjects.push_back(subject_being_answered(one));
            } else {
                subjects.push_back(
                    {{"k", letter(one.kind)}, {"v", expression::browser_value(values_[index])}}
                );
            }
        }
        result.json = json{{"s", std::move(subjects)}, {"p", std::move(named_)}}.dump();
        return result;
    }

private:
    void add(int item, int option, const std::optional<expression::Expression>& condition) {
        if (!condition) return;
        json tree = conditions_.add(*condition);
        if (!tree.is_array()) return;  // settled: it does not come and go on this page
        named_.push_back(json::array(
            {name_of(study_.items.at(static_cast<std::size_t>(item)), option), std::move(tree)}
        ));
        parts_.push_back({item, option});
    }

    const Study& study_;
    std::span<const expression::Value> values_;
    std::span<const char> asked_;
    expression::BrowserConditions conditions_;
    std::vector<PageConditions::Part> parts_;
    json named_ = json::array();
};

}  // namespace

std::string PageConditions::part_name(const Study& study, int item, int option) const {
    const bool found = std::ranges::any_of(parts, [&](const Part& part) {
        return part.item == item && part.option == option;
    });
    return found ? name_of(study.items.at(static_cast<std::size_t>(item)), option) : std::string();
}

PageConditions page_conditions(
    const Study& study, std::span<const response::Answer> answers, int page
) {
    const instrument::Page& one = study.pages.at(static_cast<std::size_t>(page));
    const auto first = study.items.begin() + one.first_item;
    if (std::none_of(first, first + one.item_count, has_conditions)) return {};
    std::vector<expression::Value> values;
    values.reserve(study.items.size());
    for (response::Answer& answer : response::effective_answers(study, answers)) {
        values.push_back(std::move(answer.value));
    }
    std::vector<char> asked(study.items.size(), 0);
    std::fill_n(asked.begin() + one.first_item, one.item_count, char{1});
    Collection collection(study, values, asked);
    for (int item = one.first_item; item < one.first_item + one.item_count; ++item) {
        collection.add_item(item);
    }
    return std::move(collection).finish();
}

}  // namespace querist::web
