#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace querist::instrument {

/// A character that looks like nothing or like a space and is none to YAML, as editors, web pages
/// and messengers leave it.
struct Invisible {
    std::size_t offset = 0;  ///< Of the first one, in bytes.
    std::string_view name;   ///< "a no-break space (U+00A0)"
    std::string visible;     ///< The text without such characters, and without spaces around it.
};

/// Empty when `text` has none.
[[nodiscard]] std::optional<Invisible> invisible_in(std::string_view text);

}  // namespace querist::instrument
