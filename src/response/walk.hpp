#pragma once

#include "response/response.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace querist::response {

using expression::Truth;

/// Positions are ints in the public structures and sizes in containers.
[[nodiscard]] constexpr std::size_t at(int position) { return static_cast<std::size_t>(position); }

/// Options beside which a text can be typed: rows where a kind has them, else choices. Empty for
/// other kinds.
[[nodiscard]] const std::vector<instrument::Option>& texted_options(const instrument::Kind& kind);

/// Position of a code in its list, or -1.
[[nodiscard]] int option_index(
    const std::vector<instrument::Option>& options, std::string_view code
);

[[nodiscard]] bool is_answered(const Answer& answer);

/// What the state is flagged with when this quota was full.
[[nodiscard]] std::string quota_flag(std::string_view quota);
[[nodiscard]] bool is_quota_flag(std::string_view flag);

/// One pass through a study's items in order that knows which apply. It looks at an answer only
/// when a condition names its item, and only after `decide` passed that item, so the answers may
/// still be written while the walk comes along.
class Walk {
public:
    Walk(const instrument::Study& study, std::span<const Answer> answers);

    /// Decides `item`, and before it what stands undecided before it: the conjunction of its page's
    /// and its own condition under the answers before it. What is calculated applies where its page
    /// is shown, which takes an item that applies.
    Truth decide(int item);
    void decide_before(int item);  ///< Decides all items before `item`.

    [[nodiscard]] bool applies(int item) const { return applies_[at(item)] != 0; }

    /// Whether a decided item that does not apply still may, because what decides it is `open`
    /// (one per item, not 0: still to be asked).
    [[nodiscard]] bool may_apply(int item, std::span<const char> open);

    /// A condition under the answers of the items before `before`, all decided.
    [[nodiscard]] Truth truth(const expression::Expression& condition, int before);

    /// What a calculation comes out as under the answers of the items before `before`, all decided.
    [[nodiscard]] expression::Value value(const expression::Calculation& calculation, int before);

    /// Whether an option of `item` applies; every item before it must be decided.
    [[nodiscard]] bool offers(int item, const instrument::Option& option);

    /// The answer of a decided item that counts.
    [[nodiscard]] Answer effective(int item);
    /// The same where only the answer's value is wanted and the item is known to apply.
    [[nodiscard]] expression::Value effective_value(int item);

private:
    /// Whether an item of the page that `item` is computed on is marked.
    [[nodiscard]] bool any_on_page(const instrument::Item& item, std::span<const char> marked)
        const;
    /// Fetches the answers that a condition names.
    void load(const expression::Expression& condition, int before);

    const instrument::Study& study_;
    std::span<const Answer> answers_;
    std::vector<expression::Value> values_;  // what conditions see; filled when first named
    std::vector<char> loaded_;
    std::vector<char> applies_;
    int decided_ = 0;
    int page_ = -1;  // of the last decided item
    Truth page_truth_ = Truth::yes;
};

/// Whether any option of the item has a condition.
[[nodiscard]] bool has_conditional_options(const instrument::Kind& kind);

/// Whether a row of a value that is given row by row has an answer.
[[nodiscard]] bool has_row(const expression::Value& value, std::size_t row);

/// What a required item still lacks: an answer, or in a grid or matrix a row that applies and takes
/// no text. Nothing where no option is left to choose.
enum class Missing { nothing, answer, row };
struct Requirements {
    Missing missing = Missing::nothing;
    int row = -1;  ///< Of a grid or matrix: the first row without an answer.
};
[[nodiscard]] Requirements missing_answer(
    const instrument::Study& study, Walk& walk, int item, const expression::Value& value
);

}  // namespace querist::response
