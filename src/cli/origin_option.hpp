#pragma once

#include "cli/command.hpp"
#include "response/response.hpp"

#include <optional>
#include <string>

namespace querist::cli {

/// --origin, which chooses whose answers a command is about.
[[nodiscard]] inline Option origin_option(std::string& into) {
    return {
        "--origin",
        "O",
        "Whose answers: real, pilot, test, synthetic or imported; without it the real ones, or the "
        "only ones there are",
        Word{&into, {"real", "pilot", "test", "synthetic", "imported"}},
    };
}

/// The origin that a word names; none when none was given.
[[nodiscard]] inline std::optional<response::Origin> origin_named(const std::string& word) {
    return word.empty() ? std::nullopt : response::parse_origin(word);
}

}  // namespace querist::cli
