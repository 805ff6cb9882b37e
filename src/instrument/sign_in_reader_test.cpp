// Signing in, as study files say it.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Line 5: the population; line 6: the sign-in's keys from column 39.
std::string with_sign_in(const std::string& keys, const std::string& fields = "") {
    const std::string people =
        "population: {text: All, strata: [{pro: Paying}, {normal: Others}]}\n";
    const std::string recruited = "recruitment: {text: We post, sign in: {" + keys + "}}\n";
    const std::string from_link = fields.empty() ? "" : "  from link: [" + fields + "]\n";
    return faulty::head + people + recruited + "instrument:\n" + from_link +
           "  pages:\n    - id: one\n      items:\n" + faulty::one_item;
}

constexpr const char* good = "issuer: https://hub.example, client id: abc";
constexpr const char* account_field = "{id: account, title: A, allowed: [{pro: P}, {normal: N}]}";

std::string and_more(const std::string& keys) { return std::string(good) + ", " + keys; }

TEST(SignInReaderTest, ReadsEverything) {
    const LoadedStudy loaded = load(with_sign_in(
        "issuer: https://hub.example, name: The Hub, client id: abc, scopes: openid email, "
        "required: true, strata: [{stratum: pro, claim: tier, is: paid}, {stratum: normal}], "
        "stratum field: account, added: Ours",
        account_field
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const SignIn& sign_in = *loaded.study->recruitment->sign_in;
    EXPECT_EQ(sign_in.issuer, "https://hub.example");
    EXPECT_EQ(sign_in.name, "The Hub");
    EXPECT_EQ(sign_in.client_id, "abc");
    EXPECT_EQ(sign_in.scopes, "openid email");
    EXPECT_TRUE(sign_in.required);
    ASSERT_EQ(sign_in.strata.size(), 2U);
    EXPECT_EQ(sign_in.strata[0].claim, "tier");
    EXPECT_EQ(sign_in.strata[0].is, "paid");
    EXPECT_EQ(sign_in.strata[1].stratum, "normal");
    EXPECT_EQ(sign_in.stratum_field, "account");
    EXPECT_EQ(sign_in.added, "Ours");
}

TEST(SignInReaderTest, KnowsWhatIsUsual) {
    const LoadedStudy loaded = load(with_sign_in(good));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const SignIn& sign_in = *loaded.study->recruitment->sign_in;
    EXPECT_EQ(sign_in.name, "hub.example");
    EXPECT_EQ(sign_in.scopes, "openid profile");
    EXPECT_FALSE(sign_in.required);
}

TEST(SignInReaderTest, NamesFaults) {
    faulty::expect_problems({
        {"no issuer", with_sign_in("client id: abc"), "study.missing-key", 6, 39},
        {"no client id", with_sign_in("issuer: https://hub.example"), "study.missing-key", 6, 39},
        {"an issuer without scheme",
         with_sign_in("issuer: hub.example, client id: abc"),
         "study.bad-issuer",
         6,
         48},
        {"an issuer without host",
         with_sign_in("issuer: https://, client id: abc"),
         "study.bad-issuer",
         6,
         48},
        {"an issuer with a question",
         with_sign_in("issuer: https://hub.example?a=b, client id: abc"),
         "study.bad-issuer",
         6,
         48},
        {"an issuer with a user",
         with_sign_in("issuer: https://me@hub.example, client id: abc"),
         "study.bad-issuer",
         6,
         48},
        {"a client id of two words",
         with_sign_in("issuer: https://hub.example, client id: a b"),
         "study.bad-client-id",
         6,
         80},
        {"scopes without openid",
         with_sign_in(and_more("scopes: profile")),
         "study.bad-scopes",
         6,
         93},
        {"the secret in the file",
         with_sign_in(and_more("client secret: xyz")),
         "study.unknown-key",
         6,
         85},
    });
}

TEST(SignInReaderTest, NamesFaultsOfStrataAndOfTheMode) {
    faulty::expect_problems({
        {"unknown stratum",
         with_sign_in(and_more("strata: [{stratum: pr}]")),
         "study.unknown-stratum",
         6,
         104},
        {"a word for no claim",
         with_sign_in(and_more("strata: [{stratum: pro, is: paid}]")),
         "study.missing-key",
         6,
         113},
        {"an unknown field",
         with_sign_in(and_more("stratum field: acount"), account_field),
         "study.unknown-field",
         6,
         100},
        {"a question as the field",
         with_sign_in(and_more("stratum field: q")),
         "study.unknown-field",
         6,
         100},
        {"a field that lacks a stratum",
         with_sign_in(
             and_more("strata: [{stratum: normal}], stratum field: account"),
             "{id: account, title: A, allowed: [{pro: P}]}"
         ),
         "study.stratum-not-allowed",
         6,
         129},
    });
}

TEST(SignInReaderTest, IsToldInTheProtocol) {
    const LoadedStudy loaded = load(with_sign_in(
        and_more("strata: [{stratum: pro, claim: isPro}, {stratum: normal}], stratum field: account"
        ),
        account_field
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const std::string document = protocol_markdown(*loaded.study, lint(*loaded.study));
    EXPECT_TRUE(document.contains("hub.example (https://hub.example)")) << document;
    EXPECT_TRUE(document.contains("`pro`: `isPro` is true")) << document;
    EXPECT_TRUE(document.contains("`normal`: all other accounts")) << document;
}

TEST(SignInReaderTest, IsComparedBetweenVersions) {
    const LoadedStudy before = load(with_sign_in(good));
    const LoadedStudy after = load(with_sign_in(and_more("required: true")));
    ASSERT_TRUE(before.study && after.study);
    const std::vector<VersionChange> changes = compare_versions(*before.study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_FALSE(changes[0].comparable);
    EXPECT_TRUE(changes[0].what.contains("sign-in")) << changes[0].what;
}

TEST(LintSignInTest, FindsWhereAResearcherErrs) {
    constexpr const char* rules[] = {
        "sign-in-without-tls", "unclaimed-stratum", "idle-stratum-claim", "forgotten-stratum"
    };
    const std::string both = "strata: [{stratum: pro, claim: isPro}, {stratum: normal}]";
    const std::string kept = ", stratum field: account";
    struct Row {
        const char* name;
        std::string yaml;
        std::vector<std::string_view> found;
    };
    for (const Row& row : {
             Row{"no strata", with_sign_in(good), {}},
             Row{"both strata", with_sign_in(and_more(both + kept), account_field), {}},
             Row{"http elsewhere",
                 with_sign_in("issuer: http://hub.example, client id: abc"),
                 {"sign-in-without-tls"}},
             Row{"http on this machine",
                 with_sign_in("issuer: http://127.0.0.1:3000, client id: abc"),
                 {}},
             Row{"one stratum only",
                 with_sign_in(
                     and_more("strata: [{stratum: pro, claim: isPro}]" + kept), account_field
                 ),
                 {"unclaimed-stratum"}},
             Row{"the rest first",
                 with_sign_in(
                     and_more("strata: [{stratum: normal}, {stratum: pro, claim: isPro}]" + kept),
                     account_field
                 ),
                 {"idle-stratum-claim"}},
             Row{"kept nowhere", with_sign_in(and_more(both)), {"forgotten-stratum"}},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(row.yaml);
        ASSERT_TRUE(loaded.study) << told(loaded);
        const LintReport report = lint(*loaded.study);
        for (const char* rule : rules) {
            const bool expected = std::ranges::count(row.found, std::string_view(rule)) > 0;
            EXPECT_EQ(fixture::count_of(report, rule), expected ? 1 : 0) << rule;
        }
    }
}

}  // namespace
}  // namespace querist::instrument
