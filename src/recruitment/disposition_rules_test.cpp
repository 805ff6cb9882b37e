#include "recruitment/disposition_rules.hpp"
#include "recruitment/history_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace querist::recruitment {
namespace {

using fixture::any_event;
using fixture::any_history;
using fixture::on_day;

struct HistoryRow {
    const char* name;
    std::vector<EventKind> events;  ///< One a day.
    std::string_view code;
    Step reached;
};

void expect_results(const std::vector<HistoryRow>& rows) {
    for (const HistoryRow& row : rows) {
        SCOPED_TRACE(row.name);
        std::vector<CaseEvent> history;
        history.reserve(row.events.size());
        for (const EventKind kind : row.events) {
            history.push_back(on_day(static_cast<int>(history.size()), kind));
        }
        const CaseResult result = result_of(history);
        EXPECT_EQ(row_of(result.code).number, row.code);
        EXPECT_EQ(label_of(result.reached), label_of(row.reached));
    }
}

TEST(DispositionRulesTest, TellWhatBecameOfTheMail) {
    using enum EventKind;
    expect_results({
        {"nothing happened", {}, "3.11", Step::drawn},
        {"drawn", {sampled}, "3.11", Step::drawn},
        {"wants no mail", {sampled, suppressed}, "3.11", Step::drawn},
        {"deleted before", {sampled, person_deleted}, "3.11", Step::drawn},
        {"sent", {sampled, invited}, "3.19", Step::invited},
        {"sent, then wants no mail", {invited, suppressed}, "3.19", Step::invited},
        {"reminder alone", {reminded}, "3.19", Step::invited},
        {"taken", {invited, delivered}, "3.19", Step::delivered},
        {"came back", {invited, bounced}, "3.30", Step::invited},
        {"taken, then came back", {invited, delivered, bounced}, "3.30", Step::invited},
        {"mended address", {invited, bounced, invited, delivered}, "3.19", Step::delivered},
        {"moved", {invited, moved}, "3.40", Step::invited},
        {"cut off", {invited, uncertain_delivery}, "3.10", Step::invited},
        {"cut off, reminder taken",
         {invited, uncertain_delivery, reminded, delivered},
         "3.19",
         Step::delivered},
    });
}

TEST(DispositionRulesTest, TellWhatSomebodySaidOrDid) {
    using enum EventKind;
    expect_results({
        {"receipt", {invited, read_receipt}, "2.1122", Step::delivered},
        {"somebody else", {invited, unsampled_reply}, "3.91", Step::delivered},
        {"reply", {invited, replied_other}, "2.30", Step::delivered},
        {"away", {invited, replied_unavailable}, "2.26", Step::delivered},
        {"language", {invited, opened_link, replied_language}, "2.33", Step::opened},
        {"declined", {invited, replied_refusal}, "2.111", Step::delivered},
        {"opted out", {invited, opted_out}, "2.111", Step::delivered},
        {"opted out, later mail came back", {opted_out, bounced}, "2.111", Step::delivered},
        {"opened", {invited, bounced, opened_link}, "2.1121", Step::opened},
        {"no consent", {opened_link, refused_consent}, "2.111", Step::opened},
        {"agreed, no answer", {opened_link, consented}, "2.1121", Step::started},
        {"still answering", {opened_link, consented, answered}, "2.12", Step::started},
        {"few answers", {consented, answered, broke_off}, "2.12", Step::started},
        {"few answers, opted out", {answered, opted_out}, "2.12", Step::started},
        {"enough answers", {consented, answered, partial}, "1.2", Step::started},
        {"finished", {consented, answered, completed}, "1.1", Step::counted},
        {"thought again", {refused_consent, consented, answered, completed}, "1.1", Step::counted},
        {"screened out", {consented, answered, screened_out}, "4.10", Step::started},
        {"quota", {consented, answered, quota_full}, "4.80", Step::started},
    });
}

TEST(DispositionRulesTest, LetCorrectionsComeFirst) {
    using enum EventKind;
    expect_results({
        {"finished, deleted, thanks came back",
         {completed, person_deleted, bounced},
         "1.1",
         Step::counted},
        {"taken back", {consented, completed, withdrawn}, "2.111", Step::finished},
        {"excluded", {completed, excluded}, "4.90", Step::finished},
        {"excluded, then taken back", {completed, excluded, withdrawn}, "4.90", Step::finished},
        {"came twice", {completed, duplicate, excluded}, "4.81", Step::finished},
        {"unusable", {consented, answered, completed, unusable}, "2.30", Step::finished},
        {"unusable, then taken back", {completed, unusable, withdrawn}, "2.30", Step::finished},
        {"unusable, and not eligible", {completed, unusable, excluded}, "4.90", Step::finished},
        {"excluded unseen", {invited, bounced, excluded}, "4.90", Step::invited},
    });
}

TEST(DispositionRulesTest, TakeTheWorseWordOfOneMoment) {
    using enum EventKind;
    const std::vector<CaseEvent> history{on_day(1, bounced), on_day(1, delivered)};
    EXPECT_EQ(result_of(history).code, Code::undelivered);
}

/// Where the rule stands that gives the code.
std::size_t place_of_rule(const std::vector<CaseEvent>& events) {
    const CaseHistory history(events);
    const auto rules = disposition_rules();
    const auto found = std::ranges::find_if(rules, [&](const DispositionRule& rule) {
        return rule.holds(history);
    });
    return static_cast<std::size_t>(found - rules.begin());
}

RC_GTEST_PROP(DispositionRulesTest, EveryHistoryHasOneCode, ()) {
    const std::vector<CaseEvent> history = *any_history();
    const CaseResult result = result_of(history);
    const std::size_t place = place_of_rule(history);
    RC_ASSERT(place < disposition_rules().size());
    RC_ASSERT(disposition_rules()[place].code == result.code);
    RC_ASSERT((result.reached == Step::counted) == (result.code == Code::complete));
}

RC_GTEST_PROP(DispositionRulesTest, TheOrderOfRecordingDoesNotMatter, ()) {
    std::vector<CaseEvent> history = *any_history();
    const CaseResult result = result_of(history);
    SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    shuffle(history, random);
    RC_ASSERT(result_of(history) == result);
    if (!history.empty()) history.push_back(history.front());  // recorded twice
    RC_ASSERT(result_of(history) == result);
}

RC_GTEST_PROP(DispositionRulesTest, AFurtherEventNeverLeadsToALaterRule, ()) {
    std::vector<CaseEvent> history = *any_history();
    const std::size_t before = place_of_rule(history);
    const Step reached = result_of(history).reached;
    const CaseEvent further = *any_event();
    history.push_back(further);
    const std::size_t after = place_of_rule(history);
    const auto tier = [](std::size_t place) { return disposition_rules()[place].tier; };
    const bool both_of_delivery =
        tier(before) == RuleTier::delivery && tier(after) == RuleTier::delivery;
    RC_ASSERT(after <= before || both_of_delivery);
    // Only a word on delivery or a correction can make somebody's way shorter.
    const Nature nature = row_of(further.kind).nature;
    RC_ASSERT(
        result_of(history).reached >= reached || nature == Nature::delivery ||
        nature == Nature::correction
    );
}

RC_GTEST_PROP(DispositionRulesTest, OnlyCorrectionsTakeACompleteAway, ()) {
    std::vector<CaseEvent> history = *any_history();
    history.push_back(on_day(1, EventKind::completed));
    const bool corrected = std::ranges::any_of(history, [](const CaseEvent& event) {
        return row_of(event.kind).nature == Nature::correction;
    });
    RC_ASSERT((result_of(history).code == Code::complete) == !corrected);
}

RC_GTEST_PROP(DispositionRulesTest, WhoeverWasKnownToBeEligibleIsNeverUnknownAgain, ()) {
    std::vector<CaseEvent> history = *any_history();
    const auto unknown = [&] {
        const Group group = row_of(result_of(history).code).group;
        return group == Group::unknown_receipt || group == Group::unknown_other;
    };
    const bool before = unknown();
    history.push_back(*any_event());
    RC_ASSERT(before || !unknown());
}

TEST(CaseEventTest, EachKindHasAWordOfItsOwn) {
    std::set<std::string_view> words;
    for (const EventRow& row : event_rows()) {
        EXPECT_TRUE(words.insert(row.word).second) << row.word;
        EXPECT_EQ(event_kind_of(row.word), row.kind);
        EXPECT_FALSE(row.says.empty());
    }
    EXPECT_EQ(event_kind_of("opened link"), std::nullopt);
}

TEST(DispositionCodesTest, EachCodeIsFoundByItsNumber) {
    for (const CodeRow& row : code_table().rows) {
        EXPECT_EQ(code_of(row.number), row.code) << row.number;
    }
    EXPECT_EQ(code_of("2.113"), std::nullopt);  // of another edition
}

TEST(DispositionCodesTest, NumbersSayTheGroup) {
    for (const CodeRow& row : code_table().rows) {
        SCOPED_TRACE(std::string(row.number));
        const bool eligible = row.group != Group::unknown_receipt &&
                              row.group != Group::unknown_other && row.group != Group::not_eligible;
        EXPECT_EQ(row.number.front() == '1' || row.number.front() == '2', eligible);
        EXPECT_EQ(row.number.front() == '4', row.group == Group::not_eligible);
        EXPECT_EQ(row.number.starts_with("2.1"), row.group == Group::refusal);
        EXPECT_EQ(row.number.starts_with("3.1"), row.group == Group::unknown_receipt);
    }
}

}  // namespace
}  // namespace querist::recruitment
