#include "actions/actions.hpp"
#include "actions/flagged_report.hpp"
#include "actions/foreign_file.hpp"
#include "actions/response_table.hpp"
#include "actions/sample_of_report.hpp"
#include "actions/stored_report.hpp"
#include "report/report.hpp"

#include <system_error>

namespace querist::actions {

namespace {

/// published.yaml of the study's folder, when there is one.
Result<std::optional<report::PublishedFigures>> published_figures(
    const std::filesystem::path& study_folder, const instrument::Study& study
) {
    const std::filesystem::path path = study_folder / "published.yaml";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::nullopt;
    const Result<std::string> yaml = read_small_file(path);
    if (!yaml) return std::unexpected(yaml.error());
    report::LoadedPublished loaded = report::read_published(*yaml, path.generic_string(), study);
    if (loaded.published) return std::move(loaded.published);
    return std::unexpected(std::move(loaded.problems.front()));
}

std::string printed(const report::Report& report, ReportFormat format) {
    switch (format) {
        case ReportFormat::html:
            return report::render_html(report);
        case ReportFormat::markdown:
            return report::render_markdown(report);
        case ReportFormat::latex:
            return report::render_latex(report);
    }
    return {};
}

}  // namespace

Result<StoredReport> stored_report(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReportOptions& options
) {
    const Wanted wanted = options.with_excluded ? Wanted::with_excluded : Wanted::reported;
    const Result<StoredResponses> stored =
        read_responses(study_folder, data, options.origin, wanted);
    if (!stored) return std::unexpected(stored.error());
    const Result<std::optional<report::PublishedFigures>> published =
        published_figures(study_folder, stored->versions.front());
    if (!published) return std::unexpected(published.error());
    Result<std::optional<report::SampleFacts>> sample = sample_of_report(
        stored->versions.front(),
        study_folder,
        data,
        stored->origin,
        stored->plan,
        options.with_excluded ? ExcludedCases::as_they_answered : ExcludedCases::as_excluded
    );
    const report::ReportFacts facts{
        .origin = stored->origin,
        .visits = stored->visits,
        .left_out = stored->left_out,
        .flags = stored->flags,
        .exclusions = stored->exclusions,
        .published = *published,
        .notes = stored->notes,
        .plan = stored->plan,
        .sample = sample ? *sample : std::nullopt,
    };
    StoredReport made{
        .report = report::build_report(stored->versions.front(), stored->table, facts),
        .notes = stored->notes,
    };
    if (stored->screened) made.report.flagged = flagged_report(*stored, facts, made.report);
    // The answers can be told without: the file may be an older program's.
    if (!sample) {
        made.notes.push_back(
            "What became of the sample is not in the report: " + sample.error().message + " (" +
            sample.error().code + ")."
        );
    }
    if (!stored->file_note.empty()) made.notes.push_back(stored->file_note);
    return made;
}

Result<BuiltReport> build_report(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReportOptions& options
) {
    const Result<StoredReport> stored = stored_report(study_folder, data, options);
    if (!stored) return std::unexpected(stored.error());
    BuiltReport built;
    built.document = printed(stored->report, options.format);
    built.origin = stored->report.origin;
    built.responses = stored->report.responses;
    built.notes = stored->notes;
    return built;
}

}  // namespace querist::actions
