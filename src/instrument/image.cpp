#include "instrument/image.hpp"

#include <utility>

namespace querist::instrument {

namespace {

using namespace std::string_view_literals;

/// Unsigned numbers at places of a file; 0 beyond its end.
struct Bytes {
    std::string_view all;

    [[nodiscard]] int byte(std::size_t at) const {
        return at < all.size() ? static_cast<unsigned char>(all[at]) : 0;
    }
    [[nodiscard]] int big16(std::size_t at) const { return byte(at) << 8 | byte(at + 1); }
    [[nodiscard]] int little16(std::size_t at) const { return byte(at + 1) << 8 | byte(at); }
    [[nodiscard]] int little24(std::size_t at) const { return byte(at + 2) << 16 | little16(at); }
    [[nodiscard]] bool says(std::size_t at, std::string_view text) const {
        return at <= all.size() && all.substr(at).starts_with(text);
    }
};

/// Sides beyond 65,535 are no picture that a page shows, and come out as none.
int png_side(const Bytes& bytes, std::size_t at) {
    return bytes.big16(at) == 0 ? bytes.big16(at + 2) : 0;
}

std::optional<ImageHead> png_head(const Bytes& bytes) {
    if (!bytes.says(0, "\x89PNG\r\n\x1a\n"sv) || !bytes.says(12, "IHDR")) return std::nullopt;
    return ImageHead{ImageFormat::png, png_side(bytes, 16), png_side(bytes, 20)};
}

std::optional<ImageHead> gif_head(const Bytes& bytes) {
    if (!bytes.says(0, "GIF87a") && !bytes.says(0, "GIF89a")) return std::nullopt;
    return ImageHead{ImageFormat::gif, bytes.little16(6), bytes.little16(8)};
}

/// A marker that begins a frame and so says its size: C0 to CF but for the three that are tables.
bool begins_frame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::optional<ImageHead> jpeg_head(const Bytes& bytes) {
    if (!bytes.says(0, "\xFF\xD8\xFF"sv)) return std::nullopt;
    // Segments up to the frame: each has a marker and its length, which counts itself.
    for (std::size_t at = 2; at + 9 <= bytes.all.size();) {
        if (bytes.byte(at) != 0xFF) return std::nullopt;
        const int marker = bytes.byte(at + 1);
        if (marker == 0xFF) {
            ++at;  // fill byte
            continue;
        }
        if (begins_frame(marker)) {
            return ImageHead{ImageFormat::jpeg, bytes.big16(at + 7), bytes.big16(at + 5)};
        }
        const int length = bytes.big16(at + 2);
        if (length < 2 || marker == 0xDA) return std::nullopt;
        at += 2 + static_cast<std::size_t>(length);
    }
    return std::nullopt;
}

std::optional<ImageHead> webp_head(const Bytes& bytes) {
    if (!bytes.says(0, "RIFF") || !bytes.says(8, "WEBP")) return std::nullopt;
    ImageHead head{ImageFormat::webp, 0, 0};
    if (bytes.says(12, "VP8X")) {
        head.width = bytes.little24(24) + 1;
        head.height = bytes.little24(27) + 1;
    } else if (bytes.says(12, "VP8L") && bytes.byte(20) == 0x2F) {
        const int low = bytes.little24(21);
        const int high = bytes.byte(24);
        head.width = (low & 0x3FFF) + 1;
        head.height = ((high << 10 | low >> 14) & 0x3FFF) + 1;
    } else if (bytes.says(12, "VP8 ") && bytes.says(23, "\x9D\x01\x2A"sv)) {
        head.width = bytes.little16(26) & 0x3FFF;
        head.height = bytes.little16(28) & 0x3FFF;
    }
    return head;
}

}  // namespace

std::optional<ImageHead> image_head(std::string_view bytes) {
    constexpr std::size_t shortest = 10;
    if (bytes.size() < shortest) return std::nullopt;
    for (const auto& read : {png_head, gif_head, jpeg_head, webp_head}) {
        const std::optional<ImageHead> head = read(Bytes{bytes});
        if (head && head->width > 0 && head->height > 0) return head;
    }
    return std::nullopt;
}

std::string_view media_type(ImageFormat format) {
    switch (format) {
        case ImageFormat::png:
            return "image/png";
        case ImageFormat::jpeg:
            return "image/jpeg";
        case ImageFormat::gif:
            return "image/gif";
        case ImageFormat::webp:
            return "image/webp";
    }
    std::unreachable();
}

std::string_view file_ending(ImageFormat format) {
    return media_type(format).substr(std::string_view("image/").size());
}

}  // namespace querist::instrument
