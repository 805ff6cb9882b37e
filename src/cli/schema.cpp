#include "cli/command.hpp"
#include "instrument/instrument.hpp"

#include <memory>

namespace querist::cli {

namespace {

struct SchemaOptions {
    std::string of = "study";
    std::string output;
};

}  // namespace

Command schema_command() {
    auto options = std::make_shared<SchemaOptions>();
    return {
        "schema",
        "Prints the JSON Schema of study.yaml or analysis.yaml, with which editors complete them",
        "",
        {
            {"--of",
             "study|analysis",
             "Of study.yaml, or of the analysis plan",
             Word{&options->of, {"study", "analysis"}}},
            {"-o,--output", "FILE", "Write here instead of the output stream", &options->output},
        },
        {"querist schema -o study.schema.json",
         "querist schema --of analysis -o analysis.schema.json"},
        [options](Console& console) {
            const std::string schema = options->of == "analysis" ? instrument::analysis_schema()
                                                                 : instrument::study_schema();
            const Result<void> written = write_output(console, options->output, schema);
            return written ? exit_fine : fail(console, written.error());
        },
    };
}

}  // namespace querist::cli
