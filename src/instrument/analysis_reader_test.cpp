#include "instrument/analysis_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using namespace planning;

TEST(AnalysisReaderTest, SaysWhichNameIsUnknown) {
    const Fault rows[] = {
        {"item",
         with_head("    subgroups: [siz]\n"),
         "5:17",
         "plan.unknown-item",
         "no item \"siz\"",
         "did you mean \"size\""},
        {"row",
         comparing("problems.crashs", "size", "chi-square"),
         "7:18",
         "plan.unknown-row",
         "no row \"crashs\"",
         "did you mean \"crashes\""},
        {"choice",
         comparing("tools.version", "size", "chi-square"),
         "7:18",
         "plan.unknown-choice",
         "no choice \"version\"",
         "a, b, v1.2"},
        {"row of a matrix",
         comparing("cells.wbe.cpu", "size", "chi-square"),
         "7:18",
         "plan.unknown-row",
         "no row \"wbe\"",
         "did you mean \"web\""},
        {"choice of a matrix",
         comparing("cells.web.tpu", "size", "chi-square"),
         "7:18",
         "plan.unknown-choice",
         "no choice \"tpu\"",
         "did you mean"},
        {"part of what has none",
         comparing("uses.yes", "size", "chi-square"),
         "7:18",
         "plan.no-part",
         "no part of \"uses\"",
         "write \"uses\" alone"},
        {"information",
         with_head("    subgroups: [welcome]\n"),
         "5:17",
         "plan.no-answer",
         "nobody answers",
         "question"},
        {"test",
         comparing("uses", "size", "fisher"),
         "9:15",
         "study.unknown-test",
         "no test \"fisher\"",
         "fisher exact"},
        {"adjustment",
         with_head("adjust p values: bonferroni\n"),
         "5:18",
         "study.unknown-adjustment",
         "bonferroni",
         "holm"},
        {"order of rows",
         with_head("sort rows: by size\n"),
         "5:12",
         "study.unknown-row-order",
         "by size",
         "by agreement"},
        {"part as mappings name it",
         comparing("problems.row.slow", "size", "kruskal-wallis"),
         "7:18",
         "plan.unknown-row",
         "row.slow",
         "write \"problems.slow\""},
        {"treatment of gaps",
         comparing("uses", "size", "chi-square\n        missing answers: left"),
         "10:26",
         "study.unknown-missing",
         "left",
         "left out"},
        {"key",
         with_head("    subgroup: [size]\n"),
         "5:5",
         "study.unknown-key",
         "subgroup",
         "did you mean \"subgroups\""},
    };
    for (const Fault& row : rows) expect_fault(row);
}

std::string weighing(std::string_view margin) {
    return with_head(fmt::format("weights:\n  source: A census.\n  margins:\n    - {}\n", margin));
}

TEST(AnalysisReaderTest, SaysWhatElseIsWrong) {
    const Fault rows[] = {
        {"item that serves another question",
         with_head("  - answers: why\n    items: [years]\n"),
         "6:13",
         "plan.does-not-serve",
         "does not serve the research question \"why\"",
         "serves: [why]"},
        {"part of an item",
         with_head("  - answers: why\n    items: [problems.slow]\n"),
         "6:13",
         "plan.part-of-item",
         "whole",
         "write \"problems\""},
        {"question twice",
         with_head("  - answers: how\n    items: [uses]\n"),
         "5:14",
         "study.duplicate-id",
         "second time",
         "its own"},
        {"item twice",
         with_head("    subgroups: [size, size]\n"),
         "5:23",
         "plan.duplicate",
         "twice",
         "once"},
        {"subgroup of a text",
         with_head("    subgroups: [remark]\n"),
         "5:17",
         "plan.unfit-groups",
         "makes no groups",
         "single choice"},
        {"scale of one",
         with_head("    scales:\n      - {id: s, measures: M, items: [years]}\n"),
         "6:37",
         "plan.unfit-scale",
         "at least two",
         "same thing"},
        {"scale of colours",
         with_head("    scales:\n      - {id: s, measures: M, items: [years, colour]}\n"),
         "6:45",
         "plan.unfit-scale",
         "in no order",
         "ordered"},
        {"order of a grid",
         with_head("ordered: [problems]\n"),
         "5:11",
         "plan.not-ordered",
         "only single choices",
         "anyway"},
        {"order with a text",
         with_head("ordered: [skill]\n"),
         "5:11",
         "plan.not-ordered",
         "takes a text",
         "categories"},
        {"confidence",
         with_head("confidence: 100 %\n"),
         "5:13",
         "study.out-of-range",
         "confidence",
         "95 %"},
        {"shares below 100",
         weighing("{of: size, shares: {small: 40 %, large: 50 %}}"),
         "8:26",
         "plan.unfit-margin",
         "add up to 90 %",
         "100 %"},
        {"share left out",
         weighing("{of: size, shares: {small: 100 %}}"),
         "8:26",
         "plan.missing-share",
         "leave out large",
         "every choice"},
        {"share of declining",
         weighing("{of: size, shares: {small: 40 %, large: 50 %, declined: 10 %}}"),
         "8:53",
         "plan.unfit-margin",
         "declines",
         "leave it out"},
        {"share of nothing",
         weighing("{of: size, shares: {smal: 40 %, large: 60 %}}"),
         "8:27",
         "plan.unknown-choice",
         "no choice \"smal\"",
         "did you mean \"small\""},
        {"share that is none",
         weighing("{of: size, shares: {small: 0.4, large: 60 %}}"),
         "8:34",
         "study.bad-percentage",
         "no percentage",
         "percent sign"},
        {"margin of a grid",
         weighing("{of: problems.slow, shares: {never: 40 %, often: 60 %}}"),
         "8:12",
         "plan.unfit-margin",
         "kind \"grid\"",
         "single choice"},
        {"newer language",
         "querist: 2\nplan:\n  - answers: how\n    items: [colour]\n",
         "1:10",
         "study.newer-language",
         "version 1",
         "querist: 1"},
        {"empty file", "", "0:0", "study.empty", "no analysis plan", "querist: 1"},
    };
    for (const Fault& row : rows) expect_fault(row);
}

