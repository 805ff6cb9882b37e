#include "statistics/tabulation.hpp"

#include "core/core.hpp"
#include "statistics/contract.hpp"
#include "statistics/tabulation_kernels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace querist::statistics {

namespace {

using Narrow = std::span<const std::uint8_t>;
using Wide = std::span<const std::uint16_t>;
using Words = std::span<const std::uint64_t>;

constexpr std::size_t word_bits = 64;
/// Below this a second thread costs more than it saves.
constexpr std::size_t blocks_per_part_min = 8;

std::size_t responses_of(const TabulatedColumn& column) {
    return std::visit(
        Overloaded{
            [](const CodeColumn& one) {
                return std::visit([](const auto& codes) { return codes.size(); }, one.codes);
            },
            [](const SetColumn& one) { return one.responses; },
        },
        column
    );
}

std::size_t codes_of(const TabulatedColumn& column) {
    return std::visit(
        Overloaded{
            [](const CodeColumn& one) { return one.code_count; },
            [](const SetColumn& one) { return one.bits.size(); },
        },
        column
    );
}

/// Responses [begin, begin + size); `begin` is the first of a word.
struct Block {
    std::size_t begin;
    std::size_t size;

    [[nodiscard]] Words of(Words words) const {
        return words.subspan(begin / word_bits, (size + word_bits - 1) / word_bits);
    }
};

/// One wanted table while its responses go by.
class Table {
public:
    Table(const Wanted& wanted, const std::int64_t* weights, const Kernels& kernels)
        : wanted_(wanted),
          weights_(weights),
          kernels_(kernels),
          columns_(wanted.columns == nullptr ? 1 : codes_of(*wanted.columns)),
          cells_(codes_of(*wanted.rows) * columns_) {}

    void add(Block block) {
        if (cells_.empty()) return;
        if (wanted_.columns == nullptr) {
            std::visit([&](const auto& rows) { add_one(rows, block); }, *wanted_.rows);
        } else {
            std::visit(
                [&](const auto& rows, const auto& columns) { add_pair(rows, columns, block); },
                *wanted_.rows,
                *wanted_.columns
            );
        }
    }

    [[nodiscard]] std::vector<std::int64_t> cells() const {
        std::vector<std::int64_t> all = cells_;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            if (const std::size_t cell = i % lane_cells; cell < all.size()) all[cell] += lanes_[i];
        }
        return all;
    }

private:
    static constexpr std::size_t lane_count = 8;
    static constexpr std::size_t lane_cells = byte_cells_max + 1;

    [[nodiscard]] std::int64_t weight(std::size_t response) const {
        return weights_ == nullptr ? 1 : weights_[response];
    }

    /// Adds what a cell stands for by its address. Neighbours go to different lanes: an addition
    /// need not wait for the one before it when both are to the same cell.
    void add_by_address(const std::uint8_t* cells, Block block) {
        lanes_.resize(lane_count * lane_cells);
        std::int64_t* const lanes = lanes_.data();
        const auto add =
            [&](std::size_t i, std::size_t lane, std::int64_t weight)
                __attribute__((always_inline)) { lanes[lane * lane_cells + cells[i]] += weight; };
        const std::size_t whole = block.size - block.size % lane_count;
        if (weights_ == nullptr) {
            for (std::size_t i = 0; i < whole; i += lane_count) {
                for (std::size_t lane = 0; lane < lane_count; ++lane) add(i + lane, lane, 1);
            }
        } else {
            const std::int64_t* const weights = weights_ + block.begin;
            for (std::size_t i = 0; i < whole; i += lane_count) {
                for (std::size_t lane = 0; lane < lane_count; ++lane) {
                    add(i + lane, lane, weights[i + lane]);
                }
            }
        }
        for (std::size_t i = whole; i < block.size; ++i) add(i, 0, weight(block.begin + i));
    }

    void add_one(const CodeColumn& rows, Block block) {
        const auto* narrow = std::get_if<Narrow>(&rows.codes);
        if (narrow == nullptr || rows.code_count > byte_cells_max) {
            std::visit([&](const auto& codes) { add_far(codes, block); }, rows.codes);
            return;
        }
        const Narrow codes = narrow->subspan(block.begin, block.size);
        if (weights_ == nullptr && cells_.size() <= kernels_.compared_cells_max) {
            kernels_.count(codes, cells_);
            return;
        }
        kernels_.clamp(
            codes.data(), codes.size(), static_cast<std::uint8_t>(cells_.size()), scratch_.data()
        );
        add_by_address(scratch_.data(), block);
    }

