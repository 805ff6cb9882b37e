#pragma once

#include "report/laid_table.hpp"

#include <string>
#include <vector>

namespace querist::report {

/// A part of the report behind the research questions: a sentence, then its tables.
struct Supplement {
    std::string id;  ///< For links.
    std::string heading;
    std::string answer;
    std::vector<LaidTable> tables;
    std::vector<std::string> notes;
    const Plot* plot = nullptr;  ///< Of the report, before the tables.
};

/// What became of the sample, in which languages was answered, what is known of the responses'
/// quality (flags, exclusions), who is flagged by screening and what the results are without them,
/// and how published figures compare; only what there is.
[[nodiscard]] std::vector<Supplement> supplements(const Report& report);

}  // namespace querist::report
