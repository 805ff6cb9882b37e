#include "store/sealed_field.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace querist::store::fixture {
namespace {

const std::string seal_key(32, 'k');

RC_GTEST_PROP(SealedFieldTest, OpensWhatItSealed, (const std::string& bytes, std::uint64_t seed)) {
    SeededRandom random(seed);
    const std::string sealed = seal_field(seal_key, "here", bytes, random);
    const Result<std::string> opened = open_field(seal_key, "here", sealed);
    RC_ASSERT(opened.has_value());
    RC_ASSERT(*opened == bytes);
    RC_ASSERT((sealed.size() - 40) % 64 == 0U);
}

TEST(SealedFieldTest, OpensOnlyWhereAndAsItWasSealed) {
    SeededRandom random(1);
    const std::string sealed = seal_field(seal_key, "person 1", "Ada", random);
    std::string changed = sealed;
    changed[30] = static_cast<char>(changed[30] ^ 1);
    struct Row {
        const char* name;
        std::string key;
        const char* place;
        std::string sealed;
    };
    for (const Row& row :
         {Row{"another row", seal_key, "person 2", sealed},
          Row{"another key", std::string(32, 'l'), "person 1", sealed},
          Row{"a changed byte", seal_key, "person 1", changed},
          Row{"cut", seal_key, "person 1", sealed.substr(0, sealed.size() - 1)},
          Row{"nothing", seal_key, "person 1", ""}}) {
        SCOPED_TRACE(row.name);
        const Result<std::string> opened = open_field(row.key, row.place, row.sealed);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, "identity.unreadable");
    }
}

TEST(SealedFieldTest, SealsTheSameTwiceToDifferentBytesOfOneLength) {
    SeededRandom random(1);
    const std::string once = seal_field(seal_key, "here", "Ada", random);
    const std::string again = seal_field(seal_key, "here", "Ada", random);
    EXPECT_NE(once, again);
    EXPECT_EQ(once.size(), seal_field(seal_key, "here", std::string(60, 'x'), random).size());
    EXPECT_EQ(once.find("Ada"), std::string::npos);
}

}  // namespace
}  // namespace querist::store::fixture
