#include "store/store_fixture.hpp"

namespace querist::store::fixture {
namespace {

using response::EntryKind;
using response::Origin;
using response::Status;

struct EligibilityTest : ::testing::Test {
    EligibilityTest() : store(opened(folder.path())), tiny(TinyStudy::add(*store)) {}

    ResponseRow begin(Origin origin, bool known, bool completes) {
        ResponseRow made;
        const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
            NewResponse fresh = tiny.new_response(random);
            fresh.origin = origin;
            if (known) fresh.respondent_key = random_digest(random);
            Result<ResponseRow> row = transaction.start_response(fresh);
            if (!row) return std::unexpected(row.error());
            Result<void> went = transaction.append(
                *row, plain_entry(random, EntryKind::consent, Status::in_progress)
            );
            if (went && completes) {
                went = transaction.append(
                    *row, plain_entry(random, EntryKind::completion, Status::complete)
                );
            }
            made = *row;
            return went;
        });
        if (!done) throw std::runtime_error(describe(done.error()));
        return made;
    }
    void work(const std::function<void(EligibilityWork&)>& does) {
        const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
            does(transaction.eligibility());
            return {};
        });
        if (!done) throw std::runtime_error(describe(done.error()));
    }
    std::vector<UndecidedResponse> undecided(ResponseId after = {}, int most = 10) {
        return store->snapshot()->eligibility().undecided(tiny.study, "cards", after, most);
    }

    TemporaryFolder folder;
    SeededRandom random{1};
    std::unique_ptr<Store> store;
    TinyStudy tiny;
};

TEST_F(EligibilityTest, FindsCompleteResponsesOfRespondentsThatAreUndecided) {
    const ResponseRow real = begin(Origin::real, true, true);
    const ResponseRow pilot = begin(Origin::pilot, false, true);
    (void)begin(Origin::real, true, false);
    (void)begin(Origin::test, true, true);
    (void)begin(Origin::synthetic, false, true);
    (void)begin(Origin::imported, false, true);
    const std::vector<UndecidedResponse> found = undecided();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].response, real.id);
    EXPECT_TRUE(found[0].known_person);
    EXPECT_EQ(found[1].public_id, pilot.public_id);
    EXPECT_FALSE(found[1].known_person);
    EXPECT_EQ(found[1].origin, Origin::pilot);
    EXPECT_EQ(undecided(real.id).size(), 1U);
    EXPECT_EQ(undecided({}, 1).size(), 1U);
    work([&](EligibilityWork& work) {
        work.decide(real.id, "cards", true);
        work.decide(pilot.id, "other", false);
    });
    EXPECT_EQ(undecided().size(), 1U);
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->eligibility().decision(real.id, "cards"), true);
    EXPECT_EQ(snapshot->eligibility().decision(pilot.id, "cards"), std::nullopt);
    const EligibilityCounts counts =
        snapshot->eligibility().eligibility_counts(tiny.study, "cards");
    EXPECT_EQ(std::tuple(counts.eligible, counts.refused, counts.undecided), std::tuple(1, 0, 1));
    // Whoever has a reward under another name gets no second.
    work([&](EligibilityWork& work) { work.decide(pilot.id, "other", true); });
    EXPECT_TRUE(undecided().empty());
}

TEST_F(EligibilityTest, CountsThoseWhoBeganSince) {
    (void)begin(Origin::real, false, false);
    (void)begin(Origin::test, false, false);
    (void)begin(Origin::real, false, true);
    const Instant began = parse_instant("2026-11-23T00:00:00.000000Z").value_or(Instant{});
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->eligibility().begun_since(tiny.study, began), 1);
    const Instant later = began + std::chrono::seconds(1);
    EXPECT_EQ(snapshot->eligibility().begun_since(tiny.study, later), 0);
}

