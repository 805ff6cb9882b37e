#include "statistics/multiple_response.hpp"

#include "statistics/contract.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

namespace {

void require_choices(ChoiceMatrix matrix) {
    require(matrix.choices > 0, "a choice matrix has at least one choice");
    require(matrix.cells.size() % matrix.choices == 0, "a choice matrix has whole rows");
    require(
        std::ranges::all_of(matrix.cells, [](std::uint8_t cell) { return cell <= 1; }),
        "a cell of a choice matrix is 0 or 1"
    );
}

std::optional<double> share(std::int64_t count, std::int64_t base) {
    if (base == 0) return std::nullopt;
    return static_cast<double>(count) / static_cast<double>(base);
}

}  // namespace

MultipleResponseTable multiple_response_table(ChoiceMatrix matrix) {
    require_choices(matrix);
    MultipleResponseTable table;
    table.rows.resize(matrix.choices);
    for (std::size_t begin = 0; begin < matrix.cells.size(); begin += matrix.choices) {
        std::int64_t chosen = 0;
        for (std::size_t choice = 0; choice < matrix.choices; ++choice) {
            const std::int64_t cell = matrix.cells[begin + choice];
            table.rows[choice].count += cell;
            chosen += cell;
        }
        ++table.respondents;
        if (chosen > 0) ++table.choosers;
        table.answers += chosen;
    }
    for (MultipleResponseRow& row : table.rows) {
        row.share_of_respondents = share(row.count, table.respondents);
        row.share_of_choosers = share(row.count, table.choosers);
        row.share_of_answers = share(row.count, table.answers);
    }
    return table;
}

std::vector<std::int64_t> chosen_together(ChoiceMatrix matrix) {
    require_choices(matrix);
    const std::size_t choices = matrix.choices;
    std::vector<std::int64_t> together(choices * choices);
    std::vector<std::size_t> chosen;
    for (std::size_t begin = 0; begin < matrix.cells.size(); begin += choices) {
        chosen.clear();
        for (std::size_t choice = 0; choice < choices; ++choice) {
            if (matrix.cells[begin + choice] == 1) chosen.push_back(choice);
        }
        for (const std::size_t one : chosen) {
            for (const std::size_t other : chosen) ++together[one * choices + other];
        }
    }
    return together;
}

}  // namespace querist::statistics
