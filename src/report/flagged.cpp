#include "report/flagged.hpp"

#include "report/values.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace querist::report {

namespace {

/// The greatest change so far of one share to another of the same thing.
class GreatestChange {
public:
    explicit GreatestChange(ResultWithout& result) : result_(result) {}

    void compare(const Share& all, const Share& without, const std::string& of) {
        if (!all.interval || !without.interval) return;
        const double change = without.interval->estimate - all.interval->estimate;
        // Of two that are alike but for rounding, the first.
        constexpr double rounding = 1e-9;
        const double greatest = result_.change ? std::abs(*result_.change) + rounding : -1;
        if (std::abs(change) <= greatest) return;
        result_.change = change;
        result_.changed = of;
    }

private:
    ResultWithout& result_;
};

void compare(const FrequencyTable& all, const FrequencyTable& without, GreatestChange& greatest) {
    for (const FrequencyRow& row : all.rows) {
        const auto same = std::ranges::find(without.rows, row.code, &FrequencyRow::code);
        if (same != without.rows.end()) greatest.compare(row.share, same->share, row.label);
    }
}

void compare(const GridTable& all, const GridTable& without, GreatestChange& greatest) {
    for (const GridRow& row : all.rows) {
        const auto same = std::ranges::find(without.rows, row.code, &GridRow::code);
        if (same == without.rows.end()) continue;
        for (std::size_t i = 0; i < std::min(row.cells.size(), same->cells.size()); ++i) {
            greatest.compare(row.cells[i], same->cells[i], row.label + ": " + all.scale[i]);
        }
    }
}

void compare_tables(const Table& all, const Table& without, GreatestChange& greatest) {
    if (const auto* frequencies = std::get_if<FrequencyTable>(&all)) {
        const auto* other = std::get_if<FrequencyTable>(&without);
        if (other != nullptr) compare(*frequencies, *other, greatest);
    }
    if (const auto* grid = std::get_if<GridTable>(&all)) {
        const auto* other = std::get_if<GridTable>(&without);
        if (other != nullptr) compare(*grid, *other, greatest);
    }
}

std::string both(const Analysis& analysis) {
    if (analysis.figures.empty()) return analysis.answer;
    return analysis.answer + " " + analysis.figures;
}

void add_analyses(
    const std::vector<Analysis>& all,
    const std::vector<Analysis>& without,
    std::vector<ResultWithout>& results
) {
    for (const Analysis& one : all) {
        const auto same = std::ranges::find(without, one.id, &Analysis::id);
        if (same == without.end()) continue;
        results.push_back(
            {.about = one.heading,
             .all = both(one),
             .without = both(*same),
             .change = {},
             .changed = {}}
        );
    }
}

void add_items(
    const std::vector<ItemReport>& all,
    const std::vector<ItemReport>& without,
    std::vector<ResultWithout>& results
) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const ItemReport& one = all[i];
        // A block's own report may have the id of its first round's: kinds tell them apart.
        const auto same = std::ranges::find_if(without, [&](const ItemReport& other) {
            return other.id == one.id && other.kind == one.kind;
        });
        if (same == without.end()) continue;
        ResultWithout result{
            .about = one.number.empty() ? one.question : one.number + ". " + one.question,
            .all = one.answer,
            .without = same->answer,
            .change = {},
            .changed = {}
        };
        GreatestChange greatest(result);
        if (!one.tables.empty() && !same->tables.empty()) {
            compare_tables(one.tables.front(), same->tables.front(), greatest);
        }
        results.push_back(std::move(result));
    }
}

}  // namespace

std::vector<ResultWithout> compare_results(const Report& report, const Report& without) {
    std::vector<ResultWithout> results;
    for (const Section& section : report.sections) {
        const auto same = std::ranges::find(without.sections, section.id, &Section::id);
        if (same == without.sections.end()) continue;
        add_analyses(section.comparisons, same->comparisons, results);
        add_analyses(section.scales, same->scales, results);
        add_items(section.items, same->items, results);
    }
    return results;
}

}  // namespace querist::report
