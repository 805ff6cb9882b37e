#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace querist::report {

namespace {

using Holds = LaidColumn::Holds;

/// The gaps of a table that has no lines of its own for them.
void add_gaps(LaidTable& laid) {
    if (!laid.basis) return;
    const std::string gaps = gaps_text(*laid.basis);
    if (gaps != "–") laid.notes.push_back("Not in this table: " + gaps + ".");
}

/// Residuals beyond this size would be met by one cell in twenty without any association.
constexpr double notable_residual = 1.96;

std::string residual_text(double residual) {
    std::string text = (residual >= 0 ? "+" : "") + coefficient_text(residual);
    if (residual > notable_residual) return text + " ▲";
    if (residual < -notable_residual) return text + " ▼";
    return text;
}

std::string bounds_text(const statistics::Interval& interval) {
    return number_text(interval.low) + " to " + number_text(interval.high);
}

/// "12.3%" of a fraction that is no count in a base.
std::string fraction_text(double fraction) { return fmt::format("{:.1f}%", 100 * fraction); }

std::string measure_text(const Measure& measure) {
    if (!measure.value) return "–";
    switch (measure.form) {
        case Measure::Form::number:
            return std::isinf(*measure.value) ? "unbounded" : number_text(*measure.value);
        case Measure::Form::count:
            return count_text(std::llround(*measure.value));
        case Measure::Form::p_value:
            return p_text(*measure.value);
        case Measure::Form::fraction:
            return fraction_text(*measure.value);
    }
    return {};
}

std::string measure_interval(const std::optional<statistics::Interval>& interval) {
    if (!interval) return "–";
    const auto bound = [](double value) {
        return std::isinf(value) ? std::string("unbounded") : number_text(value);
    };
    return bound(interval->low) + " to " + bound(interval->high);
}

}  // namespace

LaidTable lay_out(const CrossTable& table) {
    LaidTable laid = begun(table);
    laid.over = table.column_heading;
    laid.columns = {{.head = table.row_heading, .small = {}, .holds = Holds::words}};
    laid.notes = table.notes;
    const bool tested = std::ranges::any_of(table.rows, [](const CrossTable::Row& row) {
        return std::ranges::any_of(row.cells, [](const CrossTable::Cell& cell) {
            return cell.residual.has_value();
        });
    });
    for (const CrossTable::Column& column : table.columns) {
        const bool pairs = table.bases == CrossTable::Bases::pairs;
        LaidColumn laid_column{
            .head = column.label,
            .small = pairs ? "of " + plural(column.base, "pair", "pairs")
                           : "n = " + count_text(column.base)
        };
        laid_column.raw = share_names(column.label + ": ");
        if (tested) laid_column.raw.push_back(column.label + ": residual");
        laid.columns.push_back(std::move(laid_column));
    }
    for (const CrossTable::Row& row : table.rows) {
        LaidRow laid_row{.cells = {{.text = row.label}}};
        for (const CrossTable::Cell& cell : row.cells) {
            laid_row.cells.push_back(share_cell(cell.share));
            if (tested) laid_row.cells.back().raw.push_back(raw_of(cell.residual));
            if (!cell.residual) continue;
            laid_row.cells.back().small += "; residual " + residual_text(*cell.residual);
        }
        laid.rows.push_back(std::move(laid_row));
    }
    std::string reading =
        "Each cell: n (% of its column) and its " + interval_name(table.basis.level) + ".";
    if (table.answers == Answers::several) {
        reading += " Several answers could be chosen: a column may add up to more than 100%.";
    }
    if (tested) {
        reading +=
            " Residuals are adjusted: ▲ and ▼ mark cells more than 1.96 standard errors above or "
            "below what independence of rows and columns would give.";
    }
    laid.notes.insert(laid.notes.begin(), std::move(reading));
    add_gaps(laid);
    return laid;
}

