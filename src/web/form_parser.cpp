#include "web/form_parser.hpp"

#include "core/core.hpp"

#include <algorithm>
#include <utility>

namespace querist::web {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, PlusSign plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == PlusSign::space) {
            out.push_back(' ');
        } else if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

std::expected<response::Form, FormError> parse_form(std::string_view body) {
    response::Form form;
    form.reserve(std::min<std::size_t>(
        static_cast<std::size_t>(std::ranges::count(body, '&')) + 1, limits::form_fields_max
    ));
    while (!body.empty()) {
        const std::string_view field = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(field.size() + 1, body.size()));
        if (field.empty()) continue;
        if (form.size() == limits::form_fields_max) {
            return std::unexpected(FormError::too_many_fields);
        }
        const std::size_t equals = field.find('=');
        const std::string_view raw_name = field.substr(0, equals);
        const std::string_view raw_value =
            equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1);
        std::optional<std::string> name = percent_decoded(raw_name, PlusSign::space);
        std::optional<std::string> value = percent_decoded(raw_value, PlusSign::space);
        if (!name || !value) return std::unexpected(FormError::bad_escape);
        if (first_invalid_utf8(*name) || first_invalid_utf8(*value)) {
            return std::unexpected(FormError::not_text);
        }
        form.emplace_back(*std::move(name), *std::move(value));
    }
    return form;
}

bool is_form_type(std::string_view content_type) {
    const std::string_view media_type = trimmed(content_type.substr(0, content_type.find(';')));
    return equal_ignoring_case(media_type, "application/x-www-form-urlencoded");
}

}  // namespace querist::web
