#include "report/pictures.hpp"

#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

constexpr std::size_t label_characters = 38;  // fits a window of 320 px, in wide letters too
constexpr int line_height = 17;
constexpr int bar_height = 18;
constexpr int row_gap = 12;
constexpr int axis_height = 20;
constexpr double axis_end = 82;     // percent of the width at 100 %; the rest is for the value
constexpr double label_from = 9.0;  // percent of the width below which a segment bears no number

std::string pixels(int value) { return std::to_string(value); }
std::string across(double percent) { return fmt::format("{:.2f}%", percent); }

void write(Markup& page, std::string_view text, std::string_view x, int y, std::string_view kind) {
    page.element("text", text, {{"x", x}, {"y", pixels(y)}, {"class", kind}});
}

void upright(Markup& page, double x, int from, int to, std::string_view kind) {
    page.lone(
        "line",
        {{"x1", across(x)},
         {"x2", across(x)},
         {"y1", pixels(from)},
         {"y2", pixels(to)},
         {"class", kind}}
    );
}

void rectangle(Markup& page, double x, int y, double width, int height, std::string_view kind) {
    page.lone(
        "rect",
        {{"x", across(x)},
         {"y", pixels(y)},
         {"width", across(width)},
         {"height", pixels(height)},
         {"class", kind}}
    );
}

std::string base_text(const DivergingPlot::Row& row) { return "n = " + count_text(row.base); }

/// Its label leaves room for its base, which stands at the other end of the first line.
std::vector<std::string> label_lines(const DivergingPlot::Row& row) {
    return wrapped(row.label, label_characters, base_text(row).size() + 1);
}
template <class Bar>
std::vector<std::string> label_lines(const Bar& bar) {
    return wrapped(bar.label, label_characters);
}

/// Label lines from `y` down; returns where the bar begins.
template <class Bar>
int write_label(Markup& page, const Bar& bar, int y) {
    for (const std::string& line : label_lines(bar)) {
        y += line_height;
        write(page, line, "0", y - 4, "label");
    }
    return y + 2;
}

template <class Bar>
int label_height(const Bar& bar) {
    return static_cast<int>(label_lines(bar).size()) * line_height + 2;
}

void draw_whisker(Markup& page, double low, double high, int middle) {
    page.lone(
        "line",
        {{"x1", across(low)},
         {"x2", across(high)},
         {"y1", pixels(middle)},
         {"y2", pixels(middle)},
         {"class", "whisker"}}
    );
    upright(page, low, middle - 4, middle + 4, "whisker");
    upright(page, high, middle - 4, middle + 4, "whisker");
}

/// A share that is no estimate has a bar and no whisker.
void draw_bar(Markup& page, const Share& share, int y) {
    const auto position = [](double fraction) { return fraction * axis_end; };
    const double length = static_cast<double>(share.count) / static_cast<double>(share.base);
    rectangle(page, 0, y, position(length), bar_height, "bar");
    const int middle = y + bar_height / 2;
    if (const auto& interval = share.interval) {
        draw_whisker(page, position(interval->low), position(interval->high), middle);
    }
    write(page, percent_text(share), "100%", middle + 5, "value end");
}

void draw_bars(Markup& page, const BarPlot& plot, int height) {
    const int bottom = height - axis_height;
    for (const double tick : {0.0, 25.0, 50.0, 75.0, 100.0}) {
        upright(page, tick / 100 * axis_end, 0, bottom, "gridline");
        const std::string_view kind = tick == 0 ? "tick" : "tick centre";
        write(page, fmt::format("{:.0f}%", tick), across(tick / 100 * axis_end), height - 5, kind);
    }
    int y = 0;
    for (const BarPlot::Bar& bar : plot.bars) {
        const int top = write_label(page, bar, y);
        if (bar.share.base > 0) draw_bar(page, bar.share, top);
        y = top + bar_height + row_gap;
    }
}

