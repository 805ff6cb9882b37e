#pragma once

#include "report/tabulate.hpp"

#include <optional>
#include <string>
#include <vector>

namespace querist::report {

/// The rounds of an item of a repeated block: its newest forms, in the order of the table.
[[nodiscard]] std::vector<const response::TableItem*> rounds_of(
    const Ground& ground, const response::TableItem& item
);
/// Whether an item is the first of several rounds.
[[nodiscard]] bool opens_rounds(const Ground& ground, const response::TableItem& item);

/// "4. How often do you use …?": what all rounds ask.
[[nodiscard]] instrument::Item asked_in_rounds(
    const Ground& ground, const response::TableItem& item
);

/// One table of all rounds, a row for each choice, whose base is who was asked about it and
/// answered: shares of choices, of promoters, or the middles of numbers. Empty where the answers of
/// a round make a table of their own, or are texts.
[[nodiscard]] std::optional<Table> joint_table(
    const Ground& ground, const response::TableItem& item
);

/// Whether the points of a joint table stand in an order that a picture may show.
[[nodiscard]] bool joint_points_are_ordered(const Ground& ground, const response::TableItem& item);

/// "Asked once for each choice …": what the rows of a joint table are.
[[nodiscard]] std::string joint_note(const Ground& ground, const response::TableItem& item);

}  // namespace querist::report
