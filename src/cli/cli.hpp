#pragma once

// The public header of cli: the command line, without the process around it.

#include "cli/console.hpp"

#include <string>
#include <vector>

namespace querist::cli {

/// Runs one command (arguments without the program's name). Returns the exit code:
/// 0 fine, 1 problems found, 2 used wrongly, 3 could not be done.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Console& console);

/// docs/command-line.md, made from the commands' own help.
[[nodiscard]] std::string command_line_document();

}  // namespace querist::cli
