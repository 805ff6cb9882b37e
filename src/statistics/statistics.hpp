#pragma once

// The public header of statistics: pure numeric functions, each checked against R.
// The reference cases lie in tests/statistics/ as tables; each names the R call that it equals.

#include "statistics/absence.hpp"             // IWYU pragma: export
#include "statistics/agreement.hpp"           // IWYU pragma: export
#include "statistics/bootstrap.hpp"           // IWYU pragma: export
#include "statistics/contingency.hpp"         // IWYU pragma: export
#include "statistics/effect_size.hpp"         // IWYU pragma: export
#include "statistics/fisher_exact.hpp"        // IWYU pragma: export
#include "statistics/goodness_of_fit.hpp"     // IWYU pragma: export
#include "statistics/krippendorff_alpha.hpp"  // IWYU pragma: export
#include "statistics/multiple_response.hpp"   // IWYU pragma: export
#include "statistics/odds_ratio.hpp"          // IWYU pragma: export
#include "statistics/p_adjustment.hpp"        // IWYU pragma: export
#include "statistics/paired_proportions.hpp"  // IWYU pragma: export
#include "statistics/power.hpp"               // IWYU pragma: export
#include "statistics/proportion.hpp"          // IWYU pragma: export
#include "statistics/quantiles.hpp"           // IWYU pragma: export
#include "statistics/rank_correlation.hpp"    // IWYU pragma: export
#include "statistics/rank_tests.hpp"          // IWYU pragma: export
#include "statistics/reliability.hpp"         // IWYU pragma: export
#include "statistics/sample_size.hpp"         // IWYU pragma: export
#include "statistics/summary.hpp"             // IWYU pragma: export
#include "statistics/tabulation.hpp"          // IWYU pragma: export
#include "statistics/weighted_estimate.hpp"   // IWYU pragma: export
#include "statistics/weighting.hpp"           // IWYU pragma: export
