#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// Who chose what of a question with several choices: a row a respondent, a column a choice, row
/// by row; a cell is 1 where chosen, else 0. Only respondents who answered have a row: a row
/// without a 1 is someone who chose nothing, which is an answer.
struct ChoiceMatrix {
    std::span<const std::uint8_t> cells;
    std::size_t choices = 0;
};

/// One choice of a multiple-response table. Unit of shares: fraction, 0 to 1.
struct MultipleResponseRow {
    std::int64_t count = 0;                        ///< Respondents who chose it.
    std::optional<double> share_of_respondents{};  ///< Of all rows; these may add up to above 1.
    std::optional<double> share_of_choosers{};     ///< Of respondents who chose anything.
    std::optional<double> share_of_answers{};      ///< Of all choices made; these add up to 1.
    bool operator==(const MultipleResponseRow&) const = default;
};

/// A question with several choices, counted by respondents and by answers. A share is empty where
/// its base is 0.
struct MultipleResponseTable {
    std::int64_t respondents = 0;           ///< Base of share_of_respondents.
    std::int64_t choosers = 0;              ///< Base of share_of_choosers.
    std::int64_t answers = 0;               ///< Base of share_of_answers: choices made in total.
    std::vector<MultipleResponseRow> rows;  ///< In the order of the choices.
    bool operator==(const MultipleResponseTable&) const = default;
};

/// Counts `matrix`. Without respondents every count is 0 and every share empty.
/// std::domain_error when there are no choices, the cells are no whole number of rows, or a cell
/// is neither 0 nor 1.
/// Source: by counting; equals R's colSums(x), colMeans(x), colSums(x) / sum(rowSums(x) > 0) and
/// colSums(x) / sum(x). Intervals of the first two shares: wilson_interval(count, base); the share
/// of answers has none, because one respondent's answers are not independent.
[[nodiscard]] MultipleResponseTable multiple_response_table(ChoiceMatrix matrix);

/// How many respondents chose both of two choices: choices x choices, row by row; the diagonal
/// holds the counts. Errors as above. Equals R's crossprod(x).
[[nodiscard]] std::vector<std::int64_t> chosen_together(ChoiceMatrix matrix);

}  // namespace querist::statistics
