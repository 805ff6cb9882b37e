#pragma once

// Conditions over calculated subjects as conditions over what these are computed from.

#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <span>
#include <vector>

namespace querist::expression {

[[nodiscard]] bool any_calculated(std::span<const Answerable> answerable);

/// The condition with the calculation in the place of each calculated subject that it names, as far
/// as that can be said and the tree stays small; what remains is named still.
[[nodiscard]] Expression with_calculations(
    const Expression& condition, std::span<const Answerable> answerable
);

/// The same of every condition of theirs.
[[nodiscard]] std::vector<Answerable> with_calculations(std::span<const Answerable> answerable);

}  // namespace querist::expression
