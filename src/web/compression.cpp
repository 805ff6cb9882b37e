#include "web/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>
#include <stdexcept>

namespace querist::web {

namespace {

constexpr int window_bits = 15;
constexpr int gzip_window_bits = window_bits + 16;  // zlib's way to ask for the gzip format
constexpr int raw_window_bits = -window_bits;       // and for blocks without a frame
constexpr int memory_level = 8;
constexpr int fast_level = 1;
/// One below the most, which saves 3 % more bytes in three times the time: the start waits for it.
constexpr int brotli_quality = 10;

/// gzip's frame without a time or a name (RFC 1952, 2.3.1); 255: of a system unknown.
constexpr std::string_view gzip_head{"\x1f\x8b\x08\0\0\0\0\0\0\xff", 10};

/// A zlib stream that is made once and used again: making one costs more than compressing a page.
class Deflate {
public:
    Deflate(int level, int window) {
        if (deflateInit2(&stream_, level, Z_DEFLATED, window, memory_level, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
            throw std::bad_alloc();
        }
    }
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;
    ~Deflate() { deflateEnd(&stream_); }

    std::string compress(std::string_view bytes) {
        deflateReset(&stream_);
        std::string out;
        append(out, bytes, Z_FINISH);
        return out;
    }

    /// The first of several pieces comes after this.
    void reset() { deflateReset(&stream_); }

    /// One piece: after Z_FULL_FLUSH it ends with a byte, and nothing later looks back at it.
    void append(std::string& out, std::string_view bytes, int flush) {
        const std::size_t before = out.size();
        const std::size_t room = deflateBound(&stream_, bytes.size()) + flush_bytes;
        out.resize(before + room);
        // zlib never writes through next_in.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream_.avail_out = static_cast<uInt>(room);
        const int expected = flush == Z_FINISH ? Z_STREAM_END : Z_OK;
        if (deflate(&stream_, flush) != expected || stream_.avail_out == 0) {
            throw std::logic_error("deflate did not finish in deflateBound bytes");
        }
        out.resize(before + room - stream_.avail_out);
    }

private:
    static constexpr std::size_t flush_bytes = 16;  ///< A flush's empty block, and one to spare.
    z_stream stream_{};
};

uLong checksum_of(uLong before, std::string_view bytes) {
    return crc32(
        before, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())
    );
}

void append_little_endian(std::string& out, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        out.push_back(static_cast<char>((value >> shift) & 0xffU));
    }
}

}  // namespace

std::string brotli_small(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const BROTLI_BOOL done = BrotliEncoderCompress(
        brotli_quality,
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
    return Deflate(Z_BEST_COMPRESSION, gzip_window_bits).compress(bytes);
}

Deflated deflate_small(std::string_view text) {
    Deflated deflated{{}, static_cast<std::uint32_t>(checksum_of(0, text)), text.size()};
    Deflate(Z_BEST_COMPRESSION, raw_window_bits).append(deflated.blocks, text, Z_FULL_FLUSH);
    return deflated;
}

std::string gzip_fast(std::string_view before, const Deflated& middle, std::string_view after) {
    thread_local Deflate deflate(fast_level, raw_window_bits);
    std::string out(gzip_head);
    out.reserve(gzip_head.size() + before.size() + middle.blocks.size() + after.size());
    deflate.reset();
    deflate.append(out, before, Z_FULL_FLUSH);
    out.append(middle.blocks);
    deflate.append(out, after, Z_FINISH);
    const uLong joined = crc32_combine(
        checksum_of(0, before), middle.checksum, static_cast<z_off_t>(middle.text_bytes)
    );
    append_little_endian(out, static_cast<std::uint32_t>(checksum_of(joined, after)));
    append_little_endian(
        out, static_cast<std::uint32_t>(before.size() + middle.text_bytes + after.size())
    );
    return out;
}

}  // namespace querist::web
