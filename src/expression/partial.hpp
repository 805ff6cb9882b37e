#pragma once

// Answers of which some are still open, and what can be said of a condition all the same.

#include "expression/domain.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"
#include "expression/numeric.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace querist::expression {

/// Truths that a condition can still come out as: a union of these.
using Truths = std::uint8_t;
inline constexpr Truths can_be_no = 1;
inline constexpr Truths can_be_unknown = 2;
inline constexpr Truths can_be_yes = 4;
inline constexpr Truths can_be_any = 7;

[[nodiscard]] constexpr Truths truths_of(bool value) { return value ? can_be_yes : can_be_no; }

enum class Asked : std::uint8_t { no, yes, open };

inline constexpr int is_open = -2;
inline constexpr int is_unanswered = -1;

/// One subject: what has been decided of its answer.
struct Part {
    const Subject* subject = nullptr;
    const Answerable* rules = nullptr;
    const Domain* domain = nullptr;
    Asked asked = Asked::yes;
    bool must = false;    ///< When asked, it has an answer.
    int value = is_open;  ///< Values: position in the domain; choice: code; choices: 0 answered.
    std::vector<int> options;  ///< choices: 1 chosen, 0 not, is_open.
    int others = is_open;      ///< choices: how many of the others; -3: the lone one.
    std::vector<int> cells;    ///< grid: code, is_unanswered or is_open.

    [[nodiscard]] bool can_lack_answer() const { return asked != Asked::yes || !must; }
    [[nodiscard]] bool can_have_answer() const { return asked != Asked::no; }
};
inline constexpr int lone_other_chosen = -3;

/// A condition over parts. With nothing open the result is one truth, `evaluate`'s; with something
/// open it holds every truth that closing it can lead to, and perhaps more.
class PartialEvaluation {
public:
    PartialEvaluation() = default;
    PartialEvaluation(std::span<const Part> parts, std::span<const int> slots)
        : parts_(parts), slots_(slots) {}

    Truths truths(const Node& node);
    [[nodiscard]] std::size_t visits() const { return visits_; }  ///< Nodes looked at so far.

private:
    struct Codes {
        bool can_be_unanswered = false;
        int single = is_unanswered;  // when `open` is empty
        std::span<const int> open = {};
    };
    struct Range {
        bool can_be_unknown = false;
        bool can_be_known = false;
        Numeric single;  // known when it is the only one
        double low = 0;
        double high = 0;
    };
    struct Texts {
        bool can_be_unknown = false;
        const std::string* single = nullptr;  // when `open` is null
        const std::vector<Value>* open = nullptr;
        bool any = false;  // nothing is known of it
    };

    [[nodiscard]] const Part& part(int subject) const {
        return parts_[static_cast<std::size_t>(slots_[static_cast<std::size_t>(subject)])];
    }
    Truths test(const Node& node);
    Truths conditional(const Node& node);
    Truths subject_truths(const Part& part) const;
    Truths code_test(const Node& node);
    Truths same_code(const Node& node);
    Truths chosen(const Part& part, int index) const;
    Truths answered(const Part& part) const;
    Truths macro(const Node& node);
    Truths macro_element(const Node& node, int index, bool certain);
    Truths compare(const Node& node);
    Truths number_in(const Node& node);
    Truths text_test(const Node& node);
    Codes codes(const Node& node);
    Range range(const Node& node);
    Range subject_range(const Part& part) const;
    Range size_of_text(const Node& node);
    Range size_of_choices(const Part& part) const;
    Range size_of_grid(const Part& part) const;
    Range arithmetic_range(const Node& node);
    Texts texts(const Node& node);

    std::span<const Part> parts_;
    std::span<const int> slots_;
    std::array<int, macro_depth_max> variables_{};
    std::size_t visits_ = 0;
};

}  // namespace querist::expression
