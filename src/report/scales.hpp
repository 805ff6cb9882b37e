#pragma once

#include "report/tabulate.hpp"

namespace querist::report {

/// How consistently the items of a planned scale go together: Cronbach's alpha, McDonald's omega
/// and each item in it. Respondents with a gap in any item are left out.
[[nodiscard]] Analysis scale_report(const Ground& ground, const instrument::PlannedScale& scale);

}  // namespace querist::report
