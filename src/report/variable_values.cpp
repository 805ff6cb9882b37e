#include "report/variable_values.hpp"

#include <variant>

namespace querist::report {

namespace {

using instrument::Option;
using response::Column;
using response::Gap;

/// Where each option stands among those that do not decline; -1 for those that do.
std::vector<std::int16_t> places_without_declining(const std::vector<Option>& options) {
    std::vector<std::int16_t> places;
    places.reserve(options.size());
    std::int16_t next = 0;
    for (const Option& option : options) {
        places.push_back(option.declines ? std::int16_t{-1} : next++);
    }
    return places;
}

std::vector<std::int16_t> codes_of(
    const response::Codes& cells, const Column& column, const std::vector<std::int16_t>& places
) {
    std::vector<std::int16_t> codes(column.gaps.size(), -1);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const int code = column.gap(i) == Gap::none ? cells.at(i) : -1;
        if (code < 0) continue;
        const auto position = static_cast<std::size_t>(code);
        codes[i] = places.empty() ? static_cast<std::int16_t>(code) : places[position];
    }
    return codes;
}

std::vector<std::int16_t> chosen_codes(
    const response::CodeSets& cells, const Column& column, int option
) {
    std::vector<std::int16_t> codes(column.gaps.size(), -1);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (column.gap(i) == Gap::none) codes[i] = cells.at(i, option) ? 0 : 1;
    }
    return codes;
}

}  // namespace

double VariableValues::value(std::size_t response) const {
    if (categories.empty()) return std::get<response::Numbers>(column_->cells)[response];
    if (yes_no_) return is_yes(response) ? 1 : 0;
    return static_cast<double>(codes_[response]) + 1;
}

const response::TableItem* newest_form(const Ground& ground, int item) {
    const auto position = static_cast<std::size_t>(item);
    if (item < 0 || position >= ground.study.items.size()) return nullptr;
    const int found = ground.table.item_of(0, ground.study.items[position].id);
    return found < 0 ? nullptr : &ground.table.items()[static_cast<std::size_t>(found)];
}

std::expected<VariableValues, std::string> values_of(
    const Ground& ground, const instrument::Variable& variable
) {
    const response::TableItem* item = newest_form(ground, variable.item);
    if (item == nullptr || item->column_count == 0) {
        return std::unexpected("The plan names an item that has no answers.");
    }
    VariableValues values;
    values.name = question_title(item->item);
    values.short_name = values.name;
    const std::vector<Option>& rows = instrument::rows_of(item->item.kind);
    const std::vector<Option>& options = instrument::options_of(item->item.kind);
    if (!rows.empty() && variable.row < 0) {
        return std::unexpected("“" + values.name + "” has rows: the plan must name one of them.");
    }
    const auto beyond = [](int place, const std::vector<Option>& all) {
        return place >= 0 && static_cast<std::size_t>(place) >= all.size();
    };
    if (beyond(variable.row, rows) || beyond(variable.option, options)) {
        return std::unexpected(
            "The plan names a row or an answer that “" + values.name + "” does not have."
        );
    }
    if (!rows.empty()) {
        values.short_name = instrument::row_words(rows[static_cast<std::size_t>(variable.row)]);
        values.name += " – " + values.short_name;
    }
    const std::size_t row = rows.empty() ? 0 : static_cast<std::size_t>(variable.row);
    const Column& column = columns_of(ground, *item)[row];
    values.column_ = &column;
    if (const auto* sets = std::get_if<response::CodeSets>(&column.cells)) {
        if (variable.option < 0) {
            return std::unexpected(
                "“" + values.name + "” takes several answers: the plan must name one of them."
            );
        }
        const std::string& label = options[static_cast<std::size_t>(variable.option)].label;
        values.short_name = rows.empty() ? label : values.short_name + ", " + label;
        values.name += " – " + label;
        values.categories = {"Chosen", "Not chosen"};
        values.codes_ = chosen_codes(*sets, column, variable.option);
        values.yes_no_ = true;
    } else if (const auto* codes = std::get_if<response::Codes>(&column.cells)) {
        values.codes_ = codes_of(*codes, column, places_without_declining(options));
        const std::vector<response::CodeLabel> labels = response::code_labels(item->item.kind);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (i < options.size() && options[i].declines) continue;
            values.categories.emplace_back(labels[i].label);
        }
        values.yes_no_ = options.empty();
    } else if (!std::holds_alternative<response::Numbers>(column.cells)) {
        return std::unexpected("“" + values.name + "” is an open text, which no test compares.");
    }
    return values;
}

Complete complete_in(const Ground& ground, std::span<const VariableValues* const> variables) {
    Complete complete;
    GapCounts counts{};
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        Gap gap = Gap::none;
        for (const VariableValues* variable : variables) {
            if (gap == Gap::none) gap = variable->gap(i);
        }
        ++counts[static_cast<std::size_t>(gap)];
        if (gap == Gap::none) complete.responses.push_back(static_cast<std::uint32_t>(i));
    }
    complete.basis = basis_from(ground, counts);
    return complete;
}

std::vector<double> values_in(
    const VariableValues& variable, std::span<const std::uint32_t> responses
) {
    std::vector<double> values;
    values.reserve(responses.size());
    for (const std::uint32_t response : responses) values.push_back(variable.value(response));
    return values;
}

std::string scale_note(const VariableValues& variable) {
    const std::vector<std::string>& names = variable.categories;
    if (variable.is_yes_no()) {
        return "Coded 1 “" + names.front() + "” and 0 “" + names.back() + "”.";
    }
    return "Coded 1 “" + names.front() + "” to " + std::to_string(names.size()) + " “" +
           names.back() + "”, in the order of the study.";
}

}  // namespace querist::report
