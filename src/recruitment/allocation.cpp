#include "recruitment/allocation.hpp"

#include "statistics/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace querist::recruitment {

namespace {

Result<std::vector<std::int64_t>> divide(
    instrument::SamplingDesign design,
    std::int64_t answers,
    std::span<const AllocatedStratum> strata
) {
    std::vector<std::int64_t> sizes;
    std::vector<double> deviations;
    sizes.reserve(strata.size());
    deviations.reserve(strata.size());
    for (const AllocatedStratum& one : strata) {
        sizes.push_back(one.size);
        deviations.push_back(one.deviation);
    }
    return design == instrument::SamplingDesign::neyman
               ? statistics::allocate_by_neyman(answers, sizes, deviations)
               : statistics::allocate_proportionally(answers, sizes);
}

}  // namespace

Result<std::vector<std::int64_t>> allocate(
    instrument::SamplingDesign design,
    std::int64_t answers,
    std::span<const AllocatedStratum> strata,
    std::int64_t least
) {
    const auto floor_of = [least](const AllocatedStratum& one) {
        return std::clamp<std::int64_t>(one.size, 0, least);
    };
    std::vector<std::int64_t> parts(strata.size(), 0);
    std::vector<std::size_t> open(strata.size());
    std::iota(open.begin(), open.end(), std::size_t{0});
    std::int64_t rest = answers;
    while (!open.empty()) {
        std::vector<AllocatedStratum> left;
        left.reserve(open.size());
        for (const std::size_t h : open) left.push_back(strata[h]);
        const Result<std::vector<std::int64_t>> divided = divide(design, rest, left);
        if (!divided) return std::unexpected(divided.error());
        std::vector<std::size_t> enough;
        enough.reserve(open.size());
        for (std::size_t i = 0; i < open.size(); ++i) {
            const std::int64_t floor = floor_of(left[i]);
            if ((*divided)[i] >= floor) {
                parts[open[i]] = (*divided)[i];
                enough.push_back(open[i]);
            } else {
                parts[open[i]] = floor;
                rest -= floor;
            }
        }
        if (enough.size() == open.size()) return parts;
        if (rest < 0 || (enough.empty() && rest > 0)) break;
        open = std::move(enough);
    }
    if (open.empty() && rest == 0) return parts;
    return failure(
        "recruitment.least-per-stratum",
        fmt::format(
            "{} complete responses are too few for {} in each of {} strata",
            answers,
            least,
            strata.size()
        ),
        "want more in all, or fewer at least in each stratum"
    );
}

std::optional<double> design_effect(
    std::span<const std::int64_t> answers, std::span<const std::int64_t> sizes
) {
    double people = 0;
    double sample = 0;
    for (const std::int64_t size : sizes) people += static_cast<double>(size);
    for (const std::int64_t part : answers) sample += static_cast<double>(part);
    if (people == 0 || sample == 0) return std::nullopt;
    double sum = 0;
    for (std::size_t h = 0; h < sizes.size(); ++h) {
        if (sizes[h] == 0) continue;
        if (answers[h] == 0) return std::nullopt;
        const double share = static_cast<double>(sizes[h]) / people;
        sum += share * share / static_cast<double>(answers[h]);
    }
    return sample * sum;
}

}  // namespace querist::recruitment
