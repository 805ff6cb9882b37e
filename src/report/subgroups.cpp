#include "report/subgroups.hpp"

#include "core/core.hpp"
#include "report/compare.hpp"
#include "report/numbers.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace querist::report {

namespace {

using instrument::Option;
using response::Column;
using response::Gap;
using response::TableItem;

/// A variable of each row (or of the item itself), as far as it has values.
std::vector<VariableValues> variables_of(const Ground& ground, const TableItem& item) {
    std::vector<VariableValues> variables;
    const int position = instrument::item_index(ground.study, item.item.id);
    const std::size_t rows = instrument::rows_of(item.item.kind).size();
    for (std::size_t row = 0; row < std::max<std::size_t>(rows, 1); ++row) {
        auto values = values_of(
            ground, {.item = position, .row = rows == 0 ? -1 : static_cast<int>(row), .option = -1}
        );
        if (values) variables.push_back(std::move(*values));
    }
    return variables;
}

std::string row_name(const TableItem& item, std::size_t row) {
    const std::vector<Option>& rows = instrument::rows_of(item.item.kind);
    return row < rows.size() ? instrument::row_words(rows[row]) : question_title(item.item);
}

std::string title_by(const TableItem& item, const VariableValues& by) {
    return question_title(item.item) + " by " + by.name;
}

/// "3 respondents who answered have no group."
void add_ungrouped_note(
    std::vector<std::string>& notes,
    const Ground& ground,
    const Column& column,
    const VariableValues& by
) {
    std::int64_t ungrouped = 0;
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        if (column.gap(i) == Gap::none && !by.has(i)) ++ungrouped;
    }
    if (ungrouped == 0) return;
    notes.push_back(
        plural(ungrouped, "respondent", "respondents") +
        " who answered belong to no group and are left out of this table."
    );
}

/// Whom a table by groups holds: who has both an answer and a group.
Basis grouped_basis(const Ground& ground, const Column& column, const VariableValues& by) {
    GapCounts gaps{};
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        const Gap own = column.gap(i);
        ++gaps[static_cast<std::size_t>(own == Gap::none ? by.gap(i) : own)];
    }
    return basis_from(ground, gaps);
}

/// Counts of each option (declining ones apart) in each group.
CrossTable cross(
    const Ground& ground,
    const TableItem& item,
    const Column& column,
    const VariableValues& by,
    std::string title
) {
    CrossTable table{
        .title = std::move(title),
        .basis = grouped_basis(ground, column, by),
        .row_heading = "Answer",
        .column_heading = by.name,
        .columns = {},
        .rows = {}
    };
    for (const std::string& label : by.categories) table.columns.push_back({label, 0});
    const std::vector<Option>& options = instrument::options_of(item.item.kind);
    const std::vector<response::CodeLabel> labels = response::code_labels(item.item.kind);
    const std::size_t width = by.categories.size();
    std::vector<std::int64_t> cells(labels.size() * width);
    const auto* sets = std::get_if<response::CodeSets>(&column.cells);
    const auto* codes = std::get_if<response::Codes>(&column.cells);
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        if (column.gap(i) != Gap::none || !by.has(i)) continue;
        const std::size_t group = by.category(i);
        ++table.columns[group].base;
        if (codes != nullptr) ++cells[static_cast<std::size_t>(codes->at(i)) * width + group];
        for (std::size_t code = 0; sets != nullptr && code < labels.size(); ++code) {
            if (sets->at(i, static_cast<int>(code))) ++cells[code * width + group];
        }
    }
    table.answers = sets != nullptr ? Answers::several : Answers::one;
    for (std::size_t code = 0; code < labels.size(); ++code) {
        if (code < options.size() && options[code].declines) continue;
        CrossTable::Row row{std::string(labels[code].label), {}};
        for (std::size_t group = 0; group < width; ++group) {
            const std::int64_t base = table.columns[group].base;
            row.cells.push_back(
                {share_of(cells[code * width + group], base, ground.level), std::nullopt}
            );
        }
        table.rows.push_back(std::move(row));
    }
    add_ungrouped_note(table.notes, ground, column, by);
    return table;
}

