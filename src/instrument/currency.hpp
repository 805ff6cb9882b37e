#pragma once

#include <string_view>

namespace querist::instrument {

/// Whether these are three letters of ISO 4217, now or once, as ICU knows them.
[[nodiscard]] bool is_currency(std::string_view code);

}  // namespace querist::instrument
