#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace querist::statistics {

/// Counts of a 2 x 2 table, by row: first | second column.
struct FourfoldTable {
    std::int64_t a = 0;  ///< First row, first column.
    std::int64_t b = 0;  ///< First row, second column.
    std::int64_t c = 0;  ///< Second row, first column.
    std::int64_t d = 0;  ///< Second row, second column.
    bool operator==(const FourfoldTable&) const = default;
};

/// The distribution of the first cell of a 2 x 2 table given its margins, under any odds ratio:
/// the noncentral hypergeometric distribution of Fisher.
class FirstCellDistribution {
public:
    /// Values of the first cell that are weighed at most; a table with more has no distribution.
    static constexpr std::int64_t values_max = 5'000'000;

    /// Empty when the first cell may take more than `values_max` values.
    [[nodiscard]] static std::optional<FirstCellDistribution> of(FourfoldTable table);

    [[nodiscard]] std::int64_t lowest() const { return lowest_; }
    [[nodiscard]] std::int64_t highest() const {
        return lowest_ + static_cast<std::int64_t>(log_weights_.size()) - 1;
    }

    /// The probability of each value from lowest() to highest(); R: dnhyper of fisher.test.
    [[nodiscard]] std::vector<double> probabilities(double log_odds_ratio) const;

    /// The mean of the first cell.
    [[nodiscard]] double mean(double log_odds_ratio) const;

private:
    std::int64_t lowest_ = 0;
    std::vector<double> log_weights_;  ///< Log probabilities at odds ratio 1, up to a constant.
};

}  // namespace querist::statistics
