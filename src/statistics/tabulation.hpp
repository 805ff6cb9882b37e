#pragma once

// Counting by the million: how often each code stands in a column, and each pair of codes in two.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::statistics {

/// One code a response, in one byte or in two. A value that is no code (`code_count` and above)
/// stands for a response without one and is counted nowhere.
struct CodeColumn {
    std::variant<std::span<const std::uint8_t>, std::span<const std::uint16_t>> codes;
    std::size_t code_count = 0;
};

/// Any number of codes a response: for each code one bit a response, 64 to a word, the lowest
/// first. Bits after the last response are 0.
struct SetColumn {
    std::vector<std::span<const std::uint64_t>> bits;  ///< One span a code, of equal lengths.
    std::size_t responses = 0;
};

using TabulatedColumn = std::variant<CodeColumn, SetColumn>;

/// A table that is wanted: of one column, or of one column by another of as many responses.
struct Wanted {
    const TabulatedColumn* rows = nullptr;
    const TabulatedColumn* columns = nullptr;  ///< Null: one way.
};

/// Counts, or sums of weights, in `rows` times `columns` cells, row by row. One way: one column.
template <class Value>
struct Tabulated {
    std::size_t rows = 0;
    std::size_t columns = 1;
    std::vector<Value> cells;

    [[nodiscard]] Value at(std::size_t row, std::size_t column = 0) const {
        return cells[row * columns + column];
    }
    bool operator==(const Tabulated&) const = default;
};
using Counts = Tabulated<std::int64_t>;
using WeightedCounts = Tabulated<double>;

/// Weights as whole numbers of a unit, so that their sums are exact: the same in whatever order
/// and by however many threads they are added. The unit is a power of two: the largest weight has
/// 51 bits of it, fewer beyond 2048 responses (62 less the bits of their number: 38 at ten
/// million), so that no sum overflows. A sum over m responses is off by at most m / 2 units.
class Weights {
public:
    /// One weight a response. std::domain_error unless each lies between 0 and 1e100.
    explicit Weights(std::span<const double> weights);

    [[nodiscard]] double unit() const { return unit_; }
    [[nodiscard]] std::span<const std::int64_t> in_units() const { return in_units_; }

private:
    double unit_ = 1;
    std::vector<std::int64_t> in_units_;
};

/// Where the parts of a task run: it is to call `part(0)` to `part(parts - 1)`, at once or one
/// after the other, and to return when all have. This room starts no thread by itself.
struct Executor {
    std::size_t parts = 1;
    std::function<void(std::size_t parts, const std::function<void(std::size_t)>& part)> run;
};

/// What the processor can do; results are the same.
enum class Instructions { baseline, avx2 };
[[nodiscard]] bool supported(Instructions instructions);
[[nodiscard]] Instructions best_instructions();

/// Counts all that is wanted in one pass over the responses. std::domain_error when two columns of
/// one table, or the weights, are of different numbers of responses.
[[nodiscard]] std::vector<Counts> tabulate(
    std::span<const Wanted> wanted,
    const Executor& executor = {},
    Instructions instructions = best_instructions()
);

/// The same with a weight for each response.
[[nodiscard]] std::vector<WeightedCounts> tabulate(
    std::span<const Wanted> wanted,
    const Weights& weights,
    const Executor& executor = {},
    Instructions instructions = best_instructions()
);

}  // namespace querist::statistics
