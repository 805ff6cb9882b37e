#pragma once

#include "core/core.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace querist::actions {

/// Runs a program of this machine, found on PATH, with these arguments and no shell between: it
/// reads nothing, what it prints is dropped, and its environment is PATH, HOME, a C locale and
/// SOURCE_DATE_EPOCH=0, so that what it writes bears no date. It is ended after `limit`.
/// Problems: actions.no-program, actions.program-failed, actions.program-too-slow; `cure` is what
/// to do when there is none.
[[nodiscard]] Result<void> run_program(
    const std::vector<std::string>& command,
    std::chrono::milliseconds limit,
    const std::string& cure
);

}  // namespace querist::actions
