// Buying cards from a vendor that forgets to answer, refuses, or is killed in between.

#include "actions/card_buying.hpp"
#include "actions/card_orders.hpp"
#include "actions/fieldwork_fixture.hpp"
#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"
#include "delivery/delivery.hpp"

#include <map>
#include <set>

namespace querist::actions::fixture {
namespace {

using delivery::CardOrder;
using delivery::OrderReply;
using Sold = OrderReply::What;

/// Sells one card for each id, and answers as it is told to.
class ScriptedVendor final : public delivery::GiftVendor {
public:
    /// What the n-th question is answered with, from 0; `ready` when nothing is said.
    std::function<Sold(int)> script = [](int) { return Sold::ready; };
    std::map<std::string, std::string> sold;  ///< Links, by external id.
    std::map<std::string, Money> amounts;
    std::string one_link;  ///< Where it is not empty, every order is answered with this one.
    int asked = 0;

    OrderReply buy(const CardOrder& order, Instant) override {
        const Sold what = script(asked++);
        const bool takes = what != Sold::refused && what != Sold::busy;
        if (takes) {
            sold.try_emplace(
                order.external_id, "https://cards.example/" + std::to_string(sold.size())
            );
            amounts[order.external_id] = order.amount;
        }
        OrderReply reply{.what = what, .trouble = "as scripted"};
        if (what == Sold::ready || what == Sold::pending) reply.order = "V" + order.external_id;
        if (what == Sold::ready) {
            reply.link = one_link.empty() ? sold.at(order.external_id) : one_link;
        }
        return reply;
    }
    /// Of what it took: as the script has it; what it did not take is nobody's.
    OrderReply find(const CardOrder& order, Instant now) override {
        if (sold.contains(order.external_id)) return buy(order, now);
        ++asked;
        return {.what = Sold::no_answer, .trouble = "nobody's"};
    }
};

class BuyCardsTest : public ::testing::Test {
protected:
    BuyCardsTest() {
        write_file(study_ / "study.yaml", study_yaml("tiny", R"(compensation:
  - id: cards
    text: Each respondent receives a gift card.
    amount: 10.00 USD
    paid: codes
    budget: 100.00 USD
    eligible: complete
)"));
        Result<OpenedRewards> opened = open_or_make_rewards(data_, random_);
        EXPECT_TRUE(opened);
        EXPECT_TRUE(opened->store->run([](store::RewardsWork& work) -> Result<void> {
            work.open_budget(
                "tiny",
                {.id = "cards",
                 .payment = instrument::Payment::codes,
                 .currency = "USD",
                 .each = 1'000}
            );
            EXPECT_TRUE(work.take("tiny", {"cards", 20'000, compensation::TotalSet{10'000}}));
            return {};
        }));
    }

    Result<BoughtCards> buy(std::int64_t in_all) {
        return buy_cards(study_, data_, in_all, vendor_, clock_, random_, [this](Instant) {
            ++waits_;
        });
    }
    AskedOrders ask() {
        const Result<OpenedRewards> opened =
            open_existing_rewards(data_, store::Access::read_write, random_);
        return ask_about_orders(*opened->store, "tiny", "cards", vendor_, clock_).value();
    }
    std::int64_t free_cards() {
        const Result<OpenedRewards> opened =
            open_existing_rewards(data_, store::Access::read_only, random_);
        return opened->store->view()->card_counts("tiny", "cards").free;
    }
    static std::string code_of(const Result<BoughtCards>& bought) {
        if (!bought) return bought.error().code;
        return bought->stopped ? bought->stopped->code : "";
    }

    TemporaryFolder folder_;
    fs::path study_ = folder_.path() / "tiny";
    fs::path data_ = folder_.path() / "data";
    StandingClock clock_;
    SeededRandom random_{1};
    ScriptedVendor vendor_;
    int waits_ = 0;
};

TEST_F(BuyCardsTest, BuysSoManyInAllHoweverOftenItIsSaid) {
    const Result<BoughtCards> first = buy(4);
    ASSERT_EQ(code_of(first), "");
    EXPECT_EQ(first->bought, 4);
    EXPECT_EQ(buy(4)->bought, 0);
    EXPECT_EQ(buy(6)->bought, 2);
    EXPECT_EQ(buy(6)->in_all, 6);
    EXPECT_EQ(vendor_.sold.size(), 6U);
    EXPECT_EQ(free_cards(), 6);
    EXPECT_EQ(vendor_.amounts.begin()->second, (Money{1'000, "USD"}));
}

TEST_F(BuyCardsTest, WhatTheVendorCallsAboutIsAskedAndEachCardIsThereOnce) {
    vendor_.script = [](int) { return Sold::pending; };
    EXPECT_EQ(buy(3)->pending, 3);
    EXPECT_EQ(ask().bought, 0) << "a call that came before the order was executed";
    EXPECT_EQ(free_cards(), 0);
    vendor_.script = [](int) { return Sold::ready; };
    const AskedOrders asked = ask();
    EXPECT_EQ(asked.open, 3);
    EXPECT_EQ(asked.bought, 3);
    EXPECT_EQ(free_cards(), 3);
    const int questions = vendor_.asked;
    EXPECT_EQ(ask().open, 0) << "the same call again";
    EXPECT_EQ(vendor_.asked, questions) << "nothing is open: nobody is asked";
    EXPECT_EQ(buy(3)->bought, 0);
    EXPECT_EQ(vendor_.sold.size(), 3U);
}

TEST_F(BuyCardsTest, AskingSettlesWhatFailedAndLeavesOpenWhatNobodyKnows) {
    struct Row {
        const char* name;
        Sold says;
        std::int64_t bought;
        std::int64_t unknown;
        std::int64_t open_after;
    };
    vendor_.script = [](int) { return Sold::pending; };
    EXPECT_EQ(buy(1)->pending, 1);
    for (const Row& row :
         {Row{"no answer", Sold::no_answer, 0, 1, 1},
          Row{"busy", Sold::busy, 0, 1, 1},
          Row{"the key is refused", Sold::refused, 0, 1, 1},
          Row{"still pending", Sold::pending, 0, 0, 1},
          Row{"failed", Sold::failed, 0, 0, 0}}) {
        SCOPED_TRACE(row.name);
        vendor_.script = [&](int) { return row.says; };
        const AskedOrders asked = ask();
        EXPECT_EQ(asked.bought, row.bought);
        EXPECT_EQ(asked.unknown, row.unknown);
        vendor_.script = [](int) { return Sold::pending; };
        EXPECT_EQ(ask().open, row.open_after);
    }
    EXPECT_EQ(free_cards(), 0);
}

TEST_F(BuyCardsTest, CountsCardsThatCameFromAFile) {
    {
        const Result<OpenedRewards> opened = open_or_make_rewards(data_, random_);
        EXPECT_TRUE(opened->store->run([](store::RewardsWork& work) -> Result<void> {
            EXPECT_TRUE(work.add_card("tiny", "cards", {"FROM-A-FILE", "", ""}));
            return {};
        }));
    }
    EXPECT_EQ(buy(3)->bought, 2);
    EXPECT_EQ(free_cards(), 3);
}

TEST_F(BuyCardsTest, TwoThatBuyAtOnceBuyNoMoreTogether) {
    // While the first asks the vendor, another run buys.
    bool nested = false;
    vendor_.script = [&](int) {
        if (!std::exchange(nested, true)) EXPECT_EQ(code_of(buy(5)), "");
        return Sold::ready;
    };
    EXPECT_EQ(code_of(buy(5)), "");
    EXPECT_EQ(vendor_.sold.size(), 5U);
    EXPECT_EQ(free_cards(), 5);
}

TEST_F(BuyCardsTest, BuysNoMoreThanTheBudgetCovers) {
    EXPECT_EQ(code_of(buy(11)), "rewards.too-many-cards");
    EXPECT_EQ(code_of(buy(10)), "");
    EXPECT_EQ(vendor_.sold.size(), 10U);
}

TEST_F(BuyCardsTest, ALinkThatIsKnownEndsTheRunAndNoOtherIsBoughtInItsPlace) {
    vendor_.one_link = "https://cards.example/0";
    const Result<BoughtCards> first = buy(4);
    EXPECT_EQ(code_of(first), "vendor.known-link");
    EXPECT_EQ(first->bought, 1);
    EXPECT_EQ(vendor_.sold.size(), 2U);
    EXPECT_EQ(code_of(buy(4)), "vendor.known-link");
    EXPECT_EQ(vendor_.sold.size(), 2U) << "the same order was asked about";
    // The vendor sent it anew.
    vendor_.one_link.clear();
    EXPECT_EQ(buy(4)->in_all, 4);
    EXPECT_EQ(vendor_.sold.size(), 4U);
    EXPECT_EQ(free_cards(), 4);
}

TEST_F(BuyCardsTest, LinksDifferByCaseAndHyphens) {
    for (const char* link :
         {"https://cards.example/a-b", "https://cards.example/ab", "https://cards.example/A-B"}) {
        vendor_.one_link = link;
        const std::int64_t wanted = free_cards() + 1;
        EXPECT_EQ(code_of(buy(wanted)), "") << link;
        EXPECT_EQ(free_cards(), wanted) << link;
    }
}

/// Takes a card, and its payment back because the card was void.
TEST_F(BuyCardsTest, BuysAnotherInPlaceOfAVoidCardWhoseMoneyCameBack) {
    using compensation::FoundEligible;
    ASSERT_EQ(buy(10)->in_all, 10);
    struct Row {
        const char* name;
        compensation::MoneyBack back;
        std::int64_t bought;
    };
    const Row rows[] = {
        {"the money is gone", compensation::MoneyBack::no, 0},
        {"the money came back", compensation::MoneyBack::yes, 1},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        {
            const Result<OpenedRewards> opened = open_or_make_rewards(data_, random_);
            EXPECT_TRUE(opened->store->run([&](store::RewardsWork& work) -> Result<void> {
                EXPECT_TRUE(work.take("tiny", {"cards", 20'000, FoundEligible{sha256(row.name)}}));
                return {};
            }));
            const auto card = claim_reward(
                *opened->store,
                clock_,
                {.study = "tiny", .compensation = "cards", .token_hash = sha256(row.name)}
            );
            ASSERT_TRUE(card && std::holds_alternative<ShownCard>(*card));
            const std::int64_t paid = opened->store->view()->ledger_end("tiny").entries;
            ASSERT_TRUE(reverse_reward(
                study_,
                data_,
                {.entry = paid, .reason = "the card was void", .back = row.back},
                clock_,
                random_
            ));
        }
        EXPECT_EQ(code_of(buy(11)), "rewards.too-many-cards");
        EXPECT_EQ(buy(10)->bought, row.bought);
        EXPECT_EQ(buy(10)->bought, 0);
    }
}

TEST_F(BuyCardsTest, SaysWhyItEndedAndGoesOnWithTheSameOrder) {
    struct Row {
        const char* name;
        Sold answer;
        const char* code;
        int asked;  ///< Questions until it gives up.
    };
    const Row rows[] = {
        {"no answer", Sold::no_answer, "vendor.no-answer", 5},
        {"busy", Sold::busy, "vendor.busy", 5},
        {"refused", Sold::refused, "vendor.refused", 1},
    };
    std::int64_t wanted = 0;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        ++wanted;
        vendor_.asked = 0;
        vendor_.script = [&](int) { return row.answer; };
        EXPECT_EQ(code_of(buy(wanted)), row.code);
        EXPECT_EQ(vendor_.asked, row.asked);
        vendor_.script = [](int) { return Sold::ready; };
        EXPECT_EQ(buy(wanted)->in_all, wanted);
        EXPECT_EQ(static_cast<std::int64_t>(vendor_.sold.size()), wanted);
        EXPECT_EQ(free_cards(), wanted);
    }
}

TEST_F(BuyCardsTest, AnOrderThatTheVendorKnowsOtherwiseIsToldAndBlocksNothing) {
    vendor_.script = [](int n) { return n == 1 ? Sold::other : Sold::ready; };
    const Result<BoughtCards> first = buy(3);
    EXPECT_EQ(code_of(first), "vendor.other-order");
    ASSERT_EQ(first->disputed.size(), 1U);
    const std::string disputed = first->disputed.front();
    EXPECT_NE(first->stopped->message.find(disputed), std::string::npos);
    EXPECT_EQ(first->in_all, 1);
    vendor_.asked = 2;
    const Result<BoughtCards> second = buy(3);
    EXPECT_EQ(code_of(second), "") << "it is not asked about again";
    EXPECT_EQ(vendor_.asked, 4);
    EXPECT_EQ(second->in_all, 3);
    EXPECT_EQ(second->disputed, std::vector{disputed}) << "and still told";
    EXPECT_EQ(free_cards(), 3);
}

TEST_F(BuyCardsTest, WaitsForWhatIsPendingAndBuysInPlaceOfWhatFailed) {
    vendor_.script = [](int n) { return n == 0 ? Sold::pending : Sold::failed; };
    const Result<BoughtCards> first = buy(2);
    ASSERT_EQ(code_of(first), "");
    EXPECT_EQ(first->pending, 1);
    EXPECT_EQ(first->failed, 1);
    EXPECT_EQ(free_cards(), 0);
    vendor_.script = [](int) { return Sold::ready; };
    const Result<BoughtCards> second = buy(2);
    EXPECT_EQ(second->in_all, 2);
    EXPECT_EQ(second->pending, 0);
    EXPECT_EQ(free_cards(), 2);
}

/// However answers are lost, and wherever runs end, as many cards are sold as are wanted.
TEST_F(BuyCardsTest, LostAnswersBuyNothingTwice) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        SeededRandom chance(seed);
        vendor_.script = [&](int) {
            constexpr Sold answers[] = {Sold::ready, Sold::no_answer, Sold::busy, Sold::pending};
            return answers[chance.below(std::size(answers))];
        };
        const auto wanted = static_cast<std::int64_t>(1 + seed % 10);
        (void)buy(wanted);
        EXPECT_LE(vendor_.sold.size(), 10U);
    }
    vendor_.script = [](int) { return Sold::ready; };
    EXPECT_EQ(buy(10)->in_all, 10);
    EXPECT_EQ(vendor_.sold.size(), 10U);
    EXPECT_EQ(free_cards(), 10);
}

/// A program that dies while the vendor is asked leaves an order behind, which the next asks about.
TEST_F(BuyCardsTest, GoesOnAfterItDiedWhileTheVendorWasAsked) {
    struct Killed {};
    vendor_.script = [](int n) -> Sold {
        if (n == 1) throw Killed();
        return Sold::ready;
    };
    EXPECT_THROW((void)buy(3), Killed);
    vendor_.script = [](int) { return Sold::ready; };
    EXPECT_EQ(buy(3)->in_all, 3);
    EXPECT_EQ(vendor_.sold.size(), 3U);
    EXPECT_EQ(free_cards(), 3);
}

}  // namespace
}  // namespace querist::actions::fixture
