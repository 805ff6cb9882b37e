#include "response/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace querist::response {
namespace {

using namespace fixture;
using expression::Value;

/// Walks a response to its end as the server would; false when a page keeps being refused.
bool walk_to_end(
    const Study& study,
    State& state,
    SeededRandom& random,
    const std::vector<Value>* steer = nullptr
) {
    constexpr int turns_max = 60;
    for (int turn = 0; turn < turns_max; ++turn) {
        const std::optional<int> page = resume_page(study, state);
        if (!page) return true;
        const Form form = synthetic_form(study, state, *page, random, steer);
        const PageCheck check = check_page(study, state, *page, form);
        if (!check.faults.empty()) continue;
        accept_page(state, *page, state.page_revisions[static_cast<std::size_t>(*page)] + 1, check);
    }
    return false;
}

TEST(SyntheticTest, WalksEveryBranchWithEveryChoice) {
    const Study study = interoperability_study();
    SeededRandom random(7);
    std::set<std::string> seen;
    int skipped = 0;
    int shown = 0;
    for (int response = 0; response < 400; ++response) {
        State state = fresh_state(study);
        ASSERT_TRUE(walk_to_end(study, state, random));
        for (const Answer& answer : state.answers) {
            for (const auto& [option, text] : answer.texts) {
                EXPECT_TRUE(text.starts_with("Synthetic answer ")) << text;
            }
        }
        const std::vector<Gap> why = gaps(study, state);
        for (std::size_t item = 0; item < why.size(); ++item) {
            if (why[item] == Gap::not_shown) continue;
            ++shown;
            if (why[item] == Gap::skipped) ++skipped;
            if (const auto* choice = std::get_if<expression::Choice>(&state.answers[item].value)) {
                seen.insert(study.items[item].id + std::to_string(choice->index));
            }
            seen.insert(study.items[item].id);
        }
    }
    for (const Item& item : study.items) EXPECT_TRUE(seen.contains(item.id)) << item.id;
    EXPECT_TRUE(seen.contains("ml_years4"));
    EXPECT_TRUE(seen.contains("sector3"));
    EXPECT_GT(skipped, shown / 50);
    EXPECT_LT(skipped, shown / 12);
}

TEST(SyntheticTest, RepeatsASeed) {
    const Study study = interoperability_study();
    SeededRandom first(3);
    SeededRandom second(3);
    const State fresh = fresh_state(study);
    for (int page = 0; page < 4; ++page) {
        EXPECT_EQ(
            synthetic_form(study, fresh, page, first), synthetic_form(study, fresh, page, second)
        );
    }
}

TEST(SyntheticTest, FollowsItsSteer) {
    const Study study = interoperability_study();
    std::vector<Value> steer(study.items.size());
    const auto place = [&](const char* id) {
        return static_cast<std::size_t>(instrument::item_index(study, id));
    };
    steer[place("uses_onnx")] = true;
    steer[place("problems")] = expression::Cells{{0, 3, -1}};
    steer[place("role")] = expression::Choice{2};
    steer[place("size")] = expression::ChoiceSet{{0}};  // of another kind: drawn instead
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        SeededRandom random(seed);
        State state = fresh_state(study);
        ASSERT_TRUE(walk_to_end(study, state, random, &steer));
        for (const char* id : {"uses_onnx", "problems", "role"}) {
            EXPECT_TRUE(state.answers[place(id)].value == steer[place(id)]) << id;
        }
        EXPECT_TRUE(std::holds_alternative<expression::Choice>(state.answers[place("size")].value));
        EXPECT_EQ(gaps(study, state)[place("ml_years")], Gap::skipped);
        EXPECT_EQ(gaps(study, state)[place("remedy")], Gap::skipped) << "the branch is walked";
    }
}

TEST(SyntheticTest, KeepsLimitsAndRules) {
    const instrument::Number limited{instrument::NumberKind::whole, 5.0, 9.0, ""};
    const Study study =
        StudyBuilder()
            .page("p")
            .item("a", limited)
            .required()
            .item("b", limited)
            .must_hold("b >= a", "Not below")
            .item(
                "c",
                instrument::SeveralChoices{
                    {option("x"), option("y"), option("z"), exclusive("n")}, 2, 2
                }
            )
            .required()
            .item("d", instrument::Text{instrument::TextLength::one_line, 6})
            .required()
            .item("e", instrument::Consent{"yes"})
            .item("f", instrument::Number{instrument::NumberKind::decimal, 0.01, 0.02, ""})
            .build();
    SeededRandom random(11);
    for (int i = 0; i < 200; ++i) {
        const State fresh = fresh_state(study);
        const PageCheck check =
            check_page(study, fresh, 0, synthetic_form(study, fresh, 0, random));
        ASSERT_TRUE(check.faults.empty()) << check.faults.front().field;
    }
}

TEST(SyntheticTest, SendsAgainWhatWasAccepted) {
    const Study study = every_kind_study();
    SeededRandom random(5);
    State state = fresh_state(study);
    ASSERT_TRUE(walk_to_end(study, state, random));
    const PageCheck again = check_page(study, state, 0, synthetic_form(study, state, 0, random));
    EXPECT_TRUE(again.faults.empty());
    EXPECT_TRUE(again.answers == state.answers);
}

}  // namespace
}  // namespace querist::response
