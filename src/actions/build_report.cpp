#include "actions/response_table.hpp"
#include "report/report.hpp"

namespace querist::actions {

Result<BuiltReport> build_report(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReportOptions& options
) {
    const Result<StoredResponses> stored =
        read_responses(study_folder, data, options.origin, Screened::left_out);
    if (!stored) return std::unexpected(stored.error());
    const report::ReportFacts facts{
        .origin = stored->origin,
        .visits = stored->visits,
        .refused = stored->refused,
        .screened = stored->screened,
        .notes = stored->notes,
    };
    const report::Report report =
        report::build_report(stored->versions.front(), stored->table, facts);
    BuiltReport built;
    built.document = options.format == ReportFormat::html ? report::render_html(report)
                                                          : report::render_markdown(report);
    built.origin = stored->origin;
    built.responses = report.responses;
    built.notes = stored->notes;
    return built;
}

}  // namespace querist::actions
