#include "delivery/issuer.hpp"

#include "delivery/issuer_fixture.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace querist::delivery {
namespace {

using namespace fixture;
using namespace std::chrono_literals;

class IssuerTest : public ::testing::Test {
protected:
    MovedClock clock;
    MadeUpIssuer wire{clock};
    SignInSecrets secrets{.state = "s", .nonce = "n", .verifier = std::string(43, 'v')};
    std::vector<std::string> wanted{"isPro"};

    IssuerTest() { wire.nonce = "n"; }

    Issuer issuer(const std::string& secret = "") {
        return Issuer(
            {.issuer = std::string(MadeUpIssuer::address),
             .client_id = "client",
             .client_secret = secret,
             .scopes = "openid profile"},
            wire,
            clock
        );
    }
    Result<Account> redeem(Issuer& from) {
        wire.good_code = "code";
        return from.redeem("code", secrets, "https://study.example/back", wanted);
    }
};

std::string code_of(const Result<Account>& account) {
    return account ? "sub " + account->subject : account.error().code;
}

std::string form_value(const HttpQuestion& question, std::string_view name) {
    for (const auto& [key, value] : question.form) {
        if (key == name) return value;
    }
    return {};
}

TEST_F(IssuerTest, SendsTheBrowserWithAllThatTheStandardsAskFor) {
    Issuer from = issuer();
    const Result<std::string> address =
        from.authorization_address(secrets, "https://study.example/s/a/sign-in/back");
    ASSERT_TRUE(address);
    EXPECT_EQ(
        *address,
        "https://issuer.example/authorize?response_type=code&client_id=client"
        "&redirect_uri=https%3A%2F%2Fstudy.example%2Fs%2Fa%2Fsign-in%2Fback"
        "&scope=openid%20profile&state=s&nonce=n&code_challenge=" +
            pkce_challenge(secrets.verifier) + "&code_challenge_method=S256"
    );
}

// RFC 7636, appendix B.
TEST(PkceTest, HashesAsTheStandardsExample) {
    EXPECT_EQ(
        pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

TEST_F(IssuerTest, RedeemsACodeAndAsksForWhatTheTokenLacks) {
    Issuer from = issuer();
    const Result<Account> account = redeem(from);
    ASSERT_TRUE(account) << account.error().message;
    EXPECT_EQ(account->subject, "abc");
    EXPECT_EQ(account->claims->at("isPro"), true);
    EXPECT_EQ(wire.asked["/me"], 1);
    EXPECT_EQ(wire.questions.back().bearer, "access");
    wire.claims["isPro"] = false;
    const Result<Account> signed_claim = redeem(from);
    ASSERT_TRUE(signed_claim);
    EXPECT_EQ(signed_claim->claims->at("isPro"), false);
    EXPECT_EQ(wire.asked["/me"], 1) << "the token said it itself";
}

TEST_F(IssuerTest, GivesTheSecretAsTheIssuerWantsIt) {
    Issuer nobody = issuer();
    (void)redeem(nobody);
    const auto token_question = [&] {
        for (const HttpQuestion& one : wire.questions) {
            if (!one.form.empty()) return one;
        }
        return HttpQuestion{};
    };
    EXPECT_EQ(form_value(token_question(), "client_id"), "client");
    EXPECT_EQ(form_value(token_question(), "code_verifier"), secrets.verifier);
    EXPECT_EQ(token_question().user, "");

    wire.questions.clear();
    Issuer basic = issuer("se:cret");
    (void)redeem(basic);
    EXPECT_EQ(token_question().user, "client");
    EXPECT_EQ(token_question().password, "se%3Acret");
    EXPECT_EQ(form_value(token_question(), "client_secret"), "");

    wire.questions.clear();
    wire.discovery["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
    Issuer posted = issuer("secret");
    (void)redeem(posted);
    EXPECT_EQ(form_value(token_question(), "client_secret"), "secret");
    EXPECT_EQ(token_question().user, "");
}

TEST_F(IssuerTest, RefusesAReplayedCode) {
    Issuer from = issuer();
    ASSERT_TRUE(redeem(from));
    const Result<Account> again =
        from.redeem("code", secrets, "https://study.example/back", wanted);
    EXPECT_EQ(code_of(again), "signin.code");
}

TEST_F(IssuerTest, RefusesAnotherSignInsToken) {
    Issuer from = issuer();
    wire.nonce = "another";
    EXPECT_EQ(code_of(redeem(from)), "signin.token-nonce");
}

TEST_F(IssuerTest, RefusesSomebodyElsesUserinfo) {
    Issuer from = issuer();
    wire.userinfo["sub"] = "another";
    EXPECT_EQ(code_of(redeem(from)), "signin.token-subject");
}

TEST_F(IssuerTest, FetchesRotatedKeysButNotWithoutEnd) {
    Issuer from = issuer();
    ASSERT_TRUE(redeem(from));
    EXPECT_EQ(wire.asked["/jwks"], 1);
    wire.pair = &other_rsa_pair();
    wire.published = {&rsa_pair(), &other_rsa_pair()};
    EXPECT_EQ(code_of(redeem(from)), "sub abc") << "an unknown key is looked for at once";
    EXPECT_EQ(wire.asked["/jwks"], 2);
    // Tokens of keys that nobody publishes do not make it ask again and again.
    const SigningPair stranger("stranger", 0);
    wire.pair = &stranger;
    for (int i = 0; i < 29; ++i) {
        clock.time += 1s;
        EXPECT_EQ(code_of(redeem(from)), "signin.token-unknown-key");
    }
    EXPECT_EQ(wire.asked["/jwks"], 2);
    wire.published = {&stranger};
    clock.time += 1s;
    EXPECT_EQ(code_of(redeem(from)), "sub abc");
    EXPECT_EQ(wire.asked["/jwks"], 3);
}

TEST_F(IssuerTest, LeavesAnIssuerThatIsDownAloneForAWhile) {
    Issuer from = issuer();
    wire.down = "*";
    for (int i = 0; i < 10; ++i) {
        const Result<std::string> address =
            from.authorization_address(secrets, "https://s.example");
        ASSERT_FALSE(address);
        EXPECT_EQ(address.error().code, "signin.unreachable");
    }
    EXPECT_EQ(wire.asked["/.well-known/openid-configuration"], 1);
    wire.down.clear();
    clock.time += 5s;
    EXPECT_TRUE(from.authorization_address(secrets, "https://s.example"));
}

TEST_F(IssuerTest, LeavesItAloneFromTheEndOfALongWait) {
    Issuer from = issuer();
    wire.down = "/jwks";
    wire.waited = [this] { clock.time += 8s; };
    for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(redeem(from)), "signin.unreachable");
    EXPECT_EQ(wire.asked["/jwks"], 1);
    wire.down.clear();
    clock.time += 5s;
    EXPECT_EQ(code_of(redeem(from)), "sub abc");
}

TEST_F(IssuerTest, SaysWhichPartIsDown) {
    for (const char* path : {"/token", "/jwks", "/me"}) {
        SCOPED_TRACE(path);
        Issuer from = issuer();
        wire.down = path;
        EXPECT_EQ(code_of(redeem(from)), "signin.unreachable");
    }
}

TEST_F(IssuerTest, BelievesNoDiscoveryDocumentButItsOwn) {
    struct Row {
        const char* name;
        const char* member;
        nlohmann::json value;
    };
    for (const Row& row : {
             Row{"another issuer", "issuer", "https://other.example"},
             Row{"a token address without TLS", "token_endpoint", "http://issuer.example/token"},
             Row{"keys without TLS", "jwks_uri", "http://issuer.example/jwks"},
             Row{"an authorization address that is a script",
                 "authorization_endpoint",
                 "javascript:alert(1)"},
             Row{"no PKCE", "code_challenge_methods_supported", {"plain"}},
             Row{"no codes", "response_types_supported", {"id_token"}},
         }) {
        SCOPED_TRACE(row.name);
        const nlohmann::json before = wire.discovery;
        wire.discovery[row.member] = row.value;
        Issuer from = issuer();
        EXPECT_EQ(code_of(redeem(from)), "signin.discovery");
        wire.discovery = before;
    }
}

TEST(HttpClientTest, AsksHttpsOrThisMachineOnly) {
    struct Row {
        const char* address;
        bool expected;
    };
    for (const Row& row : {
             Row{"https://huggingface.co/oauth/token", true},
             Row{"https://issuer.example:8443", true},
             Row{"http://127.0.0.1:3000/token", true},
             Row{"http://localhost:3000", true},
             Row{"http://[::1]:3000/x", true},
             Row{"http://issuer.example", false},
             Row{"http://127.0.0.1.example", false},
             Row{"http://[::1].example", false},
             Row{"http://127.0.0.1@issuer.example", false},
             Row{"https://user@issuer.example", false},
             Row{"https://", false},
             Row{"https://:443", false},
             Row{"https://issuer.example/#x", false},
             Row{"https://issuer.example/a b", false},
             Row{"https://issuer.example/\r\nX: y", false},
             Row{"file:///etc/passwd", false},
             Row{"", false},
         }) {
        EXPECT_EQ(may_be_asked(row.address), row.expected) << row.address;
    }
}

}  // namespace
}  // namespace querist::delivery
