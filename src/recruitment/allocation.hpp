#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace querist::recruitment {

/// One stratum that a sample is divided over.
struct AllocatedStratum {
    std::int64_t size = 0;  ///< People in the population.
    double deviation = 0;   ///< Standard deviation; the proportional design does not look at it.
};

/// Divides a sample over strata, in proportion to size or, by Neyman, to size times standard
/// deviation. No stratum gets fewer than `least`, or than it has people where these are fewer: what
/// would get fewer is given that, and the rest is divided anew over the others. The parts add up to
/// `answers`. `design` is proportional or neyman.
/// A Problem where statistics::allocate_proportionally and allocate_by_neyman have one, and
/// recruitment.least-per-stratum when the least numbers alone are more than the sample.
[[nodiscard]] Result<std::vector<std::int64_t>> allocate(
    instrument::SamplingDesign design,
    std::int64_t answers,
    std::span<const AllocatedStratum> strata,
    std::int64_t least = 0
);

/// By what factor unequal chances widen the variance of an estimate for the whole population that
/// is weighted back: n times the sum of W^2 / n_h, with W a stratum's share of the population. 1
/// for a proportional sample. Empty when a stratum with people gets nobody, for nothing stands for
/// them, and when nobody is there. `answers` and `sizes` are of one length.
/// Source: Kish 1965, section 11.7, under equal variances within the strata.
[[nodiscard]] std::optional<double> design_effect(
    std::span<const std::int64_t> answers, std::span<const std::int64_t> sizes
);

}  // namespace querist::recruitment