/// The values of each group; those of scales ascend, so that millions need no sorting.
std::vector<std::vector<double>> values_by_group(
    const Ground& ground, const VariableValues& values, const VariableValues& by
) {
    std::vector<std::vector<double>> groups(by.categories.size());
    if (!values.categories.empty()) {
        const std::size_t points = values.categories.size();
        std::vector<std::size_t> counts(groups.size() * points);
        for (std::size_t i = 0; i < ground.table.size(); ++i) {
            if (values.has(i) && by.has(i)) {
                ++counts[by.category(i) * points + values.category(i)];
            }
        }
        for (std::size_t i = 0; i < counts.size(); ++i) {
            std::vector<double>& group = groups[i / points];
            group.insert(group.end(), counts[i], static_cast<double>(i % points) + 1);
        }
        return groups;
    }
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        if (values.has(i) && by.has(i)) groups[by.category(i)].push_back(values.value(i));
    }
    return groups;
}

/// How many of the values lie in the upper half of a scale of `points`; an odd middle point lies
/// in neither half.
Share upper_share(const std::vector<double>& values, std::size_t points, double level) {
    const std::size_t lower = (points + 1) / 2;
    const auto first = static_cast<double>(lower + 1);
    const std::int64_t count =
        std::ranges::count_if(values, [&](double value) { return value >= first; });
    return share_of(count, static_cast<std::int64_t>(values.size()), level);
}

SummaryTable summary_by_group(
    const Ground& ground, const TableItem& item, const VariableValues& by, std::string unit
) {
    const std::vector<VariableValues> variables = variables_of(ground, item);
    const bool rows = !instrument::rows_of(item.item.kind).empty();
    SummaryTable table{
        .title = title_by(item, by),
        .basis = basis_of(ground, item),
        .row_heading = rows ? "Row" : by.name,
        .group_heading = rows ? by.name : "",
        .unit = std::move(unit),
        .rows = {}
    };
    for (std::size_t row = 0; row < variables.size(); ++row) {
        const auto groups = values_by_group(ground, variables[row], by);
        for (std::size_t group = 0; group < groups.size(); ++group) {
            SummaryTable::Row line = summary_row(
                rows ? row_name(item, row) : by.categories[group],
                rows ? by.categories[group] : "",
                groups[group],
                ground.level
            );
            const std::size_t points = variables[row].categories.size();
            if (points > 1) line.upper = upper_share(groups[group], points, ground.level);
            table.rows.push_back(std::move(line));
        }
    }
    if (!variables.empty() && !variables.front().categories.empty()) {
        table.notes.push_back(scale_note(variables.front()));
    }
    if (variables.size() == 1) {
        const auto& columns = columns_of(ground, item);
        table.basis = grouped_basis(ground, columns.front(), by);
        add_ungrouped_note(table.notes, ground, columns.front(), by);
    }
    return table;
}

MeasureTable scores_by_group(
    const Ground& ground, const TableItem& item, const VariableValues& by
) {
    using instrument::NetPromoter;
    MeasureTable table{
        .title = title_by(item, by) + " (net promoter score)",
        .basis = grouped_basis(ground, columns_of(ground, item).front(), by),
        .measures = {}
    };
    const std::vector<VariableValues> variables = variables_of(ground, item);
    const auto groups = values_by_group(ground, variables.front(), by);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        const std::vector<double>& values = groups[group];
        const auto promoters = std::ranges::count_if(values, [](double value) {
            return value >= NetPromoter::promoters_from;
        });
        const auto detractors = std::ranges::count_if(values, [](double value) {
            return value <= NetPromoter::detractors_to;
        });
        const auto base = static_cast<std::int64_t>(values.size());
        Measure measure{.label = by.categories[group], .words = "n = " + count_text(base)};
        const auto score =
            statistics::share_difference_interval(promoters, detractors, base, ground.level);
        if (score) {
            measure.value = 100 * score->estimate;
            measure.interval = {100 * score->estimate, 100 * score->low, 100 * score->high};
        }
        if (base > 0 && base < small_base) measure.words += ": too few for a score";
        table.measures.push_back(std::move(measure));
    }
    return table;
}

/// The share in the upper half, and the mean for rows that agree in it; nobody is below all.
std::pair<double, double> reached(const SummaryTable::Row& row) {
    if (!row.upper || !row.upper->interval || !row.summary) return {-1, 0};
    return {row.upper->interval->estimate, row.summary->mean};
}

