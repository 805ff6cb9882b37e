#include "report/compare.hpp"

#include "fixtures/every_kind.hpp"
#include "fixtures/planned_study.hpp"
#include "report/numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace querist::report {
namespace {

using fixtures::comparison;
using fixtures::variable;
using instrument::PlannedTest;
using response::Completion;
using response::Gap;

constexpr double gap = -1;

/// Item positions: 0 group (three), 1 to 3 yes/no, 4 to 6 numbers.
instrument::Study plain_study() {
    using namespace instrument;
    Study study;
    study.id = "plain";
    study.research_questions = {{"rq", "What?", {}}};
    study.items.push_back(fixtures::item(
        "group",
        "",
        "Group",
        SingleChoice{
            {fixtures::option("a", "A"), fixtures::option("b", "B"), fixtures::option("c", "C")}
        }
    ));
    for (const char* id : {"yes1", "yes2", "yes3"}) {
        study.items.push_back(fixtures::item(id, "", id, YesNo{}));
    }
    for (const char* id : {"one", "two", "three"}) {
        study.items.push_back(fixtures::item(id, "", id, Number{}));
    }
    fixtures::put_on_one_page(study);
    return study;
}

/// One respondent a row: group (0 to 2), yes or no three times (1 or 0), three numbers; -1 is a
/// gap, and so is what is left out.
using Rows = std::vector<std::vector<double>>;

response::ResponseTable table_of(const instrument::Study& study, const Rows& rows) {
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        fixtures::begin_response(table, static_cast<int>(i), Completion::complete, Gap::skipped);
        for (std::size_t column = 0; column < rows[i].size(); ++column) {
            const double value = rows[i][column];
            const int place = static_cast<int>(column);
            if (value == gap) continue;
            if (column == 0) table.set_code(place, static_cast<int>(value));
            if (column >= 1 && column <= 3) table.set_code(place, value == 1 ? 0 : 1);
            if (column > 3) table.set_number(place, value);
        }
    }
    return table;
}

/// `times` respondents with the same answers.
Rows times(const std::vector<std::pair<int, std::vector<double>>>& counted) {
    Rows rows;
    for (const auto& [count, row] : counted)
        rows.insert(rows.end(), static_cast<std::size_t>(count), row);
    return rows;
}

Analysis analysis_of(const instrument::Comparison& planned, const Rows& rows, double level = 0.95) {
    const instrument::Study study = plain_study();
    const response::ResponseTable table = table_of(study, rows);
    ReportFacts facts;
    facts.plan.emplace();
    facts.plan->plan.confidence = level;
    instrument::PlannedAnswer answer;
    answer.comparisons.push_back(planned);
    const Ground ground{table, facts, study, level};
    return compare_all(ground, answer).front();
}

std::optional<double> value_of(const Analysis& analysis, std::string_view label) {
    for (const Table& table : analysis.tables) {
        const auto* measures = std::get_if<MeasureTable>(&table);
        if (measures == nullptr) continue;
        for (const Measure& one : measures->measures) {
            if (one.label == label) return one.value;
        }
    }
    return std::nullopt;
}

/// Numbers of two groups: {0, gap, gap, gap, 3}.
std::vector<double> in_group(double group, double one) { return {group, gap, gap, gap, one}; }
std::vector<double> yes(double one, double two, double three = gap) {
    return {gap, one, two, three};
}
std::vector<double> numbers(double one, double two, double three = gap) {
    return {gap, gap, gap, gap, one, two, three};
}

