#pragma once

// The public header of statistics: pure numeric functions, each checked against R.
// The reference cases lie in tests/statistics/ as tables; each names the R call that it equals.

#include "statistics/proportion.hpp"  // IWYU pragma: export
#include "statistics/summary.hpp"     // IWYU pragma: export
