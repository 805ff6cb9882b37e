#include "statistics/goodness_of_fit.hpp"

#include "statistics/contract.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace querist::statistics {

Computed<FitTest> chi_square_fit(
    std::span<const std::int64_t> counts, std::span<const double> shares
) {
    require(counts.size() == shares.size(), "every count has a share");
    require(
        std::ranges::all_of(counts, [](std::int64_t count) { return count >= 0; }),
        "counts are not negative"
    );
    require(
        std::ranges::all_of(
            shares, [](double share) { return std::isfinite(share) && share >= 0; }
        ),
        "shares are not negative"
    );
    const auto total =
        static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
    const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (total == 0) return std::unexpected(Absence::no_values);
    FitTest fit;
    double statistic = 0;
    std::int64_t categories = 0;
    std::int64_t below_five = 0;
    double smallest = total;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (shares[i] == 0 && counts[i] > 0) return std::unexpected(Absence::empty_margin);
        const double expected = whole > 0 ? total * shares[i] / whole : 0;
        fit.expected.push_back(expected);
        if (shares[i] == 0) continue;
        ++categories;
        const double off = static_cast<double>(counts[i]) - expected;
        statistic += off * off / expected;
        smallest = std::min(smallest, expected);
        if (expected < 5) ++below_five;
    }
    if (categories < 2) return std::unexpected(Absence::one_category);
    fit.test = chi_square_test_of(statistic, categories - 1);
    fit.expected_too_low = smallest < 1 || 5 * below_five > categories;
    return fit;
}

}  // namespace querist::statistics
