#include "statistics/fisher_exact.hpp"

#include "statistics/contingency.hpp"
#include "statistics/contract.hpp"
#include "statistics/fisher_network.hpp"
#include "statistics/hypergeometric.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace querist::statistics {

namespace {

/// R's relative tolerance for "no more probable than the observed table".
constexpr double equal_probability = 1e-7;

bool is_fourfold(CountTable table) { return table.columns == 2 && table.counts.size() == 4; }

Computed<FisherTest> fourfold_test(CountTable table) {
    const FourfoldTable cells{table.counts[0], table.counts[1], table.counts[2], table.counts[3]};
    const auto distribution = FirstCellDistribution::of(cells);
    if (!distribution) return std::unexpected(Absence::beyond_bounds);
    std::vector<double> chances = distribution->probabilities(0);
    const double observed = chances[static_cast<std::size_t>(cells.a - distribution->lowest())];
    std::erase_if(chances, [&](double one) { return one > observed * (1 + equal_probability); });
    // The small ones first, so that none is lost to rounding.
    std::ranges::sort(chances);
    double sum = 0;
    for (const double one : chances) sum += one;
    return FisherTest{.p_value = std::min(1.0, sum), .standard_error = {}};
}

double log_weight(std::span<const std::int64_t> counts, const LogFactorials& log_factorials) {
    double weight = 0;
    for (const std::int64_t count : counts) weight -= log_factorials[count];
    return weight;
}

FisherTest drawn_test(
    CountTable table, const Margins& margins, SeededRandom& random, std::int64_t tables
) {
    const LogFactorials log_factorials(margins.total);
    const double bound = log_weight(table.counts, log_factorials) + equal_probability;
    std::vector<std::uint32_t> labels;
    for (std::size_t column = 0; column < margins.columns.size(); ++column) {
        labels.insert(
            labels.end(),
            static_cast<std::size_t>(margins.columns[column]),
            static_cast<std::uint32_t>(column)
        );
    }
    std::vector<std::int64_t> drawn(table.counts.size());
    std::int64_t hits = 0;
    for (std::int64_t i = 0; i < tables; ++i) {
        shuffle(labels, random);
        std::ranges::fill(drawn, 0);
        std::size_t next = 0;
        for (std::size_t row = 0; row < margins.rows.size(); ++row) {
            for (std::int64_t left = margins.rows[row]; left > 0; --left) {
                ++drawn[row * table.columns + labels[next++]];
            }
        }
        if (log_weight(drawn, log_factorials) <= bound) ++hits;
    }
    const double p = static_cast<double>(hits + 1) / static_cast<double>(tables + 1);
    return {
        .p_value = p,
        .method = FisherMethod::monte_carlo,
        .drawn_tables = tables,
        .standard_error = std::sqrt(p * (1 - p) / static_cast<double>(tables)),
    };
}

/// Whether the labels of all drawn tables stay within the effort.
bool can_be_drawn(const Margins& margins, const FisherEffort& effort) {
    return margins.total <= effort.drawn_labels_max / effort.drawn_tables;
}

}  // namespace

Computed<FisherTest> fisher_test(CountTable table, FisherEffort effort) {
    require(effort.steps_max >= 0, "a bound of steps is not negative");
    const Margins margins = margins_of(table);
    if (const auto reason = untestable(margins)) return std::unexpected(*reason);
    if (is_fourfold(table)) return fourfold_test(table);
    // The network holds log factorials up to the total, and each stage at least a step a row.
    if (margins.total > effort.steps_max) return std::unexpected(Absence::beyond_bounds);
    std::vector<std::int64_t> fewer = margins.rows;
    std::vector<std::int64_t> more = margins.columns;
    if (fewer.size() > more.size()) std::swap(fewer, more);
    const LogFactorials log_factorials(margins.total);
    const double bound = log_weight(table.counts, log_factorials) + equal_probability;
    FisherNetwork network(std::move(fewer), std::move(more));
    const std::optional<double> p = network.probability_up_to(bound, effort.steps_max);
    if (!p) return std::unexpected(Absence::beyond_bounds);
    return FisherTest{.p_value = *p, .standard_error = {}};
}

Computed<FisherTest> fisher_test_or_estimate(
    CountTable table, SeededRandom& random, FisherEffort effort
) {
    require(effort.drawn_tables > 0, "an estimate draws at least one table");
    Computed<FisherTest> exact = fisher_test(table, effort);
    if (exact || exact.error() != Absence::beyond_bounds) return exact;
    const Margins margins = margins_of(table);
    if (!can_be_drawn(margins, effort)) return exact;
    return drawn_test(table, margins, random, effort.drawn_tables);
}

}  // namespace querist::statistics
