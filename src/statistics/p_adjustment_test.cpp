#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(PAdjustmentTest, EqualsPAdjust) {
    for (const ReferenceCase& row : reference_cases("p_adjustment_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<double> p_values = row.numbers("p");
        const std::vector<double> holm = holm_adjusted(p_values);
        const std::vector<double> hochberg = benjamini_hochberg_adjusted(p_values);
        ASSERT_EQ(holm.size(), p_values.size());
        ASSERT_EQ(hochberg.size(), p_values.size());
        for (std::size_t i = 0; i < p_values.size(); ++i) {
            expect_relative(holm[i], row.numbers("holm")[i]);
            expect_relative(hochberg[i], row.numbers("bh")[i]);
        }
    }
}

TEST(PAdjustmentTest, NothingStaysNothingAndNonsenseIsRefused) {
    EXPECT_TRUE(holm_adjusted({}).empty());
    EXPECT_TRUE(benjamini_hochberg_adjusted({}).empty());
    for (const double nonsense : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
        const std::vector<double> p_values{0.5, nonsense};
        EXPECT_THROW((void)holm_adjusted(p_values), std::domain_error);
        EXPECT_THROW((void)benjamini_hochberg_adjusted(p_values), std::domain_error);
    }
}

TEST(PAdjustmentTest, KeepsTheOrderAndNeverFallsBelowTheRawValue) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& raw) {
        std::vector<double> p_values;
        for (const std::uint16_t one : raw) p_values.push_back(one / 65535.0);
        const std::vector<double> holm = holm_adjusted(p_values);
        const std::vector<double> hochberg = benjamini_hochberg_adjusted(p_values);
        for (std::size_t i = 0; i < p_values.size(); ++i) {
            RC_ASSERT(p_values[i] <= hochberg[i]);
            RC_ASSERT(hochberg[i] <= holm[i] && holm[i] <= 1);
            for (std::size_t j = 0; j < i; ++j) {
                if (p_values[i] < p_values[j]) {
                    RC_ASSERT(holm[i] <= holm[j] && hochberg[i] <= hochberg[j]);
                }
            }
        }
    }));
}

}  // namespace
}  // namespace querist::statistics
