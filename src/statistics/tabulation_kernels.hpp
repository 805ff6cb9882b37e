#pragma once

// The inner loops of tabulation, once for each set of instructions. Blocks are short enough that
// a byte can count in each lane of a vector.

#include "statistics/tabulation.hpp"

namespace querist::statistics {

/// Whole words of 64 bits, and at most 254 vectors of 32 bytes.
inline constexpr std::size_t block_responses = 127 * 64;

/// Tables with more cells are counted by address, not by comparison.
inline constexpr std::size_t byte_cells_max = 255;

struct Kernels {
    /// Up to this many cells it is faster to compare with each than to go to each one's address.
    std::size_t compared_cells_max;

    /// The code of each response, or `code_count` for what is none.
    void (*clamp)(
        const std::uint8_t* codes, std::size_t responses, std::uint8_t code_count, std::uint8_t* out
    );

    /// The cell of each response: row * column_count + column, or the number of cells (at most
    /// `byte_cells_max`) for whoever lacks either code.
    void (*join)(
        std::span<const std::uint8_t> rows,
        std::uint8_t row_count,
        const std::uint8_t* columns,
        std::uint8_t column_count,
        std::uint8_t* out
    );

    /// Adds how often each cell below counts.size() stands in one block.
    void (*count)(std::span<const std::uint8_t> cells, std::span<std::int64_t> counts);

    /// How many bits are set, or set in both of two lists of the same length.
    std::int64_t (*count_bits)(std::span<const std::uint64_t> words);
    std::int64_t (*count_common)(std::span<const std::uint64_t> words, const std::uint64_t* others);

    /// Adds for each code the responses that have it and the bit: one block, whole words of codes.
    void (*count_in_set)(
        std::span<const std::uint64_t> words,
        const std::uint8_t* codes,
        std::span<std::int64_t> counts,
        std::size_t stride
    );
};

/// `supported` is for the caller to ask.
[[nodiscard]] const Kernels& kernels_for(Instructions instructions);

}  // namespace querist::statistics
