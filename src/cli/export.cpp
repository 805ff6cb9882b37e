#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/origin_option.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>

namespace querist::cli {

namespace {

namespace fs = std::filesystem;

struct ExportFlags {
    std::string study;
    std::string data = "data";
    std::string format = "csv";
    std::string origin;
    std::string output;
    bool byte_order_mark = false;
    bool guard_formulas = false;
    bool starters = false;
    bool json = false;
};

int export_answers(Console& console, const ExportFlags& flags) {
    const actions::ExportFormat format =
        flags.format == "jsonl" ? actions::ExportFormat::json_lines : actions::ExportFormat::csv;
    const Result<std::vector<actions::ExportedFile>> exported = actions::export_responses(
        flags.study,
        flags.data,
        format,
        origin_named(flags.origin),
        {flags.byte_order_mark, flags.guard_formulas, flags.starters}
    );
    if (!exported) return fail(console, exported.error());
    std::error_code error;
    fs::create_directories(flags.output, error);
    if (error && !fs::is_directory(flags.output)) {
        return fail(
            console,
            failure(
                "cli.cannot-write",
                fmt::format("the folder {} cannot be made: {}", flags.output, error.message()),
                "name another folder with -o"
            )
                .error()
        );
    }
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const actions::ExportedFile& file : *exported) {
        const std::string path = (fs::path(flags.output) / file.name).generic_string();
        if (const Result<void> written = write_output(console, path, file.bytes); !written) {
            return fail(console, written.error());
        }
        list.push_back({{"file", path}, {"bytes", file.bytes.size()}});
        if (!flags.json) console.out(terminal_safe(path + "\n"));
    }
    if (flags.json) print_json(console, list);
    return exit_fine;
}

}  // namespace

Command export_command() {
    auto flags = std::make_shared<ExportFlags>();
    return {
        "export",
        "Writes the answers as files for other programs",
        "CSV with stable codes, one column an option, and the labels in a file beside it; or JSON "
        "Lines. Every gap has its code. The names of the files are printed.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"-o,--output",
             "DIR",
             "Folder to write to; made when it is missing",
             &flags->output,
             Option::Need::required},
            {"--format", "csv|jsonl", "What to write", Word{&flags->format, {"csv", "jsonl"}}},
            origin_option(flags->origin),
            data_option(flags->data),
            {"--byte-order-mark",
             "",
             "Begin CSV with the mark by which some spreadsheets know UTF-8",
             &flags->byte_order_mark},
            {"--guard-formulas",
             "",
             "Put an apostrophe before typed text that a spreadsheet would take for a formula; the "
             "text is then no longer exactly what was typed",
             &flags->guard_formulas},
            {"--starter",
             "",
             "Put programs beside CSV that read it and count: analysis.py, .R and .qmd (Quarto)",
             &flags->starters},
            {"--json", "", "Print the list of files as JSON", &flags->json},
        },
        {"querist export studies/onnx-interop -o exported",
         "querist export studies/onnx-interop --starter -o exported",
         "querist export studies/onnx-interop --format jsonl --origin synthetic -o exported",
         "querist export studies/onnx-interop --byte-order-mark --guard-formulas -o sheets"},
        [flags](Console& console) { return export_answers(console, *flags); },
    };
}

}  // namespace querist::cli