namespace {

LaidColumn named(std::string head, std::string small, std::vector<std::string> raw) {
    LaidColumn column{.head = std::move(head), .small = std::move(small)};
    column.raw = std::move(raw);
    return column;
}

LaidCell with_raw(std::string text, std::vector<RawNumber> raw) {
    LaidCell cell{.text = std::move(text)};
    cell.raw = std::move(raw);
    return cell;
}

std::vector<RawNumber> bounds(const std::optional<statistics::Interval>& interval) {
    if (!interval) return {};
    return {raw_of(interval->low), raw_of(interval->high)};
}

std::vector<LaidColumn> summary_columns(const SummaryTable& table) {
    std::vector<LaidColumn> columns{{.head = table.row_heading, .small = {}, .holds = Holds::words}
    };
    if (!table.group_heading.empty()) {
        columns.push_back({.head = table.group_heading, .small = {}, .holds = Holds::words});
    }
    const std::string unit = table.unit.empty() ? "" : " (" + table.unit + ")";
    columns.push_back(named("n", "", {"n"}));
    columns.push_back(named("Median" + unit, "", {"median"}));
    columns.push_back(
        named(interval_name(table.basis.level), "of the median", {"median_low", "median_high"})
    );
    columns.push_back(named("Quartiles", "", {"lower_quartile", "upper_quartile"}));
    columns.push_back(named("Mean", "", {"mean"}));
    return columns;
}

}  // namespace

LaidTable lay_out(const SummaryTable& table) {
    LaidTable laid = begun(table);
    laid.notes = table.notes;
    laid.columns = summary_columns(table);
    const bool upper = std::ranges::any_of(table.rows, [](const SummaryTable::Row& row) {
        return row.upper.has_value();
    });
    if (upper) {
        laid.columns.push_back(named("Upper half", "of the scale", share_names("upper half: ")));
    }
    for (const SummaryTable::Row& row : table.rows) {
        std::vector<LaidCell> cells{{.text = row.label}};
        if (!table.group_heading.empty()) cells.push_back({.text = row.group});
        cells.push_back(count_cell(row.base));
        const auto& summary = row.summary;
        cells.push_back(number_cell(summary ? std::optional(summary->median) : std::nullopt));
        cells.push_back(with_raw(
            row.median_bounds ? bounds_text(*row.median_bounds) : "–", bounds(row.median_bounds)
        ));
        cells.push_back({.text = "–"});
        if (summary) {
            cells.back() = with_raw(
                number_text(summary->lower_quartile) + " and " +
                    number_text(summary->upper_quartile),
                {summary->lower_quartile, summary->upper_quartile}
            );
        }
        cells.push_back(number_cell(summary ? std::optional(summary->mean) : std::nullopt));
        if (upper) cells.push_back(row.upper ? share_cell(*row.upper) : LaidCell{.text = "–"});
        laid.rows.push_back({.cells = std::move(cells)});
    }
    if (table.rows.empty()) laid.empty = "Nobody answered.";
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const MeasureTable& table) {
    LaidTable laid = begun(table);
    laid.notes = table.notes;
    laid.columns = {
        {.head = "Measure", .small = {}, .holds = Holds::words},
        named("Value", "", {"value"}),
        named(interval_name(table.basis.level), "", {"low", "high"}),
        {.head = "How", .small = {}, .holds = Holds::text}
    };
    for (const Measure& measure : table.measures) {
        laid.rows.push_back(
            {.cells =
                 {{.text = measure.label},
                  with_raw(measure_text(measure), {raw_of(measure.value)}),
                  with_raw(measure_interval(measure.interval), bounds(measure.interval)),
                  {.text = measure.words}}}
        );
    }
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const WeightedTable& table) {
    LaidTable laid = begun(table);
    laid.notes = table.notes;
    if (table.effective_size) {
        laid.notes.insert(
            laid.notes.begin(),
            "Base of the weighted shares: n = " + count_text(table.weighted) +
                ", effective n = " + number_text(*table.effective_size) +
                " (Kish). Base of the unweighted ones: n = " + count_text(table.basis.answered) +
                "."
        );
    }
    if (table.shares == WeightedTable::Shares::fixed_by_weighting) {
        laid.notes.emplace_back(
            "The weights are made so that these shares are the population's: they are fixed by "
            "weighting, have no sampling error given the plan's shares, and are no result."
        );
    }
    laid.columns = {
        {.head = "Answer", .small = {}, .holds = Holds::words},
        named("Unweighted", "n (%); CI", share_names("")),
        named("Weighted", "", {"weighted_share"}),
        named(interval_name(table.basis.level), "", {"weighted_low", "weighted_high"}),
        named("Design effect", "", {"design_effect"}),
        named("Effective n", "", {"effective_n"})
    };
    for (const WeightedTable::Row& row : table.rows) {
        std::vector<LaidCell> cells{{.text = row.label}, share_cell(row.share)};
        if (row.weighted) {
            const statistics::WeightedEstimate& one = *row.weighted;
            cells.push_back(with_raw(fraction_text(one.interval.estimate), {one.interval.estimate})
            );
            if (table.shares == WeightedTable::Shares::fixed_by_weighting) {
                cells.push_back({.text = "fixed by weighting"});
                cells.push_back({.text = "–"});
            } else {
                cells.push_back(with_raw(
                    fraction_text(one.interval.low) + " to " + fraction_text(one.interval.high),
                    {one.interval.low, one.interval.high}
                ));
                cells.push_back(number_cell(one.design_effect));
            }
            cells.push_back(number_cell(one.effective_size));
        } else {
            cells.resize(laid.columns.size(), {.text = "–"});
            laid.notes.push_back("No weighted share of “" + row.label + "”: " + row.absence);
        }
        laid.rows.push_back({.cells = std::move(cells)});
    }
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const ContextTable& table) {
    LaidTable laid = begun(table);
    laid.columns = {
        {.head = "Word", .small = {}, .holds = Holds::words},
        named("Answers", "", {"answers"}),
        {.head = "Response", .small = {}, .holds = Holds::words},
        {.head = "In context", .small = {}, .holds = Holds::text}
    };
    std::string last;
    for (const ContextTable::Line& line : table.lines) {
        const bool again = line.word == last;
        last = line.word;
        laid.rows.push_back(
            {.cells =
                 {{.text = line.word},
                  with_raw(again ? "" : count_text(line.answers), {line.answers}),
                  {.text = line.response},
                  {.text = line.before + "[" + line.match + "]" + line.after}}}
        );
    }
    laid.notes.push_back(
        "The words that stand in most of the " + count_text(table.read) +
        " answers read, in brackets where they stand; at most four answers a word, by response id."
    );
    if (table.read < table.total) {
        laid.notes.push_back(
            "Read were the first " + count_text(table.read) + " of " + count_text(table.total) +
            " answers by response id, which is random."
        );
    }
    return laid;
}

