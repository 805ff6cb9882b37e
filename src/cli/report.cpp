#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/origin_option.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace querist::cli {

namespace {

struct ReportFlags {
    std::string study;
    std::string data = "data";
    std::string format = "html";
    std::string origin;
    std::string output;
    bool with_excluded = false;
};

void print_notes(Console& console, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) {
        console.error(terminal_safe(fmt::format("note: {}\n", note)));
    }
}

int report_document(Console& console, const ReportFlags& flags) {
    actions::ReportOptions options;
    if (flags.format == "md") options.format = actions::ReportFormat::markdown;
    if (flags.format == "latex") options.format = actions::ReportFormat::latex;
    options.origin = origin_named(flags.origin);
    options.with_excluded = flags.with_excluded;
    const Result<actions::BuiltReport> built =
        actions::build_report(flags.study, flags.data, options);
    if (!built) return fail(console, built.error());
    print_notes(console, built->notes);
    if (flags.format == "latex") {
        print_notes(
            console, {"the figures are files beside the text: --format all writes them with it"}
        );
    }
    const Result<void> written = write_output(console, flags.output, built->document);
    return written ? exit_fine : fail(console, written.error());
}

int report_folder(Console& console, const ReportFlags& flags) {
    using Holds = actions::ReportFolderOptions::Holds;
    if (flags.output.empty() || flags.output == "-") {
        console.error(
            fmt::format("error: --format {} writes a folder: name it with -o DIR\n", flags.format)
        );
        return exit_usage;
    }
    ProgressLine progress(console, "figures");
    actions::ReportFolderOptions options;
    if (flags.format == "csv") options.holds = Holds::tables;
    if (flags.format == "figures") options.holds = Holds::figures;
    options.read.origin = origin_named(flags.origin);
    options.read.with_excluded = flags.with_excluded;
    options.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
    const Result<actions::WrittenReport> written =
        actions::write_report_folder(flags.study, flags.data, flags.output, options);
    if (!written) return fail(console, written.error());
    print_notes(console, written->notes);
    for (const std::string& name : written->files) {
        const std::string path = (std::filesystem::path(flags.output) / name).generic_string();
        console.out(terminal_safe(path + "\n"));
    }
    return exit_fine;
}

int report(Console& console, const ReportFlags& flags) {
    const bool folder = flags.format == "csv" || flags.format == "figures" || flags.format == "all";
    return folder ? report_folder(console, flags) : report_document(console, flags);
}

}  // namespace

Command report_command() {
    auto flags = std::make_shared<ReportFlags>();
    return {
        "report",
        "Prints the report: each research question with its tables and pictures",
        "One self-contained HTML page, Markdown, or LaTeX for xelatex. Or a folder: csv, every "
        "table "
        "with an index; figures, every figure as SVG and as PDF (by rsvg-convert of librsvg2-bin); "
        "all, these and the documents, with programs that begin an analysis of the export. A "
        "folder appears whole or not at all, and replaces only one that this command wrote. The "
        "same answers and version give the same bytes. Answers of different origins are never "
        "mixed.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--format",
             "FORMAT",
             "A document: html, md, latex; a folder: csv, figures, all",
             Word{&flags->format, {"html", "md", "latex", "csv", "figures", "all"}}},
            origin_option(flags->origin),
            {"--with-excluded",
             "",
             "Count responses too that an entry excludes, such as imported rows without consent",
             &flags->with_excluded},
            {"-o,--output",
             "FILE",
             "Write here instead of the output stream; the folder's name where one is written",
             &flags->output},
        },
        {"querist report studies/onnx-interop -o report.html",
         "querist report studies/onnx-interop --format md --origin synthetic",
         "querist report studies/onnx-interop --format all -o paper"},
        [flags](Console& console) { return report(console, *flags); },
    };
}

}  // namespace querist::cli
