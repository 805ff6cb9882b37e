#pragma once

#include "expression/expression.hpp"
#include "instrument/instrument.hpp"

#include <vector>

namespace querist::actions {

/// Answers that lead a walk somewhere: to an item, to a choice of it, or past it.
struct Target {
    std::vector<expression::Value> values;  ///< One per item.
    std::vector<bool> binding;              ///< Items whose value matters; others answer freely.
};

/// One target for each choice, scale point and answer of each item, and one past each item that is
/// not always asked, in study order, as far as `expression::decide` finds a way there.
[[nodiscard]] std::vector<Target> simulation_targets(const instrument::Study& study);

}  // namespace querist::actions