/// How much of a row lies left of the centre line, as a fraction of it.
double left_part(const DivergingPlot::Row& row) {
    double left = 0;
    const std::size_t points = row.cells.size();
    for (std::size_t i = 0; i < points; ++i) {
        const double share =
            static_cast<double>(row.cells[i].count) / static_cast<double>(row.base);
        if (2 * i + 1 < points) left += share;
        if (2 * i + 1 == points) left += share / 2;
    }
    return left;
}

void draw_segments(Markup& page, const DivergingPlot::Row& row, int y, double start, double scale) {
    double x = start;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].count == 0) continue;
        const double width =
            scale * static_cast<double>(row.cells[i].count) / static_cast<double>(row.base);
        const std::string kind = point_class(i, row.cells.size());
        rectangle(page, x, y, width, bar_height + 4, "segment " + kind);
        rectangle(page, x, y, width, bar_height + 4, "pattern " + kind);
        if (width >= label_from) {
            write(
                page,
                percent_text(row.cells[i]),
                across(x + width / 2),
                y + 16,
                "inside centre " + kind
            );
        }
        x += width;
    }
}

void draw_legend(Markup& page, const DivergingPlot& plot, int y) {
    for (std::size_t i = 0; i < plot.scale.size(); ++i) {
        const std::string kind = point_class(i, plot.scale.size());
        for (const std::string_view layer : {"segment ", "pattern "}) {
            page.lone(
                "rect",
                {{"x", "1"},
                 {"y", pixels(y + 4)},
                 {"width", "22"},
                 {"height", "12"},
                 {"class", std::string(layer) + kind}}
            );
        }
        write(page, plot.scale[i], "30", y + 14, "tick");
        y += line_height;
    }
}

void draw_diverging(Markup& page, const DivergingPlot& plot) {
    double left = 0;
    double right = 0;
    for (const DivergingPlot::Row& row : plot.rows) {
        left = std::max(left, left_part(row));
        right = std::max(right, 1 - left_part(row));
    }
    const double scale = 100 / (left + right);
    int y = 0;
    for (const DivergingPlot::Row& row : plot.rows) {
        write(page, base_text(row), "100%", y + line_height - 4, "tick end");
        const int top = write_label(page, row, y);
        draw_segments(page, row, top, scale * (left - left_part(row)), scale);
        const int bottom = top + bar_height + 4;
        if (plot.scale.size() % 2 == 0) {
            upright(page, scale * left, top - 3, bottom + 3, "centre-line");
        } else {  // the middle point lies astride: the line stops where its number stands
            upright(page, scale * left, top - 4, top, "centre-line");
            upright(page, scale * left, bottom, bottom + 4, "centre-line");
        }
        y = top + bar_height + 4 + row_gap;
    }
    draw_legend(page, plot, y);
}

constexpr int histogram_height = 150;

void draw_histogram(Markup& page, const HistogramPlot& plot) {
    std::int64_t most = 1;
    for (const statistics::Bin& bin : plot.bins) most = std::max(most, bin.count);
    const double width = 100.0 / static_cast<double>(plot.bins.size());
    // Few columns stay slim, many still leave room for their labels.
    const double column = std::min(width, 16.0);
    const std::size_t labelled_every = plot.bins.size() > 6 ? 2 : 1;
    const int bottom = 16 + histogram_height;
    for (std::size_t i = 0; i < plot.bins.size(); ++i) {
        const double x = static_cast<double>(i) * column;
        const statistics::Bin& bin = plot.bins[i];
        const int height = static_cast<int>((bin.count * histogram_height + most / 2) / most);
        if (bin.count > 0) {
            rectangle(page, x + 0.3, bottom - height, column - 0.6, height, "bar");
            write(
                page,
                count_text(bin.count),
                across(x + column / 2),
                bottom - height - 4,
                "tick centre"
            );
        }
        if (i % labelled_every != 0) continue;
        const std::string label = plot.spacing == statistics::Spacing::whole
                                      ? bin_text(bin, plot.spacing)
                                      : number_text(bin.low) + "–";
        write(page, label, across(x + column / 2), bottom + 15, "tick centre");
    }
    page.lone(
        "line",
        {{"x1", "0"},
         {"x2", across(column * static_cast<double>(plot.bins.size()))},
         {"y1", pixels(bottom)},
         {"y2", pixels(bottom)},
         {"class", "axis"}}
    );
    if (!plot.unit.empty()) write(page, plot.unit, "0", bottom + 33, "tick");
}

