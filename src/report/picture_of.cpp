#include "report/picture_of.hpp"

#include "report/sentences.hpp"
#include "report/values.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

namespace querist::report {

namespace {

/// The share of a row in the upper half of its scale, and its mean among rows that agree in it.
std::pair<double, double> agreement_of(const DivergingPlot::Row& row) {
    const std::size_t points = row.cells.size();
    double upper = 0;
    double sum = 0;
    for (std::size_t i = 0; i < points; ++i) {
        const auto count = static_cast<double>(row.cells[i].count);
        if (i >= upper_half(points)) upper += count;
        sum += static_cast<double>(i) * count;
    }
    const auto base = static_cast<double>(row.base);
    return {upper / base, sum / base};
}

/// Those with the greatest agreement first; rows alike keep the study's order.
std::vector<DivergingPlot::Row> by_agreement(std::vector<DivergingPlot::Row> rows) {
    std::map<std::pair<double, double>, std::vector<DivergingPlot::Row>, std::greater<>> alike;
    for (DivergingPlot::Row& row : rows) alike[agreement_of(row)].push_back(std::move(row));
    rows.clear();
    for (auto& [agreement, same] : alike) std::ranges::move(same, std::back_inserter(rows));
    return rows;
}

/// One bar for each choice in each row: several answers in a row do not add up to a whole bar.
std::optional<BarPlot> bars_of_matrix(const GridTable& grid) {
    if (grid.scale.size() * grid.rows.size() > plotted_bars_max) return std::nullopt;
    BarPlot plot;
    for (const GridRow& row : grid.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            plot.bars.push_back({row.label + ": " + grid.scale[i], row.cells[i]});
        }
    }
    return plot;
}

/// The means of the parts of a total.
std::optional<MeanPlot> means_of(const FigureTable& figures) {
    MeanPlot plot{.rows = {}, .unit = figures.unit};
    for (const FigureRow& row : figures.rows) {
        if (!row.summary) continue;
        plot.rows.push_back({row.label, row.basis.answered, *row.summary});
        plot.greatest = std::max({plot.greatest, row.summary->mean, row.summary->upper_quartile});
    }
    if (plot.greatest <= 0) return std::nullopt;
    return plot;
}

}  // namespace

std::optional<Plot> picture_of(const Table& table, instrument::RowOrder order) {
    const auto framed = [](const auto& from, auto shape, const std::string& description) {
        return Plot{
            .title = from.title,
            .description = description,
            .basis = from.basis,
            .shape = std::move(shape),
        };
    };
    if (const auto* frequencies = std::get_if<FrequencyTable>(&table)) {
        if (frequencies->basis.answered == 0) return std::nullopt;
        BarPlot plot;
        for (const FrequencyRow& row : frequencies->rows)
            plot.bars.push_back({row.label, row.share});
        return framed(*frequencies, plot, describe_bars(plot));
    }
    if (const auto* grid = std::get_if<GridTable>(&table)) {
        if (grid->basis.answered == 0) return std::nullopt;
        if (grid->answers == Answers::several) {
            const std::optional<BarPlot> bars = bars_of_matrix(*grid);
            if (!bars) return std::nullopt;
            return framed(*grid, *bars, describe_bars(*bars));
        }
        if (grid->scale.size() > plotted_points_max) return std::nullopt;
        DivergingPlot plot{.scale = grid->scale, .rows = {}};
        for (const GridRow& row : grid->rows) {
            if (row.basis.answered > 0)
                plot.rows.push_back({row.label, row.basis.answered, row.cells});
        }
        if (plot.rows.empty()) return std::nullopt;
        if (order == instrument::RowOrder::by_agreement) {
            plot.rows = by_agreement(std::move(plot.rows));
        }
        return framed(*grid, plot, describe_diverging(plot));
    }
    if (const auto* figures = std::get_if<FigureTable>(&table)) {
        if (figures->basis.answered == 0) return std::nullopt;
        if (figures->figures == FigureTable::Figures::parts) {
            const std::optional<MeanPlot> means = means_of(*figures);
            if (!means) return std::nullopt;
            Plot picture = framed(*figures, *means, describe_means(*means));
            picture.title += " (mean)";
            return picture;
        }
        BarPlot plot;
        for (const FigureRow& row : figures->rows) plot.bars.push_back({row.label, row.first});
        Plot picture = framed(*figures, plot, describe_bars(plot));
        picture.title += " (ranked first)";
        return picture;
    }
    if (const auto* numbers = std::get_if<NumberTable>(&table)) {
        if (numbers->bins.empty()) return std::nullopt;
        HistogramPlot plot{
            .bins = numbers->bins, .spacing = numbers->spacing, .unit = numbers->unit
        };
        return framed(*numbers, plot, describe_histogram(plot));
    }
    return std::nullopt;
}

}  // namespace querist::report
