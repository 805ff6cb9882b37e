#pragma once

// Internal to instrument: what the variables of an analysis plan are.

#include "instrument/instrument.hpp"

#include <string>
#include <vector>

namespace querist::instrument {

/// What can be compared of a variable's answers.
enum class Level {
    none,        ///< Open text, dates, or an item with rows or several answers as a whole.
    categories,  ///< Choices in no order.
    chosen,      ///< Two: yes or no, chosen or not.
    order,       ///< Points of a scale: categories in order.
    rank,        ///< Ranks: in order, without categories.
    number
};

/// `asserted`: positions of the single choices whose order the plan asserts.
[[nodiscard]] Level level_of(
    const Study& study, const std::vector<int>& asserted, const Variable& variable
);

/// Whether the answers are a few categories that make a table or groups.
[[nodiscard]] bool has_categories(Level level);
/// Whether answers can be more or less.
[[nodiscard]] bool has_order(Level level);

/// Codes of the categories that are answers: declining is none. "yes" and "no"; empty for levels
/// without categories.
[[nodiscard]] std::vector<std::string> categories_of(const Study& study, const Variable& variable);

/// Whether a single choice's choices are ranges that stand from the least to the greatest.
[[nodiscard]] bool is_ordered_by_ranges(const Item& item);

/// What a variable is, for messages: "open text".
[[nodiscard]] std::string level_words(const Study& study, const Variable& variable, Level level);

}  // namespace querist::instrument
