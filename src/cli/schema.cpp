#include "cli/command.hpp"
#include "instrument/instrument.hpp"

#include <memory>

namespace querist::cli {

Command schema_command() {
    auto output = std::make_shared<std::string>();
    return {
        "schema",
        "Prints the JSON Schema of study.yaml, with which editors complete it",
        "",
        {{"-o,--output", "FILE", "Write here instead of the output stream", output.get()}},
        {"querist schema -o study.schema.json"},
        [output](Console& console) {
            const Result<void> written = write_output(console, *output, instrument::study_schema());
            return written ? exit_fine : fail(console, written.error());
        },
    };
}

}  // namespace querist::cli
