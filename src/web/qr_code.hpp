#pragma once

#include "web/html.hpp"

#include <string_view>

namespace querist::web {

/// A QR code (ISO/IEC 18004, error correction M) of a short text as inline SVG, dark on light in
/// every colour scheme, because cameras want it so. `label` says it to who does not see it. Writes
/// nothing when the text does not fit.
void write_qr_code(Html& html, std::string_view text, std::string_view label);

}  // namespace querist::web
