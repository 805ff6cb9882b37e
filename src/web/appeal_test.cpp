// Asking for another look at a decision, as the browser sees it.

#include "web/site_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

using actions::Appeal;
using fixture::Answered;
using fixture::encoded;
using fixture::SiteTest;

class AppealPageTest : public SiteTest {
protected:
    AppealPageTest() { response::accept_completion(fieldwork.states.at(secret_)); }
    Answered write(const std::string& text, const std::string& csrf) {
        return post("/s/pages/appeal", secret_, encoded({{"_csrf", csrf}, {"text", text}}));
    }
    [[nodiscard]] std::string own_token() const { return fieldwork.csrf_token(secret_); }

    std::string secret_ = past_first_page();
};

TEST_F(AppealPageTest, WhoseResponseCountsHasNothingToAskFor) {
    EXPECT_EQ(get("/s/pages/appeal", secret_).header("Location"), "/s/pages/thanks");
    EXPECT_EQ(get("/s/pages/appeal").header("Location"), "/s/pages/return");
    EXPECT_EQ(get("/s/nothing/appeal").status, 404);
    EXPECT_FALSE(get("/s/pages/thanks", secret_).body.contains("/appeal"));
    EXPECT_EQ(write("Why?", own_token()).header("Location"), "/s/pages/appeal");
    EXPECT_TRUE(fieldwork.appeals.empty());
}

TEST_F(AppealPageTest, SaysWhatStandsHereAndOnTheLastPage) {
    struct Row {
        Appeal appeal;
        const char* said;
        bool form;
    };
    using Stage = Appeal::Stage;
    for (const Row& row : {
             Row{{Appeal::Against::exclusion, Stage::possible}, "decided not to count", true},
             Row{{Appeal::Against::refusal, Stage::possible}, "no reward for your", true},
             Row{{Appeal::Against::exclusion, Stage::waiting, "mine"}, "is saved, and waits", false
             },
             Row{{Appeal::Against::exclusion, Stage::granted}, "in your favour", false},
             Row{{Appeal::Against::refusal, Stage::stays}, "the decision stays", false},
         }) {
        SCOPED_TRACE(row.said);
        fieldwork.appeal_now = row.appeal;
        const Answered page = get("/s/pages/appeal", secret_);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(page.body.contains(row.said)) << page.body;
        EXPECT_EQ(page.body.contains("<textarea"), row.form);
        EXPECT_FALSE(page.body.contains("mine"));
        const Answered thanks = get("/s/pages/thanks", secret_);
        EXPECT_TRUE(thanks.body.contains(row.said)) << thanks.body;
        EXPECT_TRUE(thanks.body.contains("href=\"/s/pages/appeal\""));
    }
}

TEST_F(AppealPageTest, TakesOneTextAndShowsThatItWaits) {
    fieldwork.appeal_now = Appeal{};
    for (int i = 0; i < 2; ++i) {
        const Answered sent = write("I read fast.", own_token());
        EXPECT_EQ(sent.status, 303);
        EXPECT_EQ(sent.header("Location"), "/s/pages/appeal");
    }
    EXPECT_EQ(fieldwork.appeals, std::vector<std::string>{"I read fast."});
}

TEST_F(AppealPageTest, RefusesOtherSitesAndGivesBackWhatItCannotKeep) {
    fieldwork.appeal_now = Appeal{};
    EXPECT_EQ(write("x", "made-up").status, 403);
    const Answered empty = write("   ", own_token());
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(empty.body.contains("2,000")) << empty.body;
    EXPECT_TRUE(empty.body.contains("text-error"));
    EXPECT_TRUE(empty.body.contains(">   </textarea>"));
    EXPECT_TRUE(fieldwork.appeals.empty());
    fieldwork.failing = failure("store.busy", "busy", "wait").error();
    EXPECT_EQ(write("x", own_token()).status, 503);
}

}  // namespace
}  // namespace querist::web
