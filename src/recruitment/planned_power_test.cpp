#include "recruitment/planning_fixture.hpp"
#include "recruitment/recruitment.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace querist::recruitment {
namespace {

std::string analysis_with(const std::string& comparisons, const std::string& top = "") {
    return "querist: 1\n" + top +
           "plan:\n  - answers: how\n    items: [uses, pays, years, staff]\n    comparisons: [" +
           comparisons + "]\n";
}

std::vector<PlannedPower> power_with(
    const std::string& comparisons, std::int64_t answers = 69, const std::string& top = ""
) {
    return power_of_plan(fixture::study_of("", analysis_with(comparisons, top)), answers);
}

TEST(PlannedPowerTest, CountsGroupsAndAnswers) {
    struct Row {
        const char* name;
        std::string comparison;
        std::int64_t groups;
        std::int64_t categories;
        double noncentrality;  ///< That gives 80 % at 5 %: pwr's w is its root over n.
    };
    for (const Row& row : {
             Row{"two by two", "{id: a, compare: uses, by: pays, test: fisher exact}", 2, 2, 7.8489
             },
             Row{"who declines is no group",
                 "{id: a, compare: uses, by: staff, test: chi-square}",
                 3,
                 2,
                 9.6347},
             Row{"no answer counts",
                 "{id: a, compare: uses, by: pays, test: likelihood ratio, missing answers: "
                 "counted}",
                 3,
                 3,
                 11.9353},
         }) {
        SCOPED_TRACE(row.name);
        const std::vector<PlannedPower> all = power_with(row.comparison);
        ASSERT_EQ(all.size(), 1U);
        const PlannedPower& power = all.front();
        EXPECT_EQ(power.groups, row.groups);
        EXPECT_EQ(power.categories, row.categories);
        EXPECT_EQ(power.absence, "");
        ASSERT_TRUE(power.alone);
        EXPECT_NEAR(power.alone->effect, std::sqrt(row.noncentrality / 69), 1e-4);
        EXPECT_NEAR(
            power.alone->power,
            *statistics::power_of_chi_square(
                69, 0.3, (row.groups - 1) * (row.categories - 1), power.alone->significance
            ),
            1e-12
        );
        EXPECT_LT(power.alone->power, usual_power) << "a medium effect is below the smallest";
        EXPECT_EQ(power.alone->shares.has_value(), row.groups == 2);
        EXPECT_FALSE(power.adjusted) << "nothing to adjust for";
    }
}

TEST(PlannedPowerTest, AdjustsForTheTestsOfItsQuestion) {
    const std::string two =
        "{id: a, compare: uses, by: pays, test: fisher exact}, "
        "{id: b, compare: [uses, pays], test: mcnemar}";
    const std::vector<PlannedPower> holm = power_with(two);
    ASSERT_EQ(holm.size(), 2U);
    ASSERT_TRUE(holm[0].alone && holm[0].adjusted);
    EXPECT_DOUBLE_EQ(holm[0].adjusted->significance, holm[0].alone->significance / 2);
    EXPECT_GT(holm[0].adjusted->effect, holm[0].alone->effect);
    EXPECT_FALSE(power_with(two, 69, "adjust p values: none\n")[0].adjusted);
    const auto strict = power_with(two, 69, "confidence: 99 %\n");
    EXPECT_NEAR(strict[0].alone.value_or(DetectableEffect{}).significance, 0.01, 1e-12);
}

TEST(PlannedPowerTest, SaysWhyNothingIsCalculated) {
    struct Row {
        const char* name;
        std::string comparison;
        std::int64_t answers;
        const char* says;
    };
    for (const Row& row : {
             Row{"pairs", "{id: a, compare: [uses, pays], test: mcnemar}", 69, "same respondents"},
             Row{"ranks", "{id: a, compare: years, by: staff, test: kruskal-wallis}", 69, "ranks"},
             Row{"unknown number",
                 "{id: a, compare: uses, by: pays, test: chi-square}",
                 0,
                 "how many will answer"},
         }) {
        SCOPED_TRACE(row.name);
        const std::vector<PlannedPower> all = power_with(row.comparison, row.answers);
        ASSERT_EQ(all.size(), 1U);
        EXPECT_FALSE(all.front().alone);
        EXPECT_NE(all.front().absence.find(row.says), std::string::npos) << all.front().absence;
    }
    EXPECT_TRUE(power_of_plan(fixture::study_of(""), 69).empty());
}

TEST(PlannedPowerTest, FewAnswersMakeNoNumbersUp) {
    const auto all = power_with("{id: a, compare: uses, by: pays, test: chi-square}", 1);
    ASSERT_TRUE(all.front().alone);
    EXPECT_FALSE(all.front().alone->shares) << "one respondent makes no two groups";
    EXPECT_GT(all.front().alone->effect, 1);
}

}  // namespace
}  // namespace querist::recruitment
