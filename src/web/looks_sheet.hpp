#pragma once

// A study's own colour and fonts, as a stylesheet of a few lines after the program's.

#include "instrument/instrument.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// Where the sheet of a study lies, or empty: nothing is made anew for a page. The path holds the
/// sheet's hash, so what lies there never changes.
[[nodiscard]] std::string looks_path(std::string_view study, const instrument::Looks& looks);

/// Whether a study's sheet has this name, the path's last part.
[[nodiscard]] bool has_looks_named(const instrument::Study& study, std::string_view name);

}  // namespace querist::web
