#include "delivery/mail_parts.hpp"

#include "core/core.hpp"

#include <algorithm>

namespace querist::delivery {

namespace {

constexpr std::size_t fields_max = 1'000;
constexpr std::size_t parts_max = 100;
constexpr std::size_t message_id_bytes_max = 998;

/// Takes a line, without its end, from the front of a text.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_continued(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

}  // namespace

std::string_view MailPart::field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, [](const auto& one) {
        return std::string_view(one.first);
    });
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string MailPart::type() const {
    const std::string_view value = field("content-type");
    const std::string_view type = trimmed(value.substr(0, value.find(';')));
    return type.empty() ? "text/plain" : lower_case(type);
}

std::string MailPart::parameter(std::string_view name) const {
    std::string_view rest = field("content-type");
    while (!rest.empty()) {
        const std::size_t semicolon = rest.find(';');
        if (semicolon == std::string_view::npos) return {};
        rest.remove_prefix(semicolon + 1);
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) return {};
        if (lower_case(trimmed(rest.substr(0, equals))) != name) continue;
        rest = trimmed(rest.substr(equals + 1));
        if (!rest.starts_with('"')) {
            return std::string(rest.substr(0, rest.find_first_of("; \t")));
        }
        rest.remove_prefix(1);
        return std::string(rest.substr(0, rest.find('"')));
    }
    return {};
}

MailPart read_part(std::string_view text) {
    MailPart part;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty()) break;
        if (is_continued(line)) {
            if (part.fields.empty()) continue;
            part.fields.back().second += ' ';
            part.fields.back().second += trimmed(line);
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || part.fields.size() >= fields_max) continue;
        part.fields.emplace_back(
            lower_case(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1))
        );
    }
    part.body = text;
    return part;
}

std::vector<MailPart> parts_of(const MailPart& part) {
    std::vector<MailPart> parts;
    const std::string boundary = part.parameter("boundary");
    if (boundary.empty() || !part.type().starts_with("multipart/")) return parts;
    const std::string opening = "--" + boundary;
    std::string_view rest = part.body;
    const char* begin = nullptr;  // Of the part that is open.
    while (!rest.empty()) {
        const char* const line_start = rest.data();
        const std::string_view line = take_line(rest);
        if (!line.starts_with(opening)) continue;
        if (begin != nullptr) {
            parts.push_back(read_part({begin, static_cast<std::size_t>(line_start - begin)}));
        }
        begin = rest.data();
        const bool is_last = line.substr(opening.size()).starts_with("--");
        if (is_last || parts.size() >= parts_max) return parts;
    }
    // Cut off: what is there is read all the same.
    if (begin != nullptr) {
        const char* const end = part.body.data() + part.body.size();
        parts.push_back(read_part({begin, static_cast<std::size_t>(end - begin)}));
    }
    return parts;
}

std::vector<std::string> message_ids_in(std::string_view value) {
    std::vector<std::string> ids;
    for (;;) {
        const std::size_t open = value.find('<');
        if (open == std::string_view::npos) return ids;
        value.remove_prefix(open + 1);
        const std::size_t close = value.find('>');
        if (close == std::string_view::npos) return ids;
        if (close > 0 && close <= message_id_bytes_max) ids.emplace_back(value.substr(0, close));
        value.remove_prefix(close + 1);
    }
}

}  // namespace querist::delivery
