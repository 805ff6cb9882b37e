// The items of repeated blocks, told over all their rounds.

#include "report/rounds.hpp"

#include "core/core.hpp"
#include "report/sentences.hpp"
#include "report/variable_values.hpp"

#include <algorithm>
#include <utility>

namespace querist::report {

namespace {

using instrument::Option;
using instrument::Round;
using response::Column;
using response::TableItem;

/// The column of an item that has one.
const Column& only_column(const Ground& ground, const TableItem& item) {
    return columns_of(ground, item).front();
}

std::string round_label(const TableItem& item) {
    const Round* round = instrument::round_of(item.item);
    return round == nullptr ? std::string() : instrument::without_answers(round->label);
}

/// "make" of "tools.make".
std::string round_code(const TableItem& item) {
    const Round* round = instrument::round_of(item.item);
    return round == nullptr ? std::string() : round->choice.substr(round->choice.find('.') + 1);
}

std::vector<const Column*> columns_of_rounds(const Ground& ground, const TableItem& item) {
    std::vector<const Column*> columns;
    for (const TableItem* round : rounds_of(ground, item)) {
        columns.push_back(&only_column(ground, *round));
    }
    return columns;
}

std::string joint_title(const Ground& ground, const TableItem& item) {
    return question_title(asked_in_rounds(ground, item)) + " (each choice)";
}

/// Labels of the options that are answers; of yes/no its two.
std::vector<std::string> points_of(const TableItem& item) {
    const std::vector<Option>& options = instrument::options_of(item.item.kind);
    std::vector<std::string> points;
    const auto labels = response::code_labels(item.item.kind);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i < options.size() && options[i].declines) continue;
        points.emplace_back(labels[i].label);
    }
    return points;
}

GridTable empty_grid(const Ground& ground, const TableItem& item, Answers answers) {
    return {
        .title = joint_title(ground, item),
        .basis = joint_basis(ground, columns_of_rounds(ground, item)),
        .scale = {},
        .rows = {},
        .answers = answers
    };
}

GridRow row_of(const Ground& ground, const TableItem& round, std::span<const std::int64_t> counts) {
    GridRow row{
        .code = round_code(round),
        .label = round_label(round),
        .basis = column_basis(ground, only_column(ground, round)),
        .cells = {},
    };
    for (const std::int64_t count : counts) {
        row.cells.push_back(share_of(count, row.basis.answered, ground.level));
    }
    return row;
}

/// Empty where the choices are not called alike in every round, or the newest forms of the rounds
/// do not have the same.
std::optional<Table> choices_table(const Ground& ground, const TableItem& item, Answers answers) {
    GridTable table = empty_grid(ground, item, answers);
    table.scale = points_of(item);
    for (const TableItem* round : rounds_of(ground, item)) {
        if (points_of(*round) != table.scale) return std::nullopt;
        const std::vector<Option>& options = instrument::options_of(round->item.kind);
        const std::vector<std::int64_t> all = counts_of(only_column(ground, *round));
        std::vector<std::int64_t> counts;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i >= options.size() || !options[i].declines) counts.push_back(all[i]);
        }
        table.rows.push_back(row_of(ground, *round, counts));
    }
    return table;
}

Table promoters_table(const Ground& ground, const TableItem& item) {
    GridTable table = empty_grid(ground, item, Answers::one);
    table.scale = {detractors_label, passives_label, promoters_label};
    for (const TableItem* round : rounds_of(ground, item)) {
        const Promoters found = promoters_of(only_column(ground, *round));
        const std::int64_t counts[] = {found.detractors, found.passives, found.promoters};
        table.rows.push_back(row_of(ground, *round, counts));
    }
    return table;
}

Table numbers_table(const Ground& ground, const TableItem& item, const std::string& unit) {
    FigureTable table{
        .figures = FigureTable::Figures::parts,
        .title = joint_title(ground, item),
        .basis = joint_basis(ground, columns_of_rounds(ground, item)),
        .unit = unit,
        .rows = {}
    };
    for (const TableItem* round : rounds_of(ground, item)) {
        const Column& column = only_column(ground, *round);
        table.rows.push_back({
            .code = round_code(*round),
            .label = round_label(*round),
            .basis = column_basis(ground, column),
            .summary = statistics::summarize(numbers_of(column)),
            .first = {},
        });
    }
    return table;
}

}  // namespace

