#include "report/published.hpp"

#include "report/numbers.hpp"
#include "report/tabulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace querist::report {

namespace {

using response::Column;
using response::ResponseTable;
using response::TableItem;

std::string published_text(const PublishedFigure& figure) {
    std::string text;
    if (figure.count) text = count_text(*figure.count);
    if (figure.base) text += (text.empty() ? "base " : " of ") + count_text(*figure.base);
    if (!figure.percent) return text;
    const std::string percent = fmt::format("{}%", *figure.percent);
    return text.empty() ? percent : fmt::format("{} ({})", text, percent);
}

std::int64_t answered_in(const Column& column) {
    return std::ranges::count_if(column.gaps, [](std::uint8_t gap) {
        return static_cast<response::Gap>(gap) == response::Gap::none;
    });
}

std::int64_t count_of(const Column& column, std::size_t code) {
    if (const auto* codes = std::get_if<response::Codes>(&column.cells)) {
        const std::vector<std::int64_t> counts = codes->counts();
        return code < counts.size() ? counts[code] : 0;
    }
    if (const auto* sets = std::get_if<response::CodeSets>(&column.cells)) {
        const std::vector<std::int64_t> counts = sets->counts();
        return code < counts.size() ? counts[code] : 0;
    }
    return 0;
}

/// The newest form of the item, and its column; null when the table does not have it.
struct Found {
    const TableItem* item = nullptr;
    const Column* column = nullptr;
    std::size_t row = 0;
};
Found find(const ResponseTable& table, const PublishedFigure& figure) {
    for (const TableItem& item : table.items()) {
        if (item.item.id != figure.item || !item.changes.empty()) continue;
        const std::vector<instrument::Option>& rows = instrument::rows_of(item.item.kind);
        const auto row = std::ranges::find(rows, figure.row, &instrument::Option::code);
        const std::size_t offset =
            row == rows.end() ? 0 : static_cast<std::size_t>(row - rows.begin());
        const auto column = static_cast<std::size_t>(item.first_column) + offset;
        if (column >= table.columns().size()) return {};
        return {&item, &table.columns()[column], offset};
    }
    return {};
}

/// Whether a printed percentage is count / base, rounded as it is printed.
bool same_percent(double printed, std::int64_t count, std::int64_t base) {
    if (base == 0) return false;
    const double exact = 100.0 * static_cast<double>(count) / static_cast<double>(base);
    const double step = std::trunc(printed) == printed ? 1.0 : 0.1;
    constexpr double ties = 1e-9;  // a half may have been rounded either way
    return std::abs(exact - printed) <= step / 2 + ties;
}

ComparedFigure compare(const PublishedFigure& figure, const Found& found) {
    const TableItem& item = *found.item;
    ComparedFigure compared;
    compared.question = question_title(item.item);
    compared.published = published_text(figure);
    const std::vector<instrument::Option>& rows = instrument::rows_of(item.item.kind);
    if (!rows.empty()) compared.answer = instrument::row_words(rows[found.row]);
    const std::int64_t answered = answered_in(*found.column);
    if (figure.code.empty()) {
        compared.answer += compared.answer.empty() ? "Answered" : ": answered";
        compared.count = answered;
        compared.same = figure.count == answered;
    } else {
        const std::vector<response::CodeLabel> labels = response::code_labels(item.item.kind);
        const auto label = std::ranges::find(labels, figure.code, &response::CodeLabel::code);
        const auto code = static_cast<std::size_t>(label - labels.begin());
        if (!compared.answer.empty()) compared.answer += ": ";
        compared.answer += label == labels.end() ? std::string_view(figure.code) : label->label;
        compared.count = count_of(*found.column, code);
        compared.base = answered;
        compared.same =
            (!figure.count || *figure.count == compared.count) &&
            (!figure.base || *figure.base == answered) &&
            (!figure.percent || same_percent(*figure.percent, compared.count, answered));
    }
    if (!compared.same) compared.why = figure.why;
    return compared;
}

}  // namespace

PublishedComparison compare_published(
    const PublishedFigures& published, const ResponseTable& table
) {
    PublishedComparison comparison{published.source, published.notes, {}, 0};
    if (published.responses) {
        ComparedFigure all;
        all.answer = "Responses";
        all.published = count_text(*published.responses);
        all.count = static_cast<std::int64_t>(table.size());
        all.same = all.count == *published.responses;
        if (!all.same) all.why = published.responses_why;
        comparison.figures.push_back(std::move(all));
    }
    for (const PublishedFigure& figure : published.figures) {
        const Found found = find(table, figure);
        if (found.item != nullptr) comparison.figures.push_back(compare(figure, found));
    }
    comparison.differing = std::ranges::count(comparison.figures, false, &ComparedFigure::same);
    return comparison;
}

}  // namespace querist::report
