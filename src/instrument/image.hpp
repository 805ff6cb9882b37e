#pragma once

// The head of an image file: its format and size, which pages must know so that nothing moves when
// it arrives.

#include "instrument/study.hpp"

#include <optional>
#include <string_view>

namespace querist::instrument {

struct ImageHead {
    ImageFormat format = ImageFormat::png;
    int width = 0;  ///< Pixels, from 1.
    int height = 0;
    bool operator==(const ImageHead&) const = default;
};

/// What the first bytes of a PNG, JPEG, GIF or WebP file say; none of anything else, or of a file
/// that ends too early. What follows them is not looked at: browsers show what they can.
/// Sources: PNG 1.2, 11.2.2; ITU-T T.81, B.2.2; GIF89a, 18; WebP container specification.
[[nodiscard]] std::optional<ImageHead> image_head(std::string_view bytes);

/// "image/png"
[[nodiscard]] std::string_view media_type(ImageFormat format);
/// "png"
[[nodiscard]] std::string_view file_ending(ImageFormat format);

}  // namespace querist::instrument
