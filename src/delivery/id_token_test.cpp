#include "delivery/id_token.hpp"

#include "delivery/issuer_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace querist::delivery {
namespace {

using namespace fixture;
using nlohmann::json;

const Instant token_time = *parse_instant("2026-11-23T12:00:00.000000Z");

json good_claims() {
    const std::int64_t now = unix_seconds(token_time);
    return {
        {"iss", "https://issuer.example"},
        {"aud", "client"},
        {"sub", "abc"},
        {"nonce", "n"},
        {"iat", now},
        {"exp", now + 300},
    };
}

TokenExpectation good_expectation() {
    return {
        .issuer = "https://issuer.example", .client_id = "client", .nonce = "n", .now = token_time
    };
}

KeySet published_keys() {
    const json set{{"keys", {rsa_pair().jwk(), curve_pair().jwk()}}};
    return parse_key_set(set.dump()).value_or(KeySet{});
}

std::string judged(const std::string& token) {
    const Result<IdClaims> claims = check_id_token(token, published_keys(), good_expectation());
    return claims ? "sub " + claims->subject : claims.error().code;
}

/// With one claim replaced; null removes it.
std::string token_with(const char* name, const json& value) {
    json claims = good_claims();
    if (value.is_null()) {
        claims.erase(name);
    } else {
        claims[name] = value;
    }
    return rsa_pair().token(claims);
}

TEST(IdTokenTest, JudgesEveryClaim) {
    const std::int64_t now = unix_seconds(token_time);
    struct Row {
        const char* name;
        const char* claim;
        json value;
        const char* expected;
    };
    for (const Row& row : {
             Row{"as it should be", "isPro", true, "sub abc"},
             Row{"another issuer", "iss", "https://issuer.example/", "signin.token-issuer"},
             Row{"no issuer", "iss", nullptr, "signin.token-issuer"},
             Row{"an issuer that is no text", "iss", 1, "signin.token-issuer"},
             Row{"another audience", "aud", "other", "signin.token-audience"},
             Row{"no audience", "aud", nullptr, "signin.token-audience"},
             Row{"an audience that is no text", "aud", 7, "signin.token-audience"},
             Row{"a list of one", "aud", {"client"}, "sub abc"},
             Row{"two audiences, given to nobody",
                 "aud",
                 {"client", "other"},
                 "signin.token-audience"},
             Row{"given to another", "azp", "other", "signin.token-audience"},
             Row{"given to this one", "azp", "client", "sub abc"},
             Row{"expired long ago", "exp", now - 3'600, "signin.token-expired"},
             Row{"expired just beyond the skew", "exp", now - 60, "signin.token-expired"},
             Row{"expired within the skew", "exp", now - 59, "sub abc"},
             Row{"no expiry", "exp", nullptr, "signin.token-malformed"},
             Row{"an expiry that is no number", "exp", "soon", "signin.token-malformed"},
             Row{"an expiry beyond all times", "exp", 1e300, "signin.token-malformed"},
             Row{"issued within the skew", "iat", now + 60, "sub abc"},
             Row{"issued in the future", "iat", now + 61, "signin.token-early"},
             Row{"no time of issue", "iat", nullptr, "signin.token-malformed"},
             Row{"not yet valid", "nbf", now + 3'600, "signin.token-early"},
             Row{"a beginning that is no time", "nbf", "now", "signin.token-early"},
             Row{"valid since before", "nbf", now - 5, "sub abc"},
             Row{"another nonce", "nonce", "m", "signin.token-nonce"},
             Row{"no nonce", "nonce", nullptr, "signin.token-nonce"},
             Row{"no subject", "sub", nullptr, "signin.token-subject"},
             Row{"an empty subject", "sub", "", "signin.token-subject"},
             Row{"a subject that is no text", "sub", 5, "signin.token-subject"},
             Row{"a subject of 256 characters", "sub", std::string(256, 'a'), "signin.token-subject"
             },
             Row{"a subject with a line break", "sub", "a\nb", "signin.token-subject"},
             Row{"an oversized token", "more", std::string(20'000, 'a'), "signin.token-too-large"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(judged(token_with(row.claim, row.value)), row.expected);
    }
    json shared = good_claims();
    shared["aud"] = {"client", "other"};
    shared["azp"] = "client";
    EXPECT_EQ(judged(rsa_pair().token(shared)), "sub abc");
}

TEST(IdTokenTest, TakesBothSignatures) {
    EXPECT_EQ(judged(rsa_pair().token(good_claims())), "sub abc");
    EXPECT_EQ(judged(curve_pair().token(good_claims())), "sub abc");
}

std::string replaced(std::string token, std::size_t part, const std::string& by) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < part; ++i) begin = token.find('.', begin) + 1;
    const std::size_t end = std::min(token.find('.', begin), token.size());
    return token.replace(begin, end - begin, by);
}

TEST(IdTokenTest, RefusesForgeries) {
    const std::string good = rsa_pair().token(good_claims());
    json other = good_claims();
    other["sub"] = "somebody else";
    const std::string payload = to_base64url(other.dump());
    // The public key as the secret of a keyed hash: what many have fallen for.
    const std::string keyed = to_base64url(R"({"alg":"HS256","kid":"first"})") + "." + payload;
    const std::string keyed_hash =
        to_base64url(hmac_sha256(rsa_pair().jwk()["n"].get<std::string>(), keyed).view());
    struct Row {
        const char* name;
        std::string token;
        const char* expected;
    };
    for (const Row& row : {
             Row{"other claims under the signature",
                 replaced(good, 1, payload),
                 "signin.token-signature"},
             Row{"another key's under this key's name",
                 other_rsa_pair().token(good_claims(), {{"kid", "first"}}),
                 "signin.token-signature"},
             Row{"a key that is not published",
                 other_rsa_pair().token(good_claims()),
                 "signin.token-unknown-key"},
             Row{"no algorithm",
                 to_base64url(R"({"alg":"none"})") + "." + payload + ".",
                 "signin.token-algorithm"},
             Row{"no algorithm, in capitals",
                 to_base64url(R"({"alg":"NONE"})") + "." + payload + ".",
                 "signin.token-algorithm"},
             Row{"HS256 with the public key", keyed + "." + keyed_hash, "signin.token-algorithm"},
             Row{"the other kind of key's algorithm",
                 rsa_pair().token(good_claims(), {{"alg", "ES256"}}),
                 "signin.token-unknown-key"},
             Row{"RS512",
                 rsa_pair().token(good_claims(), {{"alg", "RS512"}}),
                 "signin.token-algorithm"},
             Row{"unknown extensions",
                 rsa_pair().token(good_claims(), {{"crit", {"exp"}}}),
                 "signin.token-malformed"},
             Row{"an empty signature", replaced(good, 2, ""), "signin.token-signature"},
             Row{"a padded signature", good + "=", "signin.token-malformed"},
             Row{"two parts", good.substr(0, good.rfind('.')), "signin.token-malformed"},
             Row{"four parts", good + ".x", "signin.token-malformed"},
             Row{"nothing", "", "signin.token-malformed"},
             Row{"a header that is no JSON",
                 replaced(good, 0, to_base64url("{")),
                 "signin.token-malformed"},
             Row{"a header that is a list",
                 replaced(good, 0, to_base64url("[]")),
                 "signin.token-malformed"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(judged(row.token), row.expected);
    }
    const std::string curve = curve_pair().token(good_claims());
    EXPECT_EQ(
        judged(replaced(curve, 2, to_base64url(std::string(64, '\0')))), "signin.token-signature"
    );
    EXPECT_EQ(judged(replaced(curve, 2, to_base64url("short"))), "signin.token-signature");
}

TEST(IdTokenTest, NeedsANonceOfItsOwn) {
    TokenExpectation expected = good_expectation();
    expected.nonce.clear();
    const std::string token = token_with("nonce", "");
    const Result<IdClaims> claims = check_id_token(token, published_keys(), expected);
    ASSERT_FALSE(claims);
    EXPECT_EQ(claims.error().code, "signin.token-nonce");
}

RC_GTEST_PROP(IdTokenTest, SurvivesAnyBytes, (const std::string& token)) {
    RC_ASSERT(!check_id_token(token, published_keys(), good_expectation()));
}

TEST(KeySetTest, LeavesOutWhatCannotSign) {
    const SigningPair small("small", 1'024);
    json encrypting = rsa_pair().jwk();
    encrypting["use"] = "enc";
    json bent = curve_pair().jwk();
    bent["y"] = bent["x"];
    json other_algorithm = rsa_pair().jwk();
    other_algorithm["alg"] = "RS512";
    struct Row {
        const char* name;
        json key;
        std::size_t expected;
    };
    for (const Row& row : {
             Row{"RSA", rsa_pair().jwk(), 1},
             Row{"a curve", curve_pair().jwk(), 1},
             Row{"RSA of 1,024 bits", small.jwk(), 0},
             Row{"a key for encrypting", encrypting, 0},
             Row{"a point that is not on the curve", bent, 0},
             Row{"another algorithm's", other_algorithm, 0},
             Row{"a shared secret", {{"kty", "oct"}, {"k", "AAAA"}}, 0},
             Row{"no object", "key", 0},
             Row{"RSA without numbers", {{"kty", "RSA"}}, 0},
         }) {
        SCOPED_TRACE(row.name);
        const Result<KeySet> keys = parse_key_set(json{{"keys", {row.key}}}.dump());
        ASSERT_TRUE(keys);
        EXPECT_EQ(keys->size(), row.expected);
    }
}

TEST(KeySetTest, RefusesWhatIsNoSet) {
    json many = json::array();
    for (std::size_t i = 0; i <= key_set_keys_max; ++i) many.push_back(json::object());
    for (const std::string& text :
         {std::string(),
          std::string("[]"),
          std::string("{}"),
          std::string(R"({"keys":{}})"),
          std::string(key_set_bytes_max + 1, ' '),
          json{{"keys", many}}.dump()}) {
        const Result<KeySet> keys = parse_key_set(text);
        ASSERT_FALSE(keys);
        EXPECT_EQ(keys.error().code, "signin.keys-malformed");
    }
}

TEST(Base64UrlTest, FollowsTheStandard) {
    struct Row {
        const char* name;
        const char* bytes;
        const char* text;
    };
    for (const Row& row :
         {Row{"nothing", "", ""},
          Row{"one", "f", "Zg"},
          Row{"two", "fo", "Zm8"},
          Row{"three", "foo", "Zm9v"},
          Row{"the last two digits", "\xfb\xff", "-_8"}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(to_base64url(row.bytes), row.text);
        EXPECT_EQ(from_base64url(row.text), row.bytes);
    }
    for (const char* wrong : {"Zg==", "Z", "Zh", "Z+8", "Z/8", "Zm9v\n", "Zm 9"}) {
        EXPECT_EQ(from_base64url(wrong), std::nullopt) << wrong;
    }
}

RC_GTEST_PROP(Base64UrlTest, GivesBackWhatItGot, (const std::string& bytes)) {
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
}

}  // namespace
}  // namespace querist::delivery
