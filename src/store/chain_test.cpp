#include "store/chain.hpp"

#include <gtest/gtest.h>

namespace querist::store {
namespace {

// The expected digests were computed apart from this code, from the words of docs/data.md
// (tests/fixtures/chain_vectors.py).

PublicId example_id() {
    PublicId id;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) id.bytes[i] = static_cast<std::uint8_t>(i);
    return id;
}

TEST(ChainTest, IsAsTheDocumentSays) {
    const Digest start = chain_start(example_id(), "onnx-interop", response::Origin::real);
    EXPECT_EQ(start.hex(), "c7d2034ed7220fb28ed34421135e74cbeb3c869e75768ca9fdcdddba2461324d");
    const Digest version = sha256("version");
    const Digest c = commitment(std::string(32, 's'), R"({"page":1})");
    EXPECT_EQ(c.hex(), "cfc8e6157da921516abc7687d8f63cfafa21bd601d2f0f879e8277eb8637d496");
    EXPECT_EQ(
        chain_link(start, example_id(), 1, response::EntryKind::page, version, c).hex(),
        "625195ecf751b0e68edfb320be26d8196bb08ea1ecb0a11546ac43c832baff53"
    );
    const Digest log = log_start("onnx-interop");
    EXPECT_EQ(log.hex(), "56cea22305311e047f2a1d88a6aad942040ea85a98affc8319c6b8eb8c42360b");
    EXPECT_EQ(
        log_link(log, "onnx-interop", 1, R"({"kind":"life"})").hex(),
        "e78d27e54a2e8d606adca8074a2dbc48a9ec207a89b62302de09763e66295cf8"
    );
    SealFold::Begin begin;
    begin.study = "onnx-interop";
    begin.sequence = 1;
    begin.at = Instant{std::chrono::microseconds{1'700'000'000'000'001}};
    begin.through = 258;
    begin.previous = log;
    begin.log_head = version;
    SealFold fold(begin);
    fold.cover(example_id(), c);
    EXPECT_EQ(fold.end().hex(), "2298a9f5884309812294a9d413d8053ab45efc7c2634daa37cde6402bd9c67d1");
}

TEST(ChainTest, EveryPartOfTheHeaderCounts) {
    const Digest version = sha256("version");
    const Digest c = sha256("c");
    const Digest previous = sha256("previous");
    PublicId other = example_id();
    other.bytes[15] ^= 1U;
    using enum response::EntryKind;
    const Digest link = chain_link(previous, example_id(), 2, page, version, c);
    EXPECT_NE(link, chain_link(c, example_id(), 2, page, version, c));
    EXPECT_NE(link, chain_link(previous, other, 2, page, version, c));
    EXPECT_NE(link, chain_link(previous, example_id(), 3, page, version, c));
    EXPECT_NE(link, chain_link(previous, example_id(), 2, flag, version, c));
    EXPECT_NE(link, chain_link(previous, example_id(), 2, page, c, c));
    EXPECT_NE(link, chain_link(previous, example_id(), 2, page, version, version));
    EXPECT_NE(
        chain_start(example_id(), "a", response::Origin::real),
        chain_start(example_id(), "a", response::Origin::test)
    );
    EXPECT_NE(
        chain_start(example_id(), "a", response::Origin::real),
        chain_start(example_id(), "b", response::Origin::real)
    );
}

}  // namespace
}  // namespace querist::store
