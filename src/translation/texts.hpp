#pragma once

#include "instrument/instrument.hpp"

#include <functional>
#include <string>

namespace querist::translation {

/// Calls `visit` with the key of every text that participants read, and with the text itself, empty
/// ones left out.
void each_text(
    instrument::Study& study,
    const std::function<void(const std::string& key, std::string& text)>& visit
);

}  // namespace querist::translation