TEST(AnalysisReaderTest, WeightsByStrataStandAlone) {
    Study study = planned_study();
    study.population = Population{};
    study.population->strata = {{"small", "Small"}, {"large", "Large"}, {"other", "Other"}};
    struct Row {
        const char* name;
        const char* weights;
        std::vector<std::string> codes;
    };
    for (const Row& row :
         {Row{"strata alone", "{strata: true}", {}},
          Row{"some together", "{strata: true, together: [small, large]}", {}},
          Row{"a source beside them",
              "{strata: true, source: A census.}",
              {"study.conflicting-keys"}},
          Row{"no margins", "{source: A census.}", {"study.missing-key"}},
          Row{"nothing", "{strata: false}", {"study.missing-key", "study.missing-key"}},
          Row{"no such stratum", "{strata: true, together: [small, big]}", {"plan.unknown-stratum"}
          },
          Row{"one alone", "{strata: true, together: [small]}", {"plan.unfit-weights"}}}) {
        SCOPED_TRACE(row.name);
        const LoadedPlan loaded = load_analysis_plan(
            with_head(fmt::format("weights: {}\n", row.weights)), study, "analysis.yaml"
        );
        std::vector<std::string> codes;
        for (const Problem& one : loaded.problems) codes.push_back(one.code);
        EXPECT_EQ(codes, row.codes);
        EXPECT_EQ(loaded.plan.has_value(), row.codes.empty());
        if (loaded.plan) EXPECT_TRUE(loaded.plan->weights.front().by_strata);
    }
    study.population.reset();
    const LoadedPlan without =
        load_analysis_plan(with_head("weights: {strata: true}\n"), study, "analysis.yaml");
    ASSERT_EQ(without.problems.size(), 1U);
    EXPECT_EQ(without.problems.front().code, "plan.unfit-weights");
}

constexpr std::string_view whole_plan = R"(querist: 1
confidence: 90 %
adjust p values: benjamini-hochberg
sort rows: by agreement
ordered: [grade]
added: The protocol has no plan.
weights:
  source: A census.
  margins:
    - of: size
      shares: {small: 33.3 %, large: 66.7 %}
    - of: uses
      shares: {"yes": 50 %, "no": 50 %}
plan:
  - answers: how
    items: [tools, uses]
    subgroups: [size, tools.v1.2, cells.edge.small.gpu]
    comparisons:
      - id: one
        compare: grade
        by: size
        test: mann-whitney
        expects: Good.
      - id: two
        compare: uses
        by: colour
        test: chi-square
        missing answers: counted
      - id: three
        compare: [problems.slow, problems.crashes]
        test: wilcoxon
    scales:
      - id: trouble
        measures: Trouble
        items: [problems.slow, problems.crashes]
)";

