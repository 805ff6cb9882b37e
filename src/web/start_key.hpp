#pragma once

// The key of an asking for consent, by which a second press of its button begins no second
// response.

#include "core/core.hpp"
#include "response/response.hpp"
#include "web/request.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// The line of a key's cookie. The consent has it; where people come by tickets the gate, too.
[[nodiscard]] std::string start_line(std::string_view key, std::string_view path, bool secure);
/// A new one, by chance.
[[nodiscard]] std::string new_start_key(RandomSource& random);

/// The key of an asking for consent: the form's own, else the first page's cookie; empty when there
/// is none or it cannot be one.
[[nodiscard]] std::string start_key(const Request& request, const response::Form& form);

}  // namespace querist::web
