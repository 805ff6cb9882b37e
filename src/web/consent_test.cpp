// Who is asked for consent, by what key, and what a second press does.

#include "web/html.hpp"
#include "web/pages.hpp"
#include "web/site_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

using fixture::Answered;
using fixture::SiteTest;
using ConsentTest = SiteTest;

TEST_F(ConsentTest, RefusingMidwayKeepsWhatWasSentAndSaysSo) {
    const std::string secret = past_first_page();
    const Answered stopped = post("/s/pages/consent", secret, "agree=no");
    EXPECT_EQ(stopped.status, 200);
    EXPECT_TRUE(stopped.body.contains("You have stopped"));
    EXPECT_TRUE(stopped.body.contains("class=\"code\""));
    EXPECT_TRUE(fieldwork.start_keys.empty()) << "no refusal is stored";
}

TEST_F(ConsentTest, SomebodyElseAtTheSameBrowserIsAskedWithAKeyOfTheirOwn) {
    const std::string secret = past_first_page();
    const std::string page = get("/s/pages/", secret).body;
    const std::string field = "name=\"again\" value=\"";
    const std::size_t at = page.find(field);
    ASSERT_NE(at, std::string::npos);
    const std::string key = page.substr(at + field.size(), 26);
    EXPECT_TRUE(PublicId::parse(key)) << key;
    EXPECT_FALSE(
        post("/s/pages/consent", secret, "agree=yes&again=" + key).header("Set-Cookie").empty()
    );
    EXPECT_EQ(fieldwork.start_keys, std::vector<std::string>{key});
    (void)post("/s/pages/consent", secret, "agree=yes&again=yes");
    EXPECT_EQ(fieldwork.start_keys.back(), "") << "a word that anybody could send is no key";
}

TEST_F(ConsentTest, EachAskingHasAKeyThatOnlyTheConsentIsSent) {
    const Answered first = get("/s/pages/");
    const std::string cookie = first.header("Set-Cookie");
    ASSERT_TRUE(cookie.starts_with("querist-start=")) << cookie;
    EXPECT_TRUE(cookie.contains("; Path=/s/pages/consent;"));
    EXPECT_NE(get("/s/pages/").header("Set-Cookie"), cookie);
    Request request{
        .method = Method::post,
        .target = "/s/pages/consent",
        .cookie = "querist-start=0123456789abcdefghjkmnpqr0",
        .content_type = "application/x-www-form-urlencoded",
        .body = "agree=yes"
    };
    (void)send(std::move(request));
    EXPECT_EQ(fieldwork.start_keys, std::vector<std::string>{"0123456789abcdefghjkmnpqr0"});
}

TEST_F(ConsentTest, NewcomersAreToldBeforeTheyBeginWhatTheBudgetLeaves) {
    EXPECT_FALSE(get("/s/pages/").body.contains("No reward is left"));
    fieldwork.newcomers_now = actions::Newcomers::unpaid;
    const Answered told = get("/s/pages/");
    EXPECT_EQ(told.status, 200);
    EXPECT_TRUE(told.body.contains("No reward is left"));
    EXPECT_TRUE(told.body.contains("name=\"agree\""));
    fieldwork.newcomers_now = actions::Newcomers::none;
    const Answered full = get("/s/pages/");
    EXPECT_EQ(full.status, 503);
    EXPECT_FALSE(full.body.contains("name=\"agree\""));
    EXPECT_TRUE(full.body.contains("no places left")) << full.body;
    EXPECT_FALSE(full.body.contains("taking a pause")) << "there is nothing to wait for";
    EXPECT_FALSE(full.body.contains("/withdraw")) << "whoever sent nothing has nothing to delete";
    EXPECT_TRUE(full.body.contains("href=\"/s/pages/return\""));
    fieldwork.newcomers_now = actions::Newcomers::welcome;
    EXPECT_FALSE(get("/s/pages/").body.contains("No reward is left"));
}

TEST_F(ConsentTest, ConsentFromElsewhereIsRefused) {
    Request request{
        .method = Method::post,
        .target = "/s/pages/consent",
        .content_type = "application/x-www-form-urlencoded",
        .fetch_site = "cross-site",
        .body = "agree=yes"
    };
    EXPECT_EQ(send(std::move(request)).status, 403);
    EXPECT_EQ(fieldwork.responses, 0U);
}

