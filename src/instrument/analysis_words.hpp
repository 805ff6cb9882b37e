#pragma once

// Internal to instrument: the closed lists of words that analysis.yaml takes, and what each test
// asks of the variables that it compares.

#include "instrument/analysis_plan.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::instrument {

/// What answers a variable must have for a test.
enum class Measured : std::uint8_t {
    categories,  ///< Choices, in whatever order.
    chosen,      ///< Yes or no; chosen or not.
    ranks        ///< Points of a scale, ranks or numbers.
};

struct TestSpec {
    PlannedTest test;
    std::string_view name;
    std::string_view doc;
    Measured measured;
    int compared_min;  ///< How many variables `compare` names.
    int compared_max;
    int groups_max;  ///< How many groups `by` may make; 0: the test takes no groups.
};
[[nodiscard]] std::span<const TestSpec> test_specs();
[[nodiscard]] const TestSpec& test_spec(PlannedTest test);

struct AdjustmentSpec {
    PAdjustment adjustment;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const AdjustmentSpec> adjustment_specs();
[[nodiscard]] std::string_view adjustment_name(PAdjustment adjustment);

struct RowOrderSpec {
    RowOrder order;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const RowOrderSpec> row_order_specs();

struct MissingSpec {
    MissingAnswers missing;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const MissingSpec> missing_specs();
[[nodiscard]] std::string_view missing_name(MissingAnswers missing);

}  // namespace querist::instrument
