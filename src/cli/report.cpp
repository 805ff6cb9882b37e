#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/origin_option.hpp"

#include <fmt/format.h>

#include <memory>

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

int report(Console& console, const ReportFlags& flags) {
    actions::ReportOptions options;
    options.format =
        flags.format == "md" ? actions::ReportFormat::markdown : actions::ReportFormat::html;
    options.origin = origin_named(flags.origin);
    options.with_excluded = flags.with_excluded;
    const Result<actions::BuiltReport> built =
        actions::build_report(flags.study, flags.data, options);
    if (!built) return fail(console, built.error());
    for (const std::string& note : built->notes) {
        console.error(terminal_safe(fmt::format("note: {}\n", note)));
    }
    const Result<void> written = write_output(console, flags.output, built->document);
    return written ? exit_fine : fail(console, written.error());
}

}  // namespace

Command report_command() {
    auto flags = std::make_shared<ReportFlags>();
    return {
        "report",
        "Prints the report: each research question with its tables and pictures",
        "One self-contained HTML page, or Markdown. The same answers and version give the same "
        "bytes. Answers of different origins are never mixed.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--format", "html|md", "How to print it", Word{&flags->format, {"html", "md"}}},
            origin_option(flags->origin),
            {"--with-excluded",
             "",
             "Count responses too that an entry excludes, such as imported rows without consent",
             &flags->with_excluded},
            {"-o,--output", "FILE", "Write here instead of the output stream", &flags->output},
        },
        {"querist report studies/onnx-interop -o report.html",
         "querist report studies/onnx-interop --format md --origin synthetic"},
        [flags](Console& console) { return report(console, *flags); },
    };
}

}  // namespace querist::cli
