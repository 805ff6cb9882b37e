#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

// The tables of single items, and the flow of responses, laid out.
namespace querist::report {

namespace {

using Holds = LaidColumn::Holds;
using InFiles = LaidColumn::InFiles;

LaidColumn words(std::string head) {
    return {.head = std::move(head), .small = {}, .holds = Holds::words};
}

LaidColumn numbers(std::string head, std::vector<std::string> raw) {
    LaidColumn column{.head = std::move(head)};
    column.raw = std::move(raw);
    return column;
}

/// Base and gaps of a row, as people read them; files hold every row's base anyway.
void add_row_base(LaidTable& laid) {
    laid.columns.push_back({.head = "Base"});
    laid.columns.back().in_files = InFiles::left_out;
    laid.columns.push_back(words("Gaps"));
    laid.columns.back().in_files = InFiles::left_out;
}
void add_row_base(LaidRow& row, const Basis& basis) {
    row.cells.push_back(count_cell(basis.answered));
    row.cells.push_back({.text = gaps_text(basis)});
    row.basis = basis;
}

LaidCell raw_cell(std::string text, RawNumber raw) {
    LaidCell cell{.text = std::move(text)};
    cell.raw = {raw};
    return cell;
}

RawNumber fraction_of(const Share& share) {
    if (share.base == 0) return {};
    return static_cast<double>(share.count) / static_cast<double>(share.base);
}

}  // namespace

RawNumber raw_of(std::optional<double> value) {
    if (!value || !std::isfinite(*value)) return {};  // a bound may be unbounded
    return *value;
}

LaidCell count_cell(std::int64_t count) { return raw_cell(count_text(count), count); }

LaidCell number_cell(std::optional<double> value) {
    return raw_cell(value ? number_text(*value) : "–", raw_of(value));
}

LaidCell share_cell(const Share& share) {
    LaidCell cell{
        .text = count_text(share.count) + " (" + marked_percent(share) + ")",
        .small = "CI " + interval_text(share)
    };
    const bool known = share.interval.has_value();
    cell.raw = {
        share.count,
        share.base,
        fraction_of(share),
        known ? RawNumber(share.interval->low) : RawNumber(),
        known ? RawNumber(share.interval->high) : RawNumber()
    };
    return cell;
}

std::vector<std::string> share_names(const std::string& prefix) {
    std::vector<std::string> names;
    for (const char* name : {"n", "base", "share", "low", "high"}) names.push_back(prefix + name);
    return names;
}

LaidTable lay_out(const FrequencyTable& table) {
    LaidTable laid = begun(table);
    laid.kind = "frequencies";
    const bool several = table.answers == Answers::several;
    const bool fixed = table.shares == FrequencyTable::Shares::fixed_by_screening;
    laid.columns = {
        words("Answer"),
        numbers("n", {"n"}),
        numbers(several ? "% of respondents" : "%", {"share"}),
        numbers(interval_name(table.basis.level), {"low", "high"})
    };
    if (several) laid.columns.push_back(numbers("% of answers", {"share_of_answers"}));
    for (const FrequencyRow& one : table.rows) {
        LaidRow row{.cells = {{.text = one.label}, count_cell(one.share.count)}};
        row.code = one.code;
        row.cells.push_back(raw_cell(marked_percent(one.share), fraction_of(one.share)));
        row.cells.push_back({.text = fixed ? "fixed by screening" : interval_text(one.share)});
        if (one.share.interval) {
            row.cells.back().raw = {one.share.interval->low, one.share.interval->high};
        }
        if (several) {
            const Share given = share_of(one.share.count, table.answers_given);
            row.cells.push_back(raw_cell(percent_text(given), fraction_of(given)));
        }
        laid.rows.push_back(std::move(row));
    }
    laid.foot = basis_lines(table.basis);
    if (fixed) {
        laid.notes.emplace_back(
            "Fixed by screening: whoever answers otherwise is screened out and in no table, so the "
            "share is no estimate of anything and has no interval."
        );
    }
    return laid;
}

LaidTable lay_out(const GridTable& table) {
    LaidTable laid = begun(table);
    laid.kind = "grid";
    laid.columns = {words("Row")};
    for (const std::string& point : table.scale) {
        laid.columns.push_back(numbers(point, share_names(point + ": ")));
    }
    add_row_base(laid);
    for (const GridRow& one : table.rows) {
        LaidRow row{.cells = {{.text = one.label}}};
        row.code = one.code;
        for (const Share& cell : one.cells) row.cells.push_back(share_cell(cell));
        add_row_base(row, one.basis);
        laid.rows.push_back(std::move(row));
    }
    laid.notes.push_back(
        "Each cell: n (%) and its " + interval_name(table.basis.level) +
        ". Every row has its own base: " + plural(table.basis.responses, "response", "responses") +
        ", those with a gap left out."
    );
    return laid;
}

LaidTable lay_out(const NumberTable& table) {
    LaidTable laid = begun(table);
    laid.kind = "numbers";
    laid.columns = {
        words("Measure"),
        numbers(table.unit.empty() ? "Value" : "Value (" + table.unit + ")", {"value"})
    };
    for (const NumberLine& line : summary_lines(table)) {
        laid.rows.push_back({.cells = {{.text = std::string(line.label)}, number_cell(line.value)}}
        );
    }
    laid.foot = basis_lines(table.basis);
    return laid;
}

LaidTable lay_out_ranges(const NumberTable& table) {
    LaidTable laid = begun(table);
    laid.title += " (by range)";
    laid.kind = "numbers";
    // From the lower bound up to, and not including, the upper one.
    laid.columns = {words("Range"), numbers("n", {"from", "to_under", "n"})};
    for (const statistics::Bin& bin : table.bins) {
        LaidCell count = count_cell(bin.count);
        count.raw = {bin.low, bin.high, bin.count};
        laid.rows.push_back({.cells = {{.text = bin_text(bin, table.spacing)}, std::move(count)}});
    }
    return laid;
}

LaidTable lay_out(const FigureTable& table) {
    LaidTable laid = begun(table);
    laid.kind = "grid";
    const bool ranks = table.figures == FigureTable::Figures::ranks;
    laid.columns = {words("Row")};
    if (ranks) {
        laid.columns.push_back(numbers("Ranked first", share_names("first: ")));
        laid.columns.push_back(numbers("Mean rank", {"mean"}));
    } else {
        const std::string unit = table.unit.empty() ? "" : " (" + table.unit + ")";
        laid.columns.push_back(numbers("Mean" + unit, {"mean"}));
    }
    laid.columns.push_back(numbers("SD", {"sd"}));
    laid.columns.push_back(numbers("Median", {"median"}));
    if (!ranks) {
        laid.columns.push_back(numbers("Least", {"least"}));
        laid.columns.push_back(numbers("Greatest", {"greatest"}));
    }
    add_row_base(laid);
    for (const FigureRow& one : table.rows) {
        using statistics::Summary;
        const auto of = [&](auto member) {
            return number_cell(
                one.summary ? std::optional<double>((*one.summary).*member) : std::nullopt
            );
        };
        LaidRow row{.cells = {{.text = one.label}}};
        row.code = one.code;
        if (ranks) row.cells.push_back(share_cell(one.first));
        row.cells.push_back(of(&Summary::mean));
        row.cells.push_back(
            number_cell(one.summary ? one.summary->standard_deviation : std::nullopt)
        );
        row.cells.push_back(of(&Summary::median));
        if (!ranks) {
            row.cells.push_back(of(&Summary::minimum));
            row.cells.push_back(of(&Summary::maximum));
        }
        add_row_base(row, one.basis);
        laid.rows.push_back(std::move(row));
    }
    return laid;
}

LaidTable lay_out(const OpenAnswers& open) {
    LaidTable laid = begun(open);
    laid.kind = "quotes";
    LaidColumn answer{.head = "Answer"};
    answer.holds = Holds::text;
    laid.columns = {words("Response"), answer};
    for (const Quote& quote : open.quotes) {
        laid.rows.push_back({.cells = {{.text = quote.response}, {.text = quote.text}}});
    }
    if (open.quotes.empty()) laid.empty = empty_list_text(open);
    if (std::string note = open_note(open); !note.empty()) laid.notes.push_back(std::move(note));
    return laid;
}

LaidTable lay_out_flow(const Report& report) {
    LaidTable laid{
        .title = "From visits to responses", .stamp = std::string(stamp_of(report.origin))
    };
    laid.kind = "flow";
    laid.columns = {words("Step"), numbers("n", {"n"})};
    for (const CountLine& line : flow_lines(report)) {
        LaidRow row{.cells = {{.text = line.label}, count_cell(line.count)}};
        row.rank = line.rank == CountLine::Rank::sum ? LaidRow::Rank::sum : LaidRow::Rank::part;
        laid.rows.push_back(std::move(row));
    }
    laid.notes = flow_notes(report);
    return laid;
}

std::string flow_sentence(const Report& report) {
    const Share finished = completion_rate(report);
    if (finished.base == 0) return "Nobody has started yet.";
    const bool screened = report.flow.outcome.of(response::Disposition::screened_out) > 0;
    const bool late = report.flow.outcome.of(response::Disposition::quota_full) > 0;
    std::string_view eligible;
    if (screened && late) {
        eligible = ", were not screened out and met no full quota";
    } else if (screened) {
        eligible = " and were not screened out";
    } else if (late) {
        eligible = " and met no full quota";
    }
    return fmt::format(
        "{} of those who started{} completed the questionnaire.", share_text(finished), eligible
    );
}

std::vector<LaidTable> lay_out(const Table& table) {
    return std::visit(
        []<class T>(const T& one) {
            std::vector<LaidTable> laid{lay_out(one)};
            if constexpr (std::is_same_v<T, NumberTable>) {
                if (!one.bins.empty()) laid.push_back(lay_out_ranges(one));
            }
            return laid;
        },
        table
    );
}

}  // namespace querist::report
