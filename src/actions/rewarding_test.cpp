#include "actions/rewarding_fixture.hpp"

#include "store/raw_database.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace querist::actions::fixture {
namespace {

TEST(RewardingTest, TellsAFinanceOfficeWhoGotHowMuchInAYear) {
    Rewarding rewarding;
    (void)rewarding.pay("Ada Lovelace", "400");
    (void)rewarding.pay(" ada lovelace", "200.01 EUR");
    (void)rewarding.pay("Grace Hopper", "600");
    rewarding.owe("m");
    (void)rewarding.claim("token");
    const auto paid = Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 0));
    ASSERT_EQ(paid.payments.size(), 4U);
    EXPECT_EQ(paid.payments[0].payee, "Ada Lovelace");
    EXPECT_EQ(paid.payments[0].date, "2026-11-23");
    EXPECT_EQ(paid.payments[3].payee, "") << "of cards nobody knows who has them";
    EXPECT_EQ(paid.payments[3].date, "");
    EXPECT_EQ(paid.payments[3].year, 2026);
    ASSERT_EQ(paid.over.size(), 2U) << "who got as much or more, under whatever spelling";
    std::map<std::string, std::string> sums;
    for (const auto& one : paid.over) sums[one.payee] = to_text(one.sum);
    EXPECT_EQ(sums["Ada Lovelace"], "600.01 EUR");
    EXPECT_EQ(sums["Grace Hopper"], "600.00 EUR");
    EXPECT_TRUE(Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 2025)).over.empty());
    // What came back counts no more.
    const ReversalOptions back{
        .entry = paid.payments[1].entry,
        .reason = "the bank sent it back",
        .back = compensation::MoneyBack::yes
    };
    (void)Rewarding::must(
        reverse_reward(rewarding.study, rewarding.data, back, rewarding.clock, rewarding.random)
    );
    const auto after = Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 2026));
    ASSERT_EQ(after.over.size(), 1U);
    EXPECT_EQ(after.over[0].payee, "Grace Hopper");
    EXPECT_EQ(after.payments[1].taken_back, "the bank sent it back");
    // What was paid by mistake and did not come back was received.
    const ReversalOptions lost{
        .entry = paid.payments[2].entry,
        .reason = "paid to the wrong account",
        .back = compensation::MoneyBack::no
    };
    (void)Rewarding::must(
        reverse_reward(rewarding.study, rewarding.data, lost, rewarding.clock, rewarding.random)
    );
    EXPECT_EQ(Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 2026)).over.size(), 1U);
    EXPECT_EQ(rewarding.broken(), "");
}

TEST(RewardingTest, LedgerIsListedWithoutWhoItIsOf) {
    Rewarding rewarding;
    (void)rewarding.pay("Ada Lovelace", "400");
    rewarding.owe("m");
    (void)rewarding.claim("token");
    const auto reverse = [&](std::int64_t entry, compensation::OweAgain again) {
        const ReversalOptions options{
            .entry = entry,
            .reason = "the card was void",
            .back = compensation::MoneyBack::no,
            .again = again
        };
        return Rewarding::must(
                   reverse_reward(
                       rewarding.study, rewarding.data, options, rewarding.clock, rewarding.random
                   )
        )
            .size();
    };
    EXPECT_EQ(reverse(8, compensation::OweAgain::no), 1U);
    const std::vector<LedgerLine> lines =
        Rewarding::must(rewards_ledger(rewarding.study, rewarding.data, 0));
    std::string all;
    for (const LedgerLine& line : lines) {
        all += fmt::format(
            "{} {} {} {} {} {} {}\n",
            line.entry,
            compensation::to_text(line.kind),
            line.compensation,
            to_text(line.amount),
            line.item,
            line.of_entry,
            line.reason
        );
    }
    EXPECT_EQ(
        all,
        "1 funded cards 30.00 USD 0 0 \n"
        "2 funded team 2000.00 EUR 0 0 \n"
        "3 owed team 400.00 EUR 1 0 \n"
        "4 reserved team 400.00 EUR 1 0 \n"
        "5 paid team 400.00 EUR 1 0 \n"
        "6 owed cards 10.00 USD 0 0 \n"
        "7 reserved cards 10.00 USD 0 0 \n"
        "8 paid cards 10.00 USD 0 0 \n"
        "9 reversed cards 10.00 USD 0 8 the card was void\n"
    );
    EXPECT_TRUE(Rewarding::must(rewards_ledger(rewarding.study, rewarding.data, 1999)).empty());
    // What was not said when it was taken back is said later, once.
    EXPECT_EQ(reverse(8, compensation::OweAgain::yes), 1U);
    EXPECT_EQ(reverse(8, compensation::OweAgain::yes), 0U);
    EXPECT_NE(code_in(rewarding.claim("token")), "");
    EXPECT_EQ(rewarding.broken(), "");
}

