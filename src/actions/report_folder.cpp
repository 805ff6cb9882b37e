#include "actions/actions.hpp"
#include "actions/folder_in_making.hpp"
#include "actions/run_program.hpp"
#include "actions/stored_report.hpp"
#include "exchange/exchange.hpp"
#include "report/report.hpp"

namespace querist::actions {

namespace {

constexpr auto conversion_time_max = std::chrono::seconds(30);

class ReportFolder {
public:
    ReportFolder(FolderInMaking& folder, const ReportFolderOptions& options)
        : folder_(folder), options_(options) {}

    Result<void> write(const report::Report& report) {
        const bool all = options_.holds == ReportFolderOptions::Holds::all;
        Result<void> done;
        if (all) done = documents(report);
        if (done && options_.holds != ReportFolderOptions::Holds::figures) {
            done = files(report::table_files(report), all ? "tables/" : "");
        }
        if (done && options_.holds != ReportFolderOptions::Holds::tables) {
            done = figures(report, all ? "figures/" : "");
        }
        if (done && all) {
            for (const exchange::StarterFile& file : exchange::starter_files()) {
                if (done) done = folder_.add(std::string(file.name), file.text);
            }
        }
        return done;
    }

private:
    Result<void> documents(const report::Report& report) {
        Result<void> done = folder_.add("report.html", report::render_html(report));
        if (done) done = folder_.add("report.md", report::render_markdown(report));
        if (done) done = folder_.add("report.tex", report::render_latex(report));
        return done;
    }

    Result<void> files(const std::vector<report::ReportFile>& files, const std::string& where) {
        for (const report::ReportFile& file : files) {
            if (Result<void> added = folder_.add(where + file.name, file.bytes); !added) {
                return added;
            }
        }
        return {};
    }

    Result<void> figures(const report::Report& report, const std::string& where) {
        const std::vector<report::ReportFile> drawn = report::figure_files(report);
        if (Result<void> added = files(drawn, where); !added) return added;
        std::int64_t done = 0;
        for (const report::ReportFile& file : drawn) {
            const std::filesystem::path svg = folder_.path_of(where + file.name);
            std::filesystem::path pdf = svg;
            pdf.replace_extension(".pdf");
            Result<void> converted = run_program(
                {"rsvg-convert", "--format=pdf", "--output=" + pdf.string(), svg.string()},
                conversion_time_max,
                "install Debian's librsvg2-bin, which makes PDF files of figures"
            );
            if (!converted) return converted;
            if (options_.progress) {
                options_.progress(++done, static_cast<std::int64_t>(drawn.size()));
            }
        }
        return {};
    }

    FolderInMaking& folder_;
    const ReportFolderOptions& options_;
};

}  // namespace

Result<WrittenReport> write_report_folder(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const std::filesystem::path& folder,
    const ReportFolderOptions& options
) {
    const Result<StoredReport> stored = stored_report(study_folder, data, options.read);
    if (!stored) return std::unexpected(stored.error());
    Result<FolderInMaking> making = FolderInMaking::begin(folder);
    if (!making) return std::unexpected(making.error());
    ReportFolder writing(*making, options);
    const Result<void> wrote = writing.write(stored->report);
    if (!wrote) return std::unexpected(wrote.error());
    Result<std::vector<std::string>> files = making->finish();
    if (!files) return std::unexpected(files.error());
    return WrittenReport{.files = std::move(*files), .notes = stored->notes};
}

}  // namespace querist::actions
