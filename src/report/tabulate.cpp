#include "report/tabulate.hpp"

#include "report/numbers.hpp"

#include <algorithm>

namespace querist::report {

namespace {

using instrument::Option;
using response::Column;
using response::Gap;
using response::TableItem;

template <class... F>
struct Overload : F... {
    using F::operator()...;
};

Basis basis_from(const Ground& ground, std::array<std::int64_t, gap_kinds> counts) {
    Basis basis{
        .responses = static_cast<std::int64_t>(ground.table.size()),
        .answered = counts[static_cast<std::size_t>(Gap::none)],
        .gaps = counts,
        .excluded = ground.facts.screened,
        .version = ground.table.versions().front(),
        .origin = ground.facts.origin,
    };
    basis.gaps[static_cast<std::size_t>(Gap::none)] = 0;
    return basis;
}

Basis column_basis(const Ground& ground, const Column& column) {
    std::array<std::int64_t, 256> counts{};
    for (const std::uint8_t gap : column.gaps) ++counts[gap];
    GapCounts known{};
    std::copy_n(counts.begin(), known.size(), known.begin());
    return basis_from(ground, known);
}

/// Why a grid has no answer at all, from why its rows have none: what the respondent did comes
/// before what the instrument did.
Gap grid_gap(std::span<const Column> rows, std::size_t response) {
    static constexpr Gap by_weight[] = {
        Gap::none, Gap::declined, Gap::skipped, Gap::broken_off, Gap::withdrawn
    };
    for (const Gap gap : by_weight) {
        for (const Column& row : rows) {
            if (row.gap(response) == gap) return gap;
        }
    }
    return Gap::not_shown;
}

std::span<const Column> columns_of(const Ground& ground, const TableItem& item) {
    return std::span(ground.table.columns())
        .subspan(
            static_cast<std::size_t>(item.first_column), static_cast<std::size_t>(item.column_count)
        );
}

std::string question_title(const TableItem& item) {
    return item.item.number.empty() ? item.item.ask : item.item.number + ". " + item.item.ask;
}

FrequencyTable frequency_table(
    const Ground& ground,
    const TableItem& item,
    const std::vector<std::int64_t>& counts,
    Answers answers
) {
    FrequencyTable table{
        .title = question_title(item),
        .basis = basis_of(ground, item),
        .answers = answers,
        .rows = {}
    };
    const std::vector<Option>& options = instrument::options_of(item.item.kind);
    const std::vector<response::CodeLabel> labels = response::code_labels(item.item.kind);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        // Who declines has not answered: they are among the gaps.
        if (i < options.size() && options[i].declines) continue;
        table.rows.push_back({
            .code = std::string(labels[i].code),
            .label = std::string(labels[i].label),
            .share = share_of(counts[i], table.basis.answered),
        });
    }
    return table;
}

GridTable grid_table(const Ground& ground, const TableItem& item, const instrument::Grid& grid) {
    GridTable table{
        .title = question_title(item), .basis = basis_of(ground, item), .scale = {}, .rows = {}
    };
    for (const Option& point : grid.scale) {
        if (!point.declines) table.scale.push_back(point.label);
    }
    for (const Column& column : columns_of(ground, item)) {
        const Option& option = grid.rows[static_cast<std::size_t>(column.row)];
        GridRow row{
            .code = option.code,
            .label = option.label,
            .basis = column_basis(ground, column),
            .cells = {},
        };
        const auto counts = std::get<response::Codes>(column.cells).counts();
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (!grid.scale[i].declines)
                row.cells.push_back(share_of(counts[i], row.basis.answered));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

NumberTable number_table(
    const Ground& ground, const TableItem& item, const instrument::Number& number
) {
    const Column& column = columns_of(ground, item).front();
    const auto& cells = std::get<response::Numbers>(column.cells);
    std::vector<double> values;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (column.gap(i) == Gap::none) values.push_back(cells[i]);
    }
    NumberTable table;
    table.title = question_title(item);
    table.basis = basis_of(ground, item);
    table.unit = number.unit;
    table.spacing = number.number == instrument::NumberKind::whole ? statistics::Spacing::whole
                                                                   : statistics::Spacing::any;
    table.bins = statistics::histogram(values, table.spacing);
    table.summary = statistics::summarize(std::move(values));
    return table;
}

OpenAnswers open_answers(
    const Ground& ground,
    OpenAnswers::Stands stands,
    std::string title,
    const Basis& basis,
    const response::Texts& texts
) {
    OpenAnswers open{
        .stands = stands,
        .title = std::move(title),
        .basis = basis,
        .total = static_cast<std::int64_t>(texts.size()),
        .quotes = {},
    };
    for (std::size_t i = 0; i < std::min(texts.size(), quotes_max); ++i) {
        const PublicId& id = ground.table.responses()[texts.response(i)].public_id;
        open.quotes.push_back({
            .response = id.text().substr(0, short_id_characters),
            .text = std::string(texts.text(i)),
        });
    }
    return open;
}

/// What was typed beside options, or beside rows of a grid.
void add_texts_beside(const Ground& ground, const TableItem& item, std::vector<Table>& tables) {
    const auto* grid = std::get_if<instrument::Grid>(&item.item.kind);
    const std::vector<Option>& options =
        grid == nullptr ? instrument::options_of(item.item.kind) : grid->rows;
    for (const Column& column : columns_of(ground, item)) {
        for (std::size_t i = 0; i < column.beside.size(); ++i) {
            const std::size_t option = grid == nullptr ? i : static_cast<std::size_t>(column.row);
            if (option >= options.size() || column.beside[i].size() == 0) continue;
            tables.emplace_back(open_answers(
                ground,
                OpenAnswers::Stands::beside,
                "What was typed at “" + options[option].label + "”",
                column_basis(ground, column),
                column.beside[i]
            ));
        }
    }
}

}  // namespace

Share share_of(std::int64_t count, std::int64_t base) {
    return {.count = count, .base = base, .interval = statistics::wilson_interval(count, base)};
}

std::string version_names(const response::ResponseTable& table, const std::vector<int>& versions) {
    std::string names = versions.size() == 1 ? "version " : "versions ";
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (i > 0) names += i + 1 == versions.size() ? " and " : ", ";
        names += short_version(table.versions()[static_cast<std::size_t>(versions[i])]);
    }
    return names;
}

