#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(FisherExactTest, EqualsFisherTest) {
    for (const ReferenceCase& row : reference_cases("contingency_cases.csv")) {
        if (!row.has("fisher")) continue;
        SCOPED_TRACE(row.text("name"));
        const std::vector<std::int64_t> counts = row.wholes("counts");
        const std::size_t columns = static_cast<std::size_t>(row.whole("columns"));
        const auto test = fisher_test({counts, columns});
        ASSERT_TRUE(test);
        EXPECT_EQ(test->method, FisherMethod::exact);
        // R's larger tables come from FEXACT, which rounds the lengths of its paths.
        expect_relative(test->p_value, row.number("fisher"), counts.size() == 4 ? 1e-10 : 1e-8);
    }
}

/// Every table with the margins of another, one by one: slow and simple.
class EveryTable {
public:
    EveryTable(const std::vector<std::int64_t>& counts, std::size_t columns)
        : columns_(columns), margins_(margins_of({counts, columns})), cells_(counts.size()) {
        observed_ = probability(counts);
        rows_left_ = margins_.rows;
        columns_left_ = margins_.columns;
    }

    [[nodiscard]] double p_value() {
        fill(0);
        return p_value_;
    }

private:
    static double log_factorial(std::int64_t n) { return std::lgamma(static_cast<double>(n) + 1); }

    [[nodiscard]] double probability(const std::vector<std::int64_t>& counts) const {
        double log = -log_factorial(margins_.total);
        for (const std::int64_t row : margins_.rows) log += log_factorial(row);
        for (const std::int64_t column : margins_.columns) log += log_factorial(column);
        for (const std::int64_t count : counts) log -= log_factorial(count);
        return std::exp(log);
    }

    void fill(std::size_t cell) {
        if (cell == cells_.size()) {
            const bool filled =
                std::ranges::all_of(rows_left_, [](std::int64_t left) { return left == 0; }) &&
                std::ranges::all_of(columns_left_, [](std::int64_t left) { return left == 0; });
            const double chance = filled ? probability(cells_) : 0;
            if (filled && chance <= observed_ * (1 + 1e-7)) p_value_ += chance;
            return;
        }
        std::int64_t& row = rows_left_[cell / columns_];
        std::int64_t& column = columns_left_[cell % columns_];
        for (std::int64_t count = std::min(row, column); count >= 0; --count) {
            cells_[cell] = count;
            row -= count;
            column -= count;
            fill(cell + 1);
            row += count;
            column += count;
        }
    }

    std::size_t columns_;
    Margins margins_;
    std::vector<std::int64_t> cells_;
    std::vector<std::int64_t> rows_left_;
    std::vector<std::int64_t> columns_left_;
    double observed_ = 0;
    double p_value_ = 0;
};

TEST(FisherExactTest, EqualsCountingEveryTable) {
    EXPECT_TRUE(rc::check([] {
        const auto rows = *rc::gen::inRange<std::size_t>(2, 4);
        const auto columns = *rc::gen::inRange<std::size_t>(2, 4);
        const auto counts = *rc::gen::container<std::vector<std::int64_t>>(
            rows * columns, rc::gen::inRange<std::int64_t>(0, 4)
        );
        const auto test = fisher_test({counts, columns});
        if (!test) return;
        const double expected = EveryTable(counts, columns).p_value();
        RC_ASSERT(std::abs(test->p_value - std::min(1.0, expected)) <= 1e-10 * expected);
    }));
}

TEST(FisherExactTest, SeesTheOtherWayRoundTheSame) {
    const std::vector<std::int64_t> tall{3, 8, 0, 5, 9, 2, 4, 4, 1, 7, 6, 6};
    const std::vector<std::int64_t> wide{3, 0, 9, 4, 1, 6, 8, 5, 2, 4, 7, 6};
    expect_relative(fisher_test({tall, 2})->p_value, fisher_test({wide, 6})->p_value);
}

