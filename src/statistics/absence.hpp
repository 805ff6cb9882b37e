#pragma once

#include <expected>
#include <string_view>

namespace querist::statistics {

/// Why a statistic does not exist for these data.
enum class Absence {
    no_values,
    too_few_values,
    no_variation,
    no_differences,
    one_category,
    empty_margin,
    empty_group,
    zero_cell,
    one_sided_resamples,
    undefined_statistic,
    beyond_bounds,
};

/// The reason as a sentence that a report prints in place of the number.
[[nodiscard]] std::string_view absence_sentence(Absence reason);

/// A statistic, or why there is none. Data never throw; a programmer's misuse (lengths that do not
/// match, a level outside (0, 1), a value that is not finite, which includes those beyond 1e100) is
/// a std::domain_error.
template <class T>
using Computed = std::expected<T, Absence>;

}  // namespace querist::statistics
