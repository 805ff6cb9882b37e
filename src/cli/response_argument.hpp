#pragma once

#include "cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace querist::cli {

/// RESPONSE, which names one response.
[[nodiscard]] inline Option response_argument(std::string& into) {
    return {
        "RESPONSE", "", "Response code; in quotes when with spaces", &into, Option::Need::required
    };
}

/// The response that a code names, as pages show it in groups of four or as exports have it.
/// Problems: cli.usage.
[[nodiscard]] inline Result<PublicId> response_named(std::string code) {
    const std::string given = code;
    std::erase(code, ' ');
    if (const std::optional<PublicId> id = PublicId::parse(code)) return *id;
    return failure(
        "cli.usage",
        fmt::format("\"{}\" is not the id of a response", given),
        "it has 26 letters and digits, as in the first column of querist export"
    );
}

}  // namespace querist::cli
