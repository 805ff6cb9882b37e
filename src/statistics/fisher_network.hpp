#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace querist::statistics {

/// log(0!) to log(n!), from sums of logarithms.
class LogFactorials {
public:
    explicit LogFactorials(std::int64_t highest);
    [[nodiscard]] double operator[](std::int64_t n) const {
        return values_[static_cast<std::size_t>(n)];
    }

private:
    std::vector<double> values_;
};

/// The two-sided p value of a cross-table given its margins, by the network of Mehta and Patel.
///
/// A stage is a column. A node of a stage is what the rows still hold before that column, sorted,
/// because their order does not matter to what follows. An arc fills the column; its length is
/// -sum(log x!) of the cells, so that the length of a path is the log probability of its table up
/// to a constant. At each node bounds of the longest and the shortest way to the end are known: a
/// path whose every completion is improbable enough counts at once with the total of the
/// completions, one that has none is dropped, and only the others go on. Before the last two
/// columns the completions of a node are listed by length, and each path looks up its part.
class FisherNetwork {
public:
    /// `rows` and `columns` are two or more positive sums each, with the same total; fewer rows
    /// than columns is the faster way round.
    FisherNetwork(std::vector<std::int64_t> rows, std::vector<std::int64_t> columns);

    /// Probability of all tables with log weight -sum(log x!) at most `log_weight_max`. Empty when
    /// that takes more than `steps_max` steps, or when the rows are too many and too large for a
    /// node to be numbered in 64 bits.
    [[nodiscard]] std::optional<double> probability_up_to(
        double log_weight_max, std::int64_t steps_max
    );

private:
    using Held = std::vector<std::int64_t>;
    /// A node's number: what it holds, written with the digits 0 to the largest row.
    using Key = std::uint64_t;

    struct Measure {
        double longest = 0;    ///< No completion is longer.
        double shortest = 0;   ///< None is shorter.
        double log_total = 0;  ///< Of the weights of all completions.
    };
    struct Arc {
        Key target = 0;
        double length = 0;
        double ways = 1;  ///< How many fillings look alike.
    };
    /// Paths of one length to one node.
    struct Paths {
        double length = 0;
        double ways = 0;
    };
    using PathsByLength = std::unordered_map<std::int64_t, Paths>;
    using Arrivals = std::unordered_map<Key, PathsByLength>;
    /// A completion and the share of all completions up to its length.
    struct Completion {
        double length = 0;
        double share_up_to = 0;
    };

    [[nodiscard]] Key key_of(const Held& sorted) const;
    [[nodiscard]] Held held_of(Key key) const;
    [[nodiscard]] std::size_t columns_from(std::size_t stage) const {
        return columns_.size() - stage;
    }
    [[nodiscard]] bool step(std::int64_t cost = 1) { return (steps_left_ -= cost) >= 0; }

    [[nodiscard]] bool measure(std::size_t stage, Key key);
    [[nodiscard]] double log_total_from(std::size_t stage, const Held& held) const;
    [[nodiscard]] double longest_of_two(const Held& held, std::int64_t column) const;
    [[nodiscard]] std::optional<std::vector<Arc>> arcs_from(std::size_t stage, Key key);
    [[nodiscard]] bool walk(std::size_t stage, const Arrivals& arriving, Arrivals& leaving);
    [[nodiscard]] bool finish(const Arrivals& arriving);
    [[nodiscard]] std::optional<std::vector<Completion>> completions(Key key);

    Held rows_;
    std::vector<std::int64_t> columns_;
    LogFactorials log_factorials_;
    double log_constant_ = 0;
    Key radix_ = 1;
    bool can_be_numbered_ = true;
    std::vector<std::unordered_map<Key, Measure>> measures_;  ///< By stage.
    std::int64_t steps_left_ = 0;
    double log_weight_max_ = 0;
    double probability_ = 0;
};

}  // namespace querist::statistics
