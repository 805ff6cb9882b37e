#include "instrument/yaml_quotes.hpp"

#include "instrument/yaml_source.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace querist::instrument {

namespace {

constexpr std::string_view dash = "- ";

/// The column in bytes, from 0, at which the key or the dash stands that a line's text belongs to:
/// behind dashes that begin the line, when anything of the line stands before `text_at`.
std::size_t key_column(std::string_view line, std::size_t text_at) {
    std::size_t at = std::min(line.find_first_not_of(' '), line.size());
    while (line.substr(at).starts_with(dash)) {
        const std::size_t next = line.find_first_not_of(' ', at + dash.size());
        if (next >= text_at) break;  // the text itself is the list's entry
        at = next;
    }
    return at;
}

/// "- entry", "key:" and "key: value", with a key as the study language and its authors write them.
bool begins_like_entry(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.starts_with(dash)) return true;
    const std::size_t colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    if (colon + 1 < text.size() && text[colon + 1] != ' ') return false;
    return std::ranges::all_of(text.substr(0, colon), [](char c) {
        return is_lower(c) || is_digit(c) || std::string_view(" _-/.+").contains(c);
    });
}

struct Escape {
    std::size_t bytes = 0;  ///< With the backslash.
    char32_t character = 0;
};

/// The escape at a backslash (YAML 1.2, 5.7). What is none was a syntax error before this is asked.
Escape escape_at(std::string_view text, std::size_t backslash) {
    const char letter = backslash + 1 < text.size() ? text[backslash + 1] : '\0';
    std::size_t digits = 0;
    switch (letter) {
        case '0':
            return {2, 0x00};
        case 'a':
            return {2, 0x07};
        case 'b':
            return {2, 0x08};
        case 'v':
            return {2, 0x0B};
        case 'f':
            return {2, 0x0C};
        case 'r':
            return {2, 0x0D};
        case 'e':
            return {2, 0x1B};
        case 'N':
            return {2, 0x85};
        case 'L':
            return {2, 0x2028};
        case 'P':
            return {2, 0x2029};
        case 'x':
            digits = 2;
            break;
        case 'u':
            digits = 4;
            break;
        case 'U':
            digits = 8;
            break;
        default:
            return {2, U' '};  // a tab, a line end, a quote: nothing that hides
    }
    const std::string_view number = text.substr(std::min(backslash + 2, text.size()), digits);
    std::uint32_t value = 0;
    (void)std::from_chars(number.data(), number.data() + number.size(), value, 16);
    return {2 + digits, value};
}

}  // namespace

bool quote_runs_away(std::string_view source, const Mark& start, std::size_t end) {
    const std::string_view first = line_at(source, start.offset);
    const auto line_start = static_cast<std::size_t>(first.data() - source.data());
    const std::size_t column = key_column(first, start.offset - line_start);
    std::size_t at = source.find('\n', start.offset);
    for (; at < end && at + 1 < source.size(); at = source.find('\n', at + 1)) {
        const std::string_view line = line_at(source, at + 1);
        if (std::min(line.find_first_not_of(' '), line.size()) > column) continue;
        if (begins_like_entry(line)) return true;
    }
    return false;
}

std::vector<HiddenControl> hidden_controls(
    std::string_view source, const Mark& start, const Mark& end
) {
    std::vector<HiddenControl> found;
    Mark at = start;
    while (at.offset < end.offset && at.offset < source.size()) {
        std::size_t bytes = 1;
        if (source[at.offset] == '\\') {
            const Escape escape = escape_at(source, at.offset);
            bytes = escape.bytes;
            if (is_forbidden(escape.character)) {
                found.push_back({at, std::string(source.substr(at.offset, bytes)), escape.character}
                );
            }
        }
        for (; bytes > 0 && at.offset < source.size(); --bytes, ++at.offset) {
            const char byte = source[at.offset];
            if (byte == '\n') {
                ++at.line;
                at.column = 1;
            } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {
                ++at.column;
            }
        }
    }
    return found;
}

}  // namespace querist::instrument