TEST(CompareTest, GivesTheValuesOfHand) {
    struct Row {
        const char* name;
        instrument::Comparison planned;
        Rows rows;
        const char* measure;
        double value;
        const char* p;
        double p_value;
        const char* answer;
    };
    const auto by_group = [](PlannedTest test, int item) {
        return comparison("c", test, {variable(item)}, {variable(0)});
    };
    const auto two = [](PlannedTest test, int first, int second) {
        return comparison("c", test, {variable(first), variable(second)});
    };
    const auto three = [](PlannedTest test, int first) {
        return comparison("c", test, {variable(first), variable(first + 1), variable(first + 2)});
    };
    const Rows tea = times({{3, {0, 1}}, {1, {0, 0}}, {1, {1, 1}}, {3, {1, 0}}});
    const Rows plenty = times({{30, {0, 1}}, {10, {0, 0}}, {15, {1, 1}}, {25, {1, 0}}});
    const double root = std::sqrt(600.0 * 600.0 / (45.0 * 35.0 * 40.0 * 40.0));
    for (const Row& row : {
             Row{"the lady tasting tea (Fisher 1935)",
                 by_group(PlannedTest::fisher_exact, 1),
                 tea,
                 "Cramér's V",
                 0.5,
                 "Fisher's exact p",
                 34.0 / 70,
                 "It was not shown that"},
             Row{"chi-square of the same: too few",
                 by_group(PlannedTest::chi_square, 1),
                 tea,
                 "Chi-square",
                 2,
                 "Fisher's exact p",
                 34.0 / 70,
                 "p = 0.486"},
             Row{"chi-square",
                 by_group(PlannedTest::chi_square, 1),
                 plenty,
                 "Cramér's V",
                 root,
                 "p",
                 std::erfc(std::sqrt(80 * root * root / 2)),
                 "The answers differ between the groups. Chi-square test of independence, p < 0.001"
             },
             Row{"Mann-Whitney, groups apart",
                 by_group(PlannedTest::mann_whitney, 4),
                 {in_group(0, 1),
                  in_group(0, 2),
                  in_group(0, 3),
                  in_group(1, 4),
                  in_group(1, 5),
                  in_group(1, 6)},
                 "Cliff's delta",
                 -1,
                 "p",
                 0.1,
                 "It was not shown that"},
             Row{"Mann-Whitney, four and four",
                 by_group(PlannedTest::mann_whitney, 4),
                 {in_group(0, 1),
                  in_group(0, 2),
                  in_group(0, 3),
                  in_group(0, 4),
                  in_group(1, 5),
                  in_group(1, 6),
                  in_group(1, 7),
                  in_group(1, 8)},
                 "W",
                 0,
                 "p",
                 2.0 / 70,
                 "Respondents of “B” tended to give higher answers than those of “A”. Mann-Whitney "
                 "test, p = 0.029"},
             Row{"Kruskal-Wallis",
                 by_group(PlannedTest::kruskal_wallis, 4),
                 {in_group(0, 1),
                  in_group(0, 2),
                  in_group(1, 3),
                  in_group(1, 4),
                  in_group(2, 5),
                  in_group(2, 6)},
                 "Kruskal-Wallis H",
                 32.0 / 7,
                 "p",
                 std::exp(-16.0 / 7),
                 "epsilon squared 0.91"},
             Row{"McNemar",
                 two(PlannedTest::mcnemar, 1, 2),
                 times({{4, yes(1, 1)}, {1, yes(1, 0)}, {5, yes(0, 1)}, {2, yes(0, 0)}}),
                 "Difference of shares",
                 -4.0 / 12,
                 "p",
                 14.0 / 64,
                 "n = 12"},
             Row{"Cochran",
                 three(PlannedTest::cochran_q, 1),
                 times({{4, yes(1, 0, 0)}}),
                 "Cochran's Q",
                 8,
                 "p",
                 std::exp(-4),
                 "Kendall's W 1.00"},
             Row{"Wilcoxon",
                 two(PlannedTest::wilcoxon, 4, 5),
                 {numbers(2, 1),
                  numbers(4, 2),
                  numbers(6, 3),
                  numbers(8, 4),
                  numbers(10, 5),
                  numbers(12, 6)},
                 "V",
                 21,
                 "p",
                 2.0 / 64,
                 "Answers to “one” tended to be higher than the same respondents' answers to “two”"
             },
             Row{"Friedman",
                 three(PlannedTest::friedman, 4),
                 times({{3, numbers(1, 2, 3)}}),
                 "Kendall's W",
                 1,
                 "p",
                 std::exp(-3),
                 "differ. Friedman test, p = 0.0498; Kendall's W 1.00; n = 3"},
             Row{"Spearman",
                 two(PlannedTest::spearman, 4, 5),
                 {numbers(1, 1), numbers(2, 2), numbers(3, 3), numbers(4, 4), numbers(5, 5)},
                 "Spearman's rho",
                 1,
                 "p",
                 2.0 / 120,
                 "Higher answers to “one” go with higher"},
             Row{"Kendall",
                 two(PlannedTest::kendall, 4, 5),
                 {numbers(1, 5), numbers(2, 4), numbers(3, 3), numbers(4, 2), numbers(5, 1)},
                 "Kendall's tau-b",
                 -1,
                 "p",
                 2.0 / 120,
                 "Higher answers to “one” go with lower"},
         }) {
        SCOPED_TRACE(row.name);
        const Analysis analysis = analysis_of(row.planned, row.rows);
        EXPECT_NEAR(value_of(analysis, row.measure).value_or(gap), row.value, 1e-12);
        EXPECT_NEAR(value_of(analysis, row.p).value_or(gap), row.p_value, 1e-12);
        const std::string said = analysis.answer + " " + analysis.figures;
        EXPECT_TRUE(said.contains(row.answer)) << said;
    }
}

