#pragma once

#include "core/core.hpp"
#include "web/html.hpp"

namespace querist::web {

/// The code in fours, to be read aloud and copied, and what it is for.
void write_response_code(Html& html, const PublicId& id);

/// The same, folded: for pages where somebody may stop for good.
void write_folded_response_code(Html& html, const PublicId& id);

}  // namespace querist::web
