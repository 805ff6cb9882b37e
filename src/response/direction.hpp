#pragma once

// Words of one direction of writing within a text of another.

#include <string>
#include <string_view>

namespace querist::response {

/// Words as they stand within another text: where either holds what is written from right to left,
/// or marks that say so, they are isolated (Unicode's bidirectional algorithm, UAX #9: from FIRST
/// STRONG ISOLATE to POP DIRECTIONAL ISOLATE, as HTML's bdi does it), so that neither reorders the
/// other. Isolates that the words hold themselves are taken out: they could end it.
[[nodiscard]] std::string isolated(std::string_view words, std::string_view around);

}  // namespace querist::response
