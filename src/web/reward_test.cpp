#include "web/fake_reward_desk.hpp"
#include "web/site_fixture.hpp"

namespace querist::web {
namespace {

using actions::CollectingWay;
using actions::RewardStage;
using actions::RewardStanding;
using fixture::Answered;
using fixture::encoded;

constexpr std::string_view paid = R"(compensation:
  - id: respondents
    text: Each respondent receives a gift card.
    amount: 10.00 USD
    paid: codes
    budget: 690.00 USD
    eligible: complete
instrument:)";

/// The study of the other tests, which pays here.
std::shared_ptr<const instrument::Study> paying_study(
    std::string_view mode = "confidential", std::string_view further = ""
) {
    std::string text(fixture::study_yaml);
    const auto put = [&](std::string_view before, std::string_view after) {
        text.replace(text.find(before), before.size(), after);
    };
    put("instrument:", paid);
    put("mode: confidential", std::string("mode: ") + std::string(mode));
    if (!further.empty()) put("    eligible: complete\n", further);
    return fixture::study_with({{"study.yaml", text}});
}

struct DeskHolder {
    fixture::FakeRewardDesk desk;
};

class RewardSiteTest : private DeskHolder, public fixture::SiteTest {
protected:
    RewardSiteTest() : SiteTest(std::nullopt, &this->DeskHolder::desk) {
        fieldwork.served = paying_study();
        secret = fieldwork.begin();
        response::accept_completion(fieldwork.states.at(secret));
    }
    fixture::FakeRewardDesk& rewards() { return DeskHolder::desk; }
    Answered collect(std::string_view query, response::Form form) {
        form.emplace_back("_csrf", fieldwork.csrf_token(secret));
        return post("/s/pages/reward" + std::string(query), secret, encoded(form));
    }