/// Rows that agree stay in the order of the study.
void sort_by_reach(std::vector<SummaryTable::Row>& rows) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const auto first = reached(rows[a]);
        const auto second = reached(rows[b]);
        return first != second ? first > second : a < b;
    });
    std::vector<SummaryTable::Row> sorted;
    sorted.reserve(rows.size());
    for (const std::size_t place : order) sorted.push_back(std::move(rows[place]));
    rows = std::move(sorted);
}

/// Each row of an item whose rows take several answers has a table of its own.
void add_rows(
    const Ground& ground,
    const TableItem& item,
    const VariableValues& by,
    std::vector<Table>& tables
) {
    const auto columns = columns_of(ground, item);
    for (std::size_t row = 0; row < columns.size(); ++row) {
        tables.emplace_back(
            cross(ground, item, columns[row], by, title_by(item, by) + ": " + row_name(item, row))
        );
    }
}

}  // namespace

std::vector<Table> by_group(
    const Ground& ground, const TableItem& item, const instrument::Variable& subgroup
) {
    std::vector<Table> tables;
    const auto by = values_of(ground, subgroup);
    if (item.column_count == 0 || !by || by->categories.empty()) return tables;
    const auto categories = [&](const auto&) {
        const Column& column = columns_of(ground, item).front();
        tables.emplace_back(cross(ground, item, column, *by, title_by(item, *by)));
    };
    const auto summary = [&](const std::string& unit) {
        tables.emplace_back(summary_by_group(ground, item, *by, unit));
    };
    std::visit(
        Overloaded{
            [&](const instrument::SingleChoice& k) { categories(k); },
            [&](const instrument::SeveralChoices& k) { categories(k); },
            [&](const instrument::YesNo& k) { categories(k); },
            [&](const instrument::Matrix&) { add_rows(ground, item, *by, tables); },
            [&](const instrument::Grid&) { summary(""); },
            [&](const instrument::SemanticDifferential&) { summary(""); },
            [&](const instrument::Ranking&) { summary(""); },
            [&](const instrument::ConstantSum& k) { summary(k.unit); },
            [&](const instrument::Number& k) { summary(k.unit); },
            [&](const instrument::NetPromoter&) {
                tables.emplace_back(scores_by_group(ground, item, *by));
                summary("");
            },
            [&](const instrument::Text&) {},
            [&](const instrument::Email&) {},
            [&](const instrument::Date&) {},
            [&](const instrument::Consent&) {},
            [&](const instrument::Information&) {},
        },
        item.item.kind
    );
    return tables;
}

SummaryTable scale_summary(const Ground& ground, const TableItem& item) {
    SummaryTable table{
        .title = question_title(item.item) + " (middle of the scale)",
        .basis = basis_of(ground, item),
        .row_heading = "Row",
        .group_heading = "",
        .unit = "",
        .rows = {}
    };
    const std::vector<Option>& points = instrument::options_of(item.item.kind);
    std::vector<double> places;
    std::vector<std::string> labels;
    for (const Option& point : points) {
        places.push_back(point.declines ? 0 : static_cast<double>(labels.size()) + 1);
        if (!point.declines) labels.push_back(point.label);
    }
    const auto columns = columns_of(ground, item);
    for (std::size_t row = 0; row < columns.size(); ++row) {
        // Ascending from the counts: there are few points and there may be many responses.
        const auto counts = std::get<response::Codes>(columns[row].cells).counts();
        std::vector<double> values;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (!points[i].declines) {
                values.insert(values.end(), static_cast<std::size_t>(counts[i]), places[i]);
            }
        }
        SummaryTable::Row line = summary_row(row_name(item, row), "", values, ground.level);
        line.upper = upper_share(values, labels.size(), ground.level);
        table.rows.push_back(std::move(line));
    }
    sort_by_reach(table.rows);
    if (!labels.empty()) {
        table.notes.push_back(
            "Sorted by the share in the upper half. Coded 1 “" + labels.front() + "” to " +
            std::to_string(labels.size()) + " “" + labels.back() + "”, in the order of the study."
        );
    }
    return table;
}

}  // namespace querist::report
