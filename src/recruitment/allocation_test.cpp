#include "recruitment/recruitment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

namespace querist::recruitment {
namespace {

using instrument::SamplingDesign;

struct AllocationRow {
    const char* name;
    SamplingDesign design;
    std::int64_t answers;
    std::vector<AllocatedStratum> strata;
    std::int64_t least;
    std::vector<std::int64_t> expected;
};

TEST(AllocationTest, DividesAsTheDesignSays) {
    using enum SamplingDesign;
    // Neyman by hand: 69 x 200 x 0.4 / (200 x 0.4 + 800 x 0.1) = 34.5, of equal remainders the
    // earlier.
    for (const AllocationRow& row : {
             AllocationRow{"by size", proportional, 69, {{200, 0}, {800, 0}}, 0, {14, 55}},
             AllocationRow{"least is met", proportional, 69, {{200, 0}, {800, 0}}, 14, {14, 55}},
             AllocationRow{
                 "least is not met", proportional, 69, {{200, 0}, {800, 0}}, 20, {20, 49}
             },
             AllocationRow{
                 "of the rest, the others get anew",
                 proportional,
                 100,
                 {{10, 0}, {300, 0}, {690, 0}},
                 10,
                 {10, 27, 63}
             },
             AllocationRow{
                 "one falls below only when the rest is divided",
                 proportional,
                 30,
                 {{10, 0}, {320, 0}, {670, 0}},
                 9,
                 {9, 9, 12}
             },
             AllocationRow{
                 "nobody has more than it has", proportional, 30, {{3, 0}, {997, 0}}, 10, {3, 27}
             },
             AllocationRow{"by spread", neyman, 69, {{200, 0.4}, {800, 0.1}}, 0, {35, 34}},
             AllocationRow{"no spread", neyman, 69, {{200, 0}, {800, 0.1}}, 0, {0, 69}},
             AllocationRow{"no spread, and a least", neyman, 69, {{200, 0}, {800, 1}}, 9, {9, 60}},
             AllocationRow{"exactly the least", proportional, 20, {{90, 0}, {10, 0}}, 10, {10, 10}},
         }) {
        SCOPED_TRACE(row.name);
        const auto parts = allocate(row.design, row.answers, row.strata, row.least);
        ASSERT_TRUE(parts) << parts.error().message;
        EXPECT_EQ(*parts, row.expected);
    }
}

TEST(AllocationTest, SaysWhatCannotBe) {
    struct Row {
        const char* name;
        std::int64_t answers;
        std::vector<AllocatedStratum> strata;
        std::int64_t least;
        const char* code;
    };
    for (const Row& row : {
             Row{"more than there are", 11, {{5, 1}, {5, 1}}, 0, "statistics.sample-size"},
             Row{"nobody there", 1, {{0, 1}}, 0, "statistics.population-figure"},
             Row{"least is too much", 19, {{50, 1}, {50, 1}}, 10, "recruitment.least-per-stratum"},
         }) {
        SCOPED_TRACE(row.name);
        const auto parts = allocate(SamplingDesign::neyman, row.answers, row.strata, row.least);
        ASSERT_FALSE(parts);
        EXPECT_EQ(parts.error().code, row.code);
        EXPECT_FALSE(parts.error().cure.empty());
    }
}

TEST(AllocationTest, EverybodyIsPlacedAndEachHasItsLeast) {
    EXPECT_TRUE(rc::check([] {
        const auto count = *rc::gen::inRange<std::size_t>(1, 6);
        const auto least = *rc::gen::inRange<std::int64_t>(0, 20);
        std::vector<AllocatedStratum> strata;
        std::int64_t people = 0;
        std::int64_t floors = 0;
        for (std::size_t h = 0; h < count; ++h) {
            const auto size = *rc::gen::inRange<std::int64_t>(1, 500);
            strata.push_back({size, *rc::gen::inRange(1, 100) / 100.0});
            people += size;
            floors += std::min(size, least);
        }
        const auto answers = *rc::gen::inRange<std::int64_t>(floors, people + 1);
        for (const SamplingDesign design : {SamplingDesign::proportional, SamplingDesign::neyman}) {
            const auto parts = allocate(design, answers, strata, least);
            RC_ASSERT(parts.has_value());
            RC_ASSERT(std::accumulate(parts->begin(), parts->end(), std::int64_t{0}) == answers);
            for (std::size_t h = 0; h < count; ++h) {
                RC_ASSERT((*parts)[h] >= std::min(strata[h].size, least));
                RC_ASSERT((*parts)[h] <= strata[h].size);
            }
        }
    }));
}

TEST(DesignEffectTest, IsOneForProportionalSamples) {
    struct Row {
        const char* name;
        std::vector<std::int64_t> answers;
        std::vector<std::int64_t> sizes;
        std::optional<double> expected;
    };
    for (const Row& row : {
             Row{"proportional", {20, 80}, {200, 800}, 1.0},
             // 100 x (0.2^2 / 50 + 0.8^2 / 50) = 1.36
             Row{"equal numbers", {50, 50}, {200, 800}, 1.36},
             Row{"a stratum is left out", {100, 0}, {200, 800}, std::nullopt},
             Row{"a stratum without people", {100, 0}, {200, 0}, 1.0},
             Row{"nobody", {0, 0}, {200, 800}, std::nullopt},
         }) {
        SCOPED_TRACE(row.name);
        const std::optional<double> effect = design_effect(row.answers, row.sizes);
        ASSERT_EQ(effect.has_value(), row.expected.has_value());
        if (effect) EXPECT_NEAR(*effect, row.expected.value_or(0), 1e-12);
    }
}

}  // namespace
}  // namespace querist::recruitment
