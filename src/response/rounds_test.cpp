// Walks through a repeated block: what its rounds ask, say and keep.

#include "fixtures/repeated_study.hpp"
#include "response/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace querist::response {
namespace {

using namespace fixture;

/// A response to the study with the repeated block, page by page.
class Respondent {
public:
    void answers(const char* page, const Form& form) {
        const auto found = std::ranges::find(study_.pages, page, &instrument::Page::id);
        ASSERT_NE(found, study_.pages.end()) << page;
        const int position = static_cast<int>(found - study_.pages.begin());
        ASSERT_TRUE(reachable(study_, state_, position)) << page;
        const PageCheck check = check_page(study_, state_, position, form);
        ASSERT_TRUE(check.faults.empty()) << page;
        accept_page(state_, position, state_.page_revisions[at(position)] + 1, check);
    }

    /// The ids of the pages that apply, in their order.
    [[nodiscard]] std::string walk() const {
        std::string pages;
        for (auto page = next_page(study_, state_.answers, -1); page;
             page = next_page(study_, state_.answers, *page)) {
            pages += study_.pages[at(*page)].id + " ";
        }
        return pages;
    }

    [[nodiscard]] std::string_view gap(std::string_view item) const {
        const int position = instrument::item_index(study_, item);
        return to_text(gaps(study_, state_)[at(position)]);
    }

    /// The question of an item, and the title and text of its page.
    [[nodiscard]] std::string says(std::string_view id) const {
        const int position = instrument::item_index(study_, id);
        const instrument::Item item = shown_item(study_, state_.answers, position, {});
        const instrument::Page& page = study_.pages[at(item.page)];
        const instrument::Round* round = instrument::round_of(page);
        return item.ask + " | " +
               piped(study_, state_.answers, page.title, TextFormat::plain, round) + " | " +
               piped(study_, state_.answers, page.text, TextFormat::markdown, round);
    }

    [[nodiscard]] const State& state() const { return state_; }

private:
    instrument::Study study_ = fixtures::repeated_study();
    State state_ = fresh_state(study_);
};

TEST(RoundsTest, EachChosenChoiceIsAskedAbout) {
    Respondent one;
    EXPECT_EQ(one.walk(), "which ");
    one.answers("which", {{"tools", "other"}, {"tools", "make"}});
    EXPECT_EQ(one.walk(), "which use_make use_other ");
    one.answers("use_make", {{"often_make", "daily"}});
    EXPECT_EQ(one.walk(), "which use_make use_other last ") << "a condition names a round";
    EXPECT_EQ(one.gap("often_make"), "");
    EXPECT_EQ(one.gap("why_make"), "not_shown");
    EXPECT_EQ(one.gap("often_ninja"), "not_shown");
    EXPECT_EQ(one.gap("often_other"), "broken_off");
    Respondent none;
    none.answers("which", {{"tools", "none"}});
    EXPECT_EQ(none.walk(), "which ");
}

TEST(RoundsTest, AConditionWithinTheBlockMeansItsRound) {
    Respondent one;
    one.answers("which", {{"tools", "make"}, {"tools", "ninja"}});
    one.answers("use_make", {{"often_make", "daily"}});
    one.answers("use_ninja", {{"often_ninja", "rarely"}});
    EXPECT_EQ(one.gap("why_make"), "not_shown");
    EXPECT_EQ(one.gap("why_ninja"), "broken_off") << "it was revealed and not yet on the page";
    one.answers("use_ninja", {{"often_ninja", "rarely"}, {"why_ninja", "It is slow."}});
    EXPECT_EQ(one.gap("why_ninja"), "");
}

TEST(RoundsTest, ATakenBackChoiceKeepsItsAnswersAsleep) {
    Respondent one;
    one.answers("which", {{"tools", "make"}, {"tools", "ninja"}});
    one.answers("use_make", {{"often_make", "daily"}});
    one.answers("use_ninja", {{"often_ninja", "daily"}, {"years_ninja", "4"}});
    const State before = one.state();
    one.answers("which", {{"tools", "make"}});
    EXPECT_EQ(one.walk(), "which use_make last ");
    EXPECT_EQ(one.gap("often_ninja"), "not_shown");
    EXPECT_EQ(one.gap("years_ninja"), "not_shown");
    one.answers("which", {{"tools", "make"}, {"tools", "ninja"}});
    EXPECT_EQ(one.gap("years_ninja"), "");
    EXPECT_EQ(one.state().answers, before.answers);
}

TEST(RoundsTest, EachIsTheChoiceInWords) {
    struct Row {
        const char* name;
        Form form;
        const char* item;
        const char* expected;
    };
    const Row rows[] = {
        {"a label",
         {{"tools", "make"}},
         "often_make",
         "How often do you use Make? | About Make | Think of *Make*."},
        {"what was typed, as text",
         {{"tools", "other"}, {"tools.text.other", "*My* {{tools}}"}},
         "often_other",
         "How often do you use *My* {{tools}}? | About *My* {{tools}} | "
         "Think of *\\*My\\* \\{\\{tools\\}\\}*."},
        {"nothing was typed",
         {{"tools", "other"}},
         "often_other",
         "How often do you use the other tool? | About the other tool | Think of *it*."},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        Respondent one;
        one.answers("which", row.form);
        EXPECT_EQ(one.says(row.item), row.expected);
    }
}

}  // namespace
}  // namespace querist::response
