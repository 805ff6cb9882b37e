#include "cli/step.hpp"

namespace querist::cli {

Command open_command() {
    return step_command(
        "open",
        "Opens a study: from now on answers are real",
        "Stores the exact bytes of the study's folder as an immutable version and, the first time, "
        "fixes its mode and freezes its analysis plan. A study with an error that is not "
        "acknowledged does not open.",
        actions::Life::open
    );
}

}  // namespace querist::cli
