#pragma once

#include "actions/response_table.hpp"
#include "report/report.hpp"

namespace querist::actions {

/// What screening found, and every result of the report without the flagged responses. `facts` are
/// those that the report was made of.
[[nodiscard]] report::FlaggedReport flagged_report(
    const StoredResponses& stored, const report::ReportFacts& facts, const report::Report& report
);

}  // namespace querist::actions
