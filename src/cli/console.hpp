#pragma once

#include "core/core.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace querist::cli {

enum class Colour { none, ansi };
enum class Progress { hidden, shown };

/// Where a command prints: `out` is what was asked for, `error` is everything else.
struct Console {
    std::function<void(std::string_view)> out;
    std::function<void(std::string_view)> error;
    Colour out_colour = Colour::none;
    Colour error_colour = Colour::none;
    std::string program = "querist";       ///< As this program was called, for commands to copy.
    Progress progress = Progress::hidden;  ///< Only where a person watches the error stream.
};

/// `text` without what would drive a terminal: control characters other than line ends and tabs,
/// and characters that turn the direction of writing, are written as \x1b and \u{202e}.
[[nodiscard]] std::string terminal_safe(std::string_view text);

/// What somebody wrote on several lines, with a blank in place of each tab and end of a line.
[[nodiscard]] std::string on_one_line(std::string text);

/// Files' texts by name, read once: problems are printed with the line they point at.
class Sources {
public:
    [[nodiscard]] const std::string& text_of(const std::string& file);

private:
    std::map<std::string, std::string> texts_;
};

/// `text` as a shell reads it back: in single quotes where it needs them.
[[nodiscard]] std::string shell_quoted(const std::string& text);

/// A problem as `describe` prints it, safe for a terminal, its severity in colour.
[[nodiscard]] std::string problem_text(const Problem& problem, Sources& sources, Colour colour);

/// Prints a problem to the error stream and returns the exit code that it means.
[[nodiscard]] int fail(Console& console, const Problem& problem);

/// 1 for what is wrong in a study's files, 3 for what could not be done.
[[nodiscard]] int exit_code_of(const Problem& problem);

/// A line on the error stream that counts up, from the second second on; none when nobody watches.
class ProgressLine {
public:
    ProgressLine(Console& console, std::string what);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// `of` 0: not known.
    void show(std::int64_t done, std::int64_t of = 0);

private:
    Console& console_;
    std::string what_;
    std::chrono::steady_clock::time_point next_;
    bool shown_ = false;
};

/// Writes a whole file or nothing: beside it first, then in its place. "-" is the output stream.
[[nodiscard]] Result<void> write_output(
    Console& console, const std::string& file, std::string_view bytes
);

}  // namespace querist::cli