Basis basis_of(const Ground& ground, const TableItem& item) {
    const std::span<const Column> columns = columns_of(ground, item);
    if (columns.size() == 1) return column_basis(ground, columns.front());
    GapCounts counts{};
    for (std::size_t response = 0; response < ground.table.size(); ++response) {
        ++counts[static_cast<std::size_t>(grid_gap(columns, response))];
    }
    return basis_from(ground, counts);
}

std::vector<Table> tabulate(const Ground& ground, const TableItem& item) {
    std::vector<Table> tables;
    if (item.column_count == 0) return tables;
    const Column& first = columns_of(ground, item).front();
    const auto single = [&](const auto&) {
        const auto counts = std::get<response::Codes>(first.cells).counts();
        tables.emplace_back(frequency_table(ground, item, counts, Answers::one));
    };
    std::visit(
        Overload{
            [&](const instrument::SingleChoice& k) { single(k); },
            [&](const instrument::YesNo& k) { single(k); },
            [&](const instrument::Consent& k) { single(k); },
            [&](const instrument::SeveralChoices&) {
                const auto counts = std::get<response::CodeSets>(first.cells).counts();
                tables.emplace_back(frequency_table(ground, item, counts, Answers::several));
            },
            [&](const instrument::Grid& k) { tables.emplace_back(grid_table(ground, item, k)); },
            [&](const instrument::Text&) {
                tables.emplace_back(open_answers(
                    ground,
                    OpenAnswers::Stands::alone,
                    question_title(item),
                    basis_of(ground, item),
                    std::get<response::Texts>(first.cells)
                ));
            },
            [&](const instrument::Number& k) {
                tables.emplace_back(number_table(ground, item, k));
            },
            [&](const instrument::Information&) {},
        },
        item.item.kind
    );
    add_texts_beside(ground, item, tables);
    return tables;
}

}  // namespace querist::report
