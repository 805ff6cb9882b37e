#pragma once

// Respondents beside the frame by what columns of the frame say of people: texts are counted
// together until no count tells what each of its people did.

#include "recruitment/frozen_sample.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace querist::recruitment {

/// A released case and, of each comparison, the position of its text.
struct ComparedCase {
    LinkedCase linked;
    std::vector<std::size_t> values;
};

/// Texts of one comparison that are counted together.
struct ComparedGroup {
    std::vector<std::size_t> values;  ///< In ascending order.
    std::int64_t released = 0;
    std::int64_t respondents = 0;  ///< Complete and partial.
    bool operator==(const ComparedGroup&) const = default;
};
/// One comparison: each text in one group. Empty where only one group would have anybody.
using ComparedGroups = std::vector<ComparedGroup>;

/// How finely counts are told.
enum class ComparedBy : std::uint8_t {
    sample,  ///< No text, in the sample as a whole, tells what each of its people did.
    /// Nor does any of a part (`freeze_sample`), or of a part and the groups of the comparisons
    /// before it. So nobody can tell it from all counts together either: whoever is alike in all
    /// that is told may have done either.
    crossing
};

/// `texts`: how many each comparison has. Cases of whom it stays known that they want no mail, or
/// were forgotten, are left out: their codes tell them from others, and they hide nobody.
[[nodiscard]] std::vector<ComparedGroups> compared_groups(
    std::span<const ComparedCase> cases, std::span<const std::size_t> texts, ComparedBy how
);

}  // namespace querist::recruitment
