#pragma once

#include "actions/actions.hpp"
#include "core/core.hpp"
#include "report/report.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace querist::actions {

struct StoredReport {
    report::Report report;
    std::vector<std::string> notes;
};

/// The report of what is stored, before it is printed: one snapshot. Screened-out responses
/// are counted only, unless the options keep them.
[[nodiscard]] Result<StoredReport> stored_report(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReportOptions& options
);

}  // namespace querist::actions
