#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace querist {

/// RFC 8785 (JSON Canonicalization Scheme): one text for one value. Keys in order of UTF-16 code
/// units, numbers as ECMAScript prints them, no white space. `value` must hold valid UTF-8 and no
/// NaN or infinity; both throw std::invalid_argument, for they are defects of the caller.
[[nodiscard]] std::string canonical_json(const nlohmann::json& value);

/// Appends `text` as a JSON string with quotes, escaped as RFC 8785 asks.
void append_json_string(std::string& out, std::string_view text);

}  // namespace querist
