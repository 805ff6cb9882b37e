// Going on another time or on another device, and having everything deleted.

#include "web/site_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

using fixture::Answered;
using fixture::encoded;
using fixture::SiteTest;
using ReturnTest = SiteTest;

TEST_F(ReturnTest, SavingForLaterShowsTheLinkAndTheCode) {
    const std::string secret = past_first_page();
    const Answered later = get("/s/pages/later", secret);
    EXPECT_EQ(later.status, 200);
    EXPECT_TRUE(later.body.contains("http://localhost:8080/s/pages/return/" + secret));
    EXPECT_TRUE(later.body.contains("<svg"));
    EXPECT_TRUE(later.body.contains("href=\"/s/pages/p/second\""));
    EXPECT_EQ(later.header("Cache-Control"), "no-store");
    EXPECT_EQ(later.header("Referrer-Policy"), "no-referrer");
    EXPECT_FALSE(later.body.contains("need another look"));
    EXPECT_TRUE(get("/s/pages/later?left-out", secret).body.contains("need another look"));
    EXPECT_FALSE(get("/s/pages/p/first", secret).body.contains("need another look"));
    EXPECT_TRUE(get("/s/pages/p/first?left-out", secret).body.contains("need another look"));
}

TEST_F(ReturnTest, GoingOnLaterAndTheReviewFollowTheStudysLife) {
    const std::string secret = past_first_page();
    for (const actions::Life life : {actions::Life::paused, actions::Life::closed}) {
        fieldwork.life_now = life;
        EXPECT_EQ(get("/s/pages/later", secret).header("Location"), "/s/pages/closed");
        EXPECT_EQ(get("/s/pages/review", secret).header("Location"), "/s/pages/closed");
    }
    const std::string csrf = fieldwork.csrf_token(secret);
    const Answered sent = post("/s/pages/review", secret, encoded({{"_csrf", csrf}}));
    EXPECT_EQ(sent.header("Location"), "/s/pages/closed") << "nothing was typed there";
    fieldwork.states.at(secret).status = response::Status::complete;
    EXPECT_EQ(get("/s/pages/later", secret).status, 200) << "whoever is done can still delete";
}

TEST_F(ReturnTest, WhoHasNoResponseIsAskedForTheCode) {
    EXPECT_EQ(get("/s/pages/later").header("Location"), "/s/pages/return");
    EXPECT_EQ(get("/s/pages/withdraw").header("Location"), "/s/pages/return");
    const Answered page = get("/s/pages/return");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.body.contains("name=\"code\""));
    EXPECT_EQ(get("/s/nothing/return").status, 404);
    EXPECT_EQ(get("/s/nothing/later").status, 404);
    EXPECT_EQ(get("/s/nothing/withdraw").status, 404);
}

TEST_F(ReturnTest, LookingAtALinkTakesNothingOver) {
    const std::string secret = past_first_page();
    const Answered page = get("/s/pages/return/" + secret);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.header("Set-Cookie").empty());
    EXPECT_TRUE(page.body.contains("value=\"" + secret + "\""));
    EXPECT_FALSE(page.body.contains("has begun a response already"));
    const std::string other = fieldwork.begin();
    EXPECT_TRUE(
        get("/s/pages/return/" + secret, other).body.contains("has begun a response already")
    );
}

TEST_F(ReturnTest, TheCodeLeadsToTheNextPageHoweverItIsTyped) {
    const std::string secret = past_first_page();
    struct Row {
        const char* name;
        std::string typed;
    };
    std::string grouped = secret;
    for (std::size_t at = 4; at < grouped.size(); at += 5) grouped.insert(at, " ");
    std::string capital = secret;
    for (char& c : capital) c = static_cast<char>(std::toupper(c));
    for (const Row& row :
         {Row{"as it is", secret},
          Row{"in groups", grouped},
          Row{"in capitals", capital},
          Row{"as the link", "http://localhost:8080/s/pages/return/" + secret + "\n"},
          Row{"after a no-break space", "\u00a0" + secret}}) {
        SCOPED_TRACE(row.name);
        const Answered taken = post("/s/pages/return", {}, encoded({{"code", row.typed}}));
        EXPECT_EQ(taken.status, 303);
        EXPECT_EQ(taken.header("Location"), "/s/pages/p/second");
        EXPECT_TRUE(taken.header("Set-Cookie").starts_with("querist=" + secret + ";"));
    }
}

