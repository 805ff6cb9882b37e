#include "statistics/rank_correlation.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"
#include "statistics/rank_distributions.hpp"
#include "statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

namespace {

void require_pairs(std::span<const double> x, std::span<const double> y, double level) {
    require(x.size() == y.size(), "pairs come from lists of one length");
    require_level(level);
    require_finite(x);
    require_finite(y);
}

/// Whether one group of ties holds everything.
bool does_not_vary(const Ranking& ranking) {
    return !ranking.ties.empty() &&
           ranking.ties.front() == static_cast<std::int64_t>(ranking.ranks.size());
}

std::optional<Interval> fisher_z_interval(double estimate, double error, double level) {
    if (std::abs(estimate) == 1) return std::nullopt;
    const double centre = std::atanh(estimate);
    const double reach = normal_reach(level) * error;
    return Interval{estimate, std::tanh(centre - reach), std::tanh(centre + reach)};
}

/// Pearson's correlation of midranks, whose means are (n + 1) / 2. All sums are of quarters, and
/// exact.
double correlation_of_ranks(const Ranking& x, const Ranking& y) {
    const double centre = static_cast<double>(x.ranks.size() + 1) / 2;
    double both = 0;
    double first = 0;
    double second = 0;
    for (std::size_t i = 0; i < x.ranks.size(); ++i) {
        const double one = x.ranks[i] - centre;
        const double other = y.ranks[i] - centre;
        both += one * other;
        first += one * one;
        second += other * other;
    }
    if (both == first && both == second) return 1;
    if (both == -first && both == -second) return -1;
    return std::clamp(both / std::sqrt(first) / std::sqrt(second), -1.0, 1.0);
}

/// The share of all orders of `x` whose squared distance from `y` is as far out as the observed.
double exact_spearman_p(const Ranking& x, const Ranking& y) {
    const std::size_t n = x.ranks.size();
    std::int64_t observed = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto distance = static_cast<std::int64_t>(x.ranks[i] - y.ranks[i]);
        observed += distance * distance;
    }
    std::vector<std::int64_t> order(n);
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::int64_t at_most = 0;
    std::int64_t at_least = 0;
    std::int64_t all = 0;
    do {
        std::int64_t distances = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const std::int64_t distance = order[i] - static_cast<std::int64_t>(i);
            distances += distance * distance;
        }
        if (distances <= observed) ++at_most;
        if (distances >= observed) ++at_least;
        ++all;
    } while (std::ranges::next_permutation(order).found);
    const auto smaller = static_cast<double>(std::min(at_most, at_least));
    return std::min(1.0, 2 * smaller / static_cast<double>(all));
}

/// Pairs of observations, by how they compare. A pair tied in x and in y counts in both.
struct PairCounts {
    std::int64_t all = 0;
    std::int64_t tied_x = 0;
    std::int64_t tied_y = 0;
    std::int64_t concordant = 0;
    std::int64_t discordant = 0;
};

std::int64_t pairs_of(std::int64_t n) { return n * (n - 1) / 2; }

std::int64_t tied_pairs(const Ranking& ranking) {
    std::int64_t pairs = 0;
    for (const std::int64_t tie : ranking.ties) pairs += pairs_of(tie);
    return pairs;
}

/// Sorts `values` upwards and returns how many pairs stood in the wrong order.
std::int64_t sort_inversions(std::span<double> values, std::span<double> room) {
    if (values.size() < 2) return 0;
    const std::size_t half = values.size() / 2;
    std::int64_t inversions = sort_inversions(values.first(half), room.first(half)) +
                              sort_inversions(values.subspan(half), room.subspan(half));
    std::size_t left = 0;
    std::size_t right = half;
    for (double& place : room) {
        if (right == values.size() || (left < half && values[left] <= values[right])) {
            place = values[left++];
        } else {
            inversions += static_cast<std::int64_t>(half - left);
            place = values[right++];
        }
    }
    std::ranges::copy(room, values.begin());
    return inversions;
}

PairCounts compare_pairs(const Ranking& x, const Ranking& y) {
    const std::size_t n = x.ranks.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return x.ranks[a] != x.ranks[b] ? x.ranks[a] < x.ranks[b] : y.ranks[a] < y.ranks[b];
    });
    std::int64_t tied_both = 0;
    std::vector<double> by_x;
    std::int64_t run = 1;
    for (std::size_t i = 0; i < n; ++i) {
        by_x.push_back(y.ranks[order[i]]);
        const bool same =
            i > 0 && x.ranks[order[i]] == x.ranks[order[i - 1]] && by_x[i] == by_x[i - 1];
        // The i-th of a run of equal pairs ties with those before it in the run.
        run = same ? run + 1 : 1;
        tied_both += run - 1;
    }
    PairCounts counts{
        .all = pairs_of(static_cast<std::int64_t>(n)),
        .tied_x = tied_pairs(x),
        .tied_y = tied_pairs(y),
    };
    std::vector<double> room(n);
    counts.discordant = sort_inversions(by_x, room);
    counts.concordant = counts.all - counts.tied_x - counts.tied_y + tied_both - counts.discordant;
    return counts;
}

