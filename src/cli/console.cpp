#include "cli/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace querist::cli {

namespace {

namespace fs = std::filesystem;

/// Decodes the code point at `begin` of valid UTF-8; `length` becomes its bytes.
char32_t code_point_at(std::string_view text, std::size_t begin, std::size_t& length) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[begin + i]));
    };
    const std::uint32_t first = byte(0);
    const std::size_t left = text.size() - begin;
    length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length > left || (first >= 0x80 && first < 0xc2)) length = 1;
    if (length == 1) return first;
    std::uint32_t point = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = point << 6U | (byte(i) & 0x3fU);
    return point;
}

bool turns_direction(char32_t point) {
    return point == 0x061c || point == 0x200e || point == 0x200f ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

std::string_view colour_of(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "\x1b[36m";
        case Severity::warning:
            return "\x1b[33m";
        case Severity::error:
            return "\x1b[31m";
    }
    return "";
}

std::string_view word_of(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note: ";
        case Severity::warning:
            return "warning: ";
        case Severity::error:
            return "error: ";
    }
    return "";
}

Problem cannot_write(const std::string& file, const std::string& why) {
    return failure(
               "cli.cannot-write",
               fmt::format("{} cannot be written: {}", file, why),
               "name another file with -o, or make room"
    )
        .error();
}

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

Result<void> write_bytes(const std::string& file, const fs::path& path, std::string_view bytes) {
    errno = 0;
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    if (!stream) return std::unexpected(cannot_write(file, last_error()));
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) return std::unexpected(cannot_write(file, last_error()));
    return {};
}

}  // namespace

std::string terminal_safe(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::size_t length = 0;
    for (std::size_t i = 0; i < text.size(); i += length) {
        const char32_t point = code_point_at(text, i, length);
        const bool control =
            (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0);
        if (control) {
            out += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(point));
        } else if (turns_direction(point)) {
            out += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point));
        } else {
            out += text.substr(i, length);
        }
    }
    return out;
}

const std::string& Sources::text_of(const std::string& file) {
    const auto [place, fresh] = texts_.try_emplace(file);
    if (!fresh || file.empty()) return place->second;
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error || size > limits::study_file_bytes_max) return place->second;
    std::ifstream stream(file, std::ios::binary);
    std::string text(size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    place->second = std::move(text);
    return place->second;
}

std::string shell_quoted(const std::string& text) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string problem_text(const Problem& problem, Sources& sources, Colour colour) {
    std::string text = terminal_safe(describe(problem, sources.text_of(problem.place.file)));
    if (!text.ends_with('\n')) text += '\n';
    if (colour == Colour::none) return text;
    const std::string_view word = word_of(problem.severity);
    const std::size_t at = text.find(word);
    if (at == std::string::npos) return text;
    text.insert(at + word.size() - 2, "\x1b[0m");
    text.insert(at, colour_of(problem.severity));
    return text;
}

int exit_code_of(const Problem& problem) {
    constexpr int problems_found = 1;
    constexpr int cannot_be_done = 3;
    const std::string_view code = problem.code;
    const bool no_file = code == "study.no-folder" || code == "study.no-file" ||
                         code == "study.unreadable" || code == "study.outside-folder";
    const bool in_study = code.starts_with("study.") || code.starts_with("expression.") ||
                          code.starts_with("lint.") || code.starts_with("plan.") ||
                          code == "actions.study-problems" || code == "actions.not-ready" ||
                          problem.place.line > 0;
    return in_study && !no_file ? problems_found : cannot_be_done;
}

int fail(Console& console, const Problem& problem) {
    Sources sources;
    console.error(problem_text(problem, sources, console.error_colour));
    return exit_code_of(problem);
}

ProgressLine::ProgressLine(Console& console, std::string what)
    : console_(console),
      what_(std::move(what)),
      next_(std::chrono::steady_clock::now() + std::chrono::seconds(1)) {}

ProgressLine::~ProgressLine() {
    if (shown_) console_.error("\r\x1b[K");
}

void ProgressLine::show(std::int64_t done, std::int64_t of) {
    if (console_.progress == Progress::hidden) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    shown_ = true;
    console_.error(
        of > 0 ? fmt::format("\r\x1b[K{}: {} of {}", what_, done, of)
               : fmt::format("\r\x1b[K{}: {}", what_, done)
    );
}

Result<void> write_output(Console& console, const std::string& file, std::string_view bytes) {
    if (file.empty() || file == "-") {
        console.out(bytes);
        return {};
    }
    std::error_code error;
    const fs::path path(file);
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
        return std::unexpected(cannot_write(file, "it is a folder"));
    }
    // A device or a pipe has no place to be renamed to.
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_bytes(file, path, bytes);
    const fs::path beside = path.string() + ".part";
    if (Result<void> written = write_bytes(file, beside, bytes); !written) {
        fs::remove(beside, error);
        return written;
    }
    fs::rename(beside, path, error);
    if (error) return std::unexpected(cannot_write(file, error.message()));
    return {};
}

std::string on_one_line(std::string text) {
    std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
}

}  // namespace querist::cli
