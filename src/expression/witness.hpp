#pragma once

// From what a search decided to a whole walk through the questionnaire.

#include "expression/partial.hpp"

#include <optional>
#include <span>
#include <vector>

namespace querist::expression {

/// One value per subject: what `parts` decided, and the least that required subjects ask for
/// elsewhere. Empty when a required answer cannot be given like this.
[[nodiscard]] std::optional<std::vector<Value>> complete_walk(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    std::span<const Part> parts,
    std::span<const int> slots
);

}  // namespace querist::expression
