#pragma once

// Images of a study's choices, and its logo: where pages find them, and what lies there.

#include "instrument/instrument.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// The path of an image. It holds the file's hash, so what lies there never changes.
[[nodiscard]] std::string picture_path(std::string_view study, const instrument::Picture& picture);

/// The image of a study that has this name, the path's last part; null when it has none.
[[nodiscard]] const instrument::Picture* picture_named(
    const instrument::Study& study, std::string_view name
);

}  // namespace querist::web
