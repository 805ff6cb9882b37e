#pragma once

#include "report/values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::report {

/// A cell as it is printed; `small` stands beneath its text, or beside it where there is one line.
struct LaidCell {
    std::string text;
    std::string small{};
    std::optional<double> raw{};  ///< The number itself, for files that are read by programs.
};

struct LaidColumn {
    std::string head;
    std::string small{};  ///< Beneath the head.
    enum class Holds { numbers, words, text } holds = Holds::numbers;
};

/// A table as every output prints it: what it says is decided, how it looks is not. The first cell
/// of a row is its head.
struct LaidTable {
    std::string title;
    Basis basis;
    std::string over{};  ///< What the columns but the first are, as "Group"; may be empty.
    std::vector<LaidColumn> columns;
    std::vector<std::vector<LaidCell>> rows;
    std::vector<std::string> notes{};
};

[[nodiscard]] LaidTable lay_out(const CrossTable& table);
[[nodiscard]] LaidTable lay_out(const SummaryTable& table);
[[nodiscard]] LaidTable lay_out(const MeasureTable& table);
[[nodiscard]] LaidTable lay_out(const WeightedTable& table);
[[nodiscard]] LaidTable lay_out(const ContextTable& table);

/// What a report without a plan says, once.
inline constexpr std::string_view no_plan_sentence =
    "This study has no analysis plan: every result of this report is exploratory.";
/// "Filled", "Open": a checklist's states in words.
[[nodiscard]] std::string state_text(ChecklistPoint::State state);
/// "18 of 30 points are filled; 12 are open and need a person."
[[nodiscard]] std::string checklist_sentence(const Checklist& list);
/// "Planned", "Exploratory"; empty for what is neither.
[[nodiscard]] std::string standing_text(Standing standing);

}  // namespace querist::report
