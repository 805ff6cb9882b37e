#include "web/compression.hpp"
#include "core/core.hpp"
#include "web/sheet.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <stdexcept>

namespace querist::web {

namespace {

/// What a browser makes of it; zlib compares the checksum and the length at the end.
std::string unzipped(std::string packed) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::bad_alloc();
    std::string text(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int ended = inflate(&stream, Z_FINISH);
    const bool whole = ended == Z_STREAM_END && stream.avail_in == 0;
    text.resize(stream.total_out);
    inflateEnd(&stream);
    if (!whole) throw std::runtime_error("no whole gzip file");
    return text;
}

/// Texts that repeat themselves and each other, as pages do.
rc::Gen<std::string> repetitive() {
    return rc::gen::map(
        rc::gen::pair(rc::gen::string<std::string>(), rc::gen::inRange(0, 60)),
        [](const std::pair<std::string, int>& drawn) {
            std::string text;
            for (int i = 0; i < drawn.second; ++i) text += drawn.first + "<label>";
            return text;
        }
    );
}

}  // namespace

/// Which nothing makes smaller.
std::string noise() {
    std::string text(100'000, ' ');
    SeededRandom random(1);
    random.fill({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return text;
}

TEST(CompressionTest, SmallAndFastComeBack) {
    for (const std::string& text :
         {std::string(),
          std::string("a"),
          std::string(100'000, 'x'),
          std::string(300, '\0'),
          noise()}) {
        EXPECT_EQ(unzipped(gzip_small(text)), text);
        EXPECT_EQ(unzipped(gzip_fast(text, deflate_small(text), text)), text + text + text);
    }
}

RC_GTEST_PROP(CompressionTest, WhatWasCompressedBeforeFitsBetweenTwoTexts, ()) {
    const std::string before = *repetitive();
    const std::string middle = *repetitive();
    const std::string after = *repetitive();
    RC_ASSERT(unzipped(gzip_fast(before, deflate_small(middle), after)) == before + middle + after);
}

TEST(CompressionTest, WhatWasCompressedBeforeIsNotCompressedAgain) {
    const std::string middle(50'000, 'm');
    const Deflated deflated = deflate_small(middle);
    const std::string packed = gzip_fast("before", deflated, "after");
    EXPECT_TRUE(packed.contains(deflated.blocks));
    EXPECT_LT(packed.size(), deflated.blocks.size() + 60);
}

TEST(CompressionTest, APageIsTheSameWithItsStylesheetInEitherForm) {
    const std::string page =
        "<html><style></style><p>" + std::string(3000, 'p') + "<style></style>";
    const std::string whole = with_sheet(page);
    EXPECT_TRUE(whole.starts_with("<html><style>/*"));
    EXPECT_TRUE(whole.ends_with("ppp<style></style>"));
    EXPECT_EQ(unzipped(gzip_with_sheet(page)), whole);
    EXPECT_THROW((void)with_sheet("<html>"), std::logic_error);
}

}  // namespace querist::web
