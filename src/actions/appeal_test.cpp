// Participants who ask for another look at a decision, and what people who look again say.

#include "actions/fieldwork_fixture.hpp"
#include "actions/hear_appeals.hpp"
#include "actions/rewarding.hpp"

#include <fmt/format.h>

namespace querist::actions {
namespace {

using namespace fixture;
using Stage = Appeal::Stage;
using Against = Appeal::Against;

constexpr const char* paying = R"(
compensation:
  - id: cards
    text: Each gets a gift card.
    amount: 10.00 USD
    recipients: participants
    paid: codes
    budget: 30.00 USD
)";
constexpr const char* by_two = "screening: {two reviewers for exclusion: true}\n";

/// A complete response to a study, and the people who judge it.
class Judged {
public:
    explicit Judged(const std::string& more) {
        write_file(folder_.path() / "tiny" / "study.yaml", study_yaml("tiny", more));
        desk_.emplace(folder_);
        const Result<LifeStep> piloted =
            step_life(desk_->folder(), desk_->data(), Life::pilot, desk_->clock());
        if (!piloted) ADD_FAILURE() << describe(piloted.error());
        desk_->clock().advance(std::chrono::seconds(2));
        secret_ = desk_->start();
        (void)desk_->send(secret_, "first", {{"uses", "no"}});
        EXPECT_TRUE(is<Completed>(desk_->send(secret_, "last", {{"remark", "x"}})));
        id_ = desk_->view(secret_)->public_id;
    }

    std::string says(ReviewStep step, const std::string& by) {
        const Result<Review> done =
            review("tiny", desk_->data(), step, {id_, by, "Fast"}, desk_->clock(), random_);
        return done ? std::string(to_text(done->verdict)) : done.error().code;
    }
    std::string decides(RewardDecision decision, const std::string& reason = "Looked") {
        const Result<std::int64_t> done = decide_reward_case(
            desk_->folder(),
            desk_->data(),
            {.response = id_, .item = 0},
            decision,
            reason,
            desk_->clock(),
            random_
        );
        return done ? "done" : done.error().code;
    }
    /// "taken", "unread" or "none".
    std::string writes(const std::string& text) {
        std::promise<Result<AppealOutcome>> asked;
        desk_->fieldwork().appeal("tiny", secret_, text, [&](Result<AppealOutcome> outcome) {
            asked.set_value(std::move(outcome));
        });
        const Result<AppealOutcome> outcome = asked.get_future().get();
        if (!outcome) return describe(outcome.error());
        if (std::holds_alternative<AppealTaken>(*outcome)) return "taken";
        return std::holds_alternative<AppealUnread>(*outcome) ? "unread" : "none";
    }
    std::optional<Appeal> appeal() { return desk_->view(secret_)->appeal; }
    std::optional<Stage> stage() {
        const std::optional<Appeal> found = appeal();
        return found ? std::optional(found->stage) : std::nullopt;
    }
    ScreenedResponse screened() {
        const Result<ScreenedStudy> done = screen("tiny", desk_->data(), {});
        if (!done || done->flagged.size() + done->others.size() != 1) {
            ADD_FAILURE() << (done ? "is not shown" : describe(done.error()));
            return {};
        }
        return done->flagged.empty() ? done->others.front() : done->flagged.front();
    }
    std::vector<AppealedResponse> listed() {
        const Result<RewardReview> done =
            review_rewards(desk_->folder(), desk_->data(), desk_->clock());
        if (!done) ADD_FAILURE() << describe(done.error());
        return done ? done->appeals : std::vector<AppealedResponse>();
    }
    void expect_sound() { fixture::expect_sound(desk_->data()); }
    Desk& desk() { return *desk_; }
    RandomSource& random() { return random_; }
    [[nodiscard]] const Secret& secret() const { return secret_; }

private:
    TemporaryFolder folder_;
    std::optional<Desk> desk_;
    SystemRandom random_;
    Secret secret_;
    PublicId id_;
};

TEST(AppealTest, NobodyAppealsWhoseResponseCounts) {
    Judged judged(by_two);
    EXPECT_FALSE(judged.appeal());
    EXPECT_EQ(judged.writes("Why?"), "none");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "proposed");
    EXPECT_EQ(judged.writes("Why?"), "none") << "a proposal excludes nobody";
    EXPECT_FALSE(judged.appeal());
}

