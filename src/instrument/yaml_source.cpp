#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace querist::instrument {

namespace {

Place place_at(std::string_view text, std::size_t offset, const std::string& file) {
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return {
        file,
        static_cast<int>(line) + 1,
        static_cast<int>(code_points(before.substr(line_start))) + 1
    };
}

struct Forbidden {
    std::size_t bytes = 0;
    char32_t character = 0;
};

/// What must not stand at `offset` of valid UTF-8, or nothing.
std::optional<Forbidden> forbidden_at(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) -> char32_t {
        return static_cast<unsigned char>(text[offset + i]);
    };
    Forbidden found{1, byte(0)};
    if (byte(0) >= 0xC2 && byte(0) <= 0xDF) {
        found = {2, ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU)};
    } else if (byte(0) >= 0xE0 && byte(0) <= 0xEF) {
        const char32_t high = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U);
        found = {3, high | (byte(2) & 0x3FU)};
    } else if (byte(0) >= 0x80) {
        return std::nullopt;  // within a character, or beyond the forbidden ones
    }
    if (found.character == U'\r' && text.substr(offset).starts_with("\r\n")) return std::nullopt;
    if (!is_forbidden(found.character)) return std::nullopt;
    return found;
}

Problem control_character(
    std::string_view text, std::size_t offset, char32_t character, const std::string& file
) {
    return {
        "study.control-character",
        Severity::error,
        place_at(text, offset, file),
        fmt::format("{} stands here", forbidden_name(character)),
        forbidden_cure(character)
    };
}

/// The character of a numeric reference of Markdown at `offset`, as in &#8238; and &#x202E;
/// (CommonMark 0.31, 2.5); 0 when there is none.
struct Reference {
    std::size_t bytes = 0;
    char32_t character = 0;
};
Reference reference_at(std::string_view text, std::size_t offset) {
    constexpr std::size_t longest = 12;  // &#x, seven digits and what ends them
    std::string_view digits = text.substr(offset, longest);
    digits.remove_prefix(std::min<std::size_t>(2, digits.size()));
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    std::uint32_t value = 0;
    const char* const begin = digits.data();
    const char* const end = begin + digits.size();
    const auto [stopped, error] = std::from_chars(begin, end, value, hexadecimal ? 16 : 10);
    if (error != std::errc() || stopped == end || *stopped != ';') return {};
    return {static_cast<std::size_t>(stopped - text.data()) + 1 - offset, value};
}

/// What Markdown would make of references, which hide a character as escapes of YAML do.
void find_references(SourceCheck& check, const std::string& file) {
    const std::string_view text = check.readable;
    for (std::size_t at = text.find("&#"); at != text.npos; at = text.find("&#", at + 2)) {
        const Reference found = reference_at(text, at);
        if (found.bytes == 0 || !is_forbidden(found.character)) continue;
        check.problems.push_back(
            {"study.control-character",
             Severity::error,
             place_at(text, at, file),
             fmt::format(
                 "{} makes {}", text.substr(at, found.bytes), forbidden_name(found.character)
             ),
             forbidden_cure(found.character)}
        );
        if (check.problems.size() >= limits::study_problems_max) return;
    }
}

bool turns_direction(char32_t character) {
    return (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}

void cut_at(SourceCheck& check, std::size_t offset) {
    check.whole = false;
    check.readable = check.readable.substr(0, check.readable.rfind('\n', offset) + 1);
}

Problem not_utf8(std::string_view text, std::size_t offset, const std::string& file) {
    const bool utf16 = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
    return {
        "study.not-utf8",
        Severity::error,
        place_at(text, offset, file),
        utf16 ? std::string("the file is UTF-16, not UTF-8")
              : fmt::format(
                    "the byte 0x{:02X} is not valid UTF-8", static_cast<unsigned char>(text[offset])
                ),
        "save the file with the encoding UTF-8"
    };
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

bool is_forbidden(char32_t character) {
    if (character < 0x20) return character != U'\t' && character != U'\n';
    if (character < 0x7F) return false;
    if (character < 0xA0) return true;
    return character == 0x2028 || character == 0x2029 || character == 0xFEFF ||
           character == 0xFFFE || character == 0xFFFF || turns_direction(character);
}

std::string forbidden_name(char32_t character) {
    return fmt::format(
        "an invisible {} (U+{:04X})",
        turns_direction(character) ? "character that turns the direction of writing"
                                   : "control character",
        static_cast<std::uint32_t>(character)
    );
}

std::string forbidden_cure(char32_t character) {
    return turns_direction(character)
               ? "delete it: what follows would be read in another order than it is stored; each "
                 "script has its direction by itself"
               : "delete it: text files hold only tabs and line ends besides visible characters";
}

std::string without_forbidden(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::optional<Forbidden> found = forbidden_at(text, at);
        if (!found) kept += text[at];
        at += found ? found->bytes : 1;
    }
    return kept;
}

SourceCheck check_source(std::string_view text, const std::string& file) {
    SourceCheck check{without_byte_order_mark(text), true, {}};
    if (text.size() > limits::study_file_bytes_max) {
        check.readable = {};
        check.whole = false;
        check.problems.push_back(
            {"study.too-large",
             Severity::error,
             {file, 0, 0},
             fmt::format(
                 "the file has {} bytes, more than the {} that are read",
                 text.size(),
                 limits::study_file_bytes_max
             ),
             "check that this is the right file, or split the study"}
        );
        return check;
    }
    if (const auto offset = first_invalid_utf8(check.readable)) {
        check.problems.push_back(not_utf8(check.readable, *offset, file));
        cut_at(check, *offset);
    }
    for (std::size_t offset = 0; offset < check.readable.size(); ++offset) {
        if (const std::optional<Forbidden> found = forbidden_at(check.readable, offset)) {
            check.problems.push_back(
                control_character(check.readable, offset, found->character, file)
            );
            cut_at(check, offset);
            break;
        }
    }
    find_references(check, file);
    return check;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::size_t start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
    std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) end = text.size();
    if (end > start && text[end - 1] == '\r') --end;
    return text.substr(start, end - start);
}

}  // namespace querist::instrument
