#include "instrument/instrument.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

Study example_study() {
    LoadedStudy loaded = load_study(new_study("example", "Example"), "");
    EXPECT_TRUE(loaded.study.has_value());
    Study study = std::move(loaded.study).value();
    study.population = Population{};
    study.population->strata = {{"small", "Small ones"}, {"large", "Large ones"}};
    return study;
}

AnalysisPlan plan_of(const std::string& text, const Study& study) {
    LoadedPlan loaded = load_analysis_plan(text, study, "analysis.yaml");
    for (const Problem& one : loaded.problems) ADD_FAILURE() << describe(one, text);
    return loaded.plan.value_or(AnalysisPlan{});
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

const std::string registered = R"(querist: 1
weights:
  source: A census.
  margins:
    - of: uses_tools
      shares: {"yes": 70 %, "no": 30 %}
plan:
  - answers: how-used
    items: [uses_tools, problems]
    subgroups: [years]
    comparisons:
      - id: use-by-years
        compare: uses_tools
        by: years
        test: fisher exact
        expects: More.
    scales:
      - id: trouble
        measures: Trouble
        items: [problems.slow, problems.broken]
)";

TEST(PlanComparisonTest, SaysEachDifferenceInWords) {
    struct Row {
        const char* name;
        std::string before;
        std::string after;
        std::vector<std::string> expected;
    };
    using Words = std::vector<std::string>;
    const Row rows[] = {
        {"a comment only", "weights:", "# why\nweights:", {}},
        {"confidence",
         "weights:",
         "confidence: 99 %\nweights:",
         {"the confidence is now \"99 %\" instead of \"95 %\""}},
        {"adjustment",
         "weights:",
         "adjust p values: none\nweights:",
         {"the adjustment of p values is now \"none\" instead of \"holm\""}},
        {"order",
         "weights:",
         "ordered: [years]\nweights:",
         {"choices in order: the item years was added"}},
        {"shares",
         "\"yes\": 70 %, \"no\": 30 %",
         "\"yes\": 60 %, \"no\": 40 %",
         {"weights: the shares of uses_tools were changed"}},
        {"weights by strata",
         "  source: A census.\n  margins:\n    - of: uses_tools\n      shares: {\"yes\": 70 %, "
         "\"no\": 30 %}\n",
         "  strata: true\n",
         {"weights: the margin of uses_tools was removed",
          "weighting by strata is now \"each apart\"; it was not stated",
          "the source of the weights is no longer stated; it was \"A census.\""}},
        {"source",
         "A census.",
         "A register.",
         {"the source of the weights is now \"A register.\" instead of \"A census.\""}},
        {"item added",
         "[uses_tools, problems]",
         "[uses_tools, problems, remedy]",
         {"how-used: the item remedy was added"}},
        {"item removed",
         "[uses_tools, problems]",
         "[uses_tools]",
         {"how-used: the item problems was removed"}},
        {"sub-group",
         "[years]",
         "[uses_tools]",
         {"how-used: the sub-group uses_tools was added",
          "how-used: the sub-group years was removed"}},
        {"test",
         "fisher exact",
         "chi-square",
         {"the test of the comparison use-by-years is now \"chi-square\" instead of \"fisher "
          "exact\""}},
        {"grouping",
         "by: years",
         "by: problems.slow",
         {"the grouping of the comparison use-by-years is now \"problems.slow\" instead of "
          "\"years\""}},
        {"expectation",
         "        expects: More.\n",
         "",
         {"the expectation of the comparison use-by-years is no longer stated; it was \"More.\""}},
        {"gaps",
         "expects: More.",
         "expects: More.\n        missing answers: counted",
         {"the treatment of missing answers of the comparison use-by-years is now \"counted\" "
          "instead of \"left out\""}},
        {"another comparison",
         "id: use-by-years",
         "id: years",
         {"the comparison years was added (fisher exact)",
          "the comparison use-by-years was removed (fisher exact)"}},
        {"scale",
         "[problems.slow, problems.broken]",
         "[problems.slow, problems.other]",
         {"scale trouble: the item problems.other was added",
          "scale trouble: the item problems.broken was removed"}},
    };
    const Study study = example_study();
    const AnalysisPlan before = plan_of(registered, study);
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const AnalysisPlan after = plan_of(replaced(registered, row.before, row.after), study);
        EXPECT_EQ(compare_plans(before, study, after, study), Words(row.expected));
    }
}

