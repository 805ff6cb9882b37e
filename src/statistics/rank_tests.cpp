#include "statistics/rank_tests.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"
#include "statistics/rank_distributions.hpp"
#include "statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace querist::statistics {

namespace {

RankTest exact_test(
    const std::vector<double>& distribution, double statistic, Alternative alternative
) {
    RankTest test{.statistic = statistic, .z = {}};
    const auto value = std::llround(statistic);
    switch (alternative) {
        case Alternative::two_sided:
            test.p_value = two_sided_probability(distribution, value);
            break;
        case Alternative::less:
            test.p_value = probability_at_most(distribution, value);
            break;
        case Alternative::greater:
            test.p_value = probability_at_least(distribution, value);
            break;
    }
    return test;
}

/// `distance` of the statistic from its mean, in its own units, where a step is 1 or 1/2: half of
/// one is taken off towards the alternative.
RankTest normal_test(double statistic, double distance, double deviation, Alternative alternative) {
    RankTest test{.statistic = statistic, .distribution = NullDistribution::normal, .z = {}};
    switch (alternative) {
        case Alternative::two_sided: {
            const double correction = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0.0;
            const double z = (distance - correction) / deviation;
            test.z = z;
            test.p_value = std::min(1.0, normal_two_sided(z));
            break;
        }
        case Alternative::less:
            test.z = (distance + 0.5) / deviation;
            test.p_value = normal_upper_tail(-*test.z);
            break;
        case Alternative::greater:
            test.z = (distance - 0.5) / deviation;
            test.p_value = normal_upper_tail(*test.z);
            break;
    }
    return test;
}

std::vector<double> joined(std::span<const double> first, std::span<const double> second) {
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    return all;
}

bool all_equal(std::span<const double> values) {
    return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

}  // namespace

Computed<RankTest> mann_whitney_test(
    std::span<const double> first, std::span<const double> second, Alternative alternative
) {
    const std::vector<double> all = joined(first, second);
    const Ranking ranking = rank(all);
    if (first.empty() || second.empty()) return std::unexpected(Absence::empty_group);
    const auto m = static_cast<double>(first.size());
    const auto n = static_cast<double>(second.size());
    double rank_sum = 0;
    for (std::size_t i = 0; i < first.size(); ++i) rank_sum += ranking.ranks[i];
    const double statistic = rank_sum - m * (m + 1) / 2;
    const bool small = first.size() < exact_rank_test_size && second.size() < exact_rank_test_size;
    if (small && ranking.ties.empty()) {
        return exact_test(
            mann_whitney_distribution(first.size(), second.size()), statistic, alternative
        );
    }
    if (all_equal(all)) return std::unexpected(Absence::no_variation);
    const double taken = ranking.tie_cubes() / ((m + n) * (m + n - 1));
    const double deviation = std::sqrt(m * n / 12 * (m + n + 1 - taken));
    return normal_test(statistic, statistic - m * n / 2, deviation, alternative);
}

Computed<SignedRankTest> signed_rank_test(
    std::span<const double> first, std::span<const double> second, Alternative alternative
) {
    require(first.size() == second.size(), "pairs come from lists of one length");
    require_finite(first);
    require_finite(second);
    if (first.empty()) return std::unexpected(Absence::no_values);
    std::vector<double> sizes;
    std::vector<bool> positive;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double difference = first[i] - second[i];
        if (difference == 0) continue;
        sizes.push_back(std::abs(difference));
        positive.push_back(difference > 0);
    }
    if (sizes.empty()) return std::unexpected(Absence::no_differences);
    const Ranking ranking = rank(sizes);
    double statistic = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (positive[i]) statistic += ranking.ranks[i];
    }
    SignedRankTest result{
        .test = {},
        .differing_pairs = static_cast<std::int64_t>(sizes.size()),
        .equal_pairs = static_cast<std::int64_t>(first.size() - sizes.size()),
    };
    if (sizes.size() < exact_rank_test_size && ranking.ties.empty() && result.equal_pairs == 0) {
        result.test = exact_test(signed_rank_distribution(sizes.size()), statistic, alternative);
        return result;
    }
    const auto n = static_cast<double>(sizes.size());
    const double variance = n * (n + 1) * (2 * n + 1) / 24 - ranking.tie_cubes() / 48;
    result.test =
        normal_test(statistic, statistic - n * (n + 1) / 4, std::sqrt(variance), alternative);
    return result;
}

Computed<ChiSquareTest> kruskal_wallis_test(std::span<const std::vector<double>> groups) {
    std::vector<double> all;
    for (const std::vector<double>& group : groups) {
        all.insert(all.end(), group.begin(), group.end());
    }
    const Ranking ranking = rank(all);
    if (groups.size() < 2) return std::unexpected(Absence::one_category);
    const auto empty = [](const std::vector<double>& group) { return group.empty(); };
    if (std::ranges::any_of(groups, empty)) return std::unexpected(Absence::empty_group);
    if (all_equal(all)) return std::unexpected(Absence::no_variation);
    const auto n = static_cast<double>(all.size());
    double spread = 0;
    std::size_t next = 0;
    for (const std::vector<double>& group : groups) {
        double rank_sum = 0;
        for (std::size_t i = 0; i < group.size(); ++i) rank_sum += ranking.ranks[next++];
        const auto size = static_cast<double>(group.size());
        // Around the mean rank: R subtracts 3 (n + 1) at the end and loses digits.
        const double distance = rank_sum / size - (n + 1) / 2;
        spread += size * distance * distance;
    }
    const double untied = 1 - ranking.tie_cubes() / (n * n * n - n);
    const double statistic = 12 * spread / (n * (n + 1)) / untied;
    return chi_square_test_of(statistic, static_cast<std::int64_t>(groups.size()) - 1);
}

Computed<FriedmanTest> friedman_test(std::span<const double> values, std::size_t columns) {
    require(columns > 0, "a matrix has at least one column");
    require(values.size() % columns == 0, "a matrix has whole rows");
    require_finite(values);
    if (values.empty()) return std::unexpected(Absence::no_values);
    if (columns < 2) return std::unexpected(Absence::one_category);
    std::vector<double> rank_sums(columns);
    double tie_cubes = 0;
    for (std::size_t begin = 0; begin < values.size(); begin += columns) {
        const Ranking ranking = rank(values.subspan(begin, columns));
        for (std::size_t i = 0; i < columns; ++i) rank_sums[i] += ranking.ranks[i];
        tie_cubes += ranking.tie_cubes();
    }
    const std::size_t rows = values.size() / columns;
    const auto n = static_cast<double>(rows);
    const auto k = static_cast<double>(columns);
    const double scale = n * k * (k + 1) - tie_cubes / (k - 1);
    // Exactly 0 when all rows are all ties: then tie_cubes is n (k^3 - k).
    if (tie_cubes == n * (k * k * k - k)) return std::unexpected(Absence::no_variation);
    double spread = 0;
    for (const double rank_sum : rank_sums) {
        const double distance = rank_sum - n * (k + 1) / 2;
        spread += distance * distance;
    }
    const double statistic = 12 * spread / scale;
    return FriedmanTest{
        .test = chi_square_test_of(statistic, static_cast<std::int64_t>(columns) - 1),
        .kendalls_w = statistic / (n * (k - 1)),
    };
}

}  // namespace querist::statistics
