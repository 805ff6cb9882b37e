#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(PairedProportionsTest, McNemarEqualsR) {
    for (const ReferenceCase& row : reference_cases("mcnemar_cases.csv")) {
        SCOPED_TRACE(row.text("first_only") + " against " + row.text("second_only"));
        const auto test = mcnemar_test(row.whole("first_only"), row.whole("second_only"));
        ASSERT_TRUE(test);
        expect_relative(test->uncorrected.statistic, row.number("statistic"));
        expect_relative(test->uncorrected.p_value, row.number("p"));
        expect_relative(test->corrected.statistic, row.number("corrected"));
        expect_relative(test->corrected.p_value, row.number("corrected_p"));
        expect_relative(test->exact_p_value, row.number("exact_p"));
    }
}

TEST(PairedProportionsTest, CochranQEqualsFriedmanOfZerosAndOnes) {
    for (const ReferenceCase& row : reference_cases("cochran_q_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        std::vector<std::uint8_t> answers;
        for (const std::int64_t answer : row.wholes("answers")) {
            answers.push_back(static_cast<std::uint8_t>(answer));
        }
        const auto test = cochran_q_test(answers, static_cast<std::size_t>(row.whole("columns")));
        ASSERT_TRUE(test);
        expect_relative(test->statistic, row.number("q"));
        EXPECT_EQ(test->degrees_of_freedom, row.whole("degrees"));
        expect_relative(test->p_value, row.number("p"));
    }
}

TEST(PairedProportionsTest, SayWhyThereIsNone) {
    EXPECT_EQ(mcnemar_test(0, 0).error(), Absence::no_differences);
    EXPECT_EQ(cochran_q_test({}, 3).error(), Absence::no_values);
    const std::vector<std::uint8_t> alike{1, 1, 0, 0};
    EXPECT_EQ(cochran_q_test(alike, 1).error(), Absence::one_category);
    EXPECT_EQ(cochran_q_test(alike, 2).error(), Absence::no_variation);
    const std::vector<std::uint8_t> three{0, 1, 2};
    EXPECT_THROW((void)mcnemar_test(-1, 2), std::domain_error);
    EXPECT_THROW((void)cochran_q_test(three, 3), std::domain_error);
    EXPECT_THROW((void)cochran_q_test(alike, 3), std::domain_error);
    EXPECT_THROW((void)cochran_q_test(alike, 0), std::domain_error);
}

TEST(PairedProportionsTest, McNemarIsSymmetric) {
    EXPECT_TRUE(rc::check([] {
        const auto first = *rc::gen::inRange<std::int64_t>(0, 100'000);
        const auto second = *rc::gen::inRange<std::int64_t>(first == 0 ? 1 : 0, 100'000);
        const auto one = *mcnemar_test(first, second);
        const auto other = *mcnemar_test(second, first);
        RC_ASSERT(one.exact_p_value == other.exact_p_value);
        RC_ASSERT(one.corrected.p_value == other.corrected.p_value);
        RC_ASSERT(one.exact_p_value >= 0 && one.exact_p_value <= 1);
        RC_ASSERT(one.corrected.statistic <= one.uncorrected.statistic);
    }));
}

TEST(PairedProportionsTest, CochranQOfTwoColumnsIsMcNemar) {
    EXPECT_TRUE(rc::check([](const std::vector<bool>& raw) {
        std::vector<std::uint8_t> answers(raw.begin(), raw.end());
        answers.resize(answers.size() / 2 * 2);
        std::int64_t first_only = 0;
        std::int64_t second_only = 0;
        for (std::size_t i = 0; i < answers.size(); i += 2) {
            if (answers[i] > answers[i + 1]) ++first_only;
            if (answers[i] < answers[i + 1]) ++second_only;
        }
        const auto q = cochran_q_test(answers, 2);
        const auto mcnemar = mcnemar_test(first_only, second_only);
        RC_ASSERT(q.has_value() == mcnemar.has_value());
        if (q) RC_ASSERT(std::abs(q->statistic - mcnemar->uncorrected.statistic) < 1e-9);
    }));
}

}  // namespace
}  // namespace querist::statistics