TEST(RewardingTest, ApprovingAndPayingTellTheirEntriesAndKeepTheReason) {
    Rewarding rewarding;
    const NewRewardItem entered{
        .compensation = "",
        .payee = "Ada Lovelace",
        .amount = "400",
        .reason = "work",
        .evidence = "a link"
    };
    (void)Rewarding::must(
        enter_reward(rewarding.study, rewarding.data, entered, rewarding.clock, rewarding.random)
    );
    const auto approve = [&](const char* reason) {
        return Rewarding::must(decide_reward_case(
            rewarding.study,
            rewarding.data,
            {.response = std::nullopt, .item = 1},
            RewardDecision::eligible,
            reason,
            rewarding.clock,
            rewarding.random
        ));
    };
    const auto pay = [&] {
        return Rewarding::must(
                   note_reward_paid(
                       rewarding.study, rewarding.data, 1, rewarding.clock, rewarding.random
                   )
        )
            .entry;
    };
    EXPECT_EQ(approve("seen by both"), 3);
    EXPECT_EQ(approve("said twice"), 3) << "the same, and nothing new";
    EXPECT_EQ(pay(), 5);
    EXPECT_EQ(pay(), 5);
    const RewardReview review =
        Rewarding::must(review_rewards(rewarding.study, rewarding.data, rewarding.clock));
    ASSERT_EQ(review.items.size(), 1U);
    EXPECT_EQ(review.items.front().approval, "seen by both");
    EXPECT_EQ(rewarding.broken(), "");
}

TEST(RewardingTest, VoidCardIsClaimedAnewAndALostPageShowsTheSame) {
    Rewarding rewarding;
    rewarding.owe("m");
    const std::string first = code_in(rewarding.claim("token"));
    ASSERT_NE(first, "");
    const std::int64_t entry = rewarding.opened.store->view()->ledger_end("tiny").entries;
    const auto resend = [&] {
        const Result<ResendTold> told = resend_reward(rewarding.study, rewarding.data, entry);
        return told ? std::string(told->shown ? "shown" : "not shown") : told.error().code;
    };
    EXPECT_EQ(resend(), "shown");
    EXPECT_EQ(code_in(rewarding.claim("token")), first);
    const ReversalOptions anew{
        .entry = entry,
        .reason = "the card was void",
        .back = compensation::MoneyBack::no,
        .again = compensation::OweAgain::yes
    };
    const auto reverse = [&] {
        return Rewarding::must(
            reverse_reward(rewarding.study, rewarding.data, anew, rewarding.clock, rewarding.random)
        );
    };
    EXPECT_EQ(reverse().size(), 2U);
    EXPECT_TRUE(reverse().empty()) << "once";
    EXPECT_EQ(resend(), "rewards.reversed");
    const std::string second = code_in(rewarding.claim("token"));
    EXPECT_NE(second, "");
    EXPECT_NE(second, first);
    EXPECT_EQ(code_in(rewarding.claim("token")), second);
    EXPECT_EQ(rewarding.broken(), "");
}

