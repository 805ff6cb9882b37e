#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace querist {

/// Where an author must look. Lines and columns count from 1, columns in code points; a line of
/// 0 means the whole file, an empty file name means no file.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    bool operator==(const Place&) const = default;
};

enum class Severity { note, warning, error };

/// What is wrong and what to do about it, in words for the person who can mend it.
struct Problem {
    std::string code;  ///< Stable and searchable: "study.duplicate-key".
    Severity severity = Severity::error;
    Place place;
    std::string message;  ///< What is wrong: one sentence, no full stop.
    std::string cure;     ///< What to do about it: one sentence, no full stop.
    bool operator==(const Problem&) const = default;
};

template <class T>
using Result = std::expected<T, Problem>;

/// A failed operation, as the right-hand side of `return`.
[[nodiscard]] std::unexpected<Problem> failure(
    std::string code, std::string message, std::string cure, Place place = {}
);

/// Prints a problem as compilers do: `file:line:column: error: message [code]`, the source line
/// with a caret when `source` (the text of that file) has it, and the cure.
[[nodiscard]] std::string describe(const Problem& problem, std::string_view source = {});

}  // namespace querist
