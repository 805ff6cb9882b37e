#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "instrument/instrument.hpp"

#include <memory>

namespace querist::cli {

namespace {

struct ShowOptions {
    std::string study;
    std::string format = "md";
    std::string output;
};

int show(Console& console, const ShowOptions& options) {
    const instrument::LoadedStudy loaded = actions::read_study_folder(options.study);
    int code = exit_fine;
    for (const Problem& problem : loaded.problems) {
        if (problem.severity == Severity::error) code = std::max(code, fail(console, problem));
    }
    if (!loaded.study) return code;
    const instrument::LintReport lint = instrument::lint(*loaded.study);
    const std::string document = options.format == "html"
                                     ? instrument::protocol_html(*loaded.study, lint)
                                     : instrument::protocol_markdown(*loaded.study, lint);
    const Result<void> written = write_output(console, options.output, document);
    return written ? code : fail(console, written.error());
}

}  // namespace

Command show_command() {
    auto options = std::make_shared<ShowOptions>();
    return {
        "show",
        "Prints a study's protocol as a document for readers and ethics boards",
        "Every word of the study, what was added to the protocol marked as added, and every "
        "acknowledged finding with its reason.",
        {
            {"STUDY", "", "Folder of the study", &options->study, Option::Need::required},
            {"--format",
             "md|html",
             "Markdown, or one self-contained HTML page",
             Word{&options->format, {"md", "html"}}},
            {"-o,--output", "FILE", "Write here instead of the output stream", &options->output},
        },
        {"querist show studies/onnx-interop",
         "querist show studies/onnx-interop --format html -o protocol.html"},
        [options](Console& console) { return show(console, *options); },
    };
}

}  // namespace querist::cli