TEST(RewardingTest, NamesTheReversalOfAClaimThatIsOwedNoMore) {
    Rewarding rewarding;
    rewarding.owe("m");
    ASSERT_NE(code_in(rewarding.claim("token")), "");
    const std::int64_t paid = rewarding.opened.store->view()->ledger_end("tiny").entries;
    (void)Rewarding::must(reverse_reward(
        rewarding.study,
        rewarding.data,
        {.entry = paid, .reason = "fraud"},
        rewarding.clock,
        rewarding.random
    ));
    EXPECT_EQ(code_in(rewarding.claim("token")), "");
    for (const std::int64_t entry : {paid, paid - 1}) {
        const Result<ResendTold> told = resend_reward(rewarding.study, rewarding.data, entry);
        ASSERT_FALSE(told);
        EXPECT_EQ(told.error().code, "rewards.reversed");
        EXPECT_NE(
            told.error().message.find(fmt::format("taken back by entry {}", paid + 1)),
            std::string::npos
        ) << told.error().message;
    }
}

TEST(RewardingTest, RefusesALostKeyFileInsteadOfMakingANewOne) {
    Rewarding rewarding;
    rewarding.owe("m");
    rewarding.opened.store.reset();
    const fs::path keys = rewarding.data / "keys";
    const fs::path kept = rewarding.folder.path() / "kept";
    fs::rename(keys, kept);
    const auto code_of = [](const auto& result) { return result ? "" : result.error().code; };
    EXPECT_EQ(code_of(verify_rewards(rewarding.data, "tiny")), "store.keys-gone");
    EXPECT_EQ(code_of(rewards_status(rewarding.study, rewarding.data)), "store.keys-gone");
    EXPECT_EQ(
        code_of(import_cards(
            rewarding.study, rewarding.cards, rewarding.data, {}, rewarding.clock, rewarding.random
        )),
        "store.keys-gone"
    );
    EXPECT_EQ(code_of(open_or_make_rewards(rewarding.data, rewarding.random)), "store.keys-gone")
        << "as the server's desk opens it";
    EXPECT_FALSE(fs::exists(keys));
    fs::rename(kept, keys);
    EXPECT_EQ(rewarding.broken(), "");
}

