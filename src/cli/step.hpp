#pragma once

#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <optional>
#include <string>

namespace querist::cli {

/// A command that moves a study to another life: pilot, open, pause, resume, close. `only_from`:
/// the one life that it may begin in.
[[nodiscard]] Command step_command(
    std::string name,
    std::string summary,
    std::string explanation,
    actions::Life to,
    std::optional<actions::Life> only_from = {}
);

}  // namespace querist::cli
