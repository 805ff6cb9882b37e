#pragma once

#include "response/response.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace querist::web {

enum class FormError {
    too_many_fields,  ///< More than limits::form_fields_max.
    bad_escape,       ///< A % that two hexadecimal digits do not follow.
    not_text          ///< Bytes that are not UTF-8.
};

/// Decodes application/x-www-form-urlencoded (WHATWG URL, 5.1), strictly.
[[nodiscard]] std::expected<response::Form, FormError> parse_form(std::string_view body);

/// %xx and, in forms, + decoded. Empty when an escape is broken.
enum class PlusSign { literal, space };
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, PlusSign plus);

/// Whether a Content-Type names such a form, with or without parameters.
[[nodiscard]] bool is_form_type(std::string_view content_type);

}  // namespace querist::web
