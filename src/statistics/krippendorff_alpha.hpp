#pragma once

#include "core/core.hpp"
#include "statistics/agreement.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace querist::statistics {

/// Ratings of units by raters as numbers, unit by unit: how rater r rated unit u stands at
/// values[u * raters + r], empty where there is no rating. Values are at most 1e100 and
/// values.size() is a multiple of `raters`, which is at least 1; else krippendorff_alpha throws
/// std::domain_error.
struct NumericRatings {
    std::span<const std::optional<double>> values;
    std::size_t raters = 0;
};

/// When two ratings differ, by how much.
enum class Measurement {
    nominal,   ///< Any two different values differ equally.
    ordinal,   ///< By how many ratings lie between them.
    interval,  ///< By the square of their difference.
};

/// How an interval is drawn: the same seed gives the same interval for ever.
struct UnitBootstrap {
    std::uint64_t seed = 0;
    std::int64_t draws = 2'000;  ///< At least 100, else std::domain_error.
};

/// alpha = 1 - observed_disagreement / expected_disagreement.
struct KrippendorffAlpha {
    double alpha = 0;                  ///< At most 1; 0 is what chance gives.
    double observed_disagreement = 0;  ///< Mean squared difference within units.
    double expected_disagreement = 0;  ///< Mean squared difference among all ratings.
    std::int64_t units = 0;            ///< Units that count: rated at least twice.
    std::int64_t left_out = 0;         ///< Units with fewer ratings.
    /// The standard deviation of the draws and their percentiles. Both are empty when every draw
    /// gives the same alpha (perfect agreement, or a single unit).
    std::optional<double> standard_error{};
    std::optional<Interval> interval{};
    AgreementIntervalMethod interval_method = AgreementIntervalMethod::unit_bootstrap;
    /// Draws in which every rating was the same, so that alpha did not exist: not in the interval.
    std::int64_t draws_left_out = 0;
};

/// Krippendorff's alpha of any number of raters with any missing ratings, with the percentile
/// interval of units drawn again (Zapf and others 2016). Units with one rating are left out.
/// A Problem when no unit has two ratings, and when all the ratings are the same.
/// Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability". Equals
/// irr::kripp.alpha(t(x), method); units are drawn by SeededRandom::below, n for each draw,
/// percentiles are quantile(type = 7).
[[nodiscard]] Result<KrippendorffAlpha> krippendorff_alpha(
    NumericRatings ratings,
    Measurement measurement,
    UnitBootstrap bootstrap,
    double level = usual_level
);

}  // namespace querist::statistics
