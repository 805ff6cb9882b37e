#pragma once

#include "instrument/instrument.hpp"
#include "language/language.hpp"
#include "response/response.hpp"
#include "web/request.hpp"

#include <memory>
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

/// The language that a form was shown in, as it says itself; else the one chosen otherwise.
[[nodiscard]] std::string form_language(
    const Request& request,
    const std::shared_ptr<const instrument::Study>& study,
    const response::Form& form
);

/// A study in one of the languages that it is offered in; itself in its own and in any other. Made
/// once a version and thread: translating reads a file.
[[nodiscard]] std::shared_ptr<const instrument::Study> shown_in(
    const std::shared_ptr<const instrument::Study>& study, std::string_view language
);

/// The same for what is made once: nothing is kept.
[[nodiscard]] std::shared_ptr<const instrument::Study> shown_once_in(
    const std::shared_ptr<const instrument::Study>& study, std::string_view language
);

/// A study for who sent a request, in the language that is chosen from those it is offered in.
[[nodiscard]] std::shared_ptr<const instrument::Study> shown_to(
    const Request& request, const std::shared_ptr<const instrument::Study>& study
);

/// The cookie that keeps a choice of language; sent within the study's path only.
[[nodiscard]] std::string language_cookie(
    std::string_view study, std::string_view language, bool secure
);

/// The program's words for who sent a request, where no study decides which languages there are.
[[nodiscard]] language::Words words_of(const Request& request);

}  // namespace querist::web
