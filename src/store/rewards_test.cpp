#include "store/raw_database.hpp"
#include "store/rewards_fixture.hpp"
#include "store/rewards_schema.hpp"
#include "store/simulated_disk.hpp"

#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace querist::store::fixture {
namespace {

using namespace compensation;

/// Waiting for no disk: nothing here is about power that fails.
StoreOptions at_once() {
    StoreOptions options;
    options.durability = Durability::none;
    return options;
}

struct RewardsTest : ::testing::Test {
    RewardsTest() : opened(folder.path(), at_once()) { fill_tiny_rewards(opened); }

    /// The code of what went wrong; "" for postings, "none" where it had been posted before.
    std::string take(const std::string& budget, const Event& event) {
        std::string outcome;
        const Result<void> done = opened.store->run([&](RewardsWork& work) -> Result<void> {
            const auto taken = work.take("tiny", {budget, 20'001, event});
            if (!taken) return std::unexpected(taken.error());
            outcome = taken->empty() ? "none" : "";
            return {};
        });
        return done ? outcome : done.error().code;
    }

    TemporaryFolder folder;
    OpenedRewards opened;
};

TEST_F(RewardsTest, LedgerInTheFileIsTheLedgerInMemory) {
    const Digest token = sha256("token");
    EXPECT_EQ(take("cards", Claimed{token}), "compensation.nothing-owed");
    EXPECT_EQ(take("cards", FoundEligible{sha256("m")}), "");
    EXPECT_EQ(take("cards", FoundEligible{sha256("m")}), "none");
    EXPECT_EQ(take("cards", Claimed{token}), "");
    EXPECT_EQ(take("cards", Shown{token}), "");
    EXPECT_EQ(take("team", Approved{1, 30'000}), "");
    const std::unique_ptr<RewardsView> view = opened.store->view();
    Ledger ledger("tiny");
    for (const BudgetState& budget : view->budgets("tiny")) ledger.open_budget(budget.terms);
    view->each_entry("tiny", [&](const Entry& entry) {
        const std::optional<Problem> broken = ledger.replay(entry);
        EXPECT_FALSE(broken) << describe(broken.value_or(Problem{}));
    });
    EXPECT_EQ(ledger.entries(), 6);
    EXPECT_EQ(view->ledger_end("tiny").entries, 6);
    EXPECT_EQ(view->ledger_end("tiny").head, ledger.head());
    for (const BudgetState& stored : view->budgets("tiny")) {
        const BudgetState computed = present(ledger.budget(stored.terms.id));
        EXPECT_EQ(stored.terms, computed.terms);
        EXPECT_EQ(stored.balances, computed.balances);
        EXPECT_EQ(stored.fundings, computed.fundings);
    }
    EXPECT_EQ(view->studies(), std::vector<std::string>{"tiny"});
}

TEST_F(RewardsTest, NoEntryIsChangedOrDeletedByHand) {
    RawDatabase raw(folder.path() / "rewards.db");
    EXPECT_THROW(raw.run("UPDATE ledger SET amount = 1"), std::runtime_error);
    EXPECT_THROW(raw.run("DELETE FROM ledger"), std::runtime_error);
    EXPECT_THROW(
        raw.run(
            "INSERT INTO ledger SELECT study, 99, budget, kind, subject, source, target, amount,"
            " currency, day, reason, head FROM ledger WHERE sequence = 1"
        ),
        std::runtime_error
    ) << "budget, subject and kind are unique together";
}

TEST_F(RewardsTest, AnOrderOfACardEndsOnce) {
    CardOrderRow order{.external_id = "b", .vendor = "shop"};
    const CardOrderRow other{.external_id = "a", .vendor = "shop"};
    opened.run([&](RewardsWork& work) -> Result<void> {
        work.add_card_order("tiny", "cards", order);
        work.add_card_order("tiny", "cards", other);
        order.state = CardOrderState::pending;
        order.vendor_order = "SF1";
        EXPECT_TRUE(work.change_card_order(order));
        return {};
    });
    EXPECT_EQ(opened.store->view()->card_orders("tiny", "cards"), (std::vector{other, order}));
    EXPECT_TRUE(opened.store->view()->card_orders("tiny", "team").empty());
    opened.run([&](RewardsWork& work) -> Result<void> {
        order.state = CardOrderState::bought;
        EXPECT_TRUE(work.change_card_order(order));
        order.state = CardOrderState::failed;
        EXPECT_FALSE(work.change_card_order(order)) << "bought stays bought";
        return {};
    });
    order.state = CardOrderState::bought;
    EXPECT_EQ(opened.store->view()->card_orders("tiny", "cards").back(), order);
    EXPECT_THROW(
        opened.run([&](RewardsWork& work) -> Result<void> {
            work.add_card_order("tiny", "cards", other);
            return {};
        }),
        std::runtime_error
    ) << "an external id is used once";
}

TEST_F(RewardsTest, FailedWorkChangesNothing) {
    const Result<void> done = opened.store->run([&](RewardsWork& work) -> Result<void> {
        EXPECT_TRUE(work.take("tiny", {"cards", 20'001, FoundEligible{sha256("m")}}));
        EXPECT_TRUE(work.note_message(message_of(1), MessageOutcome::owed));
        EXPECT_TRUE(work.add_card("tiny", "cards", card_of(3)));
        return failure("test.stop", "stop", "none");
    });
    EXPECT_FALSE(done);
    const std::unique_ptr<RewardsView> view = opened.store->view();
    EXPECT_EQ(view->ledger_end("tiny").entries, 2);
    EXPECT_FALSE(view->message(message_of(1).id));
    EXPECT_EQ(view->card_counts("tiny", "cards").free, 2);
}

TEST_F(RewardsTest, NotesAMessageOnce) {
    opened.run([](RewardsWork& work) -> Result<void> {
        EXPECT_TRUE(work.note_message(message_of(1), MessageOutcome::refused));
        EXPECT_FALSE(work.note_message(message_of(1), MessageOutcome::owed));
        EXPECT_TRUE(work.note_message(message_of(2), MessageOutcome::owed));
        return {};
    });
    EXPECT_EQ(
        opened.store->view()->refused_messages("tiny", "cards", 9),
        std::vector<Digest>{message_of(1).id}
    );
    opened.run([](RewardsWork& work) -> Result<void> {
        work.note_owed(message_of(1).id);
        return {};
    });
    const std::unique_ptr<RewardsView> view = opened.store->view();
    EXPECT_EQ(view->message(message_of(1).id), MessageOutcome::owed);
    EXPECT_EQ(view->message_counts("tiny", "cards").owed, 2);
    EXPECT_EQ(view->message_counts("tiny", "cards").refused, 0);
    EXPECT_FALSE(view->message(message_of(3).id));
}

TEST_F(RewardsTest, SetsACardAsideOnceForEachClaim) {
    const std::vector<Digest> tokens{sha256("a"), sha256("b"), sha256("c")};
    opened.run([&](RewardsWork& work) -> Result<void> {
        EXPECT_FALSE(work.add_card("tiny", "cards", {"code 1", "", ""})) << "written another way";
        EXPECT_TRUE(work.reserve_card("tiny", "cards", tokens[0], ClaimWay::blind));
        EXPECT_FALSE(work.reserve_card("tiny", "cards", tokens[0], ClaimWay::code)) << "once";
        EXPECT_TRUE(work.reserve_card("tiny", "cards", tokens[1], ClaimWay::code));
        EXPECT_FALSE(work.reserve_card("tiny", "cards", tokens[2], ClaimWay::code)) << "all gone";
        work.note_shown(tokens[0]);
        return {};
    });
    const std::unique_ptr<RewardsView> view = opened.store->view();
    const Result<CardSecrets> first = view->card_of(tokens[0]);
    const Result<CardSecrets> second = view->card_of(tokens[1]);
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->code, second->code);
    EXPECT_EQ(view->card_of(tokens[2]).error().code, "rewards.no-claim");
    const ClaimRow claim = present(view->claim(tokens[0]));
    EXPECT_EQ(claim.study, "tiny");
    EXPECT_EQ(claim.compensation, "cards");
    EXPECT_EQ(claim.way, ClaimWay::blind);
    EXPECT_TRUE(claim.shown);
    const CardCounts counts = view->card_counts("tiny", "cards");
    EXPECT_EQ(std::tuple(counts.free, counts.reserved, counts.shown), std::tuple(0, 1, 1));
}

TEST_F(RewardsTest, ForgottenClaimFreesWhatNobodySaw) {
    const Digest seen = sha256("a");
    const Digest unseen = sha256("b");
    opened.run([&](RewardsWork& work) -> Result<void> {
        for (const Digest& token : {seen, unseen}) {
            EXPECT_TRUE(work.reserve_card("tiny", "cards", token, ClaimWay::code));
        }
        work.note_shown(seen);
        work.forget_claim(seen);
        work.forget_claim(unseen);
        return {};
    });
    const std::unique_ptr<RewardsView> view = opened.store->view();
    EXPECT_FALSE(view->claim(seen));
    EXPECT_FALSE(view->claim(unseen));
    EXPECT_EQ(view->card_counts("tiny", "cards").free, 1);
    EXPECT_EQ(view->card_counts("tiny", "cards").shown, 1);
}

TEST_F(RewardsTest, KnowsTheCodesThatWereGivenOut) {
    opened.run([](RewardsWork& work) -> Result<void> {
        work.note_code("tiny", "cards", sha256("code"));
        work.note_code("tiny", "cards", sha256("code"));
        return {};
    });
    const std::unique_ptr<RewardsView> view = opened.store->view();
    EXPECT_EQ(view->compensation_of_code("tiny", sha256("code")), "cards");
    EXPECT_EQ(view->compensation_of_code("other", sha256("code")), std::nullopt);
    EXPECT_EQ(view->compensation_of_code("tiny", sha256("made up")), std::nullopt);
}

ItemRow ada() {
    ItemRow item;
    item.compensation = "team";
    item.amount = {.minor_units = 12'000, .currency = "EUR"};
    item.day = 20'001;
    item.payee = "Ada Lovelace";
    item.reason = "converted 12 models";
    item.evidence = "pull request 7";
    return item;
}

TEST_F(RewardsTest, KeepsWhoIsPaidByHandEncrypted) {
    opened.run([](RewardsWork& work) -> Result<void> {
        ItemRow first = work.add_item("tiny", ada());
        EXPECT_EQ(first.number, 1);
        ItemRow second = ada();
        second.payee = " ada LOVELACE ";
        EXPECT_EQ(work.add_item("tiny", second).payee_key, first.payee_key);
        first.state = ItemState::refused;
        first.refusal = "was paid before";
        work.change_item("tiny", first);
        return {};
    });
    const Result<std::vector<ItemRow>> items = opened.store->view()->items("tiny");
    ASSERT_TRUE(items);
    ASSERT_EQ(items->size(), 2U);
    EXPECT_EQ(items->at(0).payee, "Ada Lovelace");
    EXPECT_EQ(items->at(0).state, ItemState::refused);
    EXPECT_EQ(items->at(0).refusal, "was paid before");
    EXPECT_EQ(items->at(0).approval, "");
    EXPECT_EQ(items->at(0).amount, ada().amount);
    EXPECT_EQ(items->at(1).state, ItemState::entered);
    EXPECT_EQ(items->at(1).evidence, "pull request 7");
    EXPECT_FALSE(*opened.store->view()->item("tiny", 3));
}

TEST_F(RewardsTest, NothingThatPaysOrNamesIsInTheClear) {
    opened.run([](RewardsWork& work) -> Result<void> {
        (void)work.add_item("tiny", ada());
        return {};
    });
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        for (const char* secret : {"CODE-1", "Lovelace", "pull request", "converted 12"}) {
            EXPECT_EQ(bytes.find(secret), std::string::npos) << file.path() << ' ' << secret;
        }
    }
}

TEST_F(RewardsTest, AnotherKeyReadsNothing) {
    const Digest token = sha256("a");
    opened.run([&](RewardsWork& work) -> Result<void> {
        (void)work.add_item("tiny", ada());
        EXPECT_TRUE(work.reserve_card("tiny", "cards", token, ClaimWay::code));
        return {};
    });
    Keys other = identity_keys;
    other.rewards = std::string(32, 'x');
    StoreOptions options;
    options.access = Access::read_only;
    const OpenedRewards stranger(folder.path(), options, other);
    const std::unique_ptr<RewardsView> view = stranger.store->view();
    EXPECT_EQ(view->card_of(token).error().code, "rewards.unreadable");
    EXPECT_EQ(view->items("tiny").error().code, "rewards.unreadable");
    const Result<void> done = stranger.store->run([](RewardsWork&) -> Result<void> { return {}; });
    EXPECT_EQ(done.error().code, "store.read-only");
}

TEST_F(RewardsTest, FullDiskRefusesAndLosesNothing) {
    const TemporaryFolder other;
    SimulatedDisk disk("rewards-full");
    StoreOptions options;
    options.vfs = disk.name();
    const OpenedRewards small(other.path(), options);
    fill_tiny_rewards(small);
    disk.set_capacity(disk.bytes_used() + 50'000);
    const Result<void> done = small.store->run([&](RewardsWork& work) -> Result<void> {
        for (int i = 10; i < 5'000; ++i) (void)work.add_card("tiny", "cards", card_of(i));
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "store.full");
    disk.set_capacity(SIZE_MAX);
    EXPECT_EQ(small.store->view()->card_counts("tiny", "cards").free, 2);
}

TEST(RewardsFileTest, OpensAsTheAnswersDo) {
    const TemporaryFolder folder;
    SeededRandom random(1);
    const auto code = [&](Access access) {
        StoreOptions options;
        options.access = access;
        const auto opened = open_rewards_store(folder.path(), identity_keys, random, options);
        return opened ? std::string() : opened.error().code;
    };
    EXPECT_EQ(code(Access::read_only), "store.missing");
    EXPECT_EQ(code(Access::read_write), "");
    EXPECT_EQ(code(Access::read_only), "");
    {
        RawDatabase raw(folder.path() / "rewards.db");
        EXPECT_EQ(raw.value("PRAGMA user_version"), std::to_string(rewards_schema().steps.size()));
        raw.run("PRAGMA user_version = 99");
    }
    EXPECT_EQ(code(Access::read_write), "store.newer");
    {
        RawDatabase raw(folder.path() / "rewards.db");
        raw.run("PRAGMA application_id = 7");
    }
    EXPECT_EQ(code(Access::read_only), "store.not-a-database");
}

TEST(RewardsFileTest, FileOfTheFirstSchemaIsRead) {
    const TemporaryFolder folder;
    std::ifstream stream(
        std::filesystem::path(QUERIST_SOURCE_DIR) / "tests/fixtures/rewards_schema_1.sql",
        std::ios::binary
    );
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    RawDatabase(folder.path() / "rewards.db").run(std::move(bytes).str());
    const OpenedRewards opened(folder.path());
    const std::unique_ptr<RewardsView> view = opened.store->view();
    Ledger ledger("tiny");
    for (const BudgetState& budget : view->budgets("tiny")) ledger.open_budget(budget.terms);
    view->each_entry("tiny", [&](const Entry& entry) { EXPECT_FALSE(ledger.replay(entry)); });
    EXPECT_EQ(ledger.entries(), 7);
    EXPECT_EQ(view->ledger_end("tiny").head, ledger.head());
    EXPECT_EQ(present(view->item("tiny", 1).value()).payee, "Ada Lovelace");
    EXPECT_EQ(view->card_of(sha256("token"))->pin, "12");
}

/// Whatever work is done in whatever order, some of it undone: the file says what memory does.
RC_GTEST_FIXTURE_PROP(RewardsTest, BalancesAreThoseOfTheLedger, ()) {
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 5), rc::gen::inRange(0, 4))
    );
    for (const auto& [what, which] : steps) {
        const Digest id = sha256(std::to_string(which));
        const Result<void> done = opened.store->run([&](RewardsWork& work) -> Result<void> {
            const std::array<Event, 5> events{
                FoundEligible{id},
                Claimed{id},
                Shown{id},
                Reversed{which + 3, "why", MoneyBack::no, OweAgain::yes},
                TotalSet{which * card_price}
            };
            const auto taken =
                work.take("tiny", {"cards", 20'001, events.at(static_cast<std::size_t>(what))});
            if (!taken) return std::unexpected(taken.error());
            if (which == 3) return failure("test.undone", "undone", "none");
            return {};
        });
        if (!done) RC_ASSERT(done.error().code != "compensation.unlawful-posting");
    }
    const std::unique_ptr<RewardsView> view = opened.store->view();
    Ledger ledger("tiny");
    for (const BudgetState& budget : view->budgets("tiny")) ledger.open_budget(budget.terms);
    view->each_entry("tiny", [&](const Entry& entry) { RC_ASSERT(!ledger.replay(entry)); });
    RC_ASSERT(present(ledger.budget("cards")).balances == view->budgets("tiny").at(0).balances);
    RC_ASSERT(view->ledger_end("tiny").head == ledger.head());
}

}  // namespace
}  // namespace querist::store::fixture
