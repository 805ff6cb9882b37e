#include "statistics/odds_ratio.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace querist::statistics {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

bool has_empty_margin(FourfoldTable table) {
    return table.a + table.b == 0 || table.c + table.d == 0 || table.a + table.c == 0 ||
           table.b + table.d == 0;
}

/// The log odds ratio at which the growing `excess` is 0.
template <class Excess>
double solve_log_odds(const Excess& excess) {
    double low = -1;
    double high = 1;
    while (excess(low) > 0) low *= 2;
    while (excess(high) < 0) high *= 2;
    std::uintmax_t steps = 200;
    const auto [below, above] = boost::math::tools::toms748_solve(
        excess, low, high, boost::math::tools::eps_tolerance<double>(52), steps
    );
    return (below + above) / 2;
}

/// Tails of the first cell at its observed value.
class ObservedCell {
public:
    ObservedCell(const FirstCellDistribution& distribution, std::int64_t observed)
        : distribution_(distribution),
          place_(static_cast<std::size_t>(observed - distribution.lowest())) {}

    [[nodiscard]] double at_most(double log_odds) const {
        const std::vector<double> chances = distribution_.probabilities(log_odds);
        double sum = 0;
        for (std::size_t i = 0; i <= place_; ++i) sum += chances[i];
        return sum;
    }

    [[nodiscard]] double at_least(double log_odds) const {
        const std::vector<double> chances = distribution_.probabilities(log_odds);
        double sum = 0;
        for (std::size_t i = place_; i < chances.size(); ++i) sum += chances[i];
        return sum;
    }

private:
    const FirstCellDistribution& distribution_;
    std::size_t place_;
};

}  // namespace

Computed<Interval> woolf_odds_ratio(FourfoldTable table, ZeroCell zero, double level) {
    require(
        table.a >= 0 && table.b >= 0 && table.c >= 0 && table.d >= 0, "a count is not negative"
    );
    const double z = normal_reach(level);
    if (has_empty_margin(table)) return std::unexpected(Absence::empty_margin);
    const bool has_zero = table.a == 0 || table.b == 0 || table.c == 0 || table.d == 0;
    if (has_zero && zero == ZeroCell::refuse) return std::unexpected(Absence::zero_cell);
    const double added = has_zero ? 0.5 : 0;
    const double a = static_cast<double>(table.a) + added;
    const double b = static_cast<double>(table.b) + added;
    const double c = static_cast<double>(table.c) + added;
    const double d = static_cast<double>(table.d) + added;
    const double ratio = (a / b) * (d / c);
    const double reach = std::exp(z * std::sqrt(1 / a + 1 / b + 1 / c + 1 / d));
    return Interval{ratio, ratio / reach, ratio * reach};
}

Computed<Interval> conditional_odds_ratio(FourfoldTable table, double level) {
    require_level(level);
    const auto distribution = FirstCellDistribution::of(table);
    if (has_empty_margin(table)) return std::unexpected(Absence::empty_margin);
    if (!distribution) return std::unexpected(Absence::beyond_bounds);
    const ObservedCell observed(*distribution, table.a);
    const double tail = (1 - level) / 2;
    const auto cell = static_cast<double>(table.a);
    const bool least = table.a == distribution->lowest();
    const bool greatest = table.a == distribution->highest();
    Interval ratio{0, 0, unbounded};
    if (greatest) {
        ratio.estimate = unbounded;
    } else if (!least) {
        ratio.estimate = std::exp(solve_log_odds([&](double log_odds) {
            return distribution->mean(log_odds) - cell;
        }));
    }
    if (!least) {
        ratio.low = std::exp(solve_log_odds([&](double log_odds) {
            return observed.at_least(log_odds) - tail;
        }));
    }
    if (!greatest) {
        ratio.high = std::exp(solve_log_odds([&](double log_odds) {
            return tail - observed.at_most(log_odds);
        }));
    }
    return ratio;
}

}  // namespace querist::statistics
