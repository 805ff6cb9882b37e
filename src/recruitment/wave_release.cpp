#include "recruitment/wave_release.hpp"

#include "statistics/statistics.hpp"

#include <fmt/format.h>

#include <numeric>

namespace querist::recruitment {

Result<std::vector<std::size_t>> next_wave(
    std::span<const std::uint32_t> strata, std::size_t count, std::int64_t size, ReleaseOrder order
) {
    if (size < 1) {
        return failure(
            "recruitment.wave-size", "a wave has at least one case", "say --size N, N at least 1"
        );
    }
    if (size > static_cast<std::int64_t>(strata.size())) {
        return failure(
            "recruitment.wave-too-large",
            fmt::format("{} cases are to be released, and {} wait", size, strata.size()),
            strata.empty() ? "draw more people with querist recruit draw"
                           : "release fewer, or draw more people with querist recruit draw"
        );
    }
    std::vector<std::size_t> released;
    released.reserve(static_cast<std::size_t>(size));
    if (order == ReleaseOrder::as_drawn) {
        released.resize(static_cast<std::size_t>(size));
        std::iota(released.begin(), released.end(), std::size_t{0});
        return released;
    }
    std::vector<std::int64_t> waiting(count, 0);
    for (const std::uint32_t stratum : strata) ++waiting.at(stratum);
    Result<std::vector<std::int64_t>> shares = statistics::allocate_proportionally(size, waiting);
    if (!shares) return std::unexpected(shares.error());
    for (std::size_t i = 0; i < strata.size(); ++i) {
        std::int64_t& left = (*shares)[strata[i]];
        if (left == 0) continue;
        --left;
        released.push_back(i);
    }
    return released;
}

}  // namespace querist::recruitment
