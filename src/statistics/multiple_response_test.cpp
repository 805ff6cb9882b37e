#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

std::vector<std::uint8_t> cells_of(const ReferenceCase& row) {
    std::vector<std::uint8_t> cells;
    for (const std::int64_t cell : row.wholes("cells")) {
        cells.push_back(static_cast<std::uint8_t>(cell));
    }
    return cells;
}

void expect_share(
    const std::optional<double>& share, const std::vector<double>& expected, std::size_t place
) {
    ASSERT_EQ(share.has_value(), !expected.empty());
    if (share) expect_relative(*share, expected[place]);
}

TEST(MultipleResponseTest, EqualsR) {
    for (const ReferenceCase& row : reference_cases("multiple_response_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<std::uint8_t> cells = cells_of(row);
        const auto choices = static_cast<std::size_t>(row.whole("choices"));
        const MultipleResponseTable table = multiple_response_table({cells, choices});
        EXPECT_EQ(table.respondents, static_cast<std::int64_t>(cells.size() / choices));
        EXPECT_EQ(table.choosers, row.whole("choosers"));
        EXPECT_EQ(table.answers, row.whole("answers"));
        ASSERT_EQ(table.rows.size(), choices);
        for (std::size_t i = 0; i < choices; ++i) {
            EXPECT_EQ(table.rows[i].count, row.wholes("counts")[i]);
            expect_share(table.rows[i].share_of_respondents, row.numbers("of_respondents"), i);
            expect_share(table.rows[i].share_of_choosers, row.numbers("of_choosers"), i);
            expect_share(table.rows[i].share_of_answers, row.numbers("of_answers"), i);
        }
        EXPECT_EQ(chosen_together({cells, choices}), row.wholes("together"));
    }
}

TEST(MultipleResponseTest, NobodyAskedHasCountsButNoShares) {
    const MultipleResponseTable table = multiple_response_table({{}, 3});
    EXPECT_EQ(table.respondents, 0);
    ASSERT_EQ(table.rows.size(), 3U);
    for (const MultipleResponseRow& row : table.rows) EXPECT_EQ(row, MultipleResponseRow{});
}

TEST(MultipleResponseTest, RefusesWhatIsNoMatrix) {
    const std::vector<std::uint8_t> cells{1, 0, 2, 1};
    EXPECT_THROW((void)multiple_response_table({cells, 0}), std::domain_error);
    EXPECT_THROW((void)multiple_response_table({cells, 3}), std::domain_error);
    EXPECT_THROW((void)multiple_response_table({cells, 2}), std::domain_error);
    EXPECT_THROW((void)chosen_together({cells, 2}), std::domain_error);
}

TEST(MultipleResponseTest, BasesAddUp) {
    EXPECT_TRUE(rc::check([](const std::vector<bool>& raw) {
        const std::size_t choices = 1 + raw.size() % 5;
        std::vector<std::uint8_t> cells(raw.begin(), raw.end());
        cells.resize(cells.size() / choices * choices);
        const MultipleResponseTable table = multiple_response_table({cells, choices});
        std::int64_t counted = 0;
        double shares = 0;
        for (const MultipleResponseRow& row : table.rows) {
            counted += row.count;
            shares += row.share_of_answers.value_or(0);
        }
        RC_ASSERT(counted == table.answers);
        RC_ASSERT(table.choosers <= table.respondents && table.choosers <= table.answers);
        RC_ASSERT(table.answers == 0 || std::abs(shares - 1) < 1e-12);
    }));
}

}  // namespace
}  // namespace querist::statistics
