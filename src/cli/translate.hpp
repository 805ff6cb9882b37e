#pragma once

#include "cli/command.hpp"

namespace querist::cli {

[[nodiscard]] Command translate_command();

}  // namespace querist::cli
