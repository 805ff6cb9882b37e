#include "statistics/sample_size.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

using Sizes = std::vector<std::int64_t>;
using Numbers = std::vector<double>;

std::optional<std::int64_t> population_of(const ReferenceCase& row) {
    if (!row.has("population")) return std::nullopt;
    return static_cast<std::int64_t>(row.number("population"));
}

TEST(SampleSizeTest, NinetyPercentAndTenPercentGiveSixtyEight) {
    EXPECT_EQ(sample_size_for_share({.margin = 0.1, .level = 0.9}), 68);
}

TEST(SampleSizeTest, EqualsCochran) {
    for (const ReferenceCase& row : reference_cases("share_sample_size_cases.csv")) {
        SCOPED_TRACE(
            row.text("margin") + " at " + row.text("level") + " of " + row.text("population")
        );
        const Precision precision{row.number("margin"), row.number("level"), row.number("share")};
        const auto found = sample_size_for_share(precision, population_of(row));
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ(*found, row.whole("answers"));
    }
}

TEST(SampleSizeTest, MarginEqualsCochran) {
    for (const ReferenceCase& row : reference_cases("margin_cases.csv")) {
        SCOPED_TRACE(row.text("answers") + " of " + row.text("population"));
        const auto found = margin_reached(
            row.whole("answers"), population_of(row), row.number("level"), row.number("share")
        );
        ASSERT_TRUE(found) << found.error().message;
        expect_relative(*found, row.number("margin"));
    }
}

TEST(SampleSizeTest, SaysWhyThereIsNoSample) {
    EXPECT_EQ(sample_size_for_share({}, 0).error().code, "statistics.population-figure");
    EXPECT_EQ(sample_size_for_share({.margin = 1e-9}).error().code, "statistics.sample-size");
    EXPECT_EQ(margin_reached(0).error().code, "statistics.no-values");
    EXPECT_EQ(margin_reached(3, 2).error().code, "statistics.population-figure");
    EXPECT_EQ(margin_reached(1, 0).error().code, "statistics.population-figure");
}

TEST(SampleSizeTest, RefusesMisuse) {
    EXPECT_THROW((void)sample_size_for_share({.margin = 0}), std::domain_error);
    EXPECT_THROW((void)sample_size_for_share({.level = 1}), std::domain_error);
    EXPECT_THROW((void)sample_size_for_share({.share = 0}), std::domain_error);
    EXPECT_THROW((void)margin_reached(10, {}, 0.95, 1), std::domain_error);
    EXPECT_THROW((void)allocate_by_neyman(1, Sizes{1, 2}, Numbers{1}), std::domain_error);
}

TEST(SampleSizeTest, TheSizeReachesTheMarginAndOneLessDoesNot) {
    EXPECT_TRUE(rc::check([] {
        const Precision precision{
            *rc::gen::inRange(1, 400) / 1000.0,
            *rc::gen::inRange(500, 999) / 1000.0,
            *rc::gen::inRange(1, 100) / 100.0
        };
        std::optional<std::int64_t> population;
        if (*rc::gen::inRange(0, 2) == 1) population = *rc::gen::inRange<std::int64_t>(1, 100'000);
        const std::int64_t size = *sample_size_for_share(precision, population);
        const auto margin = [&](std::int64_t answers) {
            return *margin_reached(answers, population, precision.level, precision.share);
        };
        RC_ASSERT(margin(size) <= precision.margin * (1 + 1e-9));
        if (size > 1) RC_ASSERT(margin(size - 1) > precision.margin * (1 - 1e-9));
    }));
}

TEST(AllocationTest, EqualsLargestRemainderAndNeyman) {
    for (const ReferenceCase& row : reference_cases("allocation_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Sizes sizes = row.wholes("sizes");
        const auto found =
            row.has("deviations")
                ? allocate_by_neyman(row.whole("sample"), sizes, row.numbers("deviations"))
                : allocate_proportionally(row.whole("sample"), sizes);
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ(*found, row.wholes("parts"));
    }
}

TEST(AllocationTest, SaysWhyThereIsNone) {
    struct Row {
        const char* name;
        std::int64_t sample;
        Sizes sizes;
        Numbers deviations;  ///< Empty: in proportion.
        const char* code;
    };
    for (const Row& row : {
             Row{"no strata", 0, {}, {}, "statistics.population-figure"},
             Row{"empty strata", 0, {0, 0}, {}, "statistics.population-figure"},
             Row{"less than nobody", 1, {2, -1}, {}, "statistics.population-figure"},
             Row{"too many people",
                 1,
                 {1, std::numeric_limits<std::int64_t>::max()},
                 {},
                 "statistics.population-figure"},
             Row{"more than all", 4, {2, 1}, {}, "statistics.sample-size"},
             Row{"less than none", -1, {2, 1}, {}, "statistics.sample-size"},
             Row{"nobody varies", 2, {2, 1}, {0, 0}, "statistics.no-variation"},
             Row{"only an empty stratum varies", 1, {2, 0}, {0, 3}, "statistics.no-variation"},
             Row{"below no deviation", 1, {2, 1}, {1, -1}, "statistics.standard-deviation"},
         }) {
        SCOPED_TRACE(row.name);
        const auto found = row.deviations.empty()
                               ? allocate_proportionally(row.sample, row.sizes)
                               : allocate_by_neyman(row.sample, row.sizes, row.deviations);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, row.code);
        EXPECT_FALSE(found.error().cure.empty());
    }
}

TEST(AllocationTest, AddsUpAndFits) {
    EXPECT_TRUE(rc::check([] {
        const auto strata = *rc::gen::inRange<std::size_t>(1, 12);
        Sizes sizes;
        Numbers deviations;
        for (std::size_t h = 0; h < strata; ++h) {
            sizes.push_back(*rc::gen::inRange<std::int64_t>(h == 0 ? 1 : 0, 5'000));
            deviations.push_back(h == 0 ? 1.0 : *rc::gen::inRange(0, 400) / 7.0);
        }
        const std::int64_t people = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
        const auto sample = *rc::gen::inRange<std::int64_t>(0, people + 1);
        for (const auto& found :
             {allocate_proportionally(sample, sizes), allocate_by_neyman(sample, sizes, deviations)
             }) {
            RC_ASSERT(found.has_value());
            RC_ASSERT(std::accumulate(found->begin(), found->end(), std::int64_t{0}) == sample);
            for (std::size_t h = 0; h < strata; ++h) {
                RC_ASSERT((*found)[h] >= 0 && (*found)[h] <= sizes[h]);
            }
        }
        // In proportion every part is within one of its exact share.
        const auto parts = *allocate_proportionally(sample, sizes);
        for (std::size_t h = 0; h < strata; ++h) {
            const double quota = static_cast<double>(sample) * static_cast<double>(sizes[h]) /
                                 static_cast<double>(people);
            RC_ASSERT(std::abs(static_cast<double>(parts[h]) - quota) < 1 + 1e-9);
        }
    }));
}

}  // namespace
}  // namespace querist::statistics
