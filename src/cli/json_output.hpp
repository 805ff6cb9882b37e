#pragma once

#include "cli/console.hpp"

#include <nlohmann/json.hpp>

namespace querist::cli {

/// Prints a value for programs: keys in the order given, bytes that are not UTF-8 replaced.
[[nodiscard]] inline std::string json_text(const nlohmann::ordered_json& value) {
    return value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}
inline void print_json(Console& console, const nlohmann::ordered_json& value) {
    console.out(json_text(value));
}

[[nodiscard]] inline nlohmann::ordered_json json_of(const Problem& problem) {
    return {
        {"file", problem.place.file},
        {"line", problem.place.line},
        {"column", problem.place.column},
        {"severity",
         problem.severity == Severity::error     ? "error"
         : problem.severity == Severity::warning ? "warning"
                                                 : "note"},
        {"code", problem.code},
        {"message", problem.message},
        {"cure", problem.cure},
    };
}

}  // namespace querist::cli
