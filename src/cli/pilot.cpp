#include "cli/step.hpp"

namespace querist::cli {

Command pilot_command() {
    return step_command(
        "pilot",
        "Begins a study's pilot: answers count as pilot answers",
        "Stores the exact bytes of the study's folder as an immutable version. Reports never mix "
        "pilot answers with real ones.",
        actions::Life::pilot
    );
}

}  // namespace querist::cli