TEST(AnalysisReaderTest, ReadsEveryKey) {
    const Study study = planned_study();
    const LoadedPlan loaded = load_analysis_plan(whole_plan, study, "analysis.yaml");
    for (const Problem& one : loaded.problems) ADD_FAILURE() << describe(one, whole_plan);
    ASSERT_TRUE(loaded.plan.has_value());
    const AnalysisPlan& plan = *loaded.plan;
    EXPECT_EQ(plan.confidence, 0.9);
    EXPECT_EQ(plan.adjustment, PAdjustment::benjamini_hochberg);
    EXPECT_EQ(plan.rows, RowOrder::by_agreement);
    EXPECT_EQ(plan.ordered, std::vector{item_index(study, "grade")});
    EXPECT_EQ(plan.added, "The protocol has no plan.");
    EXPECT_EQ(plan.hash, sha256(whole_plan));
    EXPECT_EQ(plan.bytes, whole_plan);
    ASSERT_EQ(plan.weights.size(), 1U);
    ASSERT_EQ(plan.weights.front().margins.size(), 2U);
    const std::vector<double>& shares = plan.weights.front().margins.front().shares;
    ASSERT_EQ(shares.size(), 3U);
    EXPECT_NEAR(shares[0], 0.333, 1e-12);
    EXPECT_NEAR(shares[1], 0.667, 1e-12);
    EXPECT_EQ(shares[2], 0) << "declining is nobody's share";
    ASSERT_EQ(plan.answers.size(), 1U);
    const PlannedAnswer& answer = plan.answers.front();
    EXPECT_EQ(answer.items, (std::vector{item_index(study, "tools"), item_index(study, "uses")}));
    std::vector<std::string> subgroups;
    for (const Variable& one : answer.subgroups) subgroups.push_back(variable_name(study, one));
    EXPECT_EQ(subgroups, (std::vector<std::string>{"size", "tools.v1.2", "cells.edge.small.gpu"}));
    ASSERT_EQ(answer.comparisons.size(), 3U);
    EXPECT_EQ(answer.comparisons[0].test, PlannedTest::mann_whitney);
    EXPECT_EQ(answer.comparisons[0].expects, "Good.");
    EXPECT_EQ(answer.comparisons[1].missing, MissingAnswers::counted);
    EXPECT_EQ(answer.comparisons[2].compared.size(), 2U);
    EXPECT_TRUE(answer.comparisons[2].by.empty());
    ASSERT_EQ(answer.scales.size(), 1U);
    EXPECT_EQ(answer.scales.front().measures, "Trouble");
}

TEST(AnalysisReaderTest, IsNoPartOfTheVersion) {
    const StudyFiles alone = {{"study.yaml", std::string(study_text)}};
    StudyFiles both = alone;
    both["analysis.yaml"] = whole_plan;
    const LoadedStudy without = load_study(alone, "");
    const LoadedStudy with = load_study(both, "folder");
    ASSERT_TRUE(without.study && with.study);
    EXPECT_EQ(with.study->version, without.study->version);
    EXPECT_TRUE(with.study->analysis.has_value());
    EXPECT_FALSE(without.study->analysis.has_value());
    both["analysis.yaml"] = comparing("uses", "siz", "chi-square");
    const LoadedStudy broken = load_study(both, "folder");
    EXPECT_FALSE(broken.study.has_value());
    ASSERT_EQ(broken.problems.size(), 1U);
    EXPECT_EQ(broken.problems.front().place, (Place{"folder/analysis.yaml", 8, 13}));
}

TEST(AnalysisReaderTest, LinterNamesWhatIsNotPlanned) {
    Study study = planned_study();
    const auto found = [&] {
        std::vector<std::string> rules;
        for (const Finding& finding : lint(study).findings) {
            const std::string& code = finding.problem.code;
            if (!code.starts_with("lint.unplanned") || !finding.acknowledged.empty()) continue;
            rules.push_back(code + " " + finding.problem.message);
        }
        return rules;
    };
    EXPECT_TRUE(found().empty()) << "a study without a plan is told so when it opens";
    const std::string plan =
        "querist: 1\nplan:\n  - answers: how\n"
        "    items: [colour, skill, grade, uses, tools, years]\n";
    study.analysis = load_analysis_plan(plan, study, "analysis.yaml").plan;
    ASSERT_TRUE(study.analysis.has_value());
    EXPECT_EQ(
        found(),
        (std::vector<std::string>{
            "lint.unplanned-item \"remark\" serves \"how\" and is not in its plan",
            "lint.unplanned-question the analysis plan does not say how \"why\" is answered"
        })
    );
    study.analysis->acknowledged = {{"unplanned-question", "Why is for a later study.", {}}};
    EXPECT_EQ(found().size(), 1U);
}

}  // namespace
}  // namespace querist::instrument
