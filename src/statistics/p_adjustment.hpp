#pragma once

#include <span>
#include <vector>

namespace querist::statistics {

/// p values adjusted so that comparing each with alpha keeps the chance of any false finding at
/// alpha, in the order given. Nothing for nothing. std::domain_error for a p value outside [0, 1].
/// Source: Holm 1979; equals R's p.adjust(p, "holm").
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

/// p values adjusted so that comparing each with alpha keeps the expected share of false findings
/// among the findings at alpha (independent or positively dependent tests). As above.
/// Source: Benjamini and Hochberg 1995; equals R's p.adjust(p, "BH").
[[nodiscard]] std::vector<double> benjamini_hochberg_adjusted(std::span<const double> p_values);

}  // namespace querist::statistics
