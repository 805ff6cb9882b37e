#include "statistics/fisher_network.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace querist::statistics {

namespace {

/// Paths to one node whose lengths round to the same unit are one: the unit is coarser than the
/// rounding of equal lengths, and too fine to change a p value.
constexpr double length_units = 1e11;

std::int64_t rounded(double length) { return std::llround(length * length_units); }

/// Every way to put `column` into cells of at most `held`, in order.
class ColumnFillings {
public:
    ColumnFillings(const std::vector<std::int64_t>& held, std::int64_t column)
        : held_(held), cells_(held.size()), room_after_(held.size() + 1) {
        for (std::size_t i = held.size(); i > 0; --i) {
            room_after_[i - 1] = room_after_[i] + held[i - 1];
        }
        place(0, column);
    }

    [[nodiscard]] const std::vector<std::int64_t>& cells() const { return cells_; }

    /// False after the last one.
    [[nodiscard]] bool next() {
        // The last cell that can take one more from those behind it.
        std::int64_t behind = 0;
        for (std::size_t i = cells_.size(); i > 0; --i) {
            if (behind > 0 && cells_[i - 1] < held_[i - 1]) {
                ++cells_[i - 1];
                place(i, behind - 1);
                return true;
            }
            behind += cells_[i - 1];
        }
        return false;
    }

private:
    /// Puts `rest` into the cells from `first` on, as little as possible into the early ones.
    void place(std::size_t first, std::int64_t rest) {
        for (std::size_t i = first; i < cells_.size(); ++i) {
            cells_[i] = std::max<std::int64_t>(0, rest - room_after_[i + 1]);
            rest -= cells_[i];
        }
    }

    const std::vector<std::int64_t>& held_;
    std::vector<std::int64_t> cells_;
    std::vector<std::int64_t> room_after_;
};

}  // namespace

LogFactorials::LogFactorials(std::int64_t highest) {
    values_.reserve(static_cast<std::size_t>(highest) + 1);
    long double sum = 0;
    values_.push_back(0);
    for (std::int64_t n = 1; n <= highest; ++n) {
        sum += std::log(static_cast<long double>(n));
        values_.push_back(static_cast<double>(sum));
    }
}

FisherNetwork::FisherNetwork(std::vector<std::int64_t> rows, std::vector<std::int64_t> columns)
    : rows_(std::move(rows)),
      columns_(std::move(columns)),
      log_factorials_(std::accumulate(rows_.begin(), rows_.end(), std::int64_t{0})),
      measures_(columns_.size()) {
    std::ranges::sort(rows_);
    // Large columns first: what is left for the others has fewer shapes.
    std::ranges::sort(columns_, std::greater{});
    std::int64_t total = 0;
    for (const std::int64_t row : rows_) {
        total += row;
        log_constant_ += log_factorials_[row];
    }
    for (const std::int64_t column : columns_) log_constant_ += log_factorials_[column];
    log_constant_ -= log_factorials_[total];
    radix_ = static_cast<Key>(rows_.back()) + 1;
    Key numbers = std::numeric_limits<Key>::max();
    for (std::size_t i = 0; i < rows_.size(); ++i) numbers /= radix_;
    can_be_numbered_ = numbers > 0;
}

std::optional<double> FisherNetwork::probability_up_to(
    double log_weight_max, std::int64_t steps_max
) {
    if (!can_be_numbered_) return std::nullopt;
    steps_left_ = steps_max;
    log_weight_max_ = log_weight_max;
    probability_ = 0;
    const Key start = key_of(rows_);
    if (!measure(0, start)) return std::nullopt;
    Arrivals arriving;
    arriving[start][0] = {.length = 0, .ways = 1};
    std::size_t stage = 0;
    for (; columns_from(stage) > 2; ++stage) {
        Arrivals leaving;
        if (!walk(stage, arriving, leaving)) return std::nullopt;
        arriving = std::move(leaving);
    }
    if (!finish(arriving)) return std::nullopt;
    return std::min(1.0, probability_);
}

FisherNetwork::Key FisherNetwork::key_of(const Held& sorted) const {
    Key key = 0;
    for (const std::int64_t row : sorted) key = key * radix_ + static_cast<Key>(row);
    return key;
}

FisherNetwork::Held FisherNetwork::held_of(Key key) const {
    Held held(rows_.size());
    for (std::size_t i = held.size(); i > 0; --i) {
        held[i - 1] = static_cast<std::int64_t>(key % radix_);
        key /= radix_;
    }
    return held;
}

/// All completions of given margins weigh n! / (product of row sums! x product of column sums!).
double FisherNetwork::log_total_from(std::size_t stage, const Held& held) const {
    std::int64_t left = 0;
    double log_total = 0;
    for (const std::int64_t row : held) {
        left += row;
        log_total -= log_factorials_[row];
    }
    for (std::size_t i = stage; i < columns_.size(); ++i) log_total -= log_factorials_[columns_[i]];
    return log_total + log_factorials_[left];
}

/// The longest way through two columns. Each unit of the first goes where it adds most: the gains
/// of a row only fall, so that no choice is regretted.
double FisherNetwork::longest_of_two(const Held& held, std::int64_t column) const {
    Held cells(held.size());
    for (std::int64_t unit = 0; unit < column; ++unit) {
        std::size_t best = 0;
        double best_gain = -1;
        for (std::size_t i = 0; i < held.size(); ++i) {
            const double gain =
                static_cast<double>(held[i] - cells[i]) / static_cast<double>(cells[i] + 1);
            if (gain > best_gain) {
                best = i;
                best_gain = gain;
            }
        }
        ++cells[best];
    }
    double length = 0;
    for (std::size_t i = 0; i < held.size(); ++i) {
        length -= log_factorials_[cells[i]] + log_factorials_[held[i] - cells[i]];
    }
    return length;
}

