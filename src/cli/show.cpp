#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "instrument/instrument.hpp"
#include "translation/translation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace querist::cli {

namespace {

struct ShowOptions {
    std::string study;
    std::string format = "md";
    std::string language;
    std::string output;
};

int show(Console& console, const ShowOptions& options) {
    const instrument::LoadedStudy loaded = actions::read_study_folder(options.study);
    int code = exit_fine;
    for (const Problem& problem : loaded.problems) {
        if (problem.severity == Severity::error) code = std::max(code, fail(console, problem));
    }
    if (!loaded.study) return code;
    const instrument::Study& own = *loaded.study;
    const std::vector<std::string>& languages = own.languages;
    const std::string& language = options.language.empty() ? own.language : options.language;
    if (std::ranges::find(languages, language) == languages.end()) {
        const Problem problem{
            "cli.usage",
            Severity::error,
            {},
            fmt::format("the study has no translation into \"{}\"", language),
            fmt::format("it has {}", fmt::join(languages, ", "))
        };
        (void)fail(console, problem);
        return exit_usage;
    }
    const instrument::Study study =
        language == own.language ? own : translation::translated(own, language).study;
    const instrument::LintReport lint = instrument::lint(own);
    const std::string document = options.format == "html"
                                     ? instrument::protocol_html(study, lint)
                                     : instrument::protocol_markdown(study, lint);
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
            {"--language", "TAG", "In this language of the study", &options->language},
            {"-o,--output", "FILE", "Write here instead of the output stream", &options->output},
        },
        {"querist show studies/onnx-interop",
         "querist show studies/onnx-interop --language de",
         "querist show studies/onnx-interop --format html -o protocol.html"},
        [options](Console& console) { return show(console, *options); },
    };
}

}  // namespace querist::cli