void draw_means(Markup& page, const MeanPlot& plot, int height) {
    const int bottom = height - axis_height;
    const auto position = [&](double value) { return value / plot.greatest * axis_end; };
    for (const double tick : {0.0, plot.greatest}) {
        upright(page, position(tick), 0, bottom, "gridline");
        const std::string_view kind = tick == 0 ? "tick" : "tick centre";
        write(page, number_text(tick), across(position(tick)), height - 5, kind);
    }
    int y = 0;
    for (const MeanPlot::Row& row : plot.rows) {
        const int top = write_label(page, row, y);
        rectangle(page, 0, top, position(row.summary.mean), bar_height, "bar");
        const double low = position(row.summary.lower_quartile);
        const double high = position(row.summary.upper_quartile);
        draw_whisker(page, low, high, top + bar_height / 2);
        write(page, number_text(row.summary.mean), "100%", top + bar_height / 2 + 5, "value end");
        y = top + bar_height + row_gap;
    }
}

constexpr double box_width = 45;             // percent of the width
constexpr double lost_from = 50;             // where those who left stand
constexpr std::size_t box_characters = 20;   // beside each other in a window of 320 px
constexpr std::size_t lost_characters = 26;  // smaller letters
constexpr int box_padding = 8;
constexpr int arrow_height = 18;

/// Its label, then its count; beside it those who left.
struct BoxLines {
    std::vector<std::string> label;
    std::vector<std::string> lost;

    [[nodiscard]] int height() const {
        const auto inside = static_cast<int>(label.size() + 1) * line_height + 2 * box_padding;
        const auto beside = static_cast<int>(lost.size()) * line_height + box_padding;
        return std::max(inside, beside);
    }
};

BoxLines box_lines(const FlowPlot::Box& box) {
    BoxLines lines{wrapped(box.label, box_characters), {}};
    for (const std::string& one : box.lost) {
        for (std::string& line : wrapped(one, lost_characters)) {
            lines.lost.push_back(std::move(line));
        }
    }
    return lines;
}

void draw_flow(Markup& page, const FlowPlot& plot) {
    int y = 1;
    for (std::size_t i = 0; i < plot.boxes.size(); ++i) {
        const BoxLines lines = box_lines(plot.boxes[i]);
        rectangle(page, 0.3, y, box_width, lines.height(), "box");
        int text = y + box_padding;
        for (const std::string& line : lines.label) {
            text += line_height;
            write(page, line, across(box_width / 2), text - 4, "centre");
        }
        const std::string cases = count_text(plot.boxes[i].cases);
        write(page, cases, across(box_width / 2), text + line_height - 4, "value centre");
        text = y;
        for (const std::string& line : lines.lost) {
            text += line_height;
            write(page, line, across(lost_from), text, "tick");
        }
        y += lines.height();
        if (i + 1 == plot.boxes.size()) continue;
        upright(page, box_width / 2, y, y + arrow_height, "axis");
        write(page, "▼", across(box_width / 2), y + arrow_height, "tick centre");
        y += arrow_height;
    }
}

int height_of(const FlowPlot& plot) {
    int height = 2;
    for (const FlowPlot::Box& box : plot.boxes) height += box_lines(box).height() + arrow_height;
    return plot.boxes.empty() ? height : height - arrow_height;
}

int height_of(const BarPlot& plot) {
    int height = axis_height;
    for (const BarPlot::Bar& bar : plot.bars) height += label_height(bar) + bar_height + row_gap;
    return height;
}
int height_of(const DivergingPlot& plot) {
    int height = static_cast<int>(plot.scale.size()) * line_height + 6;
    for (const DivergingPlot::Row& row : plot.rows) {
        height += label_height(row) + bar_height + 4 + row_gap;
    }
    return height;
}
int height_of(const HistogramPlot&) { return histogram_height + 56; }
int height_of(const MeanPlot& plot) {
    int height = axis_height;
    for (const MeanPlot::Row& row : plot.rows) {
        height += label_height(row) + bar_height + row_gap;
    }
    return height;
}

}  // namespace

