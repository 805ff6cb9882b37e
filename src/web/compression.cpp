#include "web/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>
#include <stdexcept>

namespace querist::web {

namespace {

constexpr int gzip_window_bits = 15 + 16;  // zlib's way to ask for the gzip format
constexpr int memory_level = 8;
constexpr int fast_level = 1;

/// A zlib stream that is made once and used again: making one costs more than compressing a page.
class Deflate {
public:
    explicit Deflate(int level) {
        if (deflateInit2(
                &stream_, level, Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY
            ) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;
    ~Deflate() { deflateEnd(&stream_); }

    std::string compress(std::string_view bytes) {
        deflateReset(&stream_);
        std::string out;
        out.resize(deflateBound(&stream_, bytes.size()));
        // zlib never writes through next_in.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) {
            throw std::logic_error("deflate did not finish in deflateBound bytes");
        }
        out.resize(stream_.total_out);
        return out;
    }

private:
    z_stream stream_{};
};

}  // namespace

std::string brotli_small(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const BROTLI_BOOL done = BrotliEncoderCompress(
        BROTLI_MAX_QUALITY,
        BROTLI_DEFAULT_WINDOW,
        BROTLI_MODE_TEXT,
        bytes.size(),
        reinterpret_cast<const std::uint8_t*>(bytes.data()),
        &size,
        reinterpret_cast<std::uint8_t*>(out.data())
    );
    if (done == BROTLI_FALSE) throw std::bad_alloc();
    out.resize(size);
    return out;
}

std::string gzip_small(std::string_view bytes) {
    return Deflate(Z_BEST_COMPRESSION).compress(bytes);
}

std::string gzip_fast(std::string_view bytes) {
    thread_local Deflate deflate(fast_level);
    return deflate.compress(bytes);
}

}  // namespace querist::web