LaidTable lay_out(const Checklist& list) {
    LaidTable laid{.title = "Checklist: " + list.title, .stamp = list.source};
    laid.kind = "checklist";
    laid.columns = {
        {.head = "Point", .small = {}, .holds = Holds::words},
        {.head = "State", .small = {}, .holds = Holds::words},
        {.head = "What is known, or what a person must add", .small = {}, .holds = Holds::text}
    };
    for (const ChecklistPoint& point : list.points) {
        laid.rows.push_back(
            {.cells =
                 {{.text = point.topic, .small = point.asks},
                  {.text = state_text(point.state)},
                  {.text = point.evidence}}}
        );
    }
    laid.notes = {checklist_sentence(list)};
    return laid;
}

std::string state_text(ChecklistPoint::State state) {
    switch (state) {
        case ChecklistPoint::State::known:
            return "Filled";
        case ChecklistPoint::State::open:
            return "Open";
        case ChecklistPoint::State::not_applicable:
            return "Does not apply";
    }
    return {};
}

std::string checklist_sentence(const Checklist& list) {
    const auto open =
        std::ranges::count(list.points, ChecklistPoint::State::open, &ChecklistPoint::state);
    const auto all = static_cast<std::int64_t>(list.points.size());
    return count_text(all - open) + " of " + plural(all, "point is", "points are") +
           " filled from what the system knows; " +
           (open == 1 ? "1 is open and needs" : count_text(open) + " are open and need") +
           " a person.";
}

std::string standing_text(Standing standing) {
    switch (standing) {
        case Standing::neither:
            return "";
        case Standing::planned:
            return "Planned";
        case Standing::exploratory:
            return "Exploratory";
    }
    return {};
}

}  // namespace querist::report