TEST_F(ReturnTest, WhatIsNoCodeIsSaidAndKept) {
    for (const char* const typed : {"", "nonsense", "<b>", "00000000000000000000000000"}) {
        SCOPED_TRACE(typed);
        const Answered page = post("/s/pages/return", {}, encoded({{"code", typed}}));
        EXPECT_EQ(page.status, 422);
        EXPECT_TRUE(page.body.contains("No response has this code"));
        EXPECT_TRUE(page.header("Set-Cookie").empty());
        EXPECT_FALSE(page.body.contains("<b>"));
    }
}

TEST_F(ReturnTest, AnotherSiteCannotPutAResponseIntoThisBrowser) {
    const std::string secret = fieldwork.begin();
    Request request{
        .method = Method::post,
        .target = "/s/pages/return",
        .content_type = "application/x-www-form-urlencoded",
        .fetch_site = "cross-site",
        .body = "code=" + secret
    };
    const Answered page = send(std::move(request));
    EXPECT_EQ(page.status, 403);
    EXPECT_TRUE(page.header("Set-Cookie").empty());
}

TEST_F(ReturnTest, DeletingAsksFirstAndThenSaysSo) {
    const std::string secret = past_first_page();
    const Answered page = get("/s/pages/withdraw", secret);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(fieldwork.states.at(secret).status, response::Status::in_progress);
    const std::string csrf = fieldwork.csrf_token(secret);
    const Answered unsure = post("/s/pages/withdraw", secret, encoded({{"_csrf", csrf}}));
    EXPECT_EQ(unsure.status, 422);
    EXPECT_TRUE(unsure.body.contains("Nothing is deleted yet"));
    EXPECT_EQ(fieldwork.states.at(secret).status, response::Status::in_progress);
    const auto sure = encoded({{"_csrf", csrf}, {"sure", "yes"}});
    EXPECT_EQ(post("/s/pages/withdraw", secret, sure).header("Location"), "/s/pages/");
    EXPECT_EQ(fieldwork.states.at(secret).status, response::Status::withdrawn);
    EXPECT_TRUE(get("/s/pages/", secret).body.contains("Your answers are deleted"));
    EXPECT_EQ(get("/s/pages/withdraw", secret).header("Location"), "/s/pages/");
    EXPECT_EQ(
        post("/s/pages/return", {}, encoded({{"code", secret}})).header("Location"), "/s/pages/"
    );
}

TEST_F(ReturnTest, NobodyElseDeletes) {
    const std::string secret = past_first_page();
    const std::string other = fieldwork.begin();
    struct Row {
        const char* name;
        std::string secret;
        std::string csrf;
    };
    for (const Row& row :
         {Row{"no session", "", fieldwork.csrf_token(secret)},
          Row{"no token", secret, ""},
          Row{"another session's token", secret, fieldwork.csrf_token(other)}}) {
        SCOPED_TRACE(row.name);
        const auto body = encoded({{"_csrf", row.csrf}, {"sure", "yes"}});
        EXPECT_EQ(post("/s/pages/withdraw", row.secret, body).status, 403);
        EXPECT_EQ(fieldwork.states.at(secret).status, response::Status::in_progress);
    }
}

TEST_F(ReturnTest, AStoreThatFailsDeletesNothingAndSaysSo) {
    const std::string secret = past_first_page();
    const auto sure = encoded({{"_csrf", fieldwork.csrf_token(secret)}, {"sure", "yes"}});
    fieldwork.failing = Problem{.code = "store.full", .place = {}, .message = "m", .cure = "c"};
    const Answered page = post("/s/pages/withdraw", secret, sure);
    EXPECT_EQ(page.status, 503);
    EXPECT_TRUE(page.body.contains("Not deleted yet"));
    EXPECT_EQ(get("/s/pages/later", secret).status, 503);
}

}  // namespace
}  // namespace querist::web
