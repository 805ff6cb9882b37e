#pragma once

// Internal to instrument: reads the ranges that researchers write as choices ("1 – 2 years").

#include "instrument/study.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// The values that one choice stands for, in the base of its unit (times in days).
struct RangeLabel {
    double low = -std::numeric_limits<double>::infinity();
    bool low_included = false;
    double high = std::numeric_limits<double>::infinity();
    bool high_included = false;
    double step = 1;   ///< The smallest difference that the label can express, in the base.
    std::string unit;  ///< Singular, as written: "year", "employee", "%", "$"; empty: none.

    [[nodiscard]] bool exact() const { return low_included && high_included && low == high; }
};

/// Reads "1 – 2 years", "3-5", "> 20 years", "20+", "less than 1", "up to 5", "5 or more",
/// "10 to under 20", "1, 2 or 3", "1,001+ employees" and "Small (51 – 250 employees)". Empty: not a
/// range.
[[nodiscard]] std::optional<RangeLabel> parse_range_label(std::string_view label);

/// The choices of a single or several choice question; nothing for other kinds.
[[nodiscard]] const std::vector<Option>* choices_of(const Kind& kind);

/// A choice of a range list with the values it stands for.
struct RangeChoice {
    const Option* option = nullptr;
    RangeLabel range;
};

/// The choices of an item that ask for a number in ranges, from the least to the greatest.
struct RangeList {
    std::vector<RangeChoice> choices;
    bool has_none = false;  ///< A choice such as "None" or "Never" stands beside the ranges.
};

/// Empty when the item's choices are not ranges of one unit.
[[nodiscard]] std::optional<RangeList> range_list(const Item& item);

/// The choices of an item that are single whole numbers ("0, 1, 2"), from the least to the
/// greatest; empty when some choice is anything else (but declines, takes a text, or says "none").
[[nodiscard]] std::vector<RangeChoice> counted_list(const Item& item);

/// Whether no choice holds what lies between two neighbours.
[[nodiscard]] bool leaves_gap(const RangeLabel& lower, const RangeLabel& upper);

/// Whether some value belongs to both neighbours.
[[nodiscard]] bool overlaps(const RangeLabel& lower, const RangeLabel& upper);

}  // namespace querist::instrument