/// Measures a node and all that can be reached from it before the last two columns. False when
/// the steps have run out.
bool FisherNetwork::measure(std::size_t stage, Key key) {
    if (measures_[stage].contains(key)) return true;
    const Held held = held_of(key);
    Measure measured{.log_total = log_total_from(stage, held)};
    if (columns_from(stage) == 2) {
        // Placing a unit of the column costs less than a filling does.
        if (!step(1 + columns_[stage] / 16)) return false;
        measured.longest = longest_of_two(held, columns_[stage]);
        // A row weighs least where all of it lies in one column.
        for (const std::int64_t row : held) measured.shortest -= log_factorials_[row];
    } else {
        measured.longest = -std::numeric_limits<double>::infinity();
        measured.shortest = std::numeric_limits<double>::infinity();
        const std::optional<std::vector<Arc>> arcs = arcs_from(stage, key);
        if (!arcs) return false;
        for (const Arc& arc : *arcs) {
            if (!measure(stage + 1, arc.target)) return false;
            const Measure& target = measures_[stage + 1].at(arc.target);
            measured.longest = std::max(measured.longest, arc.length + target.longest);
            measured.shortest = std::min(measured.shortest, arc.length + target.shortest);
        }
    }
    measures_[stage].emplace(key, measured);
    return true;
}

/// The ways to fill the next column from a node, those that look alike as one.
std::optional<std::vector<FisherNetwork::Arc>> FisherNetwork::arcs_from(
    std::size_t stage, Key key
) {
    const Held held = held_of(key);
    std::vector<Arc> arcs;
    Held left(held.size());
    ColumnFillings fillings(held, columns_[stage]);
    do {
        if (!step()) return std::nullopt;
        double length = 0;
        for (std::size_t i = 0; i < held.size(); ++i) {
            length -= log_factorials_[fillings.cells()[i]];
            left[i] = held[i] - fillings.cells()[i];
        }
        std::ranges::sort(left);
        arcs.push_back({.target = key_of(left), .length = length});
    } while (fillings.next());
    std::ranges::sort(arcs, [](const Arc& one, const Arc& other) {
        return one.target != other.target ? one.target < other.target : one.length < other.length;
    });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < arcs.size(); ++i) {
        const bool alike = arcs[i].target == arcs[kept].target &&
                           (arcs[i].length - arcs[kept].length) * length_units < 1;
        if (alike) {
            arcs[kept].ways += 1;
        } else {
            arcs[++kept] = arcs[i];
        }
    }
    arcs.resize(kept + 1);
    return arcs;
}

/// Sends every path that arrives at a stage on to the next, or counts or drops it.
bool FisherNetwork::walk(std::size_t stage, const Arrivals& arriving, Arrivals& leaving) {
    for (const auto& [key, by_length] : arriving) {
        const std::optional<std::vector<Arc>> arcs = arcs_from(stage, key);
        if (!arcs) return false;
        for (const Arc& arc : *arcs) {
            const Measure& target = measures_[stage + 1].at(arc.target);
            for (const auto& [rounded_length, paths] : by_length) {
                if (!step()) return false;
                const double length = paths.length + arc.length;
                const double ways = paths.ways * arc.ways;
                if (length + target.longest <= log_weight_max_) {
                    probability_ += ways * std::exp(length + target.log_total + log_constant_);
                } else if (length + target.shortest <= log_weight_max_) {
                    leaving[arc.target]
                        .try_emplace(rounded(length), Paths{length, 0})
                        .first->second.ways += ways;
                }
            }
        }
    }
    return true;
}

/// Counts the paths that arrive before the last two columns.
bool FisherNetwork::finish(const Arrivals& arriving) {
    for (const auto& [key, by_length] : arriving) {
        const std::optional<std::vector<Completion>> found = completions(key);
        if (!found) return false;
        const double log_total = measures_[columns_.size() - 2].at(key).log_total;
        for (const auto& [rounded_length, paths] : by_length) {
            const double length_max = log_weight_max_ - paths.length;
            const auto beyond =
                std::ranges::upper_bound(*found, length_max, {}, &Completion::length);
            if (beyond == found->begin()) continue;
            probability_ += paths.ways * std::exp(paths.length + log_total + log_constant_) *
                            (beyond - 1)->share_up_to;
        }
    }
    return true;
}

/// The completions of a node before the last two columns, from the shortest up.
std::optional<std::vector<FisherNetwork::Completion>> FisherNetwork::completions(Key key) {
    const std::size_t stage = columns_.size() - 2;
    const Held held = held_of(key);
    const double log_total = measures_[stage].at(key).log_total;
    std::vector<Completion> found;
    ColumnFillings fillings(held, columns_[stage]);
    do {
        if (!step()) return std::nullopt;
        double length = 0;
        for (std::size_t i = 0; i < held.size(); ++i) {
            const std::int64_t cell = fillings.cells()[i];
            length -= log_factorials_[cell] + log_factorials_[held[i] - cell];
        }
        found.push_back({.length = length});
    } while (fillings.next());
    std::ranges::sort(found, {}, &Completion::length);
    double share = 0;
    for (Completion& completion : found) {
        share += std::exp(completion.length - log_total);
        completion.share_up_to = share;
    }
    return found;
}

}  // namespace querist::statistics
