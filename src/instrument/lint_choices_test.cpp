#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using namespace fixture;

struct ListRow {
    const char* name;
    std::vector<Option> choices;
    int expected;
};

int found_in(const char* rule, Item made) {
    StudyBuilder builder;
    builder.add(std::move(made));
    return count_of(lint(builder.build()), rule);
}

void expect_rows(const char* rule, const std::vector<ListRow>& rows) {
    for (const ListRow& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(found_in(rule, item("q", SingleChoice{row.choices})), row.expected);
    }
}

TEST(LintRangesTest, FindsGaps) {
    expect_rows(
        "range-gap",
        {
            {"years in the usual way",
             options({"Less than 1 year", "1 – 2 years", "3 – 5 years", "> 5 years"}),
             0},
            {"three is missing", options({"1 – 2 years", "4 – 5 years"}), 1},
            {"twenty-one is missing", options({"11 – 20", "> 21"}), 1},
            {"open end fits", options({"11 – 20", "> 20"}), 0},
            {"plus fits", options({"251 – 1000 employees", "1001+ employees"}), 0},
            {"plus leaves 1001 to 1009", options({"251 – 1000 employees", "1010+ employees"}), 1},
            {"less than meets", options({"less than 5", "5 – 9", "10 or more"}), 0},
            {"five is missing", options({"less than 5", "more than 5"}), 1},
            {"months and years", options({"Less than 6 months", "6 – 11 months", "1 – 2 years"}), 0
            },
            {"half a year is missing", options({"1 – 6 months", "1 – 2 years"}), 1},
            {"decimals", options({"0 – 0.5", "0.6 – 1.0"}), 0},
            {"decimals with a gap", options({"0 – 0.5", "0.7 – 1.0"}), 1},
            {"in descending order", options({"> 5 years", "4 – 5 years", "1 – 2 years"}), 1},
            {"in brackets", options({"Small (1 – 50 employees)", "Medium (51 – 250 employees)"}), 0
            },
            {"two gaps", options({"1 – 2", "4 – 5", "7 – 8"}), 2},
            {"different units are no list", options({"1 – 2 years", "4 – 5 employees"}), 0},
            {"grades", options({"1", "2", "4"}), 0},
            {"a list of numbers", options({"None", "1, 2 or 3", "At least 4"}), 0},
            {"four is missing after a list", options({"None", "1, 2 or 3", "At least 5"}), 1},
            {"words for numbers",
             options({"None", "one or two", "three and four", "six or more"}),
             1},
            {"three of a list is missing", options({"1, 2 or 4", "5 or more"}), 0},
            {"three of the single numbers is missing", options({"0", "1", "2", "4", "5"}), 1},
            {"with a unit", options({"1 tool", "2 tools", "4 tools", "5 tools"}), 1},
            {"every number", options({"0", "1", "2", "3", "4"}), 0},
            {"powers of two", options({"1", "2", "4", "8", "16"}), 0},
            {"every fifth", options({"5", "10", "15", "20"}), 0},
        }
    );
}

TEST(LintRangesTest, FindsOverlaps) {
    expect_rows(
        "range-overlap",
        {
            {"five twice", options({"1 – 5", "5 – 10"}), 1},
            {"apart", options({"1 – 5", "6 – 10"}), 0},
            {"up to meets from", options({"up to 5", "5 or more"}), 1},
            {"less than meets from", options({"less than 5", "5 or more"}), 0},
            {"less than overlaps", options({"less than 5", "4 – 10"}), 1},
            {"open end overlaps", options({"1 – 20", "> 19"}), 1},
            {"two open ends", options({"5+", "10+"}), 1},
            {"twelve months are a year", options({"1 – 12 months", "1 – 2 years"}), 1},
        }
    );
}

TEST(LintRangesTest, FindsWhereRangesDoNotStart) {
    Option never = option("Never");
    expect_rows(
        "range-start",
        {
            {"years from one", options({"1 – 2 years", "3 – 5 years", "> 5 years"}), 1},
            {"less than one", options({"Less than 1 year", "1 – 2 years"}), 0},
            {"from nothing", options({"0 – 2 years", "3 – 5 years"}), 0},
            {"an organization has one",
             options({"Small (1 – 50 employees)", "Large (51+ employees)"}),
             0},
            {"never fills it", with(options({"1 – 2 times", "3 – 5 times"}), never), 0},
            {"never does not reach", with(options({"4 – 5 times", "6 – 9 times"}), never), 1},
            {"above nothing", options({"> 0", "0"}), 0},
        }
    );
    Item age =
        item("age", SingleChoice{options({"18 – 29 years", "30+ years"})}, "How old are you?");
    EXPECT_EQ(found_in("range-start", age), 0) << "the consent's minimum age is 18";
    age.kind = SingleChoice{options({"20 – 29 years", "30+ years"})};
    EXPECT_EQ(found_in("range-start", age), 1);
}