TEST(AppealTest, AnExclusionIsAnsweredBySomebodyElse) {
    Judged judged(by_two);
    for (const ReviewStep step : {ReviewStep::keep, ReviewStep::exclude}) {
        const bool keeps = step == ReviewStep::keep;
        SCOPED_TRACE(keeps ? "kept" : "stays excluded");
        EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "proposed");
        EXPECT_EQ(judged.says(ReviewStep::exclude, "cd"), "excluded");
        EXPECT_EQ(judged.appeal(), (Appeal{Against::exclusion, Stage::possible, ""}));
        EXPECT_FALSE(judged.screened().waits());
        EXPECT_EQ(judged.writes(" I read\r\nfast. "), "taken");
        EXPECT_EQ(judged.appeal(), (Appeal{Against::exclusion, Stage::waiting, "I read\nfast."}));
        EXPECT_EQ(judged.writes("And again"), "none") << "one is open";
        EXPECT_TRUE(judged.screened().flagged() && judged.screened().waits());
        EXPECT_EQ(judged.screened().review.appeal, "I read\nfast.");
        EXPECT_EQ(judged.screened().review.verdict, Verdict::excluded);
        for (const char* one : {"ab", "CD "}) {
            EXPECT_EQ(judged.says(step, one), "actions.same-reviewer") << one;
        }
        EXPECT_EQ(judged.says(step, "ef"), keeps ? "kept" : "excluded");
        EXPECT_EQ(judged.stage(), keeps ? Stage::granted : Stage::stays);
        EXPECT_EQ(judged.desk().view(judged.secret())->state.excluded, !keeps);
        EXPECT_EQ(judged.writes("Again"), "none");
        EXPECT_FALSE(judged.screened().waits());
        EXPECT_TRUE(judged.screened().review.appeal.empty());
        judged.expect_sound();
    }
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ef"), "actions.reviewed-already");
}

TEST(AppealTest, IsShownWhereAStudyScreensNobody) {
    Judged judged("");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    EXPECT_EQ(screen("tiny", judged.desk().data(), {}).error().code, "actions.no-screening");
    EXPECT_EQ(judged.writes("Mine"), "taken");
    EXPECT_EQ(judged.screened().review.appeal, "Mine");
    EXPECT_EQ(judged.says(ReviewStep::keep, "ab"), "kept") << "one person is enough here";
    EXPECT_EQ(judged.stage(), Stage::granted);
}

