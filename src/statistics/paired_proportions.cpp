#include "statistics/paired_proportions.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace querist::statistics {

Computed<McNemarTest> mcnemar_test(std::int64_t first_only, std::int64_t second_only) {
    require(first_only >= 0 && second_only >= 0, "a count is not negative");
    const std::int64_t differing = first_only + second_only;
    if (differing == 0) return std::unexpected(Absence::no_differences);
    const double distance = std::abs(static_cast<double>(first_only - second_only));
    const double corrected = std::max(0.0, distance - 1);
    const auto n = static_cast<double>(differing);
    const double tail = binomial_at_most(std::min(first_only, second_only), differing, 0.5);
    return McNemarTest{
        .uncorrected = chi_square_test_of(distance * distance / n, 1),
        .corrected = chi_square_test_of(corrected * corrected / n, 1),
        .exact_p_value = std::min(1.0, 2 * tail),
    };
}

Computed<ChiSquareTest> cochran_q_test(std::span<const std::uint8_t> answers, std::size_t columns) {
    require(columns > 0, "a matrix has at least one column");
    require(answers.size() % columns == 0, "a matrix has whole rows");
    require(
        std::ranges::all_of(answers, [](std::uint8_t answer) { return answer <= 1; }),
        "an answer is 0 or 1"
    );
    if (answers.empty()) return std::unexpected(Absence::no_values);
    if (columns < 2) return std::unexpected(Absence::one_category);
    std::vector<double> column_sums(columns);
    const auto k = static_cast<double>(columns);
    double all = 0;
    double mixed = 0;  // sum of r (k - r) over the rows
    for (std::size_t begin = 0; begin < answers.size(); begin += columns) {
        double row_sum = 0;
        for (std::size_t i = 0; i < columns; ++i) {
            column_sums[i] += answers[begin + i];
            row_sum += answers[begin + i];
        }
        all += row_sum;
        mixed += row_sum * (k - row_sum);
    }
    if (mixed == 0) return std::unexpected(Absence::no_variation);
    double spread = 0;
    for (const double sum : column_sums) spread += (sum - all / k) * (sum - all / k);
    return chi_square_test_of(k * (k - 1) * spread / mixed, static_cast<std::int64_t>(columns) - 1);
}

}  // namespace querist::statistics