TEST(CompareTest, ComparesWhatIsTooLargeToEnumerate) {
    Rows wide;  // so many respondents that nothing is drawn either
    for (int i = 0; i < 30'000; ++i)
        wide.push_back({static_cast<double>(i % 3), i % 7 < 3 ? 1.0 : 0.0});
    const auto planned = comparison("c", PlannedTest::fisher_exact, {variable(1)}, {variable(0)});
    const Analysis analysis = analysis_of(planned, wide);
    EXPECT_TRUE(
        value_of(analysis, "Chi-square").has_value() ||
        value_of(analysis, "Fisher's exact p").has_value()
    );
    EXPECT_FALSE(analysis.answer.starts_with("There is no result")) << analysis.answer;
}

TEST(CompareTest, SaysWhyThereIsNoResult) {
    struct Row {
        const char* name;
        instrument::Comparison planned;
        Rows rows;
        const char* why;
    };
    const auto by_group = [](PlannedTest test, int item) {
        return comparison("c", test, {variable(item)}, {variable(0)});
    };
    const auto two = [](PlannedTest test, int first, int second) {
        return comparison("c", test, {variable(first), variable(second)});
    };
    for (const Row& row : {
             Row{"nobody, categories",
                 by_group(PlannedTest::chi_square, 1),
                 {},
                 "There are no values."},
             Row{"nobody, ranks",
                 by_group(PlannedTest::kruskal_wallis, 4),
                 {},
                 "There are no values."},
             Row{"nobody, pairs", two(PlannedTest::wilcoxon, 4, 5), {}, "There are no values."},
             Row{"nobody, correlation", two(PlannedTest::spearman, 4, 5), {}, "There are no values."
             },
             Row{"gaps only",
                 by_group(PlannedTest::mann_whitney, 4),
                 {{0}, {1}},
                 "There are no values."},
             Row{"one respondent, categories",
                 by_group(PlannedTest::fisher_exact, 1),
                 {{0, 1}},
                 "There is only one category to compare."},
             Row{"one respondent, ranks",
                 by_group(PlannedTest::mann_whitney, 4),
                 {in_group(0, 1)},
                 "There is only one group with answers."},
             Row{"one respondent, correlation",
                 two(PlannedTest::kendall, 4, 5),
                 {numbers(1, 2)},
                 "There are too few values."},
             Row{"all the same answer",
                 by_group(PlannedTest::chi_square, 1),
                 times({{3, {0, 1}}, {3, {1, 1}}}),
                 "There is only one category to compare."},
             Row{"no variation",
                 by_group(PlannedTest::kruskal_wallis, 4),
                 {in_group(0, 2), in_group(1, 2), in_group(2, 2)},
                 "All values are the same."},
             Row{"no variation in one of two",
                 two(PlannedTest::spearman, 4, 5),
                 times({{2, numbers(1, 2)}, {3, numbers(1, 3)}}),
                 "All values are the same."},
             Row{"pairs alike",
                 two(PlannedTest::wilcoxon, 4, 5),
                 times({{3, numbers(2, 2)}}),
                 "No pair differs."},
             Row{"yes alike",
                 two(PlannedTest::mcnemar, 1, 2),
                 times({{3, yes(1, 1)}}),
                 "No pair differs."},
             Row{"three groups for two",
                 by_group(PlannedTest::mann_whitney, 4),
                 {in_group(0, 1), in_group(1, 2), in_group(2, 3)},
                 "compares two groups"},
             Row{"numbers as categories",
                 by_group(PlannedTest::chi_square, 4),
                 {in_group(0, 1)},
                 "Numbers have no categories"},
             Row{"numbers as yes and no",
                 two(PlannedTest::mcnemar, 4, 5),
                 {numbers(1, 2)},
                 "answers of two kinds"},
             Row{"one variable for two",
                 comparison("c", PlannedTest::wilcoxon, {variable(4)}),
                 {numbers(1, 2)},
                 "two variables"},
             Row{"groups for a correlation",
                 by_group(PlannedTest::spearman, 4),
                 {in_group(0, 1)},
                 "does not fit"},
         }) {
        SCOPED_TRACE(row.name);
        const Analysis analysis = analysis_of(row.planned, row.rows);
        EXPECT_TRUE(analysis.answer.starts_with("There is no result. ")) << analysis.answer;
        EXPECT_TRUE(analysis.answer.contains(row.why)) << analysis.answer;
    }
}

TEST(CompareTest, CountsWhoGaveNoAnswerWherePlanned) {
    instrument::Comparison planned =
        comparison("c", PlannedTest::fisher_exact, {variable(1)}, {variable(0)});
    const Rows rows = times({{3, {0, 1}}, {2, {0, gap}}, {4, {1, 0}}, {1, {gap, 1}}});
    const auto counts_of = [&] {
        const Analysis analysis = analysis_of(planned, rows);
        const auto& table = std::get<CrossTable>(analysis.tables.front());
        std::vector<std::int64_t> counts;
        for (const CrossTable::Row& row : table.rows) {
            for (const CrossTable::Cell& cell : row.cells) counts.push_back(cell.share.count);
        }
        std::int64_t everyone = table.basis.answered;
        for (const std::int64_t one : table.basis.gaps) everyone += one;
        EXPECT_EQ(everyone, 10);
        return counts;
    };
    EXPECT_EQ(counts_of(), (std::vector<std::int64_t>{3, 0, 0, 0, 4, 0}));
    planned.missing = instrument::MissingAnswers::counted;
    EXPECT_EQ(counts_of(), (std::vector<std::int64_t>{3, 0, 0, 1, 0, 4, 0, 0, 2, 0, 0, 0}));
}

TEST(CompareTest, AdjustsAmongThePlannedTestsOfAQuestion) {
    const instrument::Study study = fixtures::planned_study();
    const response::ResponseTable table = fixtures::planned_table(study);
    ReportFacts facts;
    facts.plan.emplace();
    facts.plan->plan = fixtures::study_plan();
    const Ground ground{table, facts, study};
    for (const auto adjustment :
         {instrument::PAdjustment::none,
          instrument::PAdjustment::holm,
          instrument::PAdjustment::benjamini_hochberg}) {
        facts.plan->plan.adjustment = adjustment;
        std::vector<double> plain;
        std::vector<double> adjusted;
        for (const Analysis& one : compare_all(ground, facts.plan->plan.answers.front())) {
            const auto exact = value_of(one, "Fisher's exact p");
            const auto p = exact ? exact : value_of(one, "p");
            ASSERT_TRUE(p.has_value()) << one.id;
            plain.push_back(*p);
            if (const auto after = value_of(one, "Adjusted p")) adjusted.push_back(*after);
        }
        if (adjustment == instrument::PAdjustment::none) {
            EXPECT_TRUE(adjusted.empty());
        } else if (adjustment == instrument::PAdjustment::holm) {
            EXPECT_EQ(adjusted, statistics::holm_adjusted(plain));
        } else {
            EXPECT_EQ(adjusted, statistics::benjamini_hochberg_adjusted(plain));
        }
    }
}

TEST(CompareTest, UsesTheConfidenceOfThePlan) {
    const Rows rows = times({{30, {0, 1}}, {10, {0, 0}}, {22, {1, 1}}, {18, {1, 0}}});
    const auto planned = comparison("c", PlannedTest::chi_square, {variable(1)}, {variable(0)});
    const Analysis usual = analysis_of(planned, rows);
    const Analysis wide = analysis_of(planned, rows, 0.9);
    EXPECT_TRUE(usual.figures.contains("95% CI")) << usual.figures;
    EXPECT_TRUE(usual.answer.starts_with("It was not shown that")) << usual.answer;
    EXPECT_TRUE(wide.figures.contains("90% CI")) << wide.figures;
    EXPECT_TRUE(wide.answer.starts_with("The answers differ")) << wide.answer;
    const auto& cells = std::get<CrossTable>(wide.tables.front()).rows.front().cells;
    EXPECT_EQ(cells.front().share.interval, statistics::wilson_interval(30, 40, 0.9));
}

TEST(NumbersTest, WritesPValuesAndCoefficients) {
    EXPECT_EQ(p_text(0.0004), "<0.001");
    EXPECT_EQ(p_text(0.0496), "0.0496");
    EXPECT_EQ(p_text(0.2), "0.200");
    EXPECT_EQ(p_relation(0.00001), "< 0.001");
    EXPECT_EQ(coefficient_text(-0.001), "0.00");
    EXPECT_EQ(coefficient_text(std::numeric_limits<double>::infinity()), "unbounded");
    EXPECT_EQ(interval_name(0.995), "99.5% CI");
}

}  // namespace
}  // namespace querist::report
