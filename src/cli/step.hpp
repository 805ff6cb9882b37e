#pragma once

#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <string>

namespace querist::cli {

/// A command that moves a study to another life: pilot, open, pause, resume, close.
[[nodiscard]] Command step_command(
    std::string name, std::string summary, std::string explanation, actions::Life to
);

}  // namespace querist::cli
