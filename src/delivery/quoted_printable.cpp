#include "delivery/quoted_printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace querist::delivery {

namespace {

constexpr std::size_t encoded_line_characters_max = 76;

bool stands_for_itself(char c) { return (c >= ' ' && c < 0x7f && c != '=') || c == '\t'; }

/// Servers on the way may double a dot, or put a ">" before "From ", where a line begins.
bool is_changed_where_a_line_begins(std::string_view rest) {
    return rest.starts_with('.') || rest.starts_with("From ");
}

void append_line(std::string& out, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool at_end = i + 1 == line.size();
        const bool is_blank = c == ' ' || c == '\t';
        const auto is_plain = [&] {
            return stands_for_itself(c) && !(is_blank && at_end) &&
                   !(column == 0 && is_changed_where_a_line_begins(line.substr(i)));
        };
        const std::size_t room = encoded_line_characters_max - (at_end ? 0 : 1);
        if (column + (is_plain() ? 1 : 3) > room) {
            out += "=\r\n";
            column = 0;
        }
        // Asked again: the line may have begun just now.
        if (is_plain()) {
            out += c;
            ++column;
        } else {
            fmt::format_to(std::back_inserter(out), "={:02X}", static_cast<unsigned char>(c));
            column += 3;
        }
    }
    out += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        append_line(out, text.substr(0, end));
        text.remove_prefix(end);
        if (text.starts_with("\r\n")) {
            text.remove_prefix(2);
        } else if (!text.empty()) {
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace querist::delivery