std::string point_class(std::size_t point, std::size_t points) {
    if (2 * point + 1 == points) return "middle";
    const std::size_t half = points / 2;
    if (point < half) return "left-" + std::to_string(half - point);
    return "right-" + std::to_string(point - (points - half) + 1);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t characters, std::size_t taken) {
    std::vector<std::string> lines(1);
    std::size_t room = characters - std::min(taken, characters);
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t space = text.find(' ');
        std::string_view word = text.substr(0, space);
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
        const std::size_t length = code_points(word);
        if (used > 0 && used + 1 + length > room) {
            lines.emplace_back();
            room = characters;
            used = 0;
        }
        if (used > 0) lines.back() += ' ';
        lines.back() += word;
        used += length + (used > 0 ? 1 : 0);
    }
    return lines;
}

void define_patterns(Markup& page) {
    page.open(
        "svg", {{"class", "patterns"}, {"aria-hidden", "true"}, {"width", "0"}, {"height", "0"}}
    );
    pattern_definitions(page);
    page.close();
    page.line();
}

void pattern_definitions(Markup& page) {
    page.open("defs");
    struct Pattern {
        std::string_view name;
        std::string_view path;
    };
    // The farther from the centre, the denser; left leans one way, right the other.
    for (const Pattern& pattern : {
             Pattern{"left-2", "M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2"},
             Pattern{"left-3", "M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2 M0,4 l4,-4 M4,8 l4,-4"},
             Pattern{"left-4", "M0,2 h8 M0,6 h8"},
             Pattern{"left-5", "M0,2 h8 M0,6 h8 M2,0 v8 M6,0 v8"},
             Pattern{"right-2", "M-1,7 l2,2 M0,0 l8,8 M7,-1 l2,2"},
             Pattern{"right-3", "M-1,7 l2,2 M0,0 l8,8 M7,-1 l2,2 M0,4 l4,4 M4,0 l4,4"},
             Pattern{"right-4", "M2,0 v8 M6,0 v8"},
             Pattern{"right-5", "M0,4 h8 M4,0 v8"},
         }) {
        page.open(
            "pattern",
            {{"id", "pattern-" + std::string(pattern.name)},
             {"width", "8"},
             {"height", "8"},
             {"patternUnits", "userSpaceOnUse"}}
        );
        page.lone("path", {{"d", pattern.path}, {"class", "hatch"}});
        page.close();
    }
    page.close();
}

void draw(Markup& page, const Plot& plot, std::string_view id) {
    const int height = height_of(plot);
    const std::string title_id = std::string(id) + "-title";
    const std::string description_id = std::string(id) + "-description";
    page.open(
        "svg",
        {{"class", "plot"},
         {"role", "img"},
         {"width", "100%"},
         {"height", pixels(height)},
         {"aria-labelledby", title_id},
         {"aria-describedby", description_id}}
    );
    page.element("title", plot.title, {{"id", title_id}});
    page.element("desc", plot.description, {{"id", description_id}});
    draw_shape(page, plot);
    page.close();
    page.line();
}

int height_of(const Plot& plot) {
    return std::visit([](const auto& shape) { return height_of(shape); }, plot.shape);
}

void draw_shape(Markup& page, const Plot& plot) {
    if (const auto* bars = std::get_if<BarPlot>(&plot.shape)) {
        draw_bars(page, *bars, height_of(*bars));
    }
    if (const auto* rows = std::get_if<DivergingPlot>(&plot.shape)) draw_diverging(page, *rows);
    if (const auto* bins = std::get_if<HistogramPlot>(&plot.shape)) draw_histogram(page, *bins);
    if (const auto* means = std::get_if<MeanPlot>(&plot.shape)) {
        draw_means(page, *means, height_of(*means));
    }
    if (const auto* flow = std::get_if<FlowPlot>(&plot.shape)) draw_flow(page, *flow);
}

}  // namespace querist::report
