#pragma once

#include "report/laid_table.hpp"
#include "report/report.hpp"
#include "report/sample_facts.hpp"

#include <string>
#include <vector>

namespace querist::report {

/// The frame beside the released and the respondents: by stratum where there are several, and by
/// each further comparison that can be told.
[[nodiscard]] std::vector<LaidTable> frame_tables(
    const Report& report, const SampleFacts& sample, const std::string& stamp
);

/// Which comparisons are not told, and why: a sentence, or empty.
[[nodiscard]] std::string withheld_comparisons(const SampleFacts& sample);

}  // namespace querist::report
