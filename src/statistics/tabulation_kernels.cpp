#include "statistics/tabulation_kernels.hpp"

#include <bit>
#include <cstring>

namespace querist::statistics {

namespace {

// The bodies are written once with the compiler's vectors and are inlined into functions that allow
// it other instructions; on other processors it splits the vectors into what there is.
constexpr std::size_t vector_bytes = 32;
using Bytes = std::uint8_t __attribute__((vector_size(vector_bytes)));
using Truths = bool __attribute__((ext_vector_type(vector_bytes)));
using Sums = std::uint16_t __attribute__((vector_size(vector_bytes * 2)));

#define QUERIST_INLINE [[gnu::always_inline]] inline
#define QUERIST_AVX2 [[gnu::target("avx2,bmi,popcnt")]]

QUERIST_INLINE void clamp_body(
    const std::uint8_t* codes, std::size_t responses, std::uint8_t code_count, std::uint8_t* out
) {
    for (std::size_t i = 0; i < responses; ++i) {
        out[i] = codes[i] < code_count ? codes[i] : code_count;
    }
}

QUERIST_INLINE void join_body(
    std::span<const std::uint8_t> rows,
    std::uint8_t row_count,
    const std::uint8_t* columns,
    std::uint8_t column_count,
    std::uint8_t* out
) {
    const auto none = static_cast<std::uint8_t>(row_count * column_count);
    const std::uint8_t* row = rows.data();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto cell = static_cast<std::uint8_t>(row[i] * column_count + columns[i]);
        const bool both = (row[i] < row_count) & (columns[i] < column_count);
        out[i] = both ? cell : none;
    }
}

/// Counts `Cells` neighbouring cells at once, a byte a lane, in registers.
template <std::size_t Cells>
QUERIST_INLINE void count_cells(
    std::span<const std::uint8_t> cells, std::size_t first, std::int64_t* counts
) {
    Bytes found[Cells] = {};
    std::size_t i = 0;
    for (; i + vector_bytes <= cells.size(); i += vector_bytes) {
        Bytes here;
        std::memcpy(&here, &cells[i], vector_bytes);
        // A comparison is all ones, which is minus one, where it holds.
        for (std::size_t k = 0; k < Cells; ++k) {
            found[k] -= reinterpret_cast<Bytes>(here == static_cast<std::uint8_t>(first + k));
        }
    }
    for (std::size_t k = 0; k < Cells; ++k) {
        counts[k] += __builtin_reduce_add(__builtin_convertvector(found[k], Sums));
    }
    for (; i < cells.size(); ++i) {
        const std::size_t k = cells[i] - first;
        if (k < Cells) ++counts[k];
    }
}

QUERIST_INLINE void count_body(
    std::span<const std::uint8_t> cells, std::span<std::int64_t> counts
) {
    std::size_t first = 0;
    for (; first + 8 <= counts.size(); first += 8) count_cells<8>(cells, first, &counts[first]);
    if (first + 4 <= counts.size()) {
        count_cells<4>(cells, first, &counts[first]);
        first += 4;
    }
    if (first + 2 <= counts.size()) {
        count_cells<2>(cells, first, &counts[first]);
        first += 2;
    }
    if (first < counts.size()) count_cells<1>(cells, first, &counts[first]);
}

QUERIST_INLINE std::int64_t count_bits_body(std::span<const std::uint64_t> words) {
    std::int64_t count = 0;
    for (const std::uint64_t word : words) count += std::popcount(word);
    return count;
}

QUERIST_INLINE std::int64_t count_common_body(
    std::span<const std::uint64_t> words, const std::uint64_t* others
) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < words.size(); ++i) count += std::popcount(words[i] & others[i]);
    return count;
}

/// One bit a byte that equals `code`, the first byte's lowest.
QUERIST_INLINE std::uint64_t bits_where(const std::uint8_t* codes, std::uint8_t code) {
    Bytes low;
    Bytes high;
    std::memcpy(&low, codes, vector_bytes);
    std::memcpy(&high, codes + vector_bytes, vector_bytes);
    const auto bits = [&](const Bytes& bytes) __attribute__((always_inline)) {
        return std::bit_cast<std::uint32_t>(__builtin_convertvector(bytes == code, Truths));
    };
    return bits(low) | std::uint64_t{bits(high)} << vector_bytes;
}

QUERIST_INLINE void count_in_set_body(
    std::span<const std::uint64_t> words,
    const std::uint8_t* codes,
    std::span<std::int64_t> counts,
    std::size_t stride
) {
    for (std::size_t code = 0; code * stride < counts.size(); ++code) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            count += std::popcount(
                words[i] & bits_where(codes + i * 64, static_cast<std::uint8_t>(code))
            );
        }
        counts[code * stride] += count;
    }
}

// One set of functions, which differ only in what they allow the compiler. Neither a namespace's
// name nor an attribute can stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define QUERIST_KERNELS(name, allowed, compared)                                              \
    namespace name {                                                                          \
    allowed void clamp(                                                                       \
        const std::uint8_t* codes, std::size_t n, std::uint8_t code_count, std::uint8_t* out  \
    ) {                                                                                       \
        clamp_body(codes, n, code_count, out);                                                \
    }                                                                                         \
    allowed void join(                                                                        \
        std::span<const std::uint8_t> rows,                                                   \
        std::uint8_t row_count,                                                               \
        const std::uint8_t* columns,                                                          \
        std::uint8_t column_count,                                                            \
        std::uint8_t* out                                                                     \
    ) {                                                                                       \
        join_body(rows, row_count, columns, column_count, out);                               \
    }                                                                                         \
    allowed void count(std::span<const std::uint8_t> cells, std::span<std::int64_t> counts) { \
        count_body(cells, counts);                                                            \
    }                                                                                         \
    allowed std::int64_t count_bits(std::span<const std::uint64_t> words) {                   \
        return count_bits_body(words);                                                        \
    }                                                                                         \
    allowed std::int64_t count_common(                                                        \
        std::span<const std::uint64_t> words, const std::uint64_t* others                     \
    ) {                                                                                       \
        return count_common_body(words, others);                                              \
    }                                                                                         \
    allowed void count_in_set(                                                                \
        std::span<const std::uint64_t> words,                                                 \
        const std::uint8_t* codes,                                                            \
        std::span<std::int64_t> counts,                                                       \
        std::size_t stride                                                                    \
    ) {                                                                                       \
        count_in_set_body(words, codes, counts, stride);                                      \
    }                                                                                         \
    constexpr Kernels kernels = {                                                             \
        compared, clamp, join, count, count_bits, count_common, count_in_set                  \
    };                                                                                        \
    }
// NOLINTEND(bugprone-macro-parentheses)

QUERIST_KERNELS(baseline, , 24)
#if defined(__x86_64__)
QUERIST_KERNELS(avx2, QUERIST_AVX2, 48)
#endif

}  // namespace

bool supported(Instructions instructions) {
    switch (instructions) {
        case Instructions::baseline:
            return true;
        case Instructions::avx2:
#if defined(__x86_64__)
            return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                   __builtin_cpu_supports("popcnt") != 0;
#else
            return false;
#endif
    }
    return false;
}

Instructions best_instructions() {
    static const Instructions best =
        supported(Instructions::avx2) ? Instructions::avx2 : Instructions::baseline;
    return best;
}

const Kernels& kernels_for(Instructions instructions) {
#if defined(__x86_64__)
    if (instructions == Instructions::avx2) return avx2::kernels;
#endif
    static_cast<void>(instructions);
    return baseline::kernels;
}

}  // namespace querist::statistics