TEST(RewardingTest, VerifyNamesTheClaimMessageOrCardThatDoesNotFit) {
    using store::RewardsWork;
    struct Row {
        const char* name;
        std::function<void(RewardsWork&)> harm;
        std::string told;
    };
    const std::string token = sha256("token").hex();
    const Row rows[] = {
        {"a claim is gone",
         [](RewardsWork& work) { work.forget_claim(sha256("token")); },
         "for claim " + token + ", and the claim is not there"},
        {"another claim has taken its place",
         [](RewardsWork& work) {
             work.forget_claim(sha256("token"));
             EXPECT_TRUE(work.reserve_card("tiny", "cards", sha256("x"), store::ClaimWay::blind));
             work.note_shown(sha256("x"));
             (void)work.take("tiny", {"cards", 20'000, compensation::Claimed{sha256("y")}});
             (void)work.take("tiny", {"cards", 20'000, compensation::Shown{sha256("y")}});
         },
         "claim " + sha256("x").hex() + " has a card, and the ledger sets none aside for it"},
        {"another message says that it is owed",
         [](RewardsWork& work) {
             (void
             )work.take("tiny", {"cards", 20'000, compensation::FoundEligible{sha256("told")}});
             (void)work.note_message(
                 {.id = sha256("not told"), .study = "tiny", .compensation = "cards", .day = 20'000
                 },
                 store::MessageOutcome::owed
             );
         },
         "the ledger owes message " + sha256("told").hex() + ", and no message says so"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        Rewarding rewarding;
        rewarding.owe("m");
        rewarding.owe("n");
        (void)rewarding.claim("token");
        EXPECT_EQ(rewarding.broken(), "");
        Rewarding::must(rewarding.opened.store->run([&](RewardsWork& work) -> Result<void> {
            row.harm(work);
            return {};
        }));
        EXPECT_NE(rewarding.broken().find(row.told), std::string::npos) << rewarding.broken();
    }
}

TEST(RewardingTest, VerifyNamesWhatWasChangedBehindItsBack) {
    struct Row {
        const char* name;
        const char* script;
        const char* told;
    };
    const Row rows[] = {
        {"a balance alone",
         "UPDATE budget SET paid = paid + 1 WHERE name = 'cards'",
         "budget cards: its account paid says 1001, its entries add up to 1000"},
        {"a budget that says that its claims have ended",
         "UPDATE budget SET ended = 1 WHERE name = 'cards'",
         "budget cards: its row is not what its entries say"},
        {"a claim that says that its card was not shown",
         "UPDATE claim SET shown = 0",
         " was not shown, and the ledger says otherwise"},
        {"a card that says that it was not shown",
         "UPDATE card SET state = 'free'",
         "budget cards: 0 cards were shown, and 1 claims paid"},
        {"a claim that the ledger never saw",
         "INSERT INTO claim SELECT CAST(x'ff' || substr(token_hash, 2) AS BLOB), budget, way, "
         "(SELECT code_key FROM card WHERE state = 'free'), shown FROM claim",
         " has a card, and the ledger sets none aside for it"},
        {"a message that the ledger never owed",
         "INSERT INTO message SELECT zeroblob(32), budget, day, 'owed' FROM message LIMIT 1",
         "message 0000000000000000000000000000000000000000000000000000000000000000 says that it is "
         "owed, and the ledger does not"},
        {"an owed message is gone",
         "DELETE FROM message WHERE id = (SELECT max(id) FROM message)",
         ", and no message says so"},
        {"an owed message says that it was refused",
         "UPDATE message SET outcome = 'refused'",
         "budget cards: the ledger owes message "},
        {"an end that says one entry more",
         "UPDATE study SET entries = entries + 1",
         "the ledger ends at entry 9, and should at 10"},
        {"an item that says that it was not paid",
         "UPDATE item SET state = 'approved'",
         "number 1 is approved, and the ledger says otherwise"},
        {"an item that cannot be read",
         "UPDATE item SET sealed = zeroblob(length(sealed))",
         "the payee of number 1 cannot be decrypted"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        Rewarding rewarding;
        (void)rewarding.pay("Ada Lovelace", "400");
        rewarding.owe("m");
        rewarding.owe("n");
        (void)rewarding.claim("token");
        ASSERT_EQ(rewarding.broken(), "");
        store::fixture::RawDatabase(rewarding.data / "rewards.db").run(row.script);
        EXPECT_NE(rewarding.broken().find(row.told), std::string::npos) << rewarding.broken();
    }
}

TEST(RewardingTest, VerifyOpensEveryCardAndNamesTheFirstThatAnotherKeyCannotRead) {
    const Rewarding rewarding;
    const fs::path keys = rewarding.data / "keys";
    std::ifstream stream(keys, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t digits = text.find("\nrewards ") + 9;
    text.replace(digits, 64, std::string(64, '1'));
    write_file(keys, text);
    const std::string told = rewarding.broken();
    EXPECT_TRUE(told.starts_with("budget cards, the card with code_key ")) << told;
    EXPECT_NE(told.find("cannot be decrypted"), std::string::npos) << told;
}

TEST(RewardingTest, WarnsOfFewCardsOfLittleMoneyAndOfChangedTerms) {
    Rewarding rewarding;
    for (const char* message : {"a", "b", "c"}) rewarding.owe(message);
    (void)rewarding.claim("token");
    Rewarding::must(rewarding.opened.store->run([](store::RewardsWork& work) -> Result<void> {
        EXPECT_TRUE(work.reserve_card("tiny", "cards", sha256("x"), store::ClaimWay::code));
        return {};
    }));
    std::string yaml = rewarding_yaml();
    yaml.replace(yaml.find("10.00 USD"), 9, "12.00 USD");
    write_file(rewarding.study / "study.yaml", yaml);
    const auto status = Rewarding::must(rewards_status(rewarding.study, rewarding.data));
    std::string all;
    for (const std::string& warning : status.budgets.at(0).warnings) all += warning + "\n";
    for (const char* part :
         {"2 claims are owed and 1 cards are left",
          "the budget covers 0 more claims",
          "promises 12.00 USD now, and every claim stays 10.00 USD"}) {
        EXPECT_NE(all.find(part), std::string::npos) << part << " in " << all;
    }
    EXPECT_EQ(reward_warnings(rewarding.data, "tiny").size(), 2U);
    EXPECT_TRUE(reward_warnings(rewarding.data, "other").empty());
}

}  // namespace
}  // namespace querist::actions::fixture
