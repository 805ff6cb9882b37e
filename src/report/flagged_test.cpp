#include "report/flagged.hpp"

#include "report/values.hpp"

#include <gtest/gtest.h>

namespace querist::report {
namespace {

FrequencyTable frequencies(std::int64_t yes, std::int64_t no) {
    FrequencyTable table;
    table.rows = {
        {"yes", "Yes", share_of(yes, yes + no)},
        {"no", "No", share_of(no, yes + no)},
    };
    return table;
}

GridTable grid(std::int64_t never, std::int64_t often) {
    GridTable table;
    table.scale = {"Never", "Often"};
    const std::int64_t base = never + often;
    table.rows = {{"crashes", "Crashes", {}, {share_of(never, base), share_of(often, base)}}};
    return table;
}

Report report_of(std::vector<std::pair<std::string, Table>> items) {
    Section section;
    section.id = "sample";
    for (auto& [id, table] : items) {
        ItemReport item;
        item.id = id;
        item.question = "Question " + id;
        item.answer = "Answer to " + id;
        item.tables.push_back(std::move(table));
        section.items.push_back(std::move(item));
    }
    Analysis comparison;
    comparison.id = "a-by-b";
    comparison.heading = "A by B";
    comparison.answer = "No.";
    comparison.figures = "p = 0.5";
    section.comparisons.push_back(comparison);
    Report report;
    report.sections.push_back(std::move(section));
    return report;
}

TEST(FlaggedTest, TellsTheGreatestChangeOfAShare) {
    const Report all = report_of({{"uses", frequencies(6, 4)}, {"problems", grid(5, 5)}});
    const Report without = report_of({{"uses", frequencies(6, 2)}, {"problems", grid(1, 4)}});
    const std::vector<ResultWithout> results = compare_results(all, without);
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].about, "A by B");
    EXPECT_EQ(results[0].all, "No. p = 0.5");
    EXPECT_FALSE(results[0].change);
    EXPECT_EQ(results[1].about, "Question uses");
    EXPECT_NEAR(results[1].change.value_or(0), 0.15, 1e-12);
    EXPECT_EQ(results[1].changed, "Yes");
    EXPECT_NEAR(results[2].change.value_or(0), -0.3, 1e-12);
    EXPECT_EQ(results[2].changed, "Crashes: Never");
}

TEST(FlaggedTest, HasNoChangeWhereSharesHaveNoBase) {
    const Report all = report_of({{"uses", frequencies(6, 4)}, {"words", OpenAnswers{}}});
    const Report without = report_of({{"uses", frequencies(0, 0)}, {"words", OpenAnswers{}}});
    for (const ResultWithout& result : compare_results(all, without)) {
        EXPECT_FALSE(result.change) << result.about;
    }
}

TEST(FlaggedTest, PassesOverWhatOnlyOneOfBothHas) {
    const Report all = report_of({{"uses", frequencies(6, 4)}, {"more", frequencies(1, 1)}});
    const Report without = report_of({{"uses", frequencies(6, 4)}});
    const std::vector<ResultWithout> results = compare_results(all, without);
    ASSERT_EQ(results.size(), 2U);
    EXPECT_DOUBLE_EQ(results[1].change.value_or(1), 0);
}

}  // namespace
}  // namespace querist::report
