#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

/// A study that pays with these further keys, which begin on line 6, at column 5.
std::string paying(const std::string& keys) {
    return faulty::with_top(
        "compensation:\n  - {id: cards, text: A card, amount: 10.00 USD, recipients: all, " + keys +
        "}\n"
    );
}

TEST(CompensationTest, IsReadWithItsTerms) {
    const LoadedStudy loaded =
        faulty::load(faulty::with_top("compensation:\n"
                                      "  - id: cards\n"
                                      "    text: A card\n"
                                      "    amount: 10.00 USD\n"
                                      "    recipients: all\n"
                                      "    paid: codes\n"
                                      "    budget: 690.00 USD\n"
                                      "    eligible: complete, one per person\n"
                                      "    review days: 2\n"
                                      "    claim days: 60\n"
                                      "    when budget ends: tell participants\n"
                                      "    tax threshold: 600.00 USD\n"));
    ASSERT_TRUE(loaded.study) << faulty::told(loaded);
    ASSERT_EQ(loaded.study->compensation.size(), 1U);
    const Compensation& one = loaded.study->compensation.front();
    EXPECT_EQ(one.payment, Payment::codes);
    EXPECT_EQ(one.budget, (Money{.minor_units = 69'000, .currency = "USD"}));
    EXPECT_EQ(one.eligibility, Eligibility::complete_persons);
    EXPECT_EQ(one.review_days, 2);
    EXPECT_EQ(one.claim_days, 60);
    EXPECT_EQ(one.at_end, BudgetEnd::tell);
    EXPECT_EQ(one.tax_threshold, (Money{.minor_units = 60'000, .currency = "USD"}));
}

TEST(CompensationTest, NamesFaults) {
    faulty::expect_problems({
        {"another currency",
         paying("paid: codes, budget: 690.00 EUR"),
         "study.other-currency",
         6,
         88},
        {"a threshold in another currency than the budget",
         faulty::with_top("compensation: [{id: a, text: b, paid: by hand, budget: 9 USD, tax "
                          "threshold: 6 EUR}]\n"),
         "study.other-currency",
         5,
         78},
        {"two paid by codes",
         faulty::with_top(
             "compensation: [{id: a, text: b, amount: 1 USD, paid: codes}, {id: c, text: d, "
             "amount: 1 USD, paid: codes}]\n"
         ),
         "study.second-codes",
         5,
         100},
        {"unknown payment", paying("paid: cash"), "study.unknown-payment", 6, 73},
        {"unknown eligibility",
         paying("paid: codes, eligible: everybody"),
         "study.unknown-eligibility",
         6,
         90},
        {"unknown end",
         paying("paid: codes, when budget ends: panic"),
         "study.unknown-budget-end",
         6,
         98},
        {"days", paying("paid: codes, claim days: 0"), "study.out-of-range", 6, 92},
        {"claims by hand", paying("paid: by hand, claim days: 60"), "study.misplaced-key", 6, 82},
        {"claims of nothing", paying("review days: 3"), "study.misplaced-key", 6, 67},
        {"no amount",
         faulty::with_top("compensation: [{id: cards, text: A card, paid: codes}]\n"),
         "study.missing-key",
         5,
         48},
        {"amount of nothing",
         faulty::with_top("compensation: [{id: a, text: b, amount: 0 USD, paid: codes}]\n"),
         "study.bad-amount",
         5,
         41},
    });
}

TEST(CompensationTest, IsLookedAtByTheLinter) {
    struct Row {
        const char* name;
        const char* rule;
        void (*spoil)(Compensation&);
    };
    for (const Row& row : {
             Row{"nothing", "", [](Compensation&) {}},
             Row{"no amount",
                 "ambiguous-compensation",
                 [](Compensation& one) {
                     one.payment = Payment::by_hand;
                     one.amount.reset();
                 }},
             Row{"no recipients",
                 "ambiguous-compensation",
                 [](Compensation& one) { one.recipients.clear(); }},
             Row{"no budget", "no-budget", [](Compensation& one) { one.budget.reset(); }},
             Row{"budget of nobody",
                 "budget-below-amount",
                 [](Compensation& one) { one.budget = Money{one.amount->minor_units - 1, "USD"}; }},
             Row{"threshold of nobody",
                 "idle-tax-threshold",
                 [](Compensation& one) { one.tax_threshold = Money{60'000, "USD"}; }},
             Row{"small budget",
                 "budget-below-target",
                 [](Compensation& one) { one.budget->minor_units = 68'999; }},
             Row{"no end", "unsaid-budget-end", [](Compensation& one) { one.at_end.reset(); }},
             Row{"anybody",
                 "repeated-payment",
                 [](Compensation& one) { one.eligibility = Eligibility::complete; }},
             Row{"anybody, and no open link",
                 "",
                 [](Compensation& one) { one.eligibility = Eligibility::complete; }},
             Row{"at once", "payment-before-review", [](Compensation&) {}},
             Row{"anonymous and at once", "lone-claim", [](Compensation&) {}},
             Row{"anonymous, and days later", "", [](Compensation& one) { one.review_days = 7; }},
             Row{"nobody",
                 "payment-of-nobody",
                 [](Compensation& one) { one.eligibility = Eligibility::complete_persons; }},
         }) {
        SCOPED_TRACE(row.name);
        fixture::StudyBuilder builder;
        builder.add(fixture::item("used", YesNo{}));
        Compensation cards;
        cards.id = "cards";
        cards.text = "A card";
        cards.recipients = "participants";
        cards.amount = Money{.minor_units = 1'000, .currency = "USD"};
        cards.payment = Payment::codes;
        cards.budget = Money{.minor_units = 69'000, .currency = "USD"};
        cards.at_end = BudgetEnd::tell;
        row.spoil(cards);
        builder.study().compensation = {cards};
        SamplePlan plan;
        plan.target = 69;
        Recruitment recruitment;
        recruitment.text = "We write.";
        recruitment.sample = plan;
        const std::string_view name = row.name;
        if (name.starts_with("anonymous")) builder.study().mode = Mode::anonymous;
        if (name.ends_with("no open link")) recruitment.open_link = false;
        if (name == "at once") builder.study().screening.emplace();
        if (name != "nobody") recruitment.invitation = Invitation{};
        builder.study().recruitment = recruitment;
        const LintReport report = lint(builder.build());
        for (const char* rule :
             {"ambiguous-compensation",
              "no-budget",
              "budget-below-target",
              "unsaid-budget-end",
              "repeated-payment",
              "payment-of-nobody",
              "payment-before-review",
              "lone-claim"}) {
            EXPECT_EQ(fixture::count_of(report, rule), std::string_view(rule) == row.rule ? 1 : 0)
                << rule;
        }
    }
}

}  // namespace
}  // namespace querist::instrument