TEST(AppealTest, ARefusedRewardIsOverturnedOrStaysRefused) {
    for (const RewardDecision answer : {RewardDecision::overturned, RewardDecision::refused}) {
        const bool overturns = answer == RewardDecision::overturned;
        SCOPED_TRACE(overturns ? "overturned" : "stays refused");
        Judged judged(paying);
        EXPECT_EQ(judged.decides(RewardDecision::overturned), "rewards.not-refused");
        EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
        EXPECT_EQ(judged.decides(RewardDecision::refused), "rewards.decided");
        EXPECT_EQ(judged.decides(RewardDecision::eligible), "rewards.decided");
        EXPECT_EQ(judged.appeal(), (Appeal{Against::refusal, Stage::possible, ""}));
        EXPECT_TRUE(judged.listed().empty());
        EXPECT_EQ(judged.writes("My own words"), "taken");
        ASSERT_EQ(judged.listed().size(), 1U);
        EXPECT_EQ(judged.listed().front().text, "My own words");
        EXPECT_EQ(judged.listed().front().against, Against::refusal);
        EXPECT_EQ(judged.decides(RewardDecision::overturned, " "), "rewards.no-reason");
        EXPECT_EQ(judged.decides(answer), "done");
        EXPECT_EQ(judged.stage(), overturns ? Stage::granted : Stage::stays);
        EXPECT_TRUE(judged.listed().empty());
        EXPECT_EQ(judged.writes("Again"), "none");
        const auto status = rewards_status(judged.desk().folder(), judged.desk().data());
        ASSERT_TRUE(status);
        const Money owed =
            status->budgets.front().balances.at(static_cast<std::size_t>(compensation::Account::owed
            ));
        EXPECT_EQ(owed.minor_units, overturns ? 1'000 : 0);
        EXPECT_EQ(
            judged.decides(RewardDecision::overturned), overturns ? "rewards.not-refused" : "done"
        ) << "a person may find the mistake later, too";
        judged.expect_sound();
    }
}

TEST(AppealTest, NobodyAppealsWhoHasAReward) {
    Judged judged(paying);
    EXPECT_EQ(judged.decides(RewardDecision::eligible), "done");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    EXPECT_FALSE(judged.appeal());
    EXPECT_EQ(judged.writes("Why?"), "none");
}

TEST(AppealTest, NobodyAppealsAgainstTheStudysOwnRule) {
    const std::string persons = std::string(paying) + "    eligible: complete, one per person\n" +
                                "recruitment: {text: We write, invitation: {from: a@example.org, "
                                "subject: S, text: '{{link}} {{opt-out link}}'}}\n";
    Judged judged(persons);
    ASSERT_TRUE(deliver_rewards_now(
        judged.desk().folder(),
        judged.desk().data(),
        Telling::once,
        judged.desk().clock(),
        judged.random()
    ));
    EXPECT_EQ(judged.decides(RewardDecision::refused), "rewards.decided");
    EXPECT_FALSE(judged.appeal()) << "who came by the open link is paid nothing";
    EXPECT_EQ(judged.writes("Why?"), "none");
}

TEST(AppealTest, WaitsUntilNothingStandsAgainstTheResponse) {
    Judged judged(paying);
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    EXPECT_EQ(judged.writes("Both were wrong"), "taken");
    EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
    EXPECT_EQ(judged.stage(), Stage::waiting) << "a first refusal answers nobody";
    EXPECT_EQ(judged.says(ReviewStep::keep, "cd"), "kept");
    EXPECT_EQ(judged.stage(), Stage::waiting);
    EXPECT_EQ(judged.decides(RewardDecision::overturned), "done");
    EXPECT_EQ(judged.stage(), Stage::granted);
    judged.expect_sound();
}

TEST(AppealTest, WhoDecidesOtherwiseLaterIsToldOf) {
    {
        Judged judged(by_two);
        EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "proposed");
        EXPECT_EQ(judged.says(ReviewStep::exclude, "cd"), "excluded");
        EXPECT_EQ(judged.writes("I read it all"), "taken");
        EXPECT_EQ(judged.says(ReviewStep::exclude, "ef"), "excluded");
        EXPECT_EQ(judged.stage(), Stage::stays);
        EXPECT_EQ(judged.says(ReviewStep::keep, "gh"), "kept");
        EXPECT_EQ(judged.stage(), Stage::granted);
    }
    Judged judged(paying);
    EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
    EXPECT_EQ(judged.writes("I read it all"), "taken");
    EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
    EXPECT_EQ(judged.stage(), Stage::stays);
    EXPECT_EQ(judged.decides(RewardDecision::overturned), "done");
    EXPECT_EQ(judged.stage(), Stage::granted);
}

TEST(AppealTest, IsAnsweredByADecisionOfTheSameKind) {
    {
        Judged judged(paying);
        EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
        EXPECT_EQ(judged.writes("I read it all"), "taken");
        EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
        EXPECT_NE(judged.decides(RewardDecision::refused), "");
        EXPECT_EQ(judged.stage(), Stage::waiting) << "a refusal says nothing of the exclusion";
        EXPECT_EQ(judged.listed().size(), 1U);
        EXPECT_FALSE(judged.screened().review.appeal.empty());
    }
    Judged judged(paying);
    EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
    EXPECT_EQ(judged.writes("I read it all"), "taken");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    ASSERT_EQ(judged.listed().size(), 1U);
    EXPECT_EQ(judged.appeal()->against, Appeal::Against::refusal);
    EXPECT_EQ(judged.decides(RewardDecision::refused), "done");
    EXPECT_EQ(judged.stage(), Stage::stays);
}

TEST(AppealTest, WhatCannotBeReadIsNotTaken) {
    Judged judged("");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    const std::string longest(appeal_characters_max, 'x');
    for (const std::string& text :
         {std::string(),
          std::string(" \n "),
          longest + "x",
          std::string("a\x01"),
          std::string("\xff")}) {
        EXPECT_EQ(judged.writes(text), "unread");
    }
    EXPECT_EQ(judged.stage(), Stage::possible);
    EXPECT_EQ(judged.writes(longest), "taken");
}

TEST(AppealTest, GoesWithTheAnswers) {
    Judged judged("");
    EXPECT_EQ(judged.says(ReviewStep::exclude, "ab"), "excluded");
    EXPECT_EQ(judged.writes("A sentence that nobody may find"), "taken");
    ASSERT_TRUE(judged.desk().withdraw(judged.secret()));
    for (const store::EntryRow& entry : judged.desk().entries(judged.secret())) {
        if (entry.body) EXPECT_EQ(entry.body->find("nobody may find"), std::string::npos);
    }
    EXPECT_EQ(judged.writes("Again"), "none");
}

}  // namespace
}  // namespace querist::actions