    void add_one(const SetColumn& rows, Block block) {
        for (std::size_t code = 0; code < rows.bits.size(); ++code) {
            const Words words = block.of(rows.bits[code]);
            if (weights_ == nullptr) {
                cells_[code] += kernels_.count_bits(words);
            } else {
                each_bit(words, block, [&](std::size_t i) { cells_[code] += weights_[i]; });
            }
        }
    }

    void add_pair(const CodeColumn& rows, const CodeColumn& columns, Block block) {
        const auto* row = std::get_if<Narrow>(&rows.codes);
        const auto* column = std::get_if<Narrow>(&columns.codes);
        if (row == nullptr || column == nullptr || cells_.size() > byte_cells_max) {
            std::visit(
                [&](const auto& a, const auto& b) { add_far_pair(a, b, block); },
                rows.codes,
                columns.codes
            );
            return;
        }
        kernels_.join(
            row->subspan(block.begin, block.size),
            static_cast<std::uint8_t>(rows.code_count),
            column->data() + block.begin,
            static_cast<std::uint8_t>(columns.code_count),
            scratch_.data()
        );
        if (weights_ == nullptr && cells_.size() <= kernels_.compared_cells_max) {
            kernels_.count(Narrow(scratch_).first(block.size), cells_);
        } else {
            add_by_address(scratch_.data(), block);
        }
    }

    void add_pair(const SetColumn& rows, const SetColumn& columns, Block block) {
        for (std::size_t row = 0; row < rows.bits.size(); ++row) {
            const Words words = block.of(rows.bits[row]);
            for (std::size_t column = 0; column < columns_; ++column) {
                std::int64_t& cell = cells_[row * columns_ + column];
                const Words others = block.of(columns.bits[column]);
                if (weights_ == nullptr) {
                    cell += kernels_.count_common(words, others.data());
                    continue;
                }
                for (std::size_t w = 0; w < words.size(); ++w) {
                    const std::uint64_t common = words[w] & others[w];
                    each_bit(
                        Words(&common, 1),
                        {block.begin + w * word_bits, word_bits},
                        [&](auto i) { cell += weights_[i]; }
                    );
                }
            }
        }
    }

    void add_pair(const SetColumn& rows, const CodeColumn& columns, Block block) {
        for (std::size_t row = 0; row < rows.bits.size(); ++row) {
            add_set_by_codes(rows.bits[row], columns, block, row * columns_, 1);
        }
    }

    void add_pair(const CodeColumn& rows, const SetColumn& columns, Block block) {
        for (std::size_t column = 0; column < columns.bits.size(); ++column) {
            add_set_by_codes(columns.bits[column], rows, block, column, columns_);
        }
    }

    /// One code of a set by the codes of a column: cells first, first + stride, …
    void add_set_by_codes(
        Words bits, const CodeColumn& column, Block block, std::size_t first, std::size_t stride
    ) {
        const auto* narrow = std::get_if<Narrow>(&column.codes);
        Words words = block.of(bits);
        Block rest = block;
        if (narrow != nullptr && weights_ == nullptr &&
            column.code_count <= kernels_.compared_cells_max) {
            const std::size_t whole = block.size / word_bits;
            kernels_.count_in_set(
                words.first(whole),
                narrow->data() + block.begin,
                std::span(cells_).subspan(first, (column.code_count - 1) * stride + 1),
                stride
            );
            words = words.subspan(whole);
            rest = {block.begin + whole * word_bits, block.size % word_bits};
        }
        std::visit(
            [&](const auto& codes) {
                each_bit(words, rest, [&](std::size_t i) {
                    if (codes[i] < column.code_count)
                        cells_[first + codes[i] * stride] += weight(i);
                });
            },
            column.codes
        );
    }

    void each_bit(Words words, Block block, const auto& visit) const {
        for (std::size_t w = 0; w < words.size(); ++w) {
            for (std::uint64_t left = words[w]; left != 0; left &= left - 1) {
                visit(
                    block.begin + w * word_bits + static_cast<std::size_t>(std::countr_zero(left))
                );
            }
        }
    }

    /// Tables too large for a byte a response.
    void add_far(const auto& codes, Block block) {
        for (std::size_t i = block.begin; i < block.begin + block.size; ++i) {
            if (codes[i] < cells_.size()) cells_[codes[i]] += weight(i);
        }
    }
    void add_far_pair(const auto& rows, const auto& columns, Block block) {
        const std::size_t row_count = cells_.size() / columns_;
        for (std::size_t i = block.begin; i < block.begin + block.size; ++i) {
            if (rows[i] >= row_count || columns[i] >= columns_) continue;
            cells_[rows[i] * columns_ + columns[i]] += weight(i);
        }
    }

    Wanted wanted_;
    const std::int64_t* weights_;
    const Kernels& kernels_;
    std::size_t columns_;
    std::vector<std::int64_t> cells_;
    std::vector<std::int64_t> lanes_;  ///< `lane_count` times `lane_cells`, once they are needed.
    std::array<std::uint8_t, block_responses> scratch_{};
};