TEST_F(ConsentTest, WhoFillsInWhatNobodySeesIsFlaggedAndNotRefused) {
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes&website=x").status, 303);
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes&website=").status, 303);
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes").status, 303);
    EXPECT_EQ(fieldwork.flags, (std::vector<std::string>{"honeypot", "", ""}));
}

/// The form of the first page of a study with this in its file.
std::string form_of(const std::string& more, actions::Entry entry = actions::Entry::open_link) {
    const std::string yaml = "querist: 1\nid: asked\ntitle: Asked\n" + more +
                             "instrument:\n  pages:\n    - id: one\n      items:\n"
                             "        - {id: q, ask: Q?, kind: yes/no}\n";
    const instrument::LoadedStudy loaded = instrument::load_study({{"study.yaml", yaml}}, "");
    if (!loaded.study) return {};
    Html html;
    consent_terms(html, *loaded.study, actions::Life::open, {}, entry);
    return html.finish();
}

TEST(HoneypotTest, StandsInTheOpenLinksFormOfStudiesThatScreen) {
    const std::string field = "name=\"website\"";
    const std::string form = form_of("screening: {review at: 3}\n");
    EXPECT_TRUE(form.contains(field)) << form;
    // Neither seen, nor read aloud, nor reached by keyboard, nor filled in by a browser.
    EXPECT_TRUE(form.contains("<div class=\"to\" aria-hidden=\"true\">")) << form;
    EXPECT_TRUE(form.contains("tabindex=\"-1\" autocomplete=\"off\"")) << form;
    EXPECT_FALSE(form.contains("required")) << form;
    EXPECT_FALSE(form_of("").contains(field)) << "does not screen";
    EXPECT_FALSE(form_of("screening: {points: {honeypot: 0}}\n").contains(field));
    EXPECT_FALSE(form_of("screening: {review at: 3}\n", actions::Entry::invitation).contains(field))
        << "came by a personal link";
    EXPECT_TRUE(form_of("screening: {review at: 3}\n", actions::Entry::invitation).contains("agree")
    );
}

TEST(OpenLinkTest, WhereItIsShutTheTermsAreReadAndNobodyBegins) {
    const std::string yaml =
        "querist: 1\nid: asked\ntitle: Asked\nrecruitment: {text: We write, open link: false, "
        "invitation: {from: a@example.org, subject: S, text: '{{link}} {{opt-out link}}'}}\n"
        "consent: {version: 1, text: These are the terms, controller: We, contact: a@example.org}\n"
        "instrument:\n  pages:\n    - id: one\n      items:\n"
        "        - {id: q, ask: Q?, kind: yes/no}\n";
    const instrument::LoadedStudy loaded = instrument::load_study({{"study.yaml", yaml}}, "");
    ASSERT_TRUE(loaded.study);
    const instrument::Study& study = *loaded.study;
    struct Row {
        const char* name;
        std::string page;
        bool begins;
    };
    const EntryPage entry{.study = study, .life = actions::Life::open};
    for (const Row& row :
         {Row{"a draft", consent_page(study, actions::Life::draft), true},
          Row{"a pilot", consent_page(study, actions::Life::pilot), false},
          Row{"an open study", consent_page(study, actions::Life::open), false},
          Row{"by a personal link", admitted_page(entry, actions::Entry::invitation), true}}) {
        SCOPED_TRACE(row.name);
        EXPECT_TRUE(row.page.contains("These are the terms"));
        EXPECT_EQ(row.page.contains("name=\"agree\""), row.begins);
        EXPECT_EQ(row.page.contains("By invitation"), !row.begins);
    }
    EXPECT_TRUE(not_admitted_page(entry).contains("By invitation"));
}

TEST(TypingTest, TheTermsSayThatItIsCountedWhereItIs) {
    const std::string words = "how often an answer was changed";
    EXPECT_TRUE(form_of("screening: {review at: 3}\n").contains(words));
    EXPECT_FALSE(form_of("screening: {points: {pasted: 0, not typed: 0}}\n").contains(words));
    EXPECT_FALSE(form_of("").contains(words));
}

