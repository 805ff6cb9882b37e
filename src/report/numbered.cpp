#include "report/numbered.hpp"

#include "report/numbers.hpp"
#include "report/supplements.hpp"

#include <utility>

namespace querist::report {

namespace {

class Numbering {
public:
    void add(std::string name, LaidTable table) {
        tables_.push_back({static_cast<int>(tables_.size()) + 1, std::move(name), std::move(table)}
        );
    }
    /// The tables of one place: the second is STEM-2.
    void add(const std::string& stem, std::vector<LaidTable> tables) {
        for (std::size_t i = 0; i < tables.size(); ++i) {
            add(i == 0 ? stem : stem + "-" + std::to_string(i + 1), std::move(tables[i]));
        }
    }
    void add(const std::string& stem, const std::vector<Table>& tables) {
        std::vector<LaidTable> all;
        for (const Table& table : tables) {
            for (LaidTable& laid : lay_out(table)) all.push_back(std::move(laid));
        }
        add(stem, std::move(all));
    }
    std::vector<NumberedTable> take() { return std::move(tables_); }

private:
    std::vector<NumberedTable> tables_;
};

}  // namespace

std::string file_stem(std::string_view kind, std::string_view id) {
    std::string name = std::string(kind) + "-";
    for (const char c : id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '_' || c == '.';
        name += plain ? c : '-';
    }
    return name;
}

std::vector<NumberedTable> numbered_tables(const Report& report) {
    Numbering numbering;
    numbering.add("flow", lay_out_flow(report));
    for (const Section& section : report.sections) {
        for (const Analysis& one : section.comparisons) {
            numbering.add(file_stem("comparison", one.id), one.tables);
        }
        for (const Analysis& one : section.scales) {
            numbering.add(file_stem("scale", one.id), one.tables);
        }
        for (const ItemReport& one : section.items) {
            numbering.add(file_stem("item", one.id), one.tables);
        }
    }
    if (report.weights) numbering.add("weights", report.weights->tables);
    for (Supplement& part : supplements(report)) {
        numbering.add(file_stem("part", part.id), std::move(part.tables));
    }
    for (const Checklist& list : report.checklists) {
        numbering.add(file_stem("checklist", list.id), lay_out(list));
    }
    return numbering.take();
}

std::vector<NumberedFigure> numbered_figures(const Report& report) {
    std::vector<NumberedFigure> figures;
    for (const Section& section : report.sections) {
        for (const ItemReport& item : section.items) {
            if (!item.plot) continue;
            const int number = static_cast<int>(figures.size()) + 1;
            figures.push_back({number, file_stem("item", item.id), &*item.plot});
        }
    }
    for (const Supplement& part : supplements(report)) {
        if (part.plot == nullptr) continue;
        const int number = static_cast<int>(figures.size()) + 1;
        figures.push_back({number, file_stem("part", part.id), part.plot});
    }
    return figures;
}

std::string stamp_of(const Plot& plot) {
    return plot.stamp.empty() ? basis_stamp(plot.basis) : plot.stamp;
}

std::string reading_of(const Plot& plot) {
    struct Reading {
        std::string interval;
        std::string operator()(const BarPlot&) const {
            return "Bars: percent; whiskers: " + interval + ".";
        }
        std::string operator()(const DivergingPlot&) const {
            return "Answers left and right of the scale's middle.";
        }
        std::string operator()(const HistogramPlot&) const {
            return "How often each range was answered.";
        }
        std::string operator()(const MeanPlot&) const {
            return "Bars: means; whiskers: lower to upper quartile.";
        }
        std::string operator()(const FlowPlot&) const {
            return "Cases that came so far; beside them those who went no further, by code.";
        }
    };
    return std::visit(Reading{interval_name(plot.basis.level)}, plot.shape);
}

}  // namespace querist::report