std::size_t common_size(std::span<const Wanted> wanted) {
    const std::size_t responses = responses_of(*wanted.front().rows);
    for (const Wanted& one : wanted) {
        require(
            responses_of(*one.rows) == responses &&
                (one.columns == nullptr || responses_of(*one.columns) == responses),
            "columns that are tabulated together are of as many responses"
        );
    }
    return responses;
}

/// The cells of every wanted table, in whole numbers: whatever the parts are, the sums are the
/// same.
std::vector<std::vector<std::int64_t>> cells_of(
    std::span<const Wanted> wanted,
    const std::int64_t* weights,
    std::size_t responses,
    const Executor& executor,
    const Kernels& kernels
) {
    const std::size_t blocks = (responses + block_responses - 1) / block_responses;
    const std::size_t parts = std::clamp<std::size_t>(
        blocks / blocks_per_part_min, 1, std::max<std::size_t>(executor.parts, 1)
    );
    std::vector<std::vector<Table>> tables(parts);
    const auto run_part = [&](std::size_t part) {
        tables[part].reserve(wanted.size());
        for (const Wanted& one : wanted) tables[part].emplace_back(one, weights, kernels);
        for (std::size_t b = blocks * part / parts; b < blocks * (part + 1) / parts; ++b) {
            const std::size_t begin = b * block_responses;
            const Block block{begin, std::min(block_responses, responses - begin)};
            for (Table& table : tables[part]) table.add(block);
        }
    };
    if (parts == 1 || !executor.run) {
        for (std::size_t part = 0; part < parts; ++part) run_part(part);
    } else {
        executor.run(parts, run_part);
    }
    std::vector<std::vector<std::int64_t>> cells;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        std::vector<std::int64_t>& sum = cells.emplace_back(tables.front()[i].cells());
        for (std::size_t part = 1; part < parts; ++part) {
            const std::vector<std::int64_t> more = tables[part][i].cells();
            std::ranges::transform(sum, more, sum.begin(), std::plus<>{});
        }
    }
    return cells;
}

template <class Value>
Tabulated<Value> empty_table(const Wanted& wanted) {
    return {
        .rows = codes_of(*wanted.rows),
        .columns = wanted.columns == nullptr ? 1 : codes_of(*wanted.columns),
        .cells = {},
    };
}

}  // namespace

Weights::Weights(std::span<const double> weights) {
    double largest = 0;
    for (const double weight : weights) {
        require_weight(weight);
        largest = std::max(largest, weight);
    }
    constexpr int weight_bits_max = 51;
    constexpr int sum_bits_max = 62;
    const int bits =
        std::min(weight_bits_max, sum_bits_max - static_cast<int>(std::bit_width(weights.size())));
    int exponent = 0;
    std::frexp(largest, &exponent);  // largest < 2^exponent
    unit_ = std::ldexp(1.0, exponent - bits);
    const double per_unit = std::ldexp(1.0, bits - exponent);
    // Adding 1.5 * 2^52 leaves the nearest whole number in the low bits of a double, without a
    // call.
    constexpr double shift = 0x1.8p52;
    in_units_.reserve(weights.size());
    for (const double weight : weights) {
        in_units_.push_back(
            std::bit_cast<std::int64_t>(weight * per_unit + shift) -
            std::bit_cast<std::int64_t>(shift)
        );
    }
}

std::vector<Counts> tabulate(
    std::span<const Wanted> wanted, const Executor& executor, Instructions instructions
) {
    std::vector<Counts> tables;
    if (wanted.empty()) return tables;
    auto cells =
        cells_of(wanted, nullptr, common_size(wanted), executor, kernels_for(instructions));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        tables.push_back(empty_table<std::int64_t>(wanted[i]));
        tables.back().cells = std::move(cells[i]);
    }
    return tables;
}

std::vector<WeightedCounts> tabulate(
    std::span<const Wanted> wanted,
    const Weights& weights,
    const Executor& executor,
    Instructions instructions
) {
    std::vector<WeightedCounts> tables;
    if (wanted.empty()) return tables;
    const std::size_t responses = common_size(wanted);
    const std::span<const std::int64_t> in_units = weights.in_units();
    require(in_units.size() == responses, "there is one weight a response");
    const auto cells =
        cells_of(wanted, in_units.data(), responses, executor, kernels_for(instructions));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        WeightedCounts& table = tables.emplace_back(empty_table<double>(wanted[i]));
        table.cells.reserve(cells[i].size());
        for (const std::int64_t sum : cells[i]) {
            table.cells.push_back(static_cast<double>(sum) * weights.unit());
        }
    }
    return tables;
}

}  // namespace querist::statistics
