#pragma once

#include "core/core.hpp"
#include "response/response.hpp"
#include "statistics/statistics.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace querist::report {

/// Kinds of `response::Gap`, none included.
inline constexpr std::size_t gap_kinds = 6;
using GapCounts = std::array<std::int64_t, gap_kinds>;

/// What every table and picture rests on and says of itself.
struct Basis {
    std::int64_t responses = 0;  ///< Those of the report: `answered` and all gaps add up to it.
    std::int64_t answered = 0;   ///< The base: the denominator of every percentage.
    GapCounts gaps{};            ///< By `response::Gap`; [none] is 0.
    /// Left out of `responses`: screened out by their answers, come after a quota was full, and
    /// excluded by the researchers.
    std::int64_t screened_out = 0;
    std::int64_t quota_full = 0;
    std::int64_t excluded = 0;
    Digest version;  ///< The newest instrument version.
    response::Origin origin = response::Origin::real;
    double level = statistics::usual_level;  ///< Of every interval: the plan's confidence.
};

/// Below this base a percentage is marked as resting on a small base and sentences leave it out.
inline constexpr std::int64_t small_base = 5;

/// A count in a base. The interval (Wilson) is empty when the base is 0.
struct Share {
    std::int64_t count = 0;
    std::int64_t base = 0;
    std::optional<statistics::Interval> interval;
    double level = statistics::usual_level;  ///< Of the interval.
};
[[nodiscard]] Share share_of(
    std::int64_t count, std::int64_t base, double level = statistics::usual_level
);

/// Whether a respondent stands in one row or in any number of them.
enum class Answers { one, several };

}  // namespace querist::report