    std::string secret;
};

TEST_F(RewardSiteTest, IsOfferedOnTheLastPageAndTellsTheScriptWhatItNeeds) {
    EXPECT_TRUE(get("/s/pages/thanks", secret).body.contains(R"(href="/s/pages/reward")"));
    const Answered page = get("/s/pages/reward", secret);
    EXPECT_EQ(page.status, 200);
    for (const std::string& part : {
             std::string("10.00 USD"),
             std::string(R"(data-key="/keys/pages/00112233aabbccdd")"),
             "data-digest=\"" + sha256("the key now").hex() + "\"",
             "data-csrf=\"" + fieldwork.csrf_token(secret) + "\"",
             std::string(R"(data-claim="http://localhost:8080/claim/pages")"),
             std::string(R"(name="code")"),
             receipt_script_path(),
         }) {
        EXPECT_TRUE(page.body.contains(part)) << part;
    }
}

TEST_F(RewardSiteTest, ShowsWhatBecameOfIt) {
    struct Row {
        const char* name;
        RewardStanding standing;
        const char* said;
        bool blind;  ///< Whether a claim link can be made.
        bool code;   ///< Whether the code is offered.
    };
    const Row rows[] = {
        {"not decided", {}, "Make my claim link", true, true},
        {"blind, waiting", {.way = CollectingWay::blind}, "Make my claim link", true, false},
        {"code, waiting", {.way = CollectingWay::code}, "You chose a claim code", false, false},
        {"code, owed",
         {.stage = RewardStage::owed, .way = CollectingWay::code, .code = "abcd-efgh"},
         "abcd-efgh",
         false,
         false},
        {"refused", {.stage = RewardStage::refused}, "does not earn", false, false},
        {"spent", {.stage = RewardStage::spent}, "budget", false, false},
        {"ended", {.stage = RewardStage::ended}, "time for claiming", false, false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        rewards().stands = row.standing;
        const Answered page = get("/s/pages/reward", secret);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(page.body.contains(row.said));
        EXPECT_EQ(page.body.contains("data-receipt"), row.blind);
        EXPECT_EQ(page.body.contains(R"(name="code")"), row.code);
    }
}

TEST_F(RewardSiteTest, TellsUntilWhenItCanBeClaimed) {
    const auto page = [&](RewardStage stage) {
        rewards().stands = RewardStanding{.stage = stage};
        return get("/s/pages/reward", secret).body;
    };
    EXPECT_FALSE(page(RewardStage::owed).contains("can be claimed until")) << "there is no end";
    fieldwork.served = paying_study("confidential", "    eligible: complete\n    claim days: 60\n");
    const std::string until = "until 60 days after the study has closed";
    EXPECT_TRUE(page(RewardStage::waiting).contains(until));
    EXPECT_TRUE(page(RewardStage::owed).contains(until));
    EXPECT_FALSE(page(RewardStage::refused).contains(until));
    EXPECT_FALSE(page(RewardStage::spent).contains(until));
}

TEST_F(RewardSiteTest, OffersNoCodeInAnAnonymousStudy) {
    fieldwork.served = paying_study("anonymous");
    const Answered page = get("/s/pages/reward", secret);
    EXPECT_TRUE(page.body.contains("data-receipt"));
    EXPECT_FALSE(page.body.contains(R"(name="code")"));
}

TEST_F(RewardSiteTest, AnswersTheScriptInWordsOfItsOwn) {
    struct Row {
        const char* name;
        actions::CollectOutcome outcome;
        int status;
        const char* body;  ///< Empty: a page.
    };
    const Row rows[] = {
        {"nothing sent yet", RewardStanding{}, 200, "none\n"},
        {"waiting", RewardStanding{.way = CollectingWay::blind}, 200, "waiting\n"},
        {"signed",
         RewardStanding{
             .stage = RewardStage::owed,
             .way = CollectingWay::blind,
             .key = "00112233aabbccdd",
             .signature = "\xff\xfe!"
         },
         200,
         "signed 00112233aabbccdd __4h\n"},
        {"refused", RewardStanding{.stage = RewardStage::refused}, 200, "refused\n"},
        {"spent", RewardStanding{.stage = RewardStage::spent}, 200, "refused\n"},
        {"ended", RewardStanding{.stage = RewardStage::ended}, 200, "refused\n"},
        {"no response", actions::NothingToCollect{}, 404, ""},
        {"not blinded", actions::NotBlinded{}, 422, ""},
        {"the other way", actions::CollectedOtherwise{}, 409, ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        rewards().collected = row.outcome;
        const Answered answer =
            collect("?script", {{"blinded", "__4h"}, {"key", "00112233aabbccdd"}});
        EXPECT_EQ(answer.status, row.status);
        if (*row.body != '\0') EXPECT_EQ(answer.body, row.body);
    }
    ASSERT_EQ(rewards().blinded.size(), std::size(rows));
    EXPECT_EQ(rewards().keys_asked[0], "00112233aabbccdd");
    EXPECT_EQ(rewards().blinded[0], std::pair(secret, std::string("\xff\xfe!")));
}

TEST_F(RewardSiteTest, TakesACodeWithoutScriptAndShowsThePageAgain) {
    const Answered answer = collect("", {{"code", "yes"}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("Location"), "/s/pages/reward");
    EXPECT_EQ(rewards().by_code, std::vector<std::string>{secret});
    rewards().collected = actions::CollectedOtherwise{};
    EXPECT_EQ(collect("", {{"code", "yes"}}).status, 303) << "the page says what was chosen before";
}

TEST_F(RewardSiteTest, TakesNothingFromOtherSitesAndNothingUnreadable) {
    EXPECT_EQ(post("/s/pages/reward", secret, "blinded=__4h&_csrf=made-up").status, 403);
    EXPECT_EQ(collect("?script", {{"blinded", "no base64url!"}}).status, 422);
    EXPECT_EQ(collect("?script", {{"blinded", std::string(1'500, 'a')}}).status, 422);
    EXPECT_TRUE(rewards().blinded.empty());
}

TEST_F(RewardSiteTest, IsClaimedWhereNoCookieOfTheAnswersComesAlong) {
    EXPECT_TRUE(get("/claim/pages").body.contains(claim_script_path()));
    rewards().claimed = actions::ShownCard{
        .amount = {1000, "USD"}, .code = "CARD-1", .pin = "77", .link = "https://cards.example/r"
    };
    const Answered card = post("/claim/pages", {}, encoded({{"proof", "a token"}}));
    EXPECT_EQ(card.status, 200);
    for (const char* part : {"10.00 USD", "CARD-1", "77", "https://cards.example/r"}) {
        EXPECT_TRUE(card.body.contains(part)) << part;
    }
    EXPECT_TRUE(card.header("Cache-Control").contains("no-store"));
    EXPECT_EQ(card.header("Set-Cookie"), "");
    EXPECT_EQ(rewards().proofs, std::vector<std::string>{"a token"});
}

TEST_F(RewardSiteTest, ACardThatIsALinkHasNoCode) {
    rewards().claimed = actions::ShownCard{
        .amount = {1000, "USD"},
        .code = "https://cards.example/r",
        .link = "https://cards.example/r"
    };
    const Answered card = post("/claim/pages", {}, encoded({{"proof", "a token"}}));
    EXPECT_TRUE(card.body.contains(R"(href="https://cards.example/r")"));
    EXPECT_FALSE(card.body.contains(">Code<"));
}

TEST_F(RewardSiteTest, SaysWhyAClaimShowsNothingAndGivesItBack) {
    struct Row {
        const char* name;
        actions::Unclaimed why;
        int status;
        const char* said;
    };
    const Row rows[] = {
        {"unreadable", actions::Unclaimed::unreadable, 422, "no whole claim link"},
        {"not owed", actions::Unclaimed::not_owed, 422, "No reward is owed"},
        {"none left", actions::Unclaimed::none_left, 503, "Your claim stays good"},
        {"ended", actions::Unclaimed::ended, 422, "is over"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        rewards().claimed = row.why;
        const Answered page = post("/claim/pages", {}, encoded({{"proof", "<as typed>"}}));
        EXPECT_EQ(page.status, row.status);
        EXPECT_TRUE(page.body.contains(row.said));
        EXPECT_TRUE(page.body.contains("&lt;as typed&gt;"));
    }
}

TEST_F(RewardSiteTest, PublishesItsKeys) {
    const Answered page = get("/keys/pages");
    EXPECT_TRUE(page.body.contains(sha256("the key now").hex()));
    EXPECT_TRUE(page.body.contains(sha256("the key before").hex()));
    EXPECT_EQ(get("/keys/pages/ffeeddccbbaa9988").body, "the key before");
    EXPECT_EQ(get("/keys/pages/0000000000000000").status, 404);
    rewards().published.clear();
    EXPECT_TRUE(get("/keys/pages").body.contains("no keys yet"));
    EXPECT_FALSE(get("/s/pages/reward", secret).body.contains("data-receipt"));
}

TEST_F(RewardSiteTest, HasNoSuchPagesWhereNothingIsPaid) {
    fieldwork.served = fixture::study();
    for (const char* path : {"/s/pages/reward", "/claim/pages", "/keys/pages", "/keys/pages/00"}) {
        EXPECT_EQ(get(path, secret).status, 404) << path;
    }
    EXPECT_FALSE(get("/s/pages/thanks", secret).body.contains("/s/pages/reward"));
}

TEST_F(RewardSiteTest, AsksToComeBackWhenTheStoreFails) {
    rewards().failing = failure("store.busy", "busy", "wait").error();
    EXPECT_EQ(get("/s/pages/reward", secret).status, 503);
    EXPECT_EQ(collect("?script", {{"blinded", "__4h"}}).status, 503);
    EXPECT_EQ(post("/claim/pages", {}, encoded({{"proof", "x"}})).status, 503);
    EXPECT_EQ(get("/keys/pages").status, 503);
}

}  // namespace
}  // namespace querist::web
