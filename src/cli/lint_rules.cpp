#include "cli/command.hpp"
#include "instrument/instrument.hpp"

#include <memory>

namespace querist::cli {

Command lint_rules_command() {
    auto output = std::make_shared<std::string>();
    return {
        "lint-rules",
        "Prints every rule that querist check applies, with examples",
        "",
        {{"-o,--output", "FILE", "Write here instead of the output stream", output.get()}},
        {"querist lint-rules", "querist lint-rules -o docs/lint-rules.md"},
        [output](Console& console) {
            const Result<void> written =
                write_output(console, *output, instrument::lint_rules_document());
            return written ? exit_fine : fail(console, written.error());
        },
    };
}

}  // namespace querist::cli
