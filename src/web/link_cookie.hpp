#pragma once

// What comes with the link, on its way from the first page to the consent. That page is the same
// for everyone; what the link says goes with it in a cookie for the consent's address only.

#include "instrument/instrument.hpp"
#include "response/response.hpp"
#include "web/request.hpp"

#include <string>

namespace querist::web {

/// The header line that keeps what a request's address says for this study, or forgets what an
/// earlier one said when this one says nothing; empty when the study takes no fields, and at a
/// switch of languages.
[[nodiscard]] std::string link_cookie(
    const instrument::Study& study, const Request& request, bool secure
);

/// The header line that forgets it: what came with the link has been stored, or somebody refused.
/// Empty when the study takes no fields.
[[nodiscard]] std::string forgotten_link(const instrument::Study& study);

/// What the cookie of a request says. Whoever sends it may have made it up.
[[nodiscard]] response::Form link_values(const Request& request);

}  // namespace querist::web