/// What ties take from the variance of Kendall's S.
struct TieSums {
    double pairs = 0;    ///< Sum of t (t - 1).
    double triples = 0;  ///< Sum of t (t - 1) (t - 2).
    double spread = 0;   ///< Sum of t (t - 1) (2 t + 5).
};

TieSums tie_sums(const Ranking& ranking) {
    TieSums sums;
    for (const std::int64_t tie : ranking.ties) {
        const auto t = static_cast<double>(tie);
        sums.pairs += t * (t - 1);
        sums.triples += t * (t - 1) * (t - 2);
        sums.spread += t * (t - 1) * (2 * t + 5);
    }
    return sums;
}

double kendall_deviation(const Ranking& x, const Ranking& y) {
    const auto n = static_cast<double>(x.ranks.size());
    const TieSums of_x = tie_sums(x);
    const TieSums of_y = tie_sums(y);
    double variance = (n * (n - 1) * (2 * n + 5) - of_x.spread - of_y.spread) / 18 +
                      of_x.pairs * of_y.pairs / (2 * n * (n - 1));
    if (n > 2) variance += of_x.triples * of_y.triples / (9 * n * (n - 1) * (n - 2));
    return std::sqrt(variance);
}

double tau_b(const PairCounts& counts) {
    const auto balance = static_cast<double>(counts.concordant - counts.discordant);
    const auto untied_x = static_cast<double>(counts.all - counts.tied_x);
    const auto untied_y = static_cast<double>(counts.all - counts.tied_y);
    // Exact where every pair agrees, so that -1 and 1 are not missed by rounding.
    if (untied_x == untied_y) return balance / untied_x;
    return balance / std::sqrt(untied_x) / std::sqrt(untied_y);
}

}  // namespace

Computed<RankCorrelation> spearman_rho(
    std::span<const double> x, std::span<const double> y, double level
) {
    require_pairs(x, y, level);
    if (x.empty()) return std::unexpected(Absence::no_values);
    if (x.size() < 3) return std::unexpected(Absence::too_few_values);
    const Ranking rank_x = rank(x);
    const Ranking rank_y = rank(y);
    if (does_not_vary(rank_x) || does_not_vary(rank_y)) {
        return std::unexpected(Absence::no_variation);
    }
    const auto n = static_cast<double>(x.size());
    RankCorrelation result{.estimate = correlation_of_ranks(rank_x, rank_y), .interval = {}};
    const double rho = result.estimate;
    if (x.size() <= exact_spearman_size && rank_x.ties.empty() && rank_y.ties.empty()) {
        result.p_value = exact_spearman_p(rank_x, rank_y);
    } else {
        result.reference = CorrelationReference::student_t;
        const double left = (1 - rho) * (1 + rho);
        result.p_value = left == 0 ? 0 : student_two_sided(rho * std::sqrt((n - 2) / left), n - 2);
    }
    if (x.size() > 3) {
        result.interval = fisher_z_interval(rho, std::sqrt((1 + rho * rho / 2) / (n - 3)), level);
    }
    return result;
}

Computed<RankCorrelation> kendall_tau_b(
    std::span<const double> x, std::span<const double> y, double level
) {
    require_pairs(x, y, level);
    if (x.empty()) return std::unexpected(Absence::no_values);
    if (x.size() < 2) return std::unexpected(Absence::too_few_values);
    const Ranking rank_x = rank(x);
    const Ranking rank_y = rank(y);
    if (does_not_vary(rank_x) || does_not_vary(rank_y)) {
        return std::unexpected(Absence::no_variation);
    }
    const PairCounts counts = compare_pairs(rank_x, rank_y);
    RankCorrelation result{.estimate = tau_b(counts), .interval = {}};
    if (x.size() < exact_kendall_size && rank_x.ties.empty() && rank_y.ties.empty()) {
        result.p_value =
            two_sided_probability(concordance_distribution(x.size()), counts.concordant);
    } else {
        result.reference = CorrelationReference::normal;
        const auto balance = static_cast<double>(counts.concordant - counts.discordant);
        result.p_value = normal_two_sided(balance / kendall_deviation(rank_x, rank_y));
    }
    if (x.size() > 4) {
        const auto n = static_cast<double>(x.size());
        result.interval = fisher_z_interval(result.estimate, std::sqrt(0.437 / (n - 4)), level);
    }
    return result;
}

}  // namespace querist::statistics
