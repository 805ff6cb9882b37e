#include "statistics/statistics.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(GoodnessOfFitTest, EqualsR) {
    // R 4: chisq.test(c(20, 15, 25)), from its own examples.
    const std::vector<std::int64_t> equal{20, 15, 25};
    const auto one = chi_square_fit(equal, std::vector<double>{1, 1, 1});
    ASSERT_TRUE(one);
    EXPECT_NEAR(one->test.statistic, 2.5, 1e-12);
    EXPECT_EQ(one->test.degrees_of_freedom, 2);
    EXPECT_NEAR(one->test.p_value, 0.286504796860190, 1e-12);
    // R 4: chisq.test(c(89, 37, 30, 28, 2), p = c(40, 20, 20, 15, 5), rescale.p = TRUE).
    const std::vector<std::int64_t> counts{89, 37, 30, 28, 2};
    const auto other = chi_square_fit(counts, std::vector<double>{40, 20, 20, 15, 5});
    ASSERT_TRUE(other);
    EXPECT_NEAR(other->test.statistic, 9.9901, 5e-5);
    EXPECT_NEAR(other->test.p_value, 0.04059, 5e-6);
    EXPECT_EQ(other->test.degrees_of_freedom, 4);
    EXPECT_NEAR(other->expected[0], 74.4, 1e-12);
    EXPECT_FALSE(other->expected_too_low);
}

TEST(GoodnessOfFitTest, SaysWhyThereIsNone) {
    struct Row {
        const char* name;
        std::vector<std::int64_t> counts;
        std::vector<double> shares;
        Absence absence;
    };
    for (const Row& row :
         {Row{"nobody", {0, 0}, {1, 1}, Absence::no_values},
          Row{"one category", {5}, {1}, Absence::one_category},
          Row{"one with a share", {5, 0}, {1, 0}, Absence::one_category},
          Row{"counts without a share", {5, 1}, {1, 0}, Absence::empty_margin}}) {
        SCOPED_TRACE(row.name);
        const auto fit = chi_square_fit(row.counts, row.shares);
        ASSERT_FALSE(fit);
        EXPECT_EQ(fit.error(), row.absence);
    }
}

TEST(GoodnessOfFitTest, WarnsOfSmallExpectedCounts) {
    const std::vector<std::int64_t> counts{2, 8};
    EXPECT_TRUE(chi_square_fit(counts, std::vector<double>{0.2, 0.8})->expected_too_low);
    EXPECT_THROW((void)chi_square_fit(counts, std::vector<double>{1}), std::domain_error);
    EXPECT_THROW((void)chi_square_fit(counts, std::vector<double>{-1, 2}), std::domain_error);
}

}  // namespace
}  // namespace querist::statistics
