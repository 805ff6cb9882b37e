#include "instrument/analysis_variable.hpp"

#include "instrument/range_label.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

const Item& item_of(const Study& study, const Variable& variable) {
    return study.items[static_cast<std::size_t>(variable.item)];
}

/// The level of a variable by the kind of its item.
struct LevelOf {
    const Item& item;
    const Variable& variable;
    bool asserted = false;

    Level operator()(const SingleChoice&) const {
        return asserted || is_ordered_by_ranges(item) ? Level::order : Level::categories;
    }
    Level operator()(const SeveralChoices&) const {
        return variable.option < 0 ? Level::none : Level::chosen;
    }
    Level operator()(const YesNo&) const { return Level::chosen; }
    Level operator()(const Grid&) const { return of_row(Level::order); }
    Level operator()(const Matrix&) const {
        return variable.option < 0 ? Level::none : of_row(Level::chosen);
    }
    Level operator()(const SemanticDifferential&) const { return of_row(Level::order); }
    Level operator()(const Ranking&) const { return of_row(Level::rank); }
    Level operator()(const ConstantSum&) const { return of_row(Level::number); }
    Level operator()(const NetPromoter&) const { return Level::number; }
    Level operator()(const Text&) const { return Level::none; }
    Level operator()(const Email&) const { return Level::none; }
    Level operator()(const Number&) const { return Level::number; }
    Level operator()(const Date&) const { return Level::none; }
    Level operator()(const Consent&) const { return Level::none; }
    Level operator()(const Information&) const { return Level::none; }

    [[nodiscard]] Level of_row(Level level) const { return variable.row < 0 ? Level::none : level; }
};

}  // namespace

bool is_ordered_by_ranges(const Item& item) {
    const std::optional<RangeList> ranges = range_list(item);
    if (!ranges || ranges->has_none) return false;
    std::vector<const Option*> answers;
    for (const Option& option : options_of(item.kind)) {
        if (!option.declines) answers.push_back(&option);
    }
    return std::ranges::equal(answers, ranges->choices, {}, {}, &RangeChoice::option);
}

Level level_of(const Study& study, const std::vector<int>& asserted, const Variable& variable) {
    const Item& item = item_of(study, variable);
    const bool named = std::ranges::find(asserted, variable.item) != asserted.end();
    return std::visit(LevelOf{item, variable, named}, item.kind);
}

bool has_categories(Level level) {
    return level == Level::categories || level == Level::chosen || level == Level::order;
}

bool has_order(Level level) {
    return level == Level::order || level == Level::rank || level == Level::number;
}

std::vector<std::string> categories_of(const Study& study, const Variable& variable) {
    const Item& item = item_of(study, variable);
    if (variable.option >= 0 || std::holds_alternative<YesNo>(item.kind)) return {"yes", "no"};
    std::vector<std::string> codes;
    if (std::holds_alternative<Ranking>(item.kind)) return codes;
    for (const Option& option : options_of(item.kind)) {
        if (!option.declines) codes.push_back(option.code);
    }
    return codes;
}

std::string level_words(const Study& study, const Variable& variable, Level level) {
    switch (level) {
        case Level::none: {
            const Item& item = item_of(study, variable);
            const bool has_rows = !rows_of(item.kind).empty();
            if (has_rows) return "an item with rows as a whole";
            if (!options_of(item.kind).empty()) return "an item with several answers as a whole";
            return fmt::format("an item of the kind \"{}\"", kind_name(item.kind));
        }
        case Level::categories:
            return "a choice in no order";
        case Level::chosen:
            return "yes or no";
        case Level::order:
            return "a scale";
        case Level::rank:
            return "a rank";
        case Level::number:
            return "a number";
    }
    std::unreachable();
}

std::string variable_name(const Study& study, const Variable& variable) {
    const Item& item = item_of(study, variable);
    std::string name = item.id;
    if (variable.row >= 0) {
        name += "." + rows_of(item.kind)[static_cast<std::size_t>(variable.row)].code;
    }
    if (variable.option >= 0) {
        name += "." + options_of(item.kind)[static_cast<std::size_t>(variable.option)].code;
    }
    return name;
}

}  // namespace querist::instrument
