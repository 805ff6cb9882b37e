#pragma once

#include <string>

namespace querist::instrument {

/// Whether a text is a BCP 47 tag of a language that ICU knows: "en", "pt-BR".
[[nodiscard]] bool is_language(const std::string& tag);

/// Whether a text names a time zone of the IANA database: "Europe/Berlin".
[[nodiscard]] bool is_time_zone(const std::string& name);

}  // namespace querist::instrument
