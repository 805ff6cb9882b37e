#pragma once

#include "report/values.hpp"
#include "report/wording.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::report {

/// A number as files for programs hold it; nothing where there is none.
using RawNumber = std::variant<std::monostate, std::int64_t, double>;

/// A cell as it is printed; `small` stands beneath its text, or beside it where there is one line.
struct LaidCell {
    std::string text;
    std::string small{};
    std::vector<RawNumber> raw{};  ///< One a name in its column's `raw`.
};

struct LaidColumn {
    std::string head;
    std::string small{};  ///< Beneath the head.
    enum class Holds { numbers, words, text } holds = Holds::numbers;
    /// The columns that stand in its place in files for programs; none: the cells' texts do.
    std::vector<std::string> raw{};
    /// What files for programs hold anyway, as base and gaps of a row, they leave out.
    enum class InFiles { as_itself, left_out } in_files = InFiles::as_itself;
};

struct LaidRow {
    std::vector<LaidCell> cells;   ///< The first is the row's head.
    std::string code{};            ///< As the study file names it; may be empty.
    std::optional<Basis> basis{};  ///< Empty: the table's.
    enum class Rank { plain, sum, part } rank = Rank::plain;
};

/// A table as every output prints it: what it says is decided, how it looks is not.
struct LaidTable {
    std::string title;
    std::string stamp;               ///< Beneath the title: whose data these are, and their base.
    std::optional<Basis> basis{};    ///< Empty: the numbers are of no item.
    std::string_view kind = "laid";  ///< "frequencies", "grid" ...: style sheets and lists name it.
    std::string over{};              ///< What the columns but the first are, as "Group".
    std::vector<LaidColumn> columns{};
    std::vector<LaidRow> rows{};
    std::string empty{};            ///< What stands in place of rows where there are none.
    std::vector<CountLine> foot{};  ///< Base, gaps and their sum, where all rows share them.
    std::vector<std::string> notes{};
};

/// Whatever kind of table, laid out; numbers with ranges make two.
[[nodiscard]] std::vector<LaidTable> lay_out(const Table& table);

[[nodiscard]] LaidTable lay_out(const FrequencyTable& table);
[[nodiscard]] LaidTable lay_out(const GridTable& table);
[[nodiscard]] LaidTable lay_out(const NumberTable& table);
[[nodiscard]] LaidTable lay_out_ranges(const NumberTable& table);
[[nodiscard]] LaidTable lay_out(const FigureTable& table);
[[nodiscard]] LaidTable lay_out(const OpenAnswers& open);
[[nodiscard]] LaidTable lay_out(const CrossTable& table);
[[nodiscard]] LaidTable lay_out(const SummaryTable& table);
[[nodiscard]] LaidTable lay_out(const MeasureTable& table);
[[nodiscard]] LaidTable lay_out(const WeightedTable& table);
[[nodiscard]] LaidTable lay_out(const ContextTable& table);
[[nodiscard]] LaidTable lay_out(const Checklist& list);
[[nodiscard]] LaidTable lay_out_flow(const Report& report);

// Cells and columns that several kinds of table have.
/// What a table that has a base is begun with: its title, stamp and basis.
template <class T>
[[nodiscard]] LaidTable begun(const T& table) {
    LaidTable laid{.title = table.title, .stamp = basis_stamp(table.basis)};
    laid.basis = table.basis;
    return laid;
}
/// "12 (43%)" with its interval beneath.
[[nodiscard]] LaidCell share_cell(const Share& share);
/// What files hold of a share: n, base, share, low and high, each after `prefix`.
[[nodiscard]] std::vector<std::string> share_names(const std::string& prefix);
[[nodiscard]] LaidCell count_cell(std::int64_t count);
[[nodiscard]] LaidCell number_cell(std::optional<double> value);
[[nodiscard]] RawNumber raw_of(std::optional<double> value);

/// What a report without a plan says, once.
inline constexpr std::string_view no_plan_sentence =
    "This study has no analysis plan: every result of this report is exploratory.";
/// "Filled", "Open": a checklist's states in words.
[[nodiscard]] std::string state_text(ChecklistPoint::State state);
/// "18 of 30 points are filled; 12 are open and need a person."
[[nodiscard]] std::string checklist_sentence(const Checklist& list);
/// "Planned", "Exploratory"; empty for what is neither.
[[nodiscard]] std::string standing_text(Standing standing);
/// "38 of 89 (43%; ...) of those who started and were not screened out completed it."
[[nodiscard]] std::string flow_sentence(const Report& report);

}  // namespace querist::report
