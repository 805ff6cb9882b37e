#pragma once

// Which answers are worth trying: one for each way in which conditions can tell answers apart.

#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace querist::expression {

/// An index that is known not to be negative.
[[nodiscard]] constexpr std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// The answers to try for one subject. `exact`: whatever else is answered, conditions come out as
/// for one of these.
struct Domain {
    bool exact = true;
    std::vector<Value> values;  ///< boolean, integer, number, text.
    std::vector<int> codes;     ///< choice: positions; grid: positions of the scale, for any row.
    std::vector<int> rows;      ///< grid: rows that conditions look at.
    std::vector<int> options;   ///< choices: options that conditions look at.
    std::vector<int> others;    ///< choices: the rest, as far as it can stand beside another.
    int lone_other = -1;        ///< choices: one of the rest that stands alone; -1: none.
    bool counted = false;       ///< choices: how many of `others` are chosen makes a difference.
};

/// Domains for `subjects[positions[i]]` as all `conditions` together tell answers apart.
[[nodiscard]] std::vector<Domain> domains_of(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    std::span<const int> positions,
    std::span<const Node* const> conditions
);

/// What conditions compare one number or text with.
struct Comparisons {
    std::vector<double> numbers;
    std::vector<std::string> texts;
    std::vector<std::string> prefixes;
    std::vector<std::string> suffixes;
    std::vector<std::string> parts;
    std::vector<double> lengths;
    bool entangled = false;  ///< In arithmetic or beside another answer: no finite set is exact.
};

/// Sets `values` and `exact`.
void fill_whole_numbers(
    Domain& domain, const Comparisons& comparisons, double minimum, double maximum
);
void fill_decimals(Domain& domain, const Comparisons& comparisons, double minimum, double maximum);
void fill_texts(Domain& domain, const Comparisons& comparisons, int characters_max);

}  // namespace querist::expression