TEST(BurstTermsTest, SayThatNetworksAreComparedWhereTheyAre) {
    const std::string words = "from which networks answers begin";
    EXPECT_TRUE(form_of("screening: {review at: 3}\n").contains(words));
    EXPECT_FALSE(form_of("screening: {points: {burst: 0}}\n").contains(words));
    EXPECT_FALSE(form_of("").contains(words));
    EXPECT_FALSE(form_of("screening: {review at: 3}\n", actions::Entry::invitation).contains(words)
    );
}

TEST_F(ConsentTest, WorkIsAskedForWhereTheStudySaysSo) {
    EXPECT_EQ(get("/s/pages/work").status, 404);
    fieldwork.challenge = R"({"algorithm":"SHA-256"})";
    const Answered challenge = get("/s/pages/work");
    EXPECT_EQ(challenge.status, 200);
    EXPECT_EQ(challenge.body, fieldwork.challenge);
    EXPECT_EQ(challenge.header("Cache-Control"), "no-store");
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes&altcha=abc").status, 303);
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes").status, 303);
    EXPECT_EQ(fieldwork.work, (std::vector<std::string>{"abc", ""}));
}

TEST(WorkFormTest, IsTheOpenLinksAlone) {
    const std::string asks = "screening: {proof of work: 50000}\n";
    const std::string form = form_of(asks);
    EXPECT_TRUE(form.contains("data-work=\"/s/asked/work\"")) << form;
    EXPECT_TRUE(form.contains("name=\"altcha\" value=\"\"")) << form;
    for (const std::string& other :
         {form_of(asks, actions::Entry::invitation),
          form_of(asks, actions::Entry::account),
          form_of("screening: {review at: 3}\n"),
          form_of("screening: {proof of work: 50000, points: {no proof of work: 0}}\n")}) {
        EXPECT_TRUE(other.contains("agree"));
        EXPECT_FALSE(other.contains("altcha")) << other;
        EXPECT_FALSE(other.contains("data-work")) << other;
    }
}

TEST_F(ConsentTest, TheNetworkComesAlongAndNothingOfTheAddress) {
    Request request{
        .method = Method::post,
        .target = "/s/pages/consent",
        .host = "localhost",
        .content_type = "application/x-www-form-urlencoded",
        .fetch_site = "same-origin",
        .forwarded_for = "203.0.113.9, 198.51.100.77",
        .peer = "127.0.0.1",
        .body = "agree=yes"
    };
    EXPECT_EQ(send(std::move(request)).status, 303);
    EXPECT_EQ(fieldwork.networks, std::vector<std::string>{"4\xC6\x33\x64"});
}

TEST_F(ConsentTest, AConsentThatWasNotSavedCanBeSentAgain) {
    fieldwork.failing = failure("store.busy", "m", "c").error();
    const Answered busy = post("/s/pages/consent", {}, "agree=yes");
    EXPECT_EQ(busy.status, 503);
    EXPECT_TRUE(busy.body.contains("action=\"/s/pages/consent\""));
    // With no referrer a browser would send "Origin: null", which is refused.
    EXPECT_EQ(busy.header("Referrer-Policy"), "same-origin");
}

TEST_F(ConsentTest, AgreeingAgainContinuesTheResponse) {
    const std::string secret = past_first_page();
    EXPECT_EQ(
        post("/s/pages/consent", secret, "agree=yes").header("Location"), "/s/pages/p/second"
    );
    EXPECT_EQ(fieldwork.responses, 1U);
    EXPECT_FALSE(
        post("/s/pages/consent", secret, "agree=yes&again=yes").header("Set-Cookie").empty()
    );
    EXPECT_EQ(fieldwork.responses, 2U);
}

TEST_F(ConsentTest, CookiesAreSecureWhenAsked) {
    Site secure{SiteParts{
        fieldwork,
        clock,
        random,
        fronts,
        assets,
        [](auto work) { work(); },
        PublicAddress{.secure = true, .authority = "survey.example.org"}
    }};
    Request request{
        .method = Method::post,
        .target = "/s/pages/consent",
        .host = "localhost",
        .content_type = "application/x-www-form-urlencoded",
        .body = "agree=yes"
    };
    Reaction reaction = secure.react(request);
    std::get<Pending>(reaction)([](Finish finish) {
        EXPECT_TRUE(finish().own.head.contains("; SameSite=Lax; Secure\r\n"));
    });
}

}  // namespace
}  // namespace querist::web