TEST(PlanComparisonTest, NamesWhatWasNotPromised) {
    const Study study = example_study();
    const AnalysisPlan before = plan_of(registered, study);
    const auto additions = [&](const std::string& what, const std::string& with) {
        return plan_additions(
            before, study, plan_of(replaced(registered, what, with), study), study
        );
    };
    using Ids = std::vector<std::string>;
    EXPECT_EQ(
        additions("[uses_tools, problems]", "[remedy, problems]").items,
        std::vector{item_index(study, "remedy")}
    );
    EXPECT_EQ(additions("fisher exact", "chi-square").comparisons, Ids{"use-by-years"});
    EXPECT_EQ(additions("id: use-by-years", "id: another").comparisons, Ids{"another"});
    EXPECT_EQ(additions("problems.broken", "problems.other").scales, Ids{"trouble"});
    const PlanAdditions words = additions("expects: More.", "expects: Less.");
    EXPECT_TRUE(words.items.empty());
    EXPECT_TRUE(words.comparisons.empty());
    EXPECT_TRUE(words.scales.empty());
}

TEST(PlanComparisonTest, WhatWasRegisteredIsComputedAsItWasRegistered) {
    using Ids = std::vector<std::string>;
    struct Row {
        const char* name;
        std::string before;
        std::string after;
        Ids comparisons;  ///< Of the plan that is computed.
        Ids added;
    };
    const Study study = example_study();
    const AnalysisPlan before = plan_of(registered, study);
    for (const Row& row : {
             Row{"nothing", "A census.", "A census.", {"use-by-years"}, {}},
             Row{"expectation", "More.", "Less.", {"use-by-years"}, {}},
             Row{"another test",
                 "fisher exact",
                 "chi-square",
                 {"use-by-years-changed", "use-by-years"},
                 {"use-by-years-changed"}},
             Row{"another name", "id: use-by-years", "id: mine", {"mine", "use-by-years"}, {"mine"}
             },
             Row{"another level", "weights:", "confidence: 99 %\nweights:", {"use-by-years"}, {}},
             Row{"no adjustment",
                 "weights:",
                 "adjust p values: none\nweights:",
                 {"use-by-years"},
                 {}},
             Row{"an item taken away",
                 "[uses_tools, problems]",
                 "[uses_tools]",
                 {"use-by-years"},
                 {}},
         }) {
        SCOPED_TRACE(row.name);
        const auto [plan, additions] =
            bound_plan(before, plan_of(replaced(registered, row.before, row.after), study));
        EXPECT_EQ(plan.confidence, 0.95);
        EXPECT_EQ(plan.adjustment, PAdjustment::holm);
        ASSERT_EQ(plan.answers.size(), 1U);
        const PlannedAnswer& answer = plan.answers.front();
        EXPECT_EQ(answer.items, before.answers.front().items);
        Ids ids;
        for (const Comparison& one : answer.comparisons) ids.push_back(one.id);
        EXPECT_EQ(ids, row.comparisons);
        EXPECT_EQ(additions.comparisons, row.added);
        EXPECT_EQ(answer.comparisons.back().expects, "More.");
        EXPECT_EQ(answer.comparisons.back().test, PlannedTest::fisher_exact);
    }
}

TEST(PlanComparisonTest, WhatIsNoLongerPlannedIsComputedAllTheSame) {
    const Study study = example_study();
    const AnalysisPlan before = plan_of(registered, study);
    AnalysisPlan nothing = before;
    nothing.answers.clear();
    const BoundPlan bound = bound_plan(before, nothing);
    ASSERT_EQ(bound.plan.answers.size(), 1U);
    EXPECT_EQ(bound.plan.answers.front().comparisons.size(), 1U);
    EXPECT_TRUE(bound.additions.items.empty());
}

TEST(PlanComparisonTest, ComparesByNameAcrossVersions) {
    const Study before = example_study();
    StudyFiles files = new_study("example", "Example");
    files["study.yaml"] = replaced(
        files["study.yaml"],
        "        - id: uses_tools\n",
        "        - id: first\n          ask: First?\n          kind: yes/no\n"
        "          serves: [how-used]\n        - id: uses_tools\n"
    );
    const LoadedStudy loaded = load_study(files, "");
    ASSERT_TRUE(loaded.study.has_value());
    const AnalysisPlan then = plan_of(registered, before);
    const AnalysisPlan now = plan_of(registered, *loaded.study);
    EXPECT_NE(then.answers.front().items, now.answers.front().items);
    EXPECT_TRUE(compare_plans(then, before, now, *loaded.study).empty());
}

}  // namespace
}  // namespace querist::instrument
