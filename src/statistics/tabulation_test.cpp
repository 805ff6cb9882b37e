// Every way to count is compared with the plainest one.

#include "statistics/tabulation.hpp"

#include "core/core.hpp"
#include "statistics/tabulation_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace querist::statistics {
namespace {

constexpr Instructions all_instructions[] = {Instructions::baseline, Instructions::avx2};

/// Columns of every form, in memory of their own. Codes begin anywhere, not where vectors would.
struct Columns {
    std::size_t responses = 0;
    std::vector<std::vector<std::uint8_t>> narrow;
    std::vector<std::vector<std::uint16_t>> wide;
    std::vector<std::vector<std::vector<std::uint64_t>>> sets;
    std::vector<TabulatedColumn> columns;
    std::vector<double> weights;
};

void add_narrow(Columns& made, SeededRandom& random, std::size_t codes) {
    const std::size_t shift = random.below(40);
    auto& bytes = made.narrow.emplace_back(made.responses + shift);
    // All 256 values, most of them codes of the column.
    for (std::uint8_t& byte : bytes) {
        const bool any = random.below(8) == 0 || codes == 0;
        byte = static_cast<std::uint8_t>(random.below(any ? 256 : codes));
    }
    made.columns.emplace_back(CodeColumn{std::span<const std::uint8_t>(bytes).subspan(shift), codes}
    );
}

void add_wide(Columns& made, SeededRandom& random, std::size_t codes) {
    auto& values = made.wide.emplace_back(made.responses + 1);
    for (std::uint16_t& value : values) value = static_cast<std::uint16_t>(random.below(codes + 5));
    made.columns.emplace_back(CodeColumn{std::span<const std::uint16_t>(values).subspan(1), codes});
}

void add_set(Columns& made, SeededRandom& random, std::size_t codes) {
    auto& lists = made.sets.emplace_back(codes);
    SetColumn column{.bits = {}, .responses = made.responses};
    for (std::vector<std::uint64_t>& words : lists) {
        words.resize((made.responses + 63) / 64);
        for (std::size_t i = 0; i < made.responses; ++i) {
            words[i / 64] |= std::uint64_t{random.below(3) == 0} << (i % 64);
        }
        column.bits.emplace_back(words);
    }
    made.columns.emplace_back(std::move(column));
}

enum class Forms { all, few };

Columns columns_of(SeededRandom& random, std::size_t responses, Forms forms) {
    Columns made;
    made.responses = responses;
    // Spans into these stay where they are.
    made.narrow.reserve(8);
    made.wide.reserve(8);
    made.sets.reserve(8);
    add_narrow(made, random, 2 + random.below(9));
    add_set(made, random, 1 + random.below(6));
    if (forms == Forms::all) {
        for (const std::size_t codes : {std::size_t{1}, 40 + random.below(30), std::size_t{255}}) {
            add_narrow(made, random, codes);
        }
        add_narrow(made, random, 256);
        add_narrow(made, random, 0);
        add_wide(made, random, 300);
        add_set(made, random, 0);
    }
    for (std::size_t i = 0; i < responses; ++i) {
        made.weights.push_back(static_cast<double>(random.below(1000)) / 64);
    }
    return made;
}

std::vector<std::size_t> codes_at(const TabulatedColumn& column, std::size_t response) {
    std::vector<std::size_t> codes;
    if (const auto* set = std::get_if<SetColumn>(&column)) {
        for (std::size_t code = 0; code < set->bits.size(); ++code) {
            if ((set->bits[code][response / 64] >> (response % 64) & 1U) != 0)
                codes.push_back(code);
        }
        return codes;
    }
    const auto& one = std::get<CodeColumn>(column);
    const std::size_t code =
        std::visit([&](const auto& all) { return std::size_t{all[response]}; }, one.codes);
    if (code < one.code_count) codes.push_back(code);
    return codes;
}

std::size_t code_count(const TabulatedColumn& column) {
    const auto* set = std::get_if<SetColumn>(&column);
    return set != nullptr ? set->bits.size() : std::get<CodeColumn>(column).code_count;
}

/// The plain way.
WeightedCounts counted(const Columns& made, const Wanted& wanted, bool weighted) {
    WeightedCounts table{.rows = code_count(*wanted.rows), .columns = 1, .cells = {}};
    if (wanted.columns != nullptr) table.columns = code_count(*wanted.columns);
    table.cells.resize(table.rows * table.columns);
    for (std::size_t i = 0; i < made.responses; ++i) {
        std::vector<std::size_t> columns = {0};
        if (wanted.columns != nullptr) columns = codes_at(*wanted.columns, i);
        for (const std::size_t r : codes_at(*wanted.rows, i)) {
            for (const std::size_t c : columns) {
                table.cells[r * table.columns + c] += weighted ? made.weights[i] : 1;
            }
        }
    }
    return table;
}

std::vector<Wanted> all_pairs(const Columns& made) {
    std::vector<Wanted> wanted;
    for (const TabulatedColumn& rows : made.columns) {
        wanted.push_back({&rows, nullptr});
        for (const TabulatedColumn& other : made.columns) wanted.push_back({&rows, &other});
    }
    return wanted;
}

/// Parts in the reverse order: none may rely on another.
Executor in_parts(std::size_t parts) {
    return {parts, [](std::size_t count, const std::function<void(std::size_t)>& part) {
                for (std::size_t i = count; i > 0; --i) part(i - 1);
            }};
}

void expect_equal_to_the_plain_way(
    SeededRandom& random, std::size_t responses, std::size_t parts, Forms forms
) {
    const Columns made = columns_of(random, responses, forms);
    const std::vector<Wanted> wanted = all_pairs(made);
    const Weights weights(made.weights);
    std::vector<WeightedCounts> plain;
    std::vector<WeightedCounts> plain_weighted;
    for (const Wanted& one : wanted) {
        plain.push_back(counted(made, one, false));
        plain_weighted.push_back(counted(made, one, true));
    }
    for (const Instructions instructions : all_instructions) {
        if (!supported(instructions)) continue;
        const auto counts = tabulate(wanted, in_parts(parts), instructions);
        const auto sums = tabulate(wanted, weights, in_parts(parts), instructions);
        ASSERT_EQ(counts.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            SCOPED_TRACE(
                testing::Message() << "table " << i << " of " << responses << " responses"
            );
            const std::vector<double> cells(counts[i].cells.begin(), counts[i].cells.end());
            ASSERT_EQ(counts[i].rows, plain[i].rows);
            ASSERT_EQ(counts[i].columns, plain[i].columns);
            ASSERT_EQ(cells, plain[i].cells);
            // Multiples of a 64th below 16 are whole numbers of the unit: not even the last digit
            // may differ.
            ASSERT_EQ(sums[i], plain_weighted[i]);
        }
    }
}

TEST(TabulationTest, EveryPairOfColumnsIsCountedAsThePlainWayDoes) {
    SeededRandom random(1);
    for (const std::size_t responses : {0UL, 1UL, 63UL, 64UL, 65UL, 333UL}) {
        expect_equal_to_the_plain_way(random, responses, 1, Forms::all);
    }
}

TEST(TabulationTest, BlocksAndPartsJoinWithoutASeam) {
    SeededRandom random(2);
    expect_equal_to_the_plain_way(random, block_responses + 1, 1, Forms::few);
    expect_equal_to_the_plain_way(random, 17 * block_responses - 3, 2, Forms::few);
}

TEST(TabulationTest, ANarrowColumnOfAnyNumberOfCodes) {
    // Each of 0 to 256 codes: every remainder that the vectors leave, and every byte.
    SeededRandom random(3);
    for (std::size_t codes = 0; codes <= 256; ++codes) {
        Columns made;
        made.responses = 500 + random.below(200);
        made.narrow.reserve(1);
        add_narrow(made, random, codes);
        const std::vector<Wanted> wanted = {{made.columns.data(), nullptr}};
        const WeightedCounts plain = counted(made, wanted.front(), false);
        for (const Instructions instructions : all_instructions) {
            if (!supported(instructions)) continue;
            const Counts counts = tabulate(wanted, {}, instructions).front();
            ASSERT_EQ(std::vector<double>(counts.cells.begin(), counts.cells.end()), plain.cells)
                << codes;
        }
    }
}

TEST(TabulationTest, WeightedSumsDoNotDependOnOrderOrParts) {
    for (const std::uint64_t seed : {1UL, 2UL, 3UL}) {
        SCOPED_TRACE(seed);
        SeededRandom random(seed);
        const std::size_t responses = 16 * block_responses + random.below(5000);
        std::vector<std::uint8_t> codes(responses);
        std::vector<double> values(responses);
        for (std::size_t i = 0; i < responses; ++i) {
            codes[i] = static_cast<std::uint8_t>(random.below(6));
            values[i] = static_cast<double>(random.below(1'000'000)) * 1e-5;
        }
        const auto summed = [&](std::size_t parts) {
            const TabulatedColumn column = CodeColumn{std::span<const std::uint8_t>(codes), 5};
            const std::vector<Wanted> wanted = {{&column, nullptr}};
            return tabulate(wanted, Weights(values), in_parts(parts)).front();
        };
        const WeightedCounts one = summed(1);
        EXPECT_EQ(summed(2), one);
        std::ranges::reverse(codes);
        std::ranges::reverse(values);
        EXPECT_EQ(summed(2), one);
        std::vector<long double> exact(5);
        for (std::size_t i = 0; i < responses; ++i) {
            if (codes[i] < 5) exact[codes[i]] += static_cast<long double>(values[i]);
        }
        const double off_by_at_most = Weights(values).unit() * static_cast<double>(responses) / 2;
        for (std::size_t code = 0; code < 5; ++code) {
            EXPECT_LE(std::abs(static_cast<double>(exact[code] - one.cells[code])), off_by_at_most);
        }
    }
}

TEST(TabulationTest, WeightsOfEverySize) {
    struct Row {
        const char* name;
        std::vector<double> weights;
        double sum;
    };
    const double tiny = std::numeric_limits<double>::denorm_min();
    for (const Row& row :
         {Row{"none", {}, 0},
          Row{"nothing but zero", {0, 0}, 0},
          Row{"equal", {1, 1, 1}, 3},
          Row{"halves", {0.5, 0.25}, 0.75},
          Row{"the largest", {1e100, 1e100}, 2e100},
          Row{"the smallest", {tiny, tiny, tiny}, 3 * tiny}}) {
        SCOPED_TRACE(row.name);
        const std::vector<std::uint8_t> codes(row.weights.size(), 0);
        const TabulatedColumn column = CodeColumn{std::span<const std::uint8_t>(codes), 1};
        const std::vector<Wanted> wanted = {{&column, nullptr}};
        EXPECT_DOUBLE_EQ(tabulate(wanted, Weights(row.weights)).front().at(0), row.sum);
    }
    EXPECT_THROW(Weights(std::vector<double>{-1}), std::domain_error);
    EXPECT_THROW(Weights(std::vector<double>{std::nan("")}), std::domain_error);
}

TEST(TabulationTest, ColumnsOfUnequalLengthAreAMisuse) {
    const std::vector<std::uint8_t> codes(10, 0);
    const TabulatedColumn ten = CodeColumn{std::span<const std::uint8_t>(codes), 1};
    const TabulatedColumn nine = CodeColumn{std::span<const std::uint8_t>(codes).first(9), 1};
    const std::vector<Wanted> wanted = {{&ten, &nine}};
    EXPECT_THROW((void)tabulate(wanted), std::domain_error);
    const std::vector<Wanted> right = {{&ten, &ten}};
    EXPECT_THROW((void)tabulate(right, Weights(std::vector<double>(9, 1.0))), std::domain_error);
    EXPECT_TRUE(tabulate({}).empty());
}

}  // namespace
}  // namespace querist::statistics
