#pragma once

#include "report/tabulate.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

namespace querist::report {

/// What one variable of the plan holds for every response. Declining options are gaps and no
/// categories; ordered scales are coded from 1 in the order of the study.
class VariableValues {
public:
    std::string name;                     ///< "4. Do you use ONNX?", "5. How often …? – Crashes"
    std::string short_name;               ///< Among variables of one item: "Crashes".
    std::vector<std::string> categories;  ///< Empty for numbers.

    [[nodiscard]] response::Gap gap(std::size_t response) const { return column_->gap(response); }
    [[nodiscard]] bool has(std::size_t response) const {
        return gap(response) == response::Gap::none;
    }
    /// Position in `categories`; only where `has`.
    [[nodiscard]] std::size_t category(std::size_t response) const {
        return static_cast<std::size_t>(codes_[response]);
    }
    /// The number; the place on the scale from 1; yes or chosen 1, no or not chosen 0.
    [[nodiscard]] double value(std::size_t response) const;
    /// Yes, chosen, or the first of two categories.
    [[nodiscard]] bool is_yes(std::size_t response) const { return category(response) == 0; }
    /// Whether it is a yes/no question, a consent, or an option of several choices.
    [[nodiscard]] bool is_yes_no() const { return yes_no_; }

private:
    friend std::expected<VariableValues, std::string> values_of(
        const Ground& ground, const instrument::Variable& variable
    );
    std::vector<std::int16_t> codes_;  ///< -1: none.
    const response::Column* column_ = nullptr;
    bool yes_no_ = false;
};

/// The values of a variable, or a sentence that says why it has none (open text; an item of several
/// rows or choices as a whole). It speaks of the newest form of an item.
[[nodiscard]] std::expected<VariableValues, std::string> values_of(
    const Ground& ground, const instrument::Variable& variable
);

/// Who has an answer to all of several variables, and why the others have not: the first variable's
/// gap first.
struct Complete {
    Basis basis;
    std::vector<std::uint32_t> responses;  ///< Positions in the table, ascending.
};
[[nodiscard]] Complete complete_in(
    const Ground& ground, std::span<const VariableValues* const> variables
);

/// The values of `variable` of those responses.
[[nodiscard]] std::vector<double> values_in(
    const VariableValues& variable, std::span<const std::uint32_t> responses
);

/// "Coded 1 “Never” to 4 “Regularly”, in the order of the study." for the line under a table.
[[nodiscard]] std::string scale_note(const VariableValues& variable);

/// The position of the newest form of a study's item among the table's, or none.
[[nodiscard]] const response::TableItem* newest_form(const Ground& ground, int item);

}  // namespace querist::report
