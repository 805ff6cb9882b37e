#pragma once

#include "response/response.hpp"

#include <string>
#include <string_view>

namespace querist::response {

/// How what is answered row by row is written: by row code in entries, by row position in
/// projections.
enum class RowForm { by_code, by_position };

/// Appends an answer's value in stable codes as RFC 8785 text; null when there is none.
void append_value(
    std::string& out, const instrument::Item& item, const expression::Value& value, RowForm row_form
);

/// Appends {"code":"text",…} in the order of RFC 8785.
void append_texts(std::string& out, const instrument::Item& item, const Answer& answer);

/// Appends a whole number.
void append_whole(std::string& out, std::int64_t number);

/// The order of names in RFC 8785: by UTF-16 code units.
[[nodiscard]] bool before_in_json(std::string_view a, std::string_view b);

}  // namespace querist::response
