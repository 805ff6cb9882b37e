#include "compensation/blind_signature.hpp"

#include "compensation/pss_encoding.hpp"
#include "compensation/signing_key_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace querist::compensation {

namespace {

/// The blinding factor that a published inverse belongs to.
std::string factor_of(const std::string& inverse_hex) {
    const OwnedNumberContext context(BN_CTX_new());
    const OwnedNumber inverse = number_from_hex(inverse_hex);
    const OwnedNumber n = number_from_hex(published_vectors()["key"]["n"].get<std::string>());
    const OwnedNumber r(BN_mod_inverse(nullptr, inverse.get(), n.get(), context.get()));
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(n.get())), '\0');
    BN_bn2binpad(
        r.get(), reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())
    );
    return bytes;
}

/// A number as long as the published modulus, and so far from it.
std::string near_modulus(int away) {
    const OwnedNumber n = number_from_hex(published_vectors()["key"]["n"].get<std::string>());
    if (away < 0) {
        BN_sub_word(n.get(), static_cast<BN_ULONG>(-away));
    } else {
        BN_add_word(n.get(), static_cast<BN_ULONG>(away));
    }
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(n.get())), '\0');
    BN_bn2bin(n.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
}

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

}  // namespace

TEST(BlindSignatureTest, AgreesWithThePublishedVectors) {
    const BlindSigningKey secret = BlindSigningKey::parse(published_key()).value();
    const VerificationKey& key = secret.verification_key();
    ASSERT_EQ(published_vectors()["vectors"].size(), 4U);
    for (const nlohmann::json& vector : published_vectors()["vectors"]) {
        SCOPED_TRACE(vector["variant"].get<std::string>());
        const auto bytes = [&](const char* name) {
            return from_hex(vector[name].get<std::string>());
        };
        const std::string salt = bytes("salt");
        WrittenChance prefix(bytes("prefix"));
        const Preparation preparation =
            bytes("prefix").empty() ? Preparation::deterministic : Preparation::randomized;
        const std::string prepared = prepare(bytes("message"), preparation, prefix);
        EXPECT_EQ(to_hex(prepared), vector["prepared"].get<std::string>());
        EXPECT_TRUE(prefix.used_up());
        EXPECT_EQ(
            to_hex(pss_encoded(prepared, 4'095, salt).value()), vector["encoded"].get<std::string>()
        );

        WrittenChance chance(salt + factor_of(vector["inverse"].get<std::string>()));
        const Result<Blinded> blinded = key.blind(prepared, chance, salt.size());
        ASSERT_TRUE(blinded);
        EXPECT_TRUE(chance.used_up());
        EXPECT_EQ(to_hex(blinded->message), vector["blinded"].get<std::string>());
        EXPECT_EQ(to_hex(blinded->inverse), vector["inverse"].get<std::string>());

        const Result<std::string> blind_signature = secret.sign(blinded->message);
        ASSERT_TRUE(blind_signature) << code_of(blind_signature);
        EXPECT_EQ(to_hex(*blind_signature), vector["blind_signature"].get<std::string>());

        const Result<std::string> signature =
            key.finalize(prepared, *blind_signature, blinded->inverse, salt.size());
        ASSERT_TRUE(signature) << code_of(signature);
        EXPECT_EQ(to_hex(*signature), vector["signature"].get<std::string>());
        EXPECT_TRUE(key.verifies(prepared, *signature, salt.size()));
        EXPECT_FALSE(key.verifies(prepared, *signature, salt.empty() ? pss_salt_bytes : 0));
    }
}

TEST(BlindSignatureTest, SignsNothingThatIsNoNumberBelowTheModulus) {
    const BlindSigningKey secret = BlindSigningKey::parse(published_key()).value();
    const std::string one = std::string(511, '\0') + '\x01';
    struct Row {
        const char* name;
        std::string blinded;
        const char* expected;
    };
    for (const Row& row : {
             Row{"nothing", "", "compensation.blinded-size"},
             Row{"a byte too short", std::string(511, '\x01'), "compensation.blinded-size"},
             Row{"a byte too long", '\0' + one, "compensation.blinded-size"},
             Row{"zero", std::string(512, '\0'), "compensation.blinded-range"},
             Row{"one", one, "none"},
             Row{"the last below the modulus", near_modulus(-1), "none"},
             Row{"the modulus", near_modulus(0), "compensation.blinded-range"},
             Row{"above the modulus", near_modulus(2), "compensation.blinded-range"},
             Row{"all ones", std::string(512, '\xff'), "compensation.blinded-range"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(code_of(secret.sign(row.blinded)), row.expected);
    }
}

// What a fault would betray of the key (two factors of which one was calculated wrongly) is what
// verifying would show of the answer.
TEST(BlindSignatureTest, GivesNoWrongAnswerAway) {
    const BlindSigningKey damaged = BlindSigningKey::parse(published_key(2)).value();
    const Result<std::string> signature = damaged.sign(near_modulus(-3));
    ASSERT_FALSE(signature);
    EXPECT_EQ(signature.error().code, "compensation.signing-failed");
    EXPECT_FALSE(signature.error().cure.empty());
}

TEST(BlindSignatureTest, ReadsOnlyKeysThatItWorksWith) {
    const std::string right = published_key();
    const BlindSigningKey secret = BlindSigningKey::parse(right).value();
    const std::string& public_half = secret.verification_key().der();
    const OwnedKey other_kind(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    struct Row {
        const char* name;
        std::string der;
    };
    for (const Row& row : {
             Row{"nothing", ""},
             Row{"words", "no key"},
             Row{"cut off", right.substr(0, right.size() - 1)},
             Row{"too few bits", fresh_key(1'024)},
             Row{"another kind of key", private_key_info(other_kind.get())},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(code_of(BlindSigningKey::parse(row.der)), "compensation.key-unreadable");
        EXPECT_EQ(code_of(VerificationKey::parse(row.der)), "compensation.key-unreadable");
    }
    EXPECT_EQ(code_of(VerificationKey::parse(right)), "compensation.key-unreadable");
    EXPECT_EQ(code_of(VerificationKey::parse(public_half + '\0')), "compensation.key-unreadable");
    const VerificationKey read = VerificationKey::parse(public_half).value();
    EXPECT_EQ(read.der(), public_half);
    EXPECT_EQ(read.bytes(), 512U);
    EXPECT_EQ(read.id().hex(), sha256(public_half).hex().substr(0, 16));
}

TEST(BlindSignatureTest, RefusesWhatIsNoSignatureOfTheMessage) {
    const VerificationKey& key = test_key().verification_key();
    SeededRandom random(1);
    const std::string prepared = prepare("a reward", Preparation::randomized, random);
    const Blinded blinded = key.blind(prepared, random).value();
    const std::string blind_signature = test_key().sign(blinded.message).value();
    const BlindSigningKey other = BlindSigningKey::parse(fresh_key()).value();
    const std::string other_signature = other.sign(std::string(384, '\x01')).value();
    struct Row {
        const char* name;
        std::string prepared;
        std::string blind_signature;
        std::string inverse;
        std::size_t salt_bytes;
        const char* expected;
    };
    for (const Row& row : {
             Row{"as it came", prepared, blind_signature, blinded.inverse, 48, "none"},
             Row{"another message",
                 prepared + "!",
                 blind_signature,
                 blinded.inverse,
                 48,
                 "compensation.signature-wrong"},
             Row{"another key",
                 prepared,
                 other_signature,
                 blinded.inverse,
                 48,
                 "compensation.signature-wrong"},
             Row{"another inverse",
                 prepared,
                 blind_signature,
                 std::string(384, '\x02'),
                 48,
                 "compensation.signature-wrong"},
             Row{"another salt",
                 prepared,
                 blind_signature,
                 blinded.inverse,
                 0,
                 "compensation.signature-wrong"},
             Row{"a short signature",
                 prepared,
                 blind_signature.substr(1),
                 blinded.inverse,
                 48,
                 "compensation.signature-wrong"},
             Row{"a long inverse",
                 prepared,
                 blind_signature,
                 blinded.inverse + '\0',
                 48,
                 "compensation.signature-wrong"},
             Row{"not unblinded",
                 prepared,
                 blind_signature,
                 std::string(383, '\0') + '\x01',
                 48,
                 "compensation.signature-wrong"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(
            code_of(key.finalize(row.prepared, row.blind_signature, row.inverse, row.salt_bytes)),
            row.expected
        );
    }
}

// The one who signs sees every number below the modulus with the same likelihood, whatever the
// message: the same message comes differently each time, and any blinded message can be that of any
// token. The second is shown by the factor that would have made it.
TEST(BlindSignatureTest, ShowsTheSignerNothingOfTheMessage) {
    const VerificationKey& key = test_key().verification_key();
    SeededRandom random(2);
    const std::string prepared = prepare("a reward", Preparation::randomized, random);
    std::set<std::string> seen;
    for (int i = 0; i < 50; ++i) seen.insert(key.blind(prepared, random).value().message);
    EXPECT_EQ(seen.size(), 50U);

    const Blinded first = key.blind(prepared, random).value();
    const std::string blind_signature = test_key().sign(first.message).value();
    const std::string other = prepare("another", Preparation::randomized, random);
    const Blinded second = key.blind(other, random).value();
    const std::string signature =
        key.finalize(other, test_key().sign(second.message).value(), second.inverse).value();
    // inverse' = signature / blind_signature: with it the first signing gives the second token.
    const OwnedNumberContext context(BN_CTX_new());
    const OwnedKey opened([&] {
        const unsigned char* at = octets_of(key.der());
        return d2i_PUBKEY(nullptr, &at, static_cast<long>(key.der().size()));
    }());
    BIGNUM* modulus = nullptr;
    ASSERT_EQ(EVP_PKEY_get_bn_param(opened.get(), OSSL_PKEY_PARAM_RSA_N, &modulus), 1);
    const OwnedNumber n(modulus);
    const OwnedNumber s = number_from_hex(to_hex(signature));
    const OwnedNumber z = number_from_hex(to_hex(blind_signature));
    const OwnedNumber inverse(BN_mod_inverse(nullptr, z.get(), n.get(), context.get()));
    BN_mod_mul(inverse.get(), inverse.get(), s.get(), n.get(), context.get());
    std::string bytes(384, '\0');
    BN_bn2binpad(inverse.get(), reinterpret_cast<unsigned char*>(bytes.data()), 384);
    EXPECT_EQ(key.finalize(other, blind_signature, bytes).value(), signature);
}

RC_GTEST_PROP(
    BlindSignatureProperty,
    WhatIsSignedBlindlyVerifies,
    (const std::string& message, std::uint64_t seed)
) {
    const VerificationKey& key = test_key().verification_key();
    SeededRandom random(seed);
    const Preparation preparation =
        *rc::gen::element(Preparation::randomized, Preparation::deterministic);
    const std::size_t salt_bytes = *rc::gen::element<std::size_t>(0, pss_salt_bytes);
    const std::string prepared = prepare(message, preparation, random);
    const Result<Blinded> blinded = key.blind(prepared, random, salt_bytes);
    RC_ASSERT(blinded.has_value());
    const Result<std::string> once = test_key().sign(blinded->message);
    RC_ASSERT(once.has_value());
    RC_ASSERT(*once == test_key().sign(blinded->message).value());
    const Result<std::string> signature =
        key.finalize(prepared, *once, blinded->inverse, salt_bytes);
    RC_ASSERT(signature.has_value());
    RC_ASSERT(key.verifies(prepared, *signature, salt_bytes));
    std::string changed = *signature;
    const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
    changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 128));
    RC_ASSERT(!key.verifies(prepared, changed, salt_bytes));
}

}  // namespace querist::compensation
