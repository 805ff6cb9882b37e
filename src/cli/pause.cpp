#include "cli/step.hpp"

namespace querist::cli {

Command pause_command() {
    return step_command(
        "pause",
        "Pauses an open study: no answers are taken until it is resumed",
        "A server that is running notices within a second.",
        actions::Life::paused
    );
}

}  // namespace querist::cli
