#pragma once

#include <string>
#include <string_view>

namespace querist::web {

/// As small as can be: for what is compressed once.
[[nodiscard]] std::string brotli_small(std::string_view bytes);
[[nodiscard]] std::string gzip_small(std::string_view bytes);

/// Fast: for pages made for one request. Keeps its state between calls, one a thread.
[[nodiscard]] std::string gzip_fast(std::string_view bytes);

}  // namespace querist::web
