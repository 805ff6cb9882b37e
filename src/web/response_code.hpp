#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "language/language.hpp"
#include "web/html.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// A code in fours, to be read aloud and copied: "0123 4567 …".
[[nodiscard]] std::string in_groups(std::string_view code);

/// The response's code and what it is for.
void write_response_code(Html& html, const language::Words& words, const PublicId& id);

/// Links to the page with the return link, and to have the answers deleted. Who has ended reads in
/// texts of a return link, and finds it by that name; who has not comes back to go on.
enum class Way { to_go_on, to_return_link };
void write_ways_out(Html& html, const instrument::Study& study, Way way);

/// Both, folded: for pages where somebody may stop for good.
void write_folded_response_code(Html& html, const PublicId& id, const instrument::Study& study);

}  // namespace querist::web
