// Any bytes in, a size or none out, never a crash. Seeds: tests/fuzz/instrument_image_fuzz/.

#include "instrument/instrument.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::instrument;
    const auto head = image_head({reinterpret_cast<const char*>(data), size});
    constexpr int side_max = 1 << 24;  // three bytes, in WebP
    const bool sound = !head || (head->width > 0 && head->height > 0 && head->width <= side_max &&
                                 head->height <= side_max);
    if (!sound) std::abort();
    return 0;
}