TEST_F(EligibilityTest, KeepsAMessageUntilItIsDelivered) {
    const std::vector<RewardMessage> messages{
        {sha256("a"), "tiny", "cards", 20'000}, {sha256("b"), "tiny", "cards", 20'001}
    };
    work([&](EligibilityWork& work) {
        EXPECT_TRUE(work.queue_reward(messages[0]));
        EXPECT_FALSE(work.queue_reward(messages[0]));
        EXPECT_TRUE(work.queue_reward(messages[1]));
    });
    std::vector<RewardMessage> waiting = store->snapshot()->eligibility().reward_messages({}, 10);
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_LT(waiting[0].id, waiting[1].id) << "in nobody's order of coming";
    work([&](EligibilityWork& work) { work.forget_rewards({waiting.data(), 1}); });
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->eligibility().reward_messages({}, 10), std::vector{waiting[1]});
}

TEST_F(EligibilityTest, WayIsChosenOnceAndABlindedMessageStandsOnceSigned) {
    const ResponseRow blind = begin(Origin::real, true, true);
    const ResponseRow code = begin(Origin::real, true, true);
    work([&](EligibilityWork& work) {
        EXPECT_FALSE(work.keep_blinded(blind.id, "cards", "m1", "k")) << "no way was chosen";
        EXPECT_TRUE(work.choose_way(blind.id, "cards", CollectingWay::blind));
        EXPECT_TRUE(work.choose_way(blind.id, "cards", CollectingWay::blind));
        EXPECT_FALSE(work.choose_way(blind.id, "cards", CollectingWay::code));
        EXPECT_TRUE(work.choose_way(code.id, "cards", CollectingWay::code));
        EXPECT_FALSE(work.keep_blinded(code.id, "cards", "m1", "k"));
        EXPECT_FALSE(work.note_signed(code.id, "cards"));
        EXPECT_FALSE(work.note_signed(blind.id, "cards")) << "nothing is blinded";
        EXPECT_TRUE(work.keep_blinded(blind.id, "cards", "m1", "k"));
        EXPECT_TRUE(work.keep_blinded(blind.id, "cards", "m2", "k")) << "not signed yet";
        EXPECT_TRUE(work.note_signed(blind.id, "cards"));
        EXPECT_TRUE(work.keep_blinded(blind.id, "cards", "m2", "k")) << "the same again";
        EXPECT_FALSE(work.keep_blinded(blind.id, "cards", "m3", "k"));
    });
    const auto snapshot = store->snapshot();
    EXPECT_EQ(
        snapshot->eligibility().collecting(blind.id, "cards"),
        (Collecting{CollectingWay::blind, "m2", "k", true})
    );
    EXPECT_EQ(
        snapshot->eligibility().collecting(code.id, "cards"),
        (Collecting{CollectingWay::code, "", "", false})
    );
}

TEST_F(EligibilityTest, WithdrawalForgetsTheDecisionAndKeepsHowItIsCollected) {
    ResponseRow row = begin(Origin::real, true, true);
    work([&](EligibilityWork& work) {
        work.decide(row.id, "cards", true);
        EXPECT_TRUE(work.choose_way(row.id, "cards", CollectingWay::code));
    });
    ASSERT_TRUE(store->run([&](Transaction& transaction) {
        return transaction.withdraw(
            row, plain_entry(random, EntryKind::withdrawal, Status::withdrawn)
        );
    }));
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->eligibility().decision(row.id, "cards"), std::nullopt);
    EXPECT_TRUE(snapshot->eligibility().collecting(row.id, "cards"));
    EXPECT_TRUE(undecided().empty());
}

TEST_F(EligibilityTest, ClearingProjectionsClearsDecisions) {
    const ResponseRow row = begin(Origin::real, true, true);
    work([&](EligibilityWork& work) { work.decide(row.id, "cards", true); });
    ASSERT_TRUE(store->run([&](Transaction& transaction) -> Result<void> {
        transaction.clear_projection(tiny.study);
        return {};
    }));
    EXPECT_EQ(undecided().size(), 1U);
}

}  // namespace
}  // namespace querist::store::fixture
