#pragma once

#include "language/language.hpp"
#include "web/request.hpp"

#include <span>
#include <string>
#include <string_view>

namespace querist::web {

/// The cookie that keeps a choice of language through a walk.
inline constexpr std::string_view language_cookie_name = "querist-lang";

/// The language that an address asks for, "?lang=de"; empty when it asks for none.
[[nodiscard]] std::string_view asked_language(std::string_view target);

/// One of the offered languages: what the address asks for, else what was chosen before, else what
/// the browser wants, else the first.
[[nodiscard]] std::string chosen_language(
    const Request& request, std::span<const std::string> offered
);

/// The program's words for who sent a request, where no study decides which languages there are.
[[nodiscard]] language::Words words_of(const Request& request);

}  // namespace querist::web
