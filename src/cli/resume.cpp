#include "cli/step.hpp"

namespace querist::cli {

Command resume_command() {
    return step_command(
        "resume",
        "Opens a paused study again",
        "Takes the folder as it is now: when it changed, a new version begins and what stays "
        "comparable is printed.",
        actions::Life::open,
        actions::Life::paused
    );
}

}  // namespace querist::cli
