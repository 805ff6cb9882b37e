#include "report/files.hpp"
#include "report/markup.hpp"
#include "report/numbered.hpp"
#include "report/pictures.hpp"
#include "report/wording.hpp"

namespace querist::report {

namespace {

constexpr int drawn_width = 640;
constexpr int margin = 16;
constexpr int stamp_line_height = 18;
constexpr std::size_t stamp_characters = 90;  // what fits on a line of the drawn width

/// The style of figures in print, without variables: programs that turn SVG into other formats
/// know none.
std::string_view figure_style() {
    return R"css(
text { font-family: "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: #1b1d22; }
.label, .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; }
.tick { fill: #565d69; font-size: 12px; }
.centre { text-anchor: middle; }
.end { text-anchor: end; }
.value { font-weight: 600; }
.bar { fill: #4a77c4; }
.box { fill: none; stroke: #1b1d22; stroke-width: 1.5; }
.whisker { stroke: #10131a; stroke-width: 1.5; }
.gridline { stroke: #d7dae0; }
.axis, .centre-line { stroke: #1b1d22; stroke-width: 1.5; }
.segment { stroke: #ffffff; stroke-width: 1; }
.pattern { fill: none; }
.hatch { stroke: #000000; stroke-opacity: .3; stroke-width: 1; fill: none; }
.inside { font-weight: 600; font-size: 12px; fill: #16181c; paint-order: stroke; stroke: #ffffff;
  stroke-opacity: .75; stroke-width: 3px; stroke-linejoin: round; }
.segment.middle { fill: #d2d5da; }
.segment.left-1 { fill: #fdd9ab; } .segment.left-2 { fill: #f9b566; } .segment.left-3 { fill: #e08a2c; }
.segment.left-4 { fill: #b86410; } .segment.left-5 { fill: #8a4a08; }
.segment.right-1 { fill: #cfcbe4; } .segment.right-2 { fill: #a79dcd; } .segment.right-3 { fill: #7f70b0; }
.segment.right-4 { fill: #5a4390; } .segment.right-5 { fill: #371f66; }
.pattern.left-2 { fill: url(#pattern-left-2); } .pattern.left-3 { fill: url(#pattern-left-3); }
.pattern.left-4 { fill: url(#pattern-left-4); } .pattern.left-5 { fill: url(#pattern-left-5); }
.pattern.right-2 { fill: url(#pattern-right-2); } .pattern.right-3 { fill: url(#pattern-right-3); }
.pattern.right-4 { fill: url(#pattern-right-4); } .pattern.right-5 { fill: url(#pattern-right-5); }
)css";
}

std::string svg_of(const Plot& plot) {
    const std::vector<std::string> stamp = wrapped(stamp_of(plot), stamp_characters);
    const int height = height_of(plot);
    const std::string whole_width = std::to_string(drawn_width + 2 * margin);
    const std::string whole_height =
        std::to_string(height + 2 * margin + stamp_line_height * static_cast<int>(stamp.size()));
    Markup out;
    out.verbatim("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.open(
        "svg",
        {{"xmlns", "http://www.w3.org/2000/svg"},
         {"width", whole_width},
         {"height", whole_height},
         {"viewBox", "0 0 " + whole_width + " " + whole_height},
         {"role", "img"},
         {"aria-labelledby", "title"},
         {"aria-describedby", "description"}}
    );
    out.element("title", plot.title, {{"id", "title"}});
    out.element("desc", plot.description, {{"id", "description"}});
    out.open("style");
    out.verbatim(figure_style());
    out.close();
    pattern_definitions(out);
    out.lone("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", "#ffffff"}});
    // Positions across are percentages of the inner picture.
    out.open(
        "svg",
        {{"x", std::to_string(margin)},
         {"y", std::to_string(margin)},
         {"width", std::to_string(drawn_width)},
         {"height", std::to_string(height)},
         {"overflow", "visible"}}
    );
    draw_shape(out, plot);
    out.close();
    int y = margin + height;
    for (const std::string& line : stamp) {
        y += stamp_line_height;
        out.element(
            "text",
            line,
            {{"x", std::to_string(margin)}, {"y", std::to_string(y)}, {"class", "tick"}}
        );
    }
    out.close();
    out.line();
    return out.take();
}

}  // namespace

std::vector<ReportFile> figure_files(const Report& report) {
    std::vector<ReportFile> files;
    for (const NumberedFigure& one : numbered_figures(report)) {
        files.push_back({one.name + ".svg", svg_of(*one.plot)});
    }
    return files;
}

}  // namespace querist::report
