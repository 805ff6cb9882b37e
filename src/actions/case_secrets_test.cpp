#include "actions/case_secrets.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace querist::actions {
namespace {

PublicId case_of_byte(std::uint8_t byte) {
    PublicId id;
    id.bytes.fill(byte);
    return id;
}

TEST(CaseSecretsTest, AreTheDocumentedDigests) {
    const std::string key(32, 'k');
    const std::string sampled(16, '\x07');
    const PublicId id = case_of_byte(7);
    EXPECT_EQ(invitation_token(key, "tiny", id), hmac_sha256(key, "invitation|tiny|" + sampled));
    EXPECT_EQ(respondent_key(key, "tiny", id), hmac_sha256(key, "respondent|tiny|" + sampled));
    EXPECT_EQ(
        token_hash(invitation_token(key, "tiny", id)),
        sha256(invitation_token(key, "tiny", id).view())
    );
}

TEST(CaseSecretsTest, DifferByKeyStudyCaseAndPurpose) {
    const std::string key(32, 'k');
    const std::set<Digest> all{
        invitation_token(key, "tiny", case_of_byte(1)),
        respondent_key(key, "tiny", case_of_byte(1)),
        invitation_token(key, "tiny", case_of_byte(2)),
        invitation_token(key, "other", case_of_byte(1)),
        invitation_token(std::string(32, 'l'), "tiny", case_of_byte(1)),
        token_hash(invitation_token(key, "tiny", case_of_byte(1))),
    };
    EXPECT_EQ(all.size(), 6U);
}

}  // namespace
}  // namespace querist::actions
