#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace querist::web {

/// Small: for what is compressed once.
[[nodiscard]] std::string brotli_small(std::string_view bytes);
[[nodiscard]] std::string gzip_small(std::string_view bytes);

/// A text compressed before, to stand in the middle of others.
struct Deflated {
    std::string blocks;          ///< Whole blocks that look back at nothing (RFC 1951).
    std::uint32_t checksum = 0;  ///< CRC-32 of the text.
    std::size_t text_bytes = 0;
};
[[nodiscard]] Deflated deflate_small(std::string_view text);

/// Three texts as one, fast: for pages made for one request. Only the first and the last cost time.
/// Keeps its state between calls, one a thread.
[[nodiscard]] std::string gzip_fast(
    std::string_view before, const Deflated& middle, std::string_view after
);

}  // namespace querist::web
