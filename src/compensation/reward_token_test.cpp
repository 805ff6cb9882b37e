#include "compensation/reward_token.hpp"

#include "compensation/signing_key_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace querist::compensation {

namespace {

RewardToken token_from(RandomSource& random) {
    const VerificationKey& key = test_key().verification_key();
    std::string chance(token_chance_bytes, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(chance.data()), chance.size()});
    RewardToken token{.key = key.id(), .message = {}, .signature = {}};
    token.message = prepare(chance, Preparation::randomized, random);
    const Blinded blinded = key.blind(token.message, random).value();
    const std::string blind_signature = test_key().sign(blinded.message).value();
    token.signature = key.finalize(token.message, blind_signature, blinded.inverse).value();
    return token;
}

}  // namespace

TEST(RewardTokenTest, ComesBackFromItsBytes) {
    SeededRandom random(3);
    const RewardToken token = token_from(random);
    const std::string bytes = to_bytes(token);
    EXPECT_EQ(bytes.size(), 457U);
    const Result<RewardToken> read = parse_reward_token(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, token);
    EXPECT_TRUE(test_key().verification_key().verifies(read->message, read->signature));
}

TEST(RewardTokenTest, RefusesWhatIsNone) {
    SeededRandom random(4);
    const std::string right = to_bytes(token_from(random));
    struct Row {
        const char* name;
        std::string bytes;
    };
    for (const Row& row :
         {Row{"nothing", ""},
          Row{"cut off", right.substr(0, right.size() - 1)},
          Row{"more behind it", right + '\0'},
          Row{"another form", '\x02' + right.substr(1)}}) {
        SCOPED_TRACE(row.name);
        const Result<RewardToken> read = parse_reward_token(row.bytes);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, "compensation.token-unreadable");
    }
}

TEST(RewardTokenTest, IsClaimedOnceHoweverOftenItsMessageIsSigned) {
    SeededRandom random(5);
    const RewardToken token = token_from(random);
    const VerificationKey& key = test_key().verification_key();
    RewardToken again = token;
    const Blinded blinded = key.blind(token.message, random).value();
    again.signature =
        key.finalize(token.message, test_key().sign(blinded.message).value(), blinded.inverse)
            .value();
    ASSERT_NE(again.signature, token.signature);
    EXPECT_EQ(claim_hash(again), claim_hash(token));
    EXPECT_NE(claim_hash(token_from(random)), claim_hash(token));
}

RC_GTEST_PROP(RewardTokenProperty, ReadsWhateverHasItsForm, (std::uint64_t seed)) {
    SeededRandom random(seed);
    std::string bytes(457, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    bytes.front() = '\x01';
    const Result<RewardToken> read = parse_reward_token(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(to_bytes(*read) == bytes);
}

}  // namespace querist::compensation
