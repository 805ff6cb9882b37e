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