TEST(FisherExactTest, EstimatesBeyondTheBoundAndSaysSo) {
    const std::vector<std::int64_t> counts{12, 7, 3, 5, 9, 14};
    const double exact = fisher_test({counts, 3})->p_value;
    const FisherEffort little{.steps_max = 0, .drawn_tables = 20'000};
    EXPECT_EQ(fisher_test({counts, 3}, little).error(), Absence::beyond_bounds);
    SeededRandom random(11);
    const auto estimate = fisher_test_or_estimate({counts, 3}, random, little);
    ASSERT_TRUE(estimate);
    EXPECT_EQ(estimate->method, FisherMethod::monte_carlo);
    EXPECT_EQ(estimate->drawn_tables, 20'000);
    ASSERT_TRUE(estimate->standard_error);
    // Four standard errors: the seed is fixed, and it is no rare one.
    EXPECT_NEAR(estimate->p_value, exact, 4 * *estimate->standard_error);
    EXPECT_LT(*estimate->standard_error, 0.002);

    SeededRandom again(11);
    EXPECT_EQ(fisher_test_or_estimate({counts, 3}, again, little)->p_value, estimate->p_value);
    SeededRandom unused(11);
    const auto within = fisher_test_or_estimate({counts, 3}, unused);
    EXPECT_EQ(within->method, FisherMethod::exact);
    EXPECT_EQ(within->p_value, exact);
}

TEST(FisherExactTest, DrawsAsPromised) {
    const std::vector<std::int64_t> counts{2, 0, 1, 1, 3, 0};
    const FisherEffort little{.steps_max = 0, .drawn_tables = 50};
    SeededRandom random(5);
    const auto estimate = fisher_test_or_estimate({counts, 3}, random, little);
    ASSERT_TRUE(estimate);
    SeededRandom same(5);
    std::vector<int> labels{0, 0, 0, 1, 1, 1, 2};
    const auto log_weight = [](const std::vector<std::int64_t>& cells) {
        double sum = 0;
        for (const std::int64_t cell : cells) sum -= std::lgamma(static_cast<double>(cell) + 1);
        return sum;
    };
    int hits = 0;
    for (int i = 0; i < 50; ++i) {
        shuffle(labels, same);
        std::vector<std::int64_t> drawn(6);
        for (std::size_t place = 0; place < labels.size(); ++place) {
            const std::size_t row = place < 3 ? 0 : 1;
            ++drawn[row * 3 + static_cast<std::size_t>(labels[place])];
        }
        if (log_weight(drawn) <= log_weight(counts) + 1e-7) ++hits;
    }
    EXPECT_EQ(estimate->p_value, (hits + 1) / 51.0);
}

TEST(FisherExactTest, GivesUpOnWhatIsTooLargeEvenToDraw) {
    const std::vector<std::int64_t> huge{4'000'000, 1, 2, 3, 5'000'000, 6};
    SeededRandom random(1);
    EXPECT_EQ(fisher_test_or_estimate({huge, 3}, random).error(), Absence::beyond_bounds);
    const std::vector<std::int64_t> fourfold{40'000'000, 60'000'000, 50'000'000, 50'000'000};
    EXPECT_EQ(fisher_test({fourfold, 2}).error(), Absence::beyond_bounds);
    EXPECT_THROW(
        (void)fisher_test_or_estimate({huge, 3}, random, {.drawn_tables = 0}), std::domain_error
    );
}

TEST(FisherExactTest, StopsALongEnumerationInTime) {
    std::vector<std::int64_t> counts;
    for (std::int64_t i = 0; i < 30; ++i) counts.push_back(5 + i * 7 % 11);
    const FisherEffort little{.steps_max = 200'000};
    EXPECT_EQ(fisher_test({counts, 6}, little).error(), Absence::beyond_bounds);
    // A node of so many and so large rows has no number of 64 bits.
    std::vector<std::int64_t> wide(25 * 25, 50);
    EXPECT_EQ(fisher_test({wide, 25}).error(), Absence::beyond_bounds);
}

}  // namespace
}  // namespace querist::statistics
