#include "instrument/range_label.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

namespace querist::instrument {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double year = 365.25;

TEST(RangeLabelTest, ReadsTheFormsThatResearchersWrite) {
    struct Row {
        const char* label;
        double low;
        bool low_included;
        double high;
        bool high_included;
        const char* unit;
    };
    for (const Row& row : {
             Row{"1 – 2 years", year, true, 2 * year, true, "year"},
             Row{"3-5", 3, true, 5, true, ""},
             Row{"3 to 5", 3, true, 5, true, ""},
             Row{"between 3 and 5 people", 3, true, 5, true, "person"},
             Row{"> 20 years", 20 * year, false, inf, false, "year"},
             Row{"20+", 20, true, inf, false, ""},
             Row{"1001+ employees", 1001, true, inf, false, "employee"},
             Row{"1,001+ employees", 1001, true, inf, false, "employee"},
             Row{"1 001 – 5 000 employees", 1001, true, 5000, true, "employee"},
             Row{"less than 1", -inf, false, 1, false, ""},
             Row{"Less than a year", -inf, false, year, false, "year"},
             Row{"< 1 year", -inf, false, year, false, "year"},
             Row{"up to 5", -inf, false, 5, true, ""},
             Row{"≤ 5", -inf, false, 5, true, ""},
             Row{"at least 10", 10, true, inf, false, ""},
             Row{"10 or more", 10, true, inf, false, ""},
             Row{"65 years and older", 65 * year, true, inf, false, "year"},
             Row{"5 or fewer", -inf, false, 5, true, ""},
             Row{"5 to less than 10", 5, true, 10, false, ""},
             Row{"Small (51 – 250 employees)", 51, true, 250, true, "employee"},
             Row{"Small: 51 – 250 employees", 51, true, 250, true, "employee"},
             Row{"5 – 10 years (senior)", 5 * year, true, 10 * year, true, "year"},
             Row{"$10,000 – $20,000", 10'000, true, 20'000, true, "$"},
             Row{"10k–20k", 10'000, true, 20'000, true, ""},
             Row{"81 – 100 %", 81, true, 100, true, "%"},
             Row{"0.5 – 1.5 hours", 0.5 / 24, true, 1.5 / 24, true, "hour"},
             Row{"more than two years", 2 * year, false, inf, false, "year"},
             Row{"3", 3, true, 3, true, ""},
         }) {
        SCOPED_TRACE(row.label);
        const std::optional<RangeLabel> range = parse_range_label(row.label);
        EXPECT_TRUE(range.has_value());
        if (!range) continue;
        EXPECT_DOUBLE_EQ(range->low, row.low);
        EXPECT_EQ(range->low_included, row.low_included);
        EXPECT_DOUBLE_EQ(range->high, row.high);
        EXPECT_EQ(range->high_included, row.high_included);
        EXPECT_EQ(range->unit, row.unit);
    }
}

TEST(RangeLabelTest, LeavesOtherLabelsAlone) {
    for (const char* label :
         {"Web application",
          "Python 3",
          "HTTP/2",
          "24/7",
          "1-2-3",
          "",
          "5 – 1 years",
          "Other",
          "IoT/embedded systems",
          "More than enough",
          "-",
          "v1.2 or later",
          "Under pressure"}) {
        SCOPED_TRACE(label);
        EXPECT_FALSE(parse_range_label(label).has_value());
    }
}

TEST(RangeLabelTest, NeverThrows) {
    EXPECT_TRUE(rc::check([](const std::string& label) { (void)parse_range_label(label); }));
    EXPECT_TRUE(rc::check([] {
        const auto parts =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "1",
                "20",
                "1,000",
                " ",
                "–",
                "-",
                "+",
                ">",
                "<=",
                "to",
                "years",
                "(",
                ")",
                "%",
                "k",
                "less than",
                "or more",
                ".",
                ":"
            ));
        std::string label;
        for (const std::string& part : parts) label += part;
        if (const std::optional<RangeLabel> range = parse_range_label(label)) {
            RC_ASSERT(!std::isnan(range->low));
            RC_ASSERT(!std::isnan(range->high));
            RC_ASSERT(range->low <= range->high);
        }
    }));
}

}  // namespace
}  // namespace querist::instrument
