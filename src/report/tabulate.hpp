#pragma once

#include "report/build.hpp"

namespace querist::report {

/// What the tables of one report share.
struct Ground {
    const response::ResponseTable& table;
    ReportFacts facts;
};

/// The item's own table first, then what was typed beside its options or rows.
[[nodiscard]] std::vector<Table> tabulate(const Ground& ground, const response::TableItem& item);

/// The basis of an item: a grid counts as answered when any row is.
[[nodiscard]] Basis basis_of(const Ground& ground, const response::TableItem& item);

/// "Versions 1a2b3c4d and 5e6f7a8b", by their positions in the table.
[[nodiscard]] std::string version_names(
    const response::ResponseTable& table, const std::vector<int>& versions
);

}  // namespace querist::report
