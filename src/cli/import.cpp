#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct ImportFlags {
    std::string what;
    std::string file;
    std::string study;
    std::string data = "data";
    std::string mapping;
    std::string output;
    bool rehearsal = false;
    bool json = false;
};

int import_responses(Console& console, const ImportFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    ProgressLine line(console, "rows");
    const Result<actions::ImportedFile> imported = actions::import_responses(
        flags.file,
        flags.study,
        flags.data,
        {.mapping = flags.mapping, .rehearsal = flags.rehearsal},
        clock,
        random,
        [&](std::int64_t done) { line.show(done); }
    );
    if (!imported) return fail(console, imported.error());
    const Result<void> written =
        write_output(console, flags.output, flags.json ? imported->json : imported->markdown);
    if (!written) return fail(console, written.error());
    if (!imported->all_understood) {
        console.error("note: not everything was understood; the report lists it\n");
    }
    return imported->all_understood ? exit_fine : exit_problems;
}

int import_mapping(Console& console, const ImportFlags& flags) {
    const Result<std::string> yaml = actions::propose_mapping(flags.file, flags.study);
    if (!yaml) return fail(console, yaml.error());
    const Result<void> written = write_output(console, flags.output, *yaml);
    return written ? exit_fine : fail(console, written.error());
}

}  // namespace

Command import_command() {
    auto flags = std::make_shared<ImportFlags>();
    return {
        "import",
        "Takes over the answers in another survey program's CSV file",
        "Rows become imported responses: each with consent, pages and completion as entries, "
        "judged "
        "as the instrument would have judged them. What it would have refused is kept as answered "
        "where that can be, and flagged; an answer to a question that the study's conditions close "
        "is not stored, but flagged and listed with its line. Rows without consent are kept and "
        "left out of reports; empty rows are passed over. A row is stored once however often it is "
        "imported. The report of everything that was not understood is printed; the exit code is 1 "
        "when there is any.",
        {
            {"WHAT",
             "",
             "responses: take them over; mapping: write a first mapping file to edit",
             Word{&flags->what, {"responses", "mapping"}},
             Option::Need::required},
            {"FILE",
             "",
             "CSV file of Qualtrics, LimeSurvey or another program",
             &flags->file,
             Option::Need::required},
            {"--study", "STUDY", "Folder of the study", &flags->study, Option::Need::required},
            {"--mapping",
             "FILE",
             "What the file's columns and labels mean; without it import-mapping.yaml in the "
             "study's folder, or nothing where the file's columns and labels are the study's own",
             &flags->mapping},
            data_option(flags->data),
            {"--rehearsal", "", "Read and report, store nothing", &flags->rehearsal},
            {"--json", "", "Print the report as JSON", &flags->json},
            {"-o,--output",
             "FILE",
             "Write the report or mapping here instead of the output stream",
             &flags->output},
        },
        {"querist import responses export.csv --study studies/onnx-interop-2024",
         "querist import responses export.csv --study studies/onnx-interop-2024 --rehearsal",
         "querist import mapping export.csv --study my-study -o my-study/import-mapping.yaml"},
        [flags](Console& console) {
            return flags->what == "mapping" ? import_mapping(console, *flags)
                                            : import_responses(console, *flags);
        },
    };
}

}  // namespace querist::cli
