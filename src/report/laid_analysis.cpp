#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>

namespace querist::report {

namespace {

using Holds = LaidColumn::Holds;

/// The gaps of a table that has no lines of its own for them.
void add_gaps(LaidTable& laid) {
    const std::string gaps = gaps_text(laid.basis);
    if (gaps != "–") laid.notes.push_back("Not in this table: " + gaps + ".");
}

LaidCell share_cell(const Share& share) {
    return {
        .text = count_text(share.count) + " (" + marked_percent(share) + ")",
        .small = "CI " + interval_text(share),
        .raw = static_cast<double>(share.count)
    };
}

/// Residuals beyond this size would be met by one cell in twenty without any association.
constexpr double notable_residual = 1.96;

std::string residual_text(double residual) {
    const std::string text = (residual >= 0 ? "+" : "") + coefficient_text(residual);
    if (residual > notable_residual) return text + " ▲";
    if (residual < -notable_residual) return text + " ▼";
    return text;
}

LaidCell number_cell(std::optional<double> value) {
    if (!value) return {.text = "–"};
    return {.text = number_text(*value), .small = {}, .raw = *value};
}

std::string bounds_text(const statistics::Interval& interval) {
    return number_text(interval.low) + " to " + number_text(interval.high);
}

std::string measure_text(const Measure& measure) {
    if (!measure.value) return "–";
    switch (measure.form) {
        case Measure::Form::number:
            return std::isinf(*measure.value) ? "unbounded" : number_text(*measure.value);
        case Measure::Form::count:
            return count_text(std::llround(*measure.value));
        case Measure::Form::p_value:
            return p_text(*measure.value);
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

/// "12.3%" of a fraction that is no count in a base.
std::string fraction_text(double fraction) { return number_text(100 * fraction) + "%"; }

}  // namespace

LaidTable lay_out(const CrossTable& table) {
    LaidTable laid{
        .title = table.title,
        .basis = table.basis,
        .over = table.column_heading,
        .columns = {{.head = table.row_heading, .small = {}, .holds = Holds::words}},
        .rows = {},
        .notes = table.notes
    };
    for (const CrossTable::Column& column : table.columns) {
        laid.columns.push_back({.head = column.label, .small = "n = " + count_text(column.base)});
    }
    bool tested = false;
    for (const CrossTable::Row& row : table.rows) {
        std::vector<LaidCell> cells{{.text = row.label}};
        for (const CrossTable::Cell& cell : row.cells) {
            cells.push_back(share_cell(cell.share));
            if (!cell.residual) continue;
            cells.back().small += "; residual " + residual_text(*cell.residual);
            tested = true;
        }
        laid.rows.push_back(std::move(cells));
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

LaidTable lay_out(const SummaryTable& table) {
    LaidTable laid{
        .title = table.title,
        .basis = table.basis,
        .columns = {{.head = table.row_heading, .small = {}, .holds = Holds::words}},
        .rows = {},
        .notes = table.notes
    };
    const std::string unit = table.unit.empty() ? "" : " (" + table.unit + ")";
    if (!table.group_heading.empty()) {
        laid.columns.push_back({.head = table.group_heading, .small = {}, .holds = Holds::words});
    }
    const bool upper = std::ranges::any_of(table.rows, [](const SummaryTable::Row& row) {
        return row.upper.has_value();
    });
    laid.columns.insert(
        laid.columns.end(),
        {{.head = "n"},
         {.head = "Median" + unit},
         {.head = interval_name(table.basis.level), .small = "of the median"},
         {.head = "Quartiles"},
         {.head = "Mean"}}
    );
    if (upper) laid.columns.push_back({.head = "Upper half", .small = "of the scale"});
    for (const SummaryTable::Row& row : table.rows) {
        std::vector<LaidCell> cells{{.text = row.label}};
        if (!table.group_heading.empty()) cells.push_back({.text = row.group});
        cells.push_back(
            {.text = count_text(row.base), .small = {}, .raw = static_cast<double>(row.base)}
        );
        const auto& summary = row.summary;
        cells.push_back(number_cell(summary ? std::optional(summary->median) : std::nullopt));
        cells.push_back({.text = row.median_bounds ? bounds_text(*row.median_bounds) : "–"});
        cells.push_back(
            {.text = summary ? number_text(summary->lower_quartile) + " and " +
                                   number_text(summary->upper_quartile)
                             : "–"}
        );
        cells.push_back(number_cell(summary ? std::optional(summary->mean) : std::nullopt));
        if (upper) cells.push_back(row.upper ? share_cell(*row.upper) : LaidCell{.text = "–"});
        laid.rows.push_back(std::move(cells));
    }
    if (table.rows.empty()) laid.rows.push_back({{.text = "Nobody answered."}});
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const MeasureTable& table) {
    LaidTable laid{
        .title = table.title,
        .basis = table.basis,
        .columns =
            {{.head = "Measure", .small = {}, .holds = Holds::words},
             {.head = "Value"},
             {.head = interval_name(table.basis.level)},
             {.head = "How", .small = {}, .holds = Holds::text}},
        .rows = {},
        .notes = table.notes
    };
    for (const Measure& measure : table.measures) {
        laid.rows.push_back(
            {{.text = measure.label},
             {.text = measure_text(measure), .small = {}, .raw = measure.value},
             {.text = measure_interval(measure.interval)},
             {.text = measure.words}}
        );
    }
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const WeightedTable& table) {
    const std::string interval = interval_name(table.basis.level);
    LaidTable laid{
        .title = table.title,
        .basis = table.basis,
        .columns =
            {{.head = "Answer", .small = {}, .holds = Holds::words},
             {.head = "Unweighted", .small = "n (%); CI"},
             {.head = "Weighted"},
             {.head = interval},
             {.head = "Design effect"},
             {.head = "Effective n"}},
        .rows = {},
        .notes = table.notes
    };
    for (const WeightedTable::Row& row : table.rows) {
        std::vector<LaidCell> cells{{.text = row.label}, share_cell(row.share)};
        if (row.weighted) {
            const statistics::WeightedEstimate& one = *row.weighted;
            cells.push_back(
                {.text = fraction_text(one.interval.estimate),
                 .small = {},
                 .raw = one.interval.estimate}
            );
            cells.push_back(
                {.text = number_text(100 * one.interval.low) + " to " +
                         fraction_text(one.interval.high)}
            );
            cells.push_back(number_cell(one.design_effect));
            cells.push_back(number_cell(one.effective_size));
        } else {
            cells.resize(6, {.text = "–"});
            laid.notes.push_back("No weighted share of “" + row.label + "”: " + row.absence);
        }
        laid.rows.push_back(std::move(cells));
    }
    add_gaps(laid);
    return laid;
}

LaidTable lay_out(const ContextTable& table) {
    LaidTable laid{
        .title = table.title,
        .basis = table.basis,
        .columns =
            {{.head = "Word", .small = {}, .holds = Holds::words},
             {.head = "Answers"},
             {.head = "Response", .small = {}, .holds = Holds::words},
             {.head = "In context", .small = {}, .holds = Holds::text}},
        .rows = {}
    };
    std::string last;
    for (const ContextTable::Line& line : table.lines) {
        const bool again = line.word == last;
        last = line.word;
        laid.rows.push_back(
            {{.text = line.word},
             {.text = again ? "" : count_text(line.answers),
              .small = {},
              .raw = static_cast<double>(line.answers)},
             {.text = line.response},
             {.text = line.before + "[" + line.match + "]" + line.after}}
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
