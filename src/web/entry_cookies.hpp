#pragma once

// What a browser carries while somebody comes in by an account or a personal link.

#include "web/request.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// Set-Cookie lines. The ticket goes to the sign-in's addresses only; the pass to the study's.
[[nodiscard]] std::string ticket_line(std::string_view study, std::string_view ticket, bool secure);
[[nodiscard]] std::string forgotten_ticket(std::string_view study);
[[nodiscard]] std::string pass_line(std::string_view study, std::string_view pass, bool secure);
[[nodiscard]] std::string forgotten_pass(std::string_view study);

/// Of who signed in to an anonymous study: goes where tickets are signed, and nowhere else.
[[nodiscard]] std::string asking_line(std::string_view study, std::string_view pass, bool secure);

/// What a request brings; whoever sends it may have made it up.
[[nodiscard]] std::string ticket_of(const Request& request);
[[nodiscard]] std::string pass_of(const Request& request);
[[nodiscard]] std::string asking_of(const Request& request);

}  // namespace querist::web