std::vector<const TableItem*> rounds_of(const Ground& ground, const TableItem& item) {
    std::vector<const TableItem*> rounds;
    const Round* round = instrument::round_of(item.item);
    if (round == nullptr) return rounds;
    for (const TableItem& other : ground.table.items()) {
        const Round* own = instrument::round_of(other.item);
        const bool alike = own != nullptr && own->name == round->name && other.changes.empty() &&
                           other.item.kind.index() == item.item.kind.index();
        if (alike && other.column_count > 0) rounds.push_back(&other);
    }
    return rounds;
}

bool opens_rounds(const Ground& ground, const TableItem& item) {
    const std::vector<const TableItem*> rounds = rounds_of(ground, item);
    return rounds.size() > 1 && rounds.front() == &item;
}

instrument::Item asked_in_rounds(const Ground& ground, const TableItem& item) {
    const Round* round = instrument::round_of(item.item);
    const std::vector<int> rounds =
        round == nullptr ? std::vector<int>{} : instrument::rounds_named(ground.study, round->name);
    instrument::Item asked =
        rounds.empty() ? item.item : ground.study.items[static_cast<std::size_t>(rounds.front())];
    if (asked.round) {
        asked.round->label = "…";
        asked.round->takes_text = false;
    }
    asked = instrument::in_its_round(std::move(asked));
    asked.round.reset();  // it is none of them
    return asked;
}

std::optional<Table> joint_table(const Ground& ground, const TableItem& item) {
    using Joint = std::optional<Table>;
    return std::visit(
        Overloaded{
            [&](const instrument::SingleChoice&) {
                return choices_table(ground, item, Answers::one);
            },
            [&](const instrument::YesNo&) { return choices_table(ground, item, Answers::one); },
            [&](const instrument::Consent&) { return choices_table(ground, item, Answers::one); },
            [&](const instrument::SeveralChoices&) {
                return choices_table(ground, item, Answers::several);
            },
            [&](const instrument::NetPromoter&) -> Joint { return promoters_table(ground, item); },
            [&](const instrument::Number& kind) -> Joint {
                return numbers_table(ground, item, kind.unit);
            },
            // These have rows of their own, or are read one by one.
            [](const instrument::Grid&) -> Joint { return std::nullopt; },
            [](const instrument::Matrix&) -> Joint { return std::nullopt; },
            [](const instrument::SemanticDifferential&) -> Joint { return std::nullopt; },
            [](const instrument::Ranking&) -> Joint { return std::nullopt; },
            [](const instrument::ConstantSum&) -> Joint { return std::nullopt; },
            [](const instrument::Text&) -> Joint { return std::nullopt; },
            [](const instrument::Email&) -> Joint { return std::nullopt; },
            [](const instrument::Date&) -> Joint { return std::nullopt; },
            [](const instrument::Information&) -> Joint { return std::nullopt; },
        },
        item.item.kind
    );
}

bool joint_points_are_ordered(const Ground& ground, const TableItem& item) {
    if (std::holds_alternative<instrument::NetPromoter>(item.item.kind)) return true;
    return std::ranges::any_of(ground.plan().ordered, [&](int position) {
        const TableItem* ordered = newest_form(ground, position);
        return ordered != nullptr && ordered->key == item.key;
    });
}

std::string joint_note(const Ground& ground, const TableItem& item) {
    const Round* round = instrument::round_of(item.item);
    const int source = round == nullptr
                           ? -1
                           : instrument::item_index(
                                 ground.study, round->choice.substr(0, round->choice.find('.'))
                             );
    const std::string of =
        source < 0
            ? std::string("an earlier question")
            : in_quotes(question_title(ground.study.items[static_cast<std::size_t>(source)]));
    return "Asked once for each choice of " + of +
           " that was chosen: each row's base is who chose it and answered. What stands below "
           "tells each round by itself.";
}

}  // namespace querist::report
