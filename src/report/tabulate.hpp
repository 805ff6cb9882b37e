#pragma once

#include "report/build.hpp"

#include <span>
#include <string>
#include <vector>

namespace querist::report {

/// What the tables of one report share.
struct Ground {
    const response::ResponseTable& table;
    const ReportFacts& facts;
    const instrument::Study& study;
    double level = statistics::usual_level;  ///< Of every interval.

    /// What is planned; empty without a plan.
    [[nodiscard]] const instrument::AnalysisPlan& plan() const;
};

/// A basis from the counts of `Gap`, [none] being those who answered.
[[nodiscard]] Basis basis_from(const Ground& ground, const GapCounts& counts);
[[nodiscard]] Basis column_basis(const Ground& ground, const response::Column& column);
[[nodiscard]] std::span<const response::Column> columns_of(
    const Ground& ground, const response::TableItem& item
);
/// A basis over several columns: answered where any is.
[[nodiscard]] Basis joint_basis(
    const Ground& ground, std::span<const response::Column* const> columns
);
/// How many chose each option, whether it takes one or several.
[[nodiscard]] std::vector<std::int64_t> counts_of(const response::Column& column);
/// The numbers that were answered, in the order of the table.
[[nodiscard]] std::vector<double> numbers_of(const response::Column& column);

/// Answers to a net promoter question in its three groups (Reichheld 2003).
struct Promoters {
    std::int64_t promoters = 0;
    std::int64_t passives = 0;
    std::int64_t detractors = 0;
};
[[nodiscard]] Promoters promoters_of(const response::Column& column);
inline constexpr const char* promoters_label = "Promoters (9 and 10)";
inline constexpr const char* passives_label = "Passives (7 and 8)";
inline constexpr const char* detractors_label = "Detractors (0 to 6)";

/// "Do you use ONNX?", and "Since when? – Make" of a round that does not name its choice.
[[nodiscard]] std::string question_words(const instrument::Item& item);
/// "4. Do you use ONNX?"
[[nodiscard]] std::string question_title(const instrument::Item& item);

/// The item's own table first, then what was typed beside its options or rows.
[[nodiscard]] std::vector<Table> tabulate(const Ground& ground, const response::TableItem& item);

/// The basis of an item: a grid counts as answered when any row is.
[[nodiscard]] Basis basis_of(const Ground& ground, const response::TableItem& item);

/// "Versions 1a2b3c4d and 5e6f7a8b", by their positions in the table.
[[nodiscard]] std::string version_names(
    const response::ResponseTable& table, const std::vector<int>& versions
);

}  // namespace querist::report
