#include "cli/step.hpp"

namespace querist::cli {

Command close_command() {
    return step_command(
        "close",
        "Closes a study for ever and prints its seal",
        "Closing is final. The seal covers every answer: publish it, so that anyone can see that "
        "nothing was changed afterwards.",
        actions::Life::closed
    );
}

}  // namespace querist::cli