TEST(LintRangesTest, FindsWhereRangesDoNotEnd) {
    expect_rows(
        "range-end",
        {
            {"open", options({"1 – 2 years", "> 2 years"}), 0},
            {"closed", options({"1 – 2 years", "3 – 5 years"}), 1},
            {"all there is", options({"0 – 50 %", "51 – 100 %"}), 0},
        }
    );
}

TEST(LintChoicesTest, FindsRepeatedLabels) {
    expect_rows(
        "repeated-label",
        {
            {"twice", options({"0 – 1", "2 – 3", "2 – 3", "4+"}), 1},
            {"another dash, capitals and spaces", options({"2 – 3 Years", " 2 - 3 years"}), 1},
            {"each its own", options({"0 – 1", "2 – 3"}), 0},
        }
    );
    EXPECT_EQ(
        found_in("repeated-label", item("q", Grid{options({"A", "A"}), options({"B", "C"})})), 1
    );
    EXPECT_EQ(
        found_in("repeated-label", item("q", Grid{options({"A", "B"}), options({"A", "B"})})), 0
    );
}

TEST(LintChoicesTest, FindsLoneChoices) {
    struct Row {
        const char* name;
        Kind kind;
        int expected;
    };
    for (const Row& row : {
             Row{"one choice", SingleChoice{options({"Yes"})}, 1},
             Row{"one point", Grid{options({"A", "B"}), options({"Yes"})}, 1},
             Row{"a tick", SeveralChoices{options({"Yes"}), {}, {}}, 0},
             Row{"two choices", SingleChoice{options({"Yes", "No"})}, 0},
             Row{"no choices", Text{}, 0},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(found_in("lone-choice", item("q", row.kind)), row.expected);
    }
}

TEST(LintChoicesTest, FindsPersonalQuestionsThatAreNotMarked) {
    struct Row {
        const char* ask;
        int expected;
    };
    for (const Row& row : {
             Row{"What is your gender?", 1},
             Row{"What is your monthly income?", 1},
             Row{"How old are you?", 1},
             Row{"How old are your models?", 0},
             Row{"What is the health of your build?", 0},
             Row{"How do you manage your packages?", 0},
             Row{"In what stage of your project are you?", 0},
         }) {
        SCOPED_TRACE(row.ask);
        Item made = item("q", Text{}, row.ask);
        EXPECT_EQ(found_in("undeclared-personal", made), row.expected);
        made.personal = true;
        EXPECT_EQ(found_in("undeclared-personal", made), 0);
        made.personal = false;
        made.describes_sample = true;
        EXPECT_EQ(found_in("undeclared-personal", made), 0);
    }
}

TEST(LintChoicesTest, FindsNoNone) {
    const std::vector<Option> tools = options({"MMdnn", "NNEF"});
    struct Row {
        const char* name;
        Kind kind;
        int expected;
    };
    for (const Row& row : {
             Row{"several without none", SeveralChoices{tools, {}, {}}, 1},
             Row{"several with none", SeveralChoices{with(tools, none()), {}, {}}, 0},
             Row{"declining is not none", SeveralChoices{with(tools, declined()), {}, {}}, 1},
             Row{"single", SingleChoice{tools}, 0},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(found_in("no-none", item("q", row.kind)), row.expected);
    }
}

TEST(LintChoicesTest, FindsNoPreferNotToSay) {
    enum class About { person, sample, work };
    struct Row {
        const char* name;
        About about;
        Requirement requirement;
        Kind kind;
        int expected;
    };
    const std::vector<Option> list = options({"Woman", "Man", "Non-binary"});
    using enum Requirement;
    for (const Row& row : {
             Row{"personal", About::person, optional, SingleChoice{list}, 1},
             Row{"sample", About::sample, optional, SingleChoice{list}, 1},
             Row{"can decline", About::person, optional, SingleChoice{with(list, declined())}, 0},
             Row{"about work", About::work, optional, SingleChoice{list}, 0},
             Row{"a field can stay empty", About::person, optional, Number{}, 0},
             Row{"a field must be filled", About::person, required, Number{}, 1},
             Row{"consent is no question", About::person, required, Consent{"I agree"}, 0},
         }) {
        SCOPED_TRACE(row.name);
        Item made = item("q", row.kind);
        made.personal = row.about == About::person;
        made.describes_sample = row.about == About::sample;
        made.requirement = row.requirement;
        EXPECT_EQ(found_in("no-prefer-not-to-say", made), row.expected);
    }
}

TEST(LintChoicesTest, FindsNoOther) {
    const std::vector<Option> places = options({"Web application", "Desktop", "Mobile devices"});
    expect_rows(
        "no-other",
        {
            {"things", places, 1},
            {"things and other", with(places, other()), 0},
            {"other without text", with(places, option("Other")), 0},
            {"two things", options({"Web", "Desktop"}), 1},
            {"two things and other", with(options({"Web", "Desktop"}), other()), 0},
            {"two things and none", with(options({"Web", "Desktop"}), none()), 0},
            {"two things and a way to decline", with(options({"Woman", "Man"}), declined()), 1},
            {"yes and no", options({"Yes, at work", "No"}), 0},
            {"a thing and its absence", options({"A team", "Nobody"}), 0},
            {"opposites", options({"Public", "Private"}), 0},
            {"a word and its negation", options({"Formal", "Informal"}), 0},
            {"one contrast", options({"In my team", "In another team"}), 0},
            {"two of a kind", options({"Graph A", "Graph B"}), 0},
            {"two grades", options({"Easy", "Difficult"}), 0},
            {"ranges", options({"1 – 2", "3 – 5", "> 5"}), 0},
            {"frequency", options({"Never", "Rarely", "Occasionally", "Regularly"}), 0},
            {"expertise", options({"Novice", "Intermediate", "Expert"}), 0},
            {"agreement", options({"Strongly agree", "Agree", "Neutral", "Disagree"}), 0},
        }
    );
}

TEST(LintChoicesTest, TakesTwoThingsWhereTheQuestionNamesNoThird) {
    for (const char* ask :
         {"Do you indent with tabs or with spaces?", "Which do you prefer?", "Which of the two?"}) {
        SCOPED_TRACE(ask);
        EXPECT_EQ(
            found_in("no-other", item("q", SingleChoice{options({"Tabs", "Spaces"})}, ask)), 0
        );
    }
}

TEST(LintChoicesTest, FindsOtherWithoutText) {
    expect_rows(
        "other-without-text",
        {
            {"with text", with(options({"Web"}), other()), 0},
            {"without", options({"Web", "Other"}), 1},
            {"asks for text and takes none", options({"Web", "Other (please specify)"}), 1},
            {"other people", options({"Other people in my team", "Nobody"}), 0},
        }
    );
}

TEST(LintChoicesTest, FindsLongLists) {
    std::vector<Option> list;
    list.reserve(16);
    for (std::size_t i = 1; i <= 15; ++i) list.push_back(option("Thing " + std::string(i, 'x')));
    EXPECT_EQ(found_in("long-choice-list", item("q", SingleChoice{list})), 0);
    list.push_back(other());
    EXPECT_EQ(found_in("long-choice-list", item("q", SingleChoice{list})), 1);
    const SingleChoice dropdown{list, Appearance::dropdown};
    EXPECT_EQ(found_in("long-choice-list", item("q", dropdown)), 0);
}

TEST(LintScalesTest, FindsUnequalScales) {
    struct Row {
        const char* name;
        Kind first;
        Kind second;
        int expected;
    };
    const auto frequency = options({"Never", "Rarely", "Occasionally", "Regularly"});
    const auto rows = options({"Crashes", "Differences"});
    for (const Row& row : {
             Row{"the same", Grid{rows, frequency}, Grid{rows, frequency}, 0},
             Row{"fewer points",
                 Grid{rows, frequency},
                 Grid{rows, options({"Never", "Sometimes", "Often"})},
                 1},
             Row{"another order",
                 Grid{rows, frequency},
                 Grid{rows, options({"Regularly", "Occasionally", "Rarely", "Never"})},
                 1},
             Row{"grid and single choice",
                 Grid{rows, frequency},
                 SingleChoice{options({"Never", "Often", "Always"})},
                 1},
             Row{"declining is no point",
                 SingleChoice{frequency},
                 SingleChoice{with(frequency, declined())},
                 0},
             Row{"another construct",
                 Grid{rows, frequency},
                 Grid{rows, options({"Disagree", "Neutral", "Agree"})},
                 0},
             Row{"own words, shared",
                 Grid{rows, options({"Blocks us", "Slows us", "Is fine"})},
                 Grid{rows, options({"Blocks us", "Is fine"})},
                 1},
             Row{"own words, others",
                 Grid{rows, options({"Blocks us", "Is fine"})},
                 Grid{rows, options({"Red", "Green"})},
                 0},
         }) {
        SCOPED_TRACE(row.name);
        StudyBuilder builder;
        builder.add(item("a", row.first)).add(item("b", row.second));
        EXPECT_EQ(count_of(lint(builder.build()), "unequal-scales"), row.expected);
    }
}

TEST(LintScalesTest, FindsUnbalancedScales) {
    expect_rows(
        "unbalanced-scale",
        {
            {"balanced",
             options({"Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"}),
             0},
            {"leaning", options({"Strongly agree", "Agree", "Somewhat agree", "Disagree"}), 1},
            {"one-sided by design",
             options({"Not at all satisfied", "Slightly satisfied", "Very satisfied"}),
             0},
            {"neither counts for none",
             options({"Likely", "Neither likely nor unlikely", "Unlikely"}),
             0},
            {"frequency has no sides", options({"Never", "Rarely", "Often"}), 0},
        }
    );
}

}  // namespace
}  // namespace querist::instrument
