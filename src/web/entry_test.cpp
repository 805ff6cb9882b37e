// Signing in, personal links and opting out, as routes answer them.

#include "web/entry_cookies.hpp"
#include "web/site_fixture.hpp"

namespace querist::web {
namespace {

using namespace fixture;

std::shared_ptr<const instrument::Study> signed_study(bool required) {
    std::string yaml(study_yaml);
    yaml.insert(
        yaml.find("consent:\n"),
        "population: {text: All, strata: [{pro: P}, {normal: N}]}\n"
        "recruitment:\n"
        "  text: We post a link.\n"
        "  sign in:\n"
        "    issuer: https://hub.example\n"
        "    name: The <Hub>\n"
        "    client id: client\n" +
            std::string(required ? "    required: true\n" : "")
    );
    return study_with({{"study.yaml", yaml}});
}

class EntryTest : public SiteTest {
protected:
    EntryTest() { fieldwork.served = signed_study(true); }
    Answered with_cookie(std::string_view target, std::string_view cookie) {
        return send({.target = target, .cookie = cookie});
    }
    Answered posted(
        std::string_view target,
        std::string_view cookie = {},
        std::string body = {},
        std::string_view site = "same-origin"
    ) {
        return send(
            {.method = Method::post,
             .target = target,
             .cookie = cookie,
             .content_type = "application/x-www-form-urlencoded",
             .fetch_site = site,
             .body = std::move(body)}
        );
    }
};

TEST_F(EntryTest, OffersTheSignInInPlaceOfTheButtonsWhereItIsRequired) {
    const Answered front = get("/s/pages/");
    EXPECT_EQ(front.status, 200);
    EXPECT_TRUE(front.body.contains(R"(action="/s/pages/sign-in")"));
    EXPECT_TRUE(front.body.contains("Sign in with The &lt;Hub&gt;"));
    EXPECT_TRUE(front.body.contains("Please <em>take part</em>")) << "the terms come first";
    EXPECT_FALSE(front.body.contains(R"(name="agree")"));
}

TEST_F(EntryTest, OffersTheSignInBesideTheOpenLink) {
    fieldwork.served = signed_study(false);
    const Answered front = get("/s/pages/");
    EXPECT_TRUE(front.body.contains(R"(action="/s/pages/sign-in")"));
    EXPECT_TRUE(front.body.contains(R"(name="agree")"));
}

TEST_F(EntryTest, SendsTheBrowserOnWithATicket) {
    const Answered onward = posted("/s/pages/sign-in");
    EXPECT_EQ(onward.status, 200);
    EXPECT_EQ(onward.header("Refresh"), "0; url=https://hub.example/authorize?state=s&nonce=n");
    EXPECT_TRUE(onward.body.contains(R"(href="https://hub.example/authorize?state=s&amp;nonce=n")")
    );
    EXPECT_EQ(
        onward.header("Set-Cookie"),
        "querist-sign-in=ticket; Path=/s/pages/sign-in; Max-Age=600; HttpOnly; SameSite=Lax"
    );
    EXPECT_EQ(onward.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(fieldwork.redirects.at(0), "http://localhost:8080/s/pages/sign-in/back");
}

TEST_F(EntryTest, BeginsNoSignInForAnotherSite) {
    EXPECT_EQ(posted("/s/pages/sign-in", {}, {}, "cross-site").status, 403);
    EXPECT_EQ(get("/s/pages/sign-in").status, 303) << "a look begins nothing";
    EXPECT_TRUE(fieldwork.redirects.empty());
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(posted("/s/pages/sign-in").header("Location"), "/s/pages/closed");
    fieldwork.served = fixture::study();
    EXPECT_EQ(posted("/s/pages/sign-in").status, 404) << "the study has none";
}

TEST_F(EntryTest, HandsOverWhatTheBrowserBringsBack) {
    const Answered back = with_cookie(
        "/s/pages/sign-in/back?code=c%20d&state=s&iss=https%3A%2F%2Fhub.example",
        "querist-sign-in=ticket"
    );
    ASSERT_EQ(fieldwork.returns.size(), 1U);
    const actions::SignInReturn& said = fieldwork.returns[0];
    EXPECT_EQ(said.ticket, "ticket");
    EXPECT_EQ(said.code, "c d");
    EXPECT_EQ(said.state, "s");
    EXPECT_EQ(said.issuer, "https://hub.example");
    EXPECT_EQ(said.redirect, "http://localhost:8080/s/pages/sign-in/back");
    EXPECT_EQ(back.status, 303);
    EXPECT_EQ(back.header("Location"), "/s/pages/");
    EXPECT_TRUE(back.head.contains(
        "Set-Cookie: querist-pass=account; Path=/s/pages/; Max-Age=7200; HttpOnly; SameSite=Lax\r\n"
    ));
    EXPECT_TRUE(back.head.contains("Set-Cookie: querist-sign-in=; ")) << "it ends once";
}

TEST_F(EntryTest, TakesWhoAnsweredBeforeBackToTheResponse) {
    const std::string secret = fieldwork.begin();
    fieldwork.sign_in = actions::LetIn{"account", secret};
    const Answered back = get("/s/pages/sign-in/back?code=c&state=s");
    EXPECT_EQ(back.header("Location"), "/s/pages/p/first");
    EXPECT_TRUE(back.head.contains("Set-Cookie: querist=" + secret + ";"));
    EXPECT_TRUE(back.head.contains("Set-Cookie: querist-pass=; ")) << "nothing is left of it";
}

TEST_F(EntryTest, HasAPageForEveryFault) {
    using enum actions::SignInFault;
    struct Row {
        const char* name;
        actions::SignInFault fault;
        const char* words;
    };
    for (const Row& row : {
             Row{"declined", declined, "You did not sign in"},
             Row{"foreign", foreign, "This sign-in cannot be finished here"},
             Row{"late", late, "This sign-in took too long"},
             Row{"used", used, "This sign-in was used already"},
             Row{"untrusted", untrusted, "Your sign-in could not be confirmed"},
         }) {
        SCOPED_TRACE(row.name);
        fieldwork.sign_in = row.fault;
        const Answered back = get("/s/pages/sign-in/back?code=c&state=s");
        EXPECT_EQ(back.status, 403);
        EXPECT_TRUE(back.body.contains(row.words));
        EXPECT_TRUE(back.body.contains(R"(href="/s/pages/")"));
        EXPECT_FALSE(back.head.contains("querist-pass=account"));
    }
}

TEST_F(EntryTest, AsksToTryAgainWhenTheIssuerIsDown) {
    fieldwork.failing = Problem{"signin.unreachable", Severity::error, {}, "down", "wait"};
    for (const Answered& page :
         {posted("/s/pages/sign-in"), get("/s/pages/sign-in/back?code=c&state=s")}) {
        EXPECT_EQ(page.status, 503);
        EXPECT_EQ(page.header("Retry-After"), "10");
        EXPECT_TRUE(page.body.contains("The &lt;Hub&gt; cannot be reached"));
    }
}

TEST_F(EntryTest, ShowsTheTermsToWhoIsKnown) {
    const Answered front = with_cookie("/s/pages/", "querist-pass=account");
    EXPECT_EQ(front.status, 200);
    EXPECT_TRUE(front.body.contains("You are signed in"));
    EXPECT_TRUE(front.body.contains(R"(name="agree")"));
    EXPECT_EQ(front.header("Cache-Control"), "no-store");
    const Answered invited = with_cookie("/s/pages/", "querist-pass=invitation");
    EXPECT_TRUE(invited.body.contains("Your personal link is recognised"));
    EXPECT_TRUE(invited.body.contains(R"(name="agree")"));
    const Answered stranger = with_cookie("/s/pages/", "querist-pass=made-up");
    EXPECT_FALSE(stranger.body.contains(R"(name="agree")"));
}

TEST_F(EntryTest, WhoeverJustSignedInIsNotTakenForWhoAnsweredBefore) {
    const std::string before = "querist=" + fieldwork.begin() + "; querist-pass=account";
    EXPECT_TRUE(with_cookie("/s/pages/", before).body.contains("You are signed in"));
    const Answered agreed = posted("/s/pages/consent", before, "agree=yes");
    EXPECT_EQ(agreed.status, 303);
    EXPECT_EQ(fieldwork.passes, std::vector<std::string>{"account"});
    EXPECT_EQ(fieldwork.responses, 2U);
    EXPECT_TRUE(agreed.head.contains("Set-Cookie: querist-pass=; "));
}

TEST_F(EntryTest, AsksForTheSignInAgainWhenItIsOver) {
    fieldwork.demands_sign_in = true;
    const Answered refused = posted("/s/pages/consent", {}, "agree=yes");
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(refused.body.contains("Please sign in first"));
}

TEST_F(EntryTest, APersonalLinkDoesNothingBeforeItsButtonIsPressed) {
    const Answered shown = get("/s/pages/i/known?source=forum");
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.body.contains(R"(method="post" action="/s/pages/i/known?source=forum")"));
    EXPECT_EQ(shown.header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(shown.header("Cache-Control"), "no-store");
    EXPECT_EQ(shown.header("Set-Cookie"), "");
    EXPECT_EQ(posted("/s/pages/i/known", {}, {}, "cross-site").status, 403);
    const Answered pressed = posted("/s/pages/i/known");
    EXPECT_EQ(pressed.header("Location"), "/s/pages/");
    EXPECT_TRUE(pressed.head.contains("Set-Cookie: querist-pass=invitation; Path=/s/pages/"));
}

TEST_F(EntryTest, APersonalLinkLeadsBackToItsResponse) {
    const std::string secret = fieldwork.begin();
    fieldwork.personal.secret = secret;
    const Answered pressed = posted("/s/pages/i/known");
    EXPECT_EQ(pressed.header("Location"), "/s/pages/p/first");
    EXPECT_TRUE(pressed.head.contains("Set-Cookie: querist=" + secret + ";"));
}

TEST_F(EntryTest, KnowsNoOtherLinks) {
    for (const char* target : {"/s/pages/i/unknown", "/s/pages/o/unknown"}) {
        SCOPED_TRACE(target);
        const Answered shown = get(target);
        EXPECT_EQ(shown.status, 404);
        EXPECT_TRUE(shown.body.contains("This link leads to no invitation"));
        EXPECT_EQ(posted(target).status, 404);
    }
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(get("/s/pages/i/known").header("Location"), "/s/pages/closed");
}

TEST_F(EntryTest, OptsOutByAPressOnly) {
    const Answered shown = get("/s/pages/o/known");
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.body.contains("Send me no more mail"));
    EXPECT_EQ(fieldwork.opted_out, 0);
    const Answered pressed = posted("/s/pages/o/known");
    EXPECT_EQ(pressed.status, 200);
    EXPECT_TRUE(pressed.body.contains("You will get no more mail"));
    EXPECT_EQ(fieldwork.opted_out, 1);
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(posted("/s/pages/o/known").status, 200) << "whatever the study's life";
}

// RFC 8058, 3.2: as a mail program sends it.
TEST_F(EntryTest, OptsOutByOneClick) {
    for (const auto& [type, body] :
         {std::pair("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
          std::pair(
              "multipart/form-data; boundary=b",
              "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
              "One-Click\r\n--b--\r\n"
          )}) {
        const Answered noted = send(
            {.method = Method::post,
             .target = "/s/pages/o/known",
             .content_type = type,
             .body = body}
        );
        EXPECT_EQ(noted.status, 200);
    }
    EXPECT_EQ(fieldwork.opted_out, 2);
}

}  // namespace
}  // namespace querist::web
