#include "compensation/compensation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

#include <numeric>
#include <set>

namespace querist::compensation {
namespace {

using instrument::Payment;

constexpr std::int64_t card_price = 1'000;

const BudgetTerms cards{
    .id = "cards", .payment = Payment::codes, .currency = "USD", .each = card_price
};
const BudgetTerms team{
    .id = "team", .payment = Payment::by_hand, .currency = "USD", .each = std::nullopt
};

Digest digest_of(int number) { return sha256(std::to_string(number)); }

Ledger tiny_ledger(std::int64_t cards_total = 3 * card_price) {
    Ledger ledger("tiny");
    ledger.open_budget(cards);
    ledger.open_budget(team);
    EXPECT_TRUE(ledger.take({"cards", 20'000, TotalSet{cards_total}}));
    EXPECT_TRUE(ledger.take({"team", 20'000, TotalSet{50'000}}));
    return ledger;
}

BudgetState state_of(Ledger& ledger, std::string_view budget = "cards") {
    std::optional<BudgetState> state = ledger.budget(budget);
    if (!state) throw std::runtime_error("there is no such budget");
    return *std::move(state);
}

/// The code of what went wrong; "" for postings, "none" where an event had been posted before.
std::string outcome(const Result<std::vector<Entry>>& taken) {
    if (!taken) return taken.error().code;
    return taken->empty() ? "none" : "";
}

TEST(LedgerTest, FollowsAClaimFromBudgetToPaid) {
    Ledger ledger = tiny_ledger();
    struct Row {
        const char* name;
        Event event;
        const char* outcome;
        std::array<std::int64_t, 4> balances;  ///< Of budget, owed, reserved and paid.
    };
    const Digest token = digest_of(1);
    for (const Row& row :
         {Row{"claim of nothing", Claimed{token}, "compensation.nothing-owed", {3'000, 0, 0, 0}},
          Row{"eligible", FoundEligible{digest_of(9)}, "", {2'000, 1'000, 0, 0}},
          Row{"told again", FoundEligible{digest_of(9)}, "none", {2'000, 1'000, 0, 0}},
          Row{"shown before", Shown{token}, "compensation.not-reserved", {2'000, 1'000, 0, 0}},
          Row{"claimed", Claimed{token}, "", {2'000, 0, 1'000, 0}},
          Row{"claimed again", Claimed{token}, "none", {2'000, 0, 1'000, 0}},
          Row{"another token",
              Claimed{digest_of(2)},
              "compensation.nothing-owed",
              {2'000, 0, 1'000, 0}},
          Row{"shown", Shown{token}, "", {2'000, 0, 0, 1'000}},
          Row{"shown again", Shown{token}, "none", {2'000, 0, 0, 1'000}},
          Row{"claimed later", Claimed{token}, "none", {2'000, 0, 0, 1'000}},
          Row{"less than spent", TotalSet{500}, "compensation.below-spent", {2'000, 0, 0, 1'000}},
          Row{"what is spent", TotalSet{1'000}, "", {0, 0, 0, 1'000}},
          Row{"nothing left",
              FoundEligible{digest_of(10)},
              "compensation.budget-spent",
              {0, 0, 0, 1'000}},
          Row{"by hand", Approved{1, 1'000}, "compensation.other-payment", {0, 0, 0, 1'000}},
          Row{"more", TotalSet{2'000}, "", {1'000, 0, 0, 1'000}},
          Row{"eligible", FoundEligible{digest_of(10)}, "", {0, 1'000, 0, 1'000}},
          Row{"claims end", ClaimsEnded{}, "", {0, 0, 0, 1'000}},
          Row{"claims end again", ClaimsEnded{}, "none", {0, 0, 0, 1'000}},
          Row{"too late", Claimed{digest_of(3)}, "compensation.claims-ended", {0, 0, 0, 1'000}}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(outcome(ledger.take({"cards", 20'001, row.event})), row.outcome);
        const BudgetState state = state_of(ledger);
        EXPECT_EQ(state.balance(Account::budget), row.balances[0]);
        EXPECT_EQ(state.balance(Account::owed), row.balances[1]);
        EXPECT_EQ(state.balance(Account::reserved), row.balances[2]);
        EXPECT_EQ(state.balance(Account::paid), row.balances[3]);
    }
    EXPECT_EQ(state_of(ledger).balance(Account::expired), 1'000);
}

TEST(LedgerTest, PaysWhatWasApprovedByHand) {
    Ledger ledger = tiny_ledger();
    const auto take = [&](Event event) { return outcome(ledger.take({"team", 20'001, event})); };
    EXPECT_EQ(take(HandedOver{1}), "compensation.not-owed");
    EXPECT_EQ(take(Approved{1, 30'000}), "");
    EXPECT_EQ(take(Approved{1, 30'000}), "none");
    EXPECT_EQ(take(Approved{2, 30'000}), "compensation.budget-spent");
    EXPECT_EQ(take(HandedOver{1}), "");
    EXPECT_EQ(take(HandedOver{1}), "none");
    EXPECT_EQ(take(FoundEligible{digest_of(1)}), "compensation.other-payment");
    EXPECT_EQ(state_of(ledger, "team").balance(Account::paid), 30'000);
}

TEST(LedgerTest, ReversesTheLastStepOnce) {
    Ledger ledger = tiny_ledger();
    const Digest token = digest_of(1);
    const auto take = [&](Event event) { return outcome(ledger.take({"cards", 20'001, event})); };
    ASSERT_EQ(take(FoundEligible{digest_of(9)}), "");  // entry 3
    ASSERT_EQ(take(Claimed{token}), "");               // entry 4
    EXPECT_EQ(take(Reversed{3, "no", MoneyBack::no}), "compensation.not-reversible");
    EXPECT_EQ(take(Reversed{1, "no", MoneyBack::no}), "compensation.not-reversible");
    EXPECT_EQ(take(Reversed{99, "no", MoneyBack::no}), "compensation.no-entry");
    EXPECT_EQ(take(Reversed{2, "the team's", MoneyBack::no}), "compensation.no-entry");
    ASSERT_EQ(take(Shown{token}), "");  // entry 5
    EXPECT_EQ(take(Reversed{4, "no", MoneyBack::no}), "compensation.not-reversible");
    EXPECT_EQ(take(Reversed{5, "the card was void", MoneyBack::no}), "");
    EXPECT_EQ(take(Reversed{5, "again", MoneyBack::no}), "none");
    EXPECT_EQ(take(Claimed{token}), "none");
    EXPECT_EQ(take(Shown{token}), "compensation.reversed");
    EXPECT_EQ(state_of(ledger).balance(Account::paid), 0);
    EXPECT_EQ(state_of(ledger).balance(Account::reversed), 1'000);
    EXPECT_EQ(state_of(ledger).balance(Account::budget), 2'000);
    ASSERT_EQ(outcome(ledger.take({"team", 20'001, Approved{1, 7'000}})), "");  // entry 7
    EXPECT_EQ(outcome(ledger.take({"team", 20'001, Reversed{7, "typo", MoneyBack::no}})), "");
    EXPECT_EQ(outcome(ledger.take({"team", 20'001, HandedOver{1}})), "compensation.not-owed");
    EXPECT_EQ(state_of(ledger, "team").balance(Account::budget), 50'000);
    EXPECT_EQ(state_of(ledger, "team").balance(Account::reversed), 0);
}

TEST(LedgerTest, WhatWasTakenBackMayBeginAnew) {
    Ledger ledger = tiny_ledger();
    const Digest token = digest_of(1);
    const auto cards_take = [&](const Event& event) {
        return outcome(ledger.take({"cards", 20'001, event}));
    };
    const auto team_take = [&](const Event& event) {
        return outcome(ledger.take({"team", 20'001, event}));
    };
    ASSERT_EQ(cards_take(FoundEligible{digest_of(9)}), "");  // entry 3
    ASSERT_EQ(cards_take(Claimed{token}), "");               // entry 4
    EXPECT_EQ(cards_take(Reversed{4, " "}), "compensation.no-reason");
    // What was set aside and never shown is owed again: entries 5, 6 and 7.
    ASSERT_EQ(cards_take(Reversed{4, "the card was void"}), "");
    EXPECT_EQ(state_of(ledger).balance(Account::owed), 1'000);
    EXPECT_EQ(cards_take(Shown{token}), "compensation.not-reserved");
    ASSERT_EQ(cards_take(Claimed{token}), "");  // entry 8
    EXPECT_EQ(cards_take(Claimed{token}), "none");
    ASSERT_EQ(cards_take(Shown{token}), "");  // entry 9
    // What was paid is claimed anew when that is said, out of the budget where no money came back.
    ASSERT_EQ(cards_take(Reversed{9, "void, too", MoneyBack::no, OweAgain::yes}), "");
    EXPECT_EQ(state_of(ledger).balance(Account::budget), 1'000);
    ASSERT_EQ(cards_take(Claimed{token}), "");
    ASSERT_EQ(cards_take(Shown{token}), "");
    EXPECT_EQ(state_of(ledger).balance(Account::paid), 1'000);
    EXPECT_EQ(cards_take(Claimed{digest_of(2)}), "compensation.nothing-owed");
    // By hand: approved again, and handed over.
    const std::int64_t approved = ledger.entries() + 1;
    ASSERT_EQ(team_take(Approved{1, 7'000}), "");
    ASSERT_EQ(team_take(Reversed{approved, "typo"}), "");
    ASSERT_EQ(team_take(Approved{1, 9'000}), "");
    EXPECT_EQ(team_take(Approved{1, 9'000}), "none");
    ASSERT_EQ(team_take(HandedOver{1}), "");
    EXPECT_EQ(state_of(ledger, "team").balance(Account::paid), 9'000);
    const std::int64_t paid = ledger.entries();
    ASSERT_EQ(team_take(Reversed{paid, "the bank sent it back", MoneyBack::yes}), "");
    EXPECT_EQ(team_take(HandedOver{1}), "compensation.not-owed");
    EXPECT_EQ(state_of(ledger, "team").balance(Account::budget), 50'000);
}

TEST(LedgerTest, WhatIsSaidLaterOfAReversalCountsOnce) {
    Ledger ledger = tiny_ledger();
    const auto take = [&](const Event& event) {
        return outcome(ledger.take({"cards", 20'001, event}));
    };
    ASSERT_EQ(take(FoundEligible{digest_of(9)}), "");  // entry 3
    ASSERT_EQ(take(Claimed{digest_of(1)}), "");        // entry 4
    ASSERT_EQ(take(Shown{digest_of(1)}), "");          // entry 5
    ASSERT_EQ(take(Reversed{5, "the card was void"}), "");
    ASSERT_EQ(take(TotalSet{1'000}), "");
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::no, OweAgain::yes}), "compensation.budget-spent");
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::yes}), "") << "the vendor paid it back";
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::yes}), "none");
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::yes, OweAgain::yes}), "");
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::yes, OweAgain::yes}), "none");
    EXPECT_EQ(state_of(ledger).balance(Account::owed), 1'000);
    EXPECT_EQ(state_of(ledger).balance(Account::reversed), 0);
    ASSERT_EQ(take(Claimed{digest_of(1)}), "");
    ASSERT_EQ(take(Shown{digest_of(1)}), "");
    EXPECT_EQ(state_of(ledger).balance(Account::paid), 1'000);
    EXPECT_EQ(take(Reversed{5, "", MoneyBack::yes, OweAgain::yes}), "none");
}

TEST(LedgerTest, OwesNothingAgainOnceClaimsHaveEnded) {
    Ledger ledger = tiny_ledger();
    const Digest token = digest_of(1);
    const auto take = [&](const Event& event) {
        return outcome(ledger.take({"cards", 20'001, event}));
    };
    ASSERT_EQ(take(FoundEligible{digest_of(9)}), "");  // entry 3
    ASSERT_EQ(take(Claimed{token}), "");               // entry 4
    ASSERT_EQ(take(Shown{token}), "");                 // entry 5
    ASSERT_EQ(take(ClaimsEnded{}), "");
    EXPECT_EQ(
        take(Reversed{5, "void", MoneyBack::yes, OweAgain::yes}), "compensation.claims-ended"
    );
    EXPECT_EQ(take(Reversed{5, "void", MoneyBack::yes}), "");
    EXPECT_EQ(state_of(ledger).balance(Account::budget), 3'000);
}

/// Postings that balance, and that no event would have made.
TEST(LedgerTest, ReplayTakesOnlyWhatAnEventWouldPost) {
    const Digest token = digest_of(1);
    const auto posting =
        [](const char* budget, PostingKind kind, std::string subject, std::int64_t units) {
            const Way way = way_of(kind);
            return Posting{
                .budget = budget,
                .kind = kind,
                .subject = std::move(subject),
                .from = way.from,
                .to = way.to,
                .amount = {units, "USD"},
                .day = 20'001,
                .reason = kind == PostingKind::reversed ? "why" : "",
            };
        };
    struct Row {
        const char* name;
        Posting next;
        bool lawful;
    };
    using enum PostingKind;
    Posting reasoned = posting("cards", owed, message_subject(digest_of(8)), 1'000);
    reasoned.reason = "because";
    for (const Row& row : {
             Row{"owed", posting("cards", owed, message_subject(digest_of(8)), 1'000), true},
             Row{"owed with a reason", reasoned, false},
             Row{"owed to an item of codes", posting("cards", owed, "item:1", 1'000), false},
             Row{"owed to nobody", posting("cards", owed, "somebody", 1'000), false},
             Row{"owed for an entry", posting("cards", owed, "entry:4", 1'000), false},
             Row{"owed to a message by hand",
                 posting("team", owed, message_subject(digest_of(8)), 1'000),
                 false},
             Row{"owed to an item", posting("team", owed, "item:1", 7'000), true},
             Row{"owed to its second try", posting("team", owed, "item:1/2", 7'000), false},
             Row{"funded with another number", posting("cards", funded, "7", 1'000), false},
             Row{"funded", posting("cards", funded, "2", 1'000), true},
             Row{"reserved for no claim", posting("cards", reserved, "item:1", 1'000), false},
             Row{"reserved for a second try",
                 posting("cards", reserved, claim_subject(token) + "/2", 1'000),
                 false},
             Row{"ended by another subject", posting("cards", expired, "2", 1'000), false},
             Row{"ended by hand", posting("team", expired, "1", 0), false},
             Row{"reversed what is owed", posting("cards", reversed, "entry:3", 1'000), false},
         }) {
        SCOPED_TRACE(row.name);
        Ledger ledger = tiny_ledger();
        ASSERT_EQ(outcome(ledger.take({"cards", 20'001, FoundEligible{digest_of(9)}})), "");
        ASSERT_EQ(outcome(ledger.take({"cards", 20'001, FoundEligible{digest_of(7)}})), "");
        ASSERT_EQ(outcome(ledger.take({"cards", 20'001, Claimed{token}})), "");
        const std::int64_t sequence = ledger.entries() + 1;
        const Entry entry{
            .sequence = sequence,
            .posting = row.next,
            .head = ledger_link(ledger.head(), sequence, row.next)
        };
        EXPECT_EQ(!ledger.replay(entry), row.lawful);
    }
}

std::vector<Entry> entries_of_a_claim() {
    Ledger ledger("tiny");
    ledger.open_budget(cards);
    std::vector<Entry> entries;
    const Digest token = digest_of(1);
    for (const Event& event : std::initializer_list<Event>{
             TotalSet{3'000}, FoundEligible{digest_of(9)}, Claimed{token}, Shown{token}
         }) {
        const Result<std::vector<Entry>> taken = ledger.take({"cards", 20'001, event});
        for (const Entry& entry : taken.value()) entries.push_back(entry);
    }
    return entries;
}

TEST(LedgerTest, NamesTheFirstWrongEntry) {
    struct Row {
        const char* name;
        void (*spoil)(std::vector<Entry>&);
        std::int64_t broken;
    };
    for (const Row& row :
         {Row{"nothing", [](std::vector<Entry>&) {}, 0},
          Row{"amount", [](std::vector<Entry>& all) { ++all[1].posting.amount.minor_units; }, 2},
          Row{"day", [](std::vector<Entry>& all) { ++all[2].posting.day; }, 3},
          Row{"missing", [](std::vector<Entry>& all) { all.erase(all.begin() + 1); }, 3},
          Row{"twice", [](std::vector<Entry>& all) { all.insert(all.begin(), all[0]); }, 1},
          Row{"head", [](std::vector<Entry>& all) { all[3].head = digest_of(3); }, 4},
          Row{"linked again, and unlawful",
              [](std::vector<Entry>& all) {
                  all[2].posting.amount.minor_units = 2'000;
                  for (std::size_t i = 2; i < all.size(); ++i) {
                      all[i].head = ledger_link(all[i - 1].head, all[i].sequence, all[i].posting);
                  }
              },
              3}}) {
        SCOPED_TRACE(row.name);
        std::vector<Entry> entries = entries_of_a_claim();
        row.spoil(entries);
        Ledger ledger("tiny");
        ledger.open_budget(cards);
        std::int64_t broken = 0;
        for (const Entry& entry : entries) {
            if (const std::optional<Problem> problem = ledger.replay(entry)) {
                EXPECT_EQ(problem->code, "compensation.broken");
                broken = entry.sequence;
                break;
            }
        }
        EXPECT_EQ(broken, row.broken);
    }
}

TEST(LedgerTest, BodiesAreCanonicalJson) {
    Posting posting{
        .budget = "cards",
        .kind = PostingKind::reversed,
        .subject = "entry:7",
        .from = Account::paid,
        .to = Account::reversed,
        .amount = {.minor_units = 1'000, .currency = "USD"},
        .day = 20'784,
        .reason = "\"void\"\n",
    };
    for (const char* reason : {"\"void\"\n\u20ac", ""}) {
        posting.reason = reason;
        const std::string body = entry_body(12, posting);
        EXPECT_EQ(canonical_json(nlohmann::json::parse(body)), body);
    }
    EXPECT_EQ(
        entry_body(12, posting),
        R"({"amount":1000,"budget":"cards","currency":"USD","day":"2026-11-27","from":"paid",)"
        R"("kind":"reversed","sequence":12,"subject":"entry:7","to":"reversed"})"
    );
}

rc::Gen<Event> any_event() {
    const auto token = rc::gen::map(rc::gen::inRange(0, 6), digest_of);
    const auto item = rc::gen::inRange<std::int64_t>(1, 5);
    const auto units = rc::gen::element<std::int64_t>(0, 999, 1'000, 2'000, 3'000, 5'000);
    return rc::gen::oneOf(
        rc::gen::map(units, [](std::int64_t total) -> Event { return TotalSet{total}; }),
        rc::gen::map(token, [](const Digest& id) -> Event { return FoundEligible{id}; }),
        rc::gen::map(token, [](const Digest& id) -> Event { return Claimed{id}; }),
        rc::gen::map(token, [](const Digest& id) -> Event { return Shown{id}; }),
        rc::gen::map(
            rc::gen::pair(item, units),
            [](const std::pair<std::int64_t, std::int64_t>& of) -> Event {
                return Approved{of.first, of.second};
            }
        ),
        rc::gen::map(item, [](std::int64_t number) -> Event { return HandedOver{number}; }),
        rc::gen::map(
            rc::gen::tuple(
                rc::gen::inRange<std::int64_t>(0, 30),
                rc::gen::arbitrary<bool>(),
                rc::gen::arbitrary<bool>()
            ),
            [](const std::tuple<std::int64_t, bool, bool>& of) -> Event {
                const auto& [sequence, back, again] = of;
                return Reversed{
                    sequence,
                    "why",
                    back ? MoneyBack::yes : MoneyBack::no,
                    again ? OweAgain::yes : OweAgain::no
                };
            }
        ),
        rc::gen::weightedOneOf<Event>(
            {{1, rc::gen::just<Event>(ClaimsEnded{})}, {20, rc::gen::just<Event>(TotalSet{4'000})}}
        )
    );
}

/// Whatever happens, in whatever order and however often: accounts add up to 0, none but the funds
/// is below it, and what was given away is no more than what was put in.
void expect_sound(Ledger& ledger, std::string_view budget) {
    const BudgetState state = state_of(ledger, budget);
    RC_ASSERT(std::accumulate(state.balances.begin(), state.balances.end(), std::int64_t{0}) == 0);
    for (const Account account :
         {Account::budget,
          Account::owed,
          Account::reserved,
          Account::paid,
          Account::expired,
          Account::reversed}) {
        RC_ASSERT(state.balance(account) >= 0);
    }
}

RC_GTEST_PROP(LedgerTest, EveryHistoryBalancesAndPaysNothingTwice, ()) {
    Ledger ledger("tiny");
    ledger.open_budget(cards);
    ledger.open_budget(team);
    Ledger copy("tiny");
    copy.open_budget(cards);
    copy.open_budget(team);
    std::set<std::pair<std::string, std::string>> paid;
    std::map<std::string, int> standing;  ///< Payments of a claim that were not owed again.
    const auto events = *rc::gen::container<std::vector<std::pair<bool, Event>>>(
        rc::gen::pair(rc::gen::arbitrary<bool>(), any_event())
    );
    for (const auto& [is_team, event] : events) {
        const std::string budget = is_team ? "team" : "cards";
        const Result<std::vector<Entry>> taken = ledger.take({budget, 20'001, event});
        if (!taken) {
            RC_ASSERT(taken.error().code != "compensation.unlawful-posting");
            continue;
        }
        for (const Entry& entry : *taken) {
            RC_ASSERT(!copy.replay(entry));
            const std::optional<PastEntry> again =
                ledger.entry(sequence_of(entry.posting.subject).value_or(0));
            if (entry.posting.kind == PostingKind::owed && again &&
                again->kind == PostingKind::paid) {
                --standing[token_hash_of(again->subject).value_or(Digest{}).hex()];
            }
            if (entry.posting.kind != PostingKind::paid) continue;
            if (const std::optional<Digest> token = token_hash_of(entry.posting.subject)) {
                RC_ASSERT(++standing[token->hex()] <= 1);
            }
            RC_ASSERT(paid.emplace(entry.posting.budget, entry.posting.subject).second);
        }
        // The same once more posts nothing.
        const Result<std::vector<Entry>> again = ledger.take({budget, 20'002, event});
        const bool is_total = std::holds_alternative<TotalSet>(event);
        RC_ASSERT(is_total || !again || again->empty());
        for (const Entry& entry : again.value_or(std::vector<Entry>{})) {
            RC_ASSERT(!copy.replay(entry));
        }
        expect_sound(ledger, "cards");
        expect_sound(ledger, "team");
    }
    RC_ASSERT(copy.head() == ledger.head());
}

TEST(CardRowTest, TakesOrRefusesEachRow) {
    struct Row {
        const char* name;
        std::vector<std::string> cells;
        std::optional<CardFault> fault;
    };
    const Money each{.minor_units = 1'000, .currency = "USD"};
    const Result<CardColumns> columns =
        find_card_columns({"Code", "Amount", "CURRENCY", "url", "Note"}, {});
    ASSERT_TRUE(columns);
    EXPECT_EQ(columns->ignored, std::vector<std::string>{"Note"});
    for (const Row& row :
         {Row{"whole", {"ABC-1", "10.00", "USD", "https://x.example/1", ""}, std::nullopt},
          Row{"sign", {"ABC-1", "$10", "usd", "", ""}, std::nullopt},
          Row{"sign behind", {"ABC-1", "10.00 usd", "", "", ""}, std::nullopt},
          Row{"code before", {"ABC-1", "USD 10", "", "", ""}, std::nullopt},
          Row{"sign in a column", {"ABC-1", "10", "$", "", ""}, std::nullopt},
          Row{"another sign", {"ABC-1", "£10", "", "", ""}, CardFault::other_currency},
          Row{"another code", {"ABC-1", "EUR 10", "", "", ""}, CardFault::other_currency},
          Row{"another sign behind", {"ABC-1", "10 €", "", "", ""}, CardFault::other_currency},
          Row{"another dollar", {"ABC-1", "A$10", "", "", ""}, CardFault::other_currency},
          Row{"unknown words", {"ABC-1", "about 10", "", "", ""}, CardFault::bad_amount},
          Row{"worth not said", {"ABC-1", "", "", "", ""}, std::nullopt},
          Row{"cells", {"ABC-1", "10"}, CardFault::cells},
          Row{"no code", {"  ", "10", "USD", "", ""}, CardFault::no_code},
          Row{"control", {"AB\x01", "10", "USD", "", ""}, CardFault::bad_code},
          Row{"long", {std::string(201, 'x'), "10", "USD", "", ""}, CardFault::bad_code},
          Row{"link", {"ABC-1", "10", "USD", "http://x.example", ""}, CardFault::bad_link},
          Row{"currency", {"ABC-1", "10", "EUR", "", ""}, CardFault::other_currency},
          Row{"no amount", {"ABC-1", "ten", "USD", "", ""}, CardFault::bad_amount},
          Row{"amount", {"ABC-1", "25", "USD", "", ""}, CardFault::other_amount}}) {
        SCOPED_TRACE(row.name);
        const auto card = judge_card_row(*columns, each, row.cells);
        if (row.fault) {
            ASSERT_FALSE(card);
            EXPECT_EQ(card.error().fault, *row.fault);
            EXPECT_EQ(card.error().reason.find("ABC"), std::string::npos);
        } else {
            ASSERT_TRUE(card) << card.error().reason;
            EXPECT_EQ(card->code, "ABC-1");
        }
    }
}

TEST(CardRowTest, FindsColumnsByHeadersAndMaps) {
    struct Row {
        const char* name;
        std::vector<std::string> headers;
        std::vector<std::string> maps;
        const char* code;
    };
    for (const Row& row :
         {Row{"header", {"gift card code"}, {}, ""},
          Row{"map", {"Karte"}, {"code=karte"}, ""},
          Row{"none", {"number"}, {}, "compensation.no-code-column"},
          Row{"no such column", {"code"}, {"pin=PIN code"}, "compensation.unknown-column"},
          Row{"no such field", {"code"}, {"colour=code"}, "compensation.bad-map"},
          Row{"no map", {"code"}, {"code"}, "compensation.bad-map"}}) {
        SCOPED_TRACE(row.name);
        const Result<CardColumns> columns = find_card_columns(row.headers, row.maps);
        EXPECT_EQ(columns ? "" : columns.error().code, row.code);
    }
}

}  // namespace
}  // namespace querist::compensation
