#pragma once

#include "report/markup.hpp"
#include "report/values.hpp"

namespace querist::report {

/// Draws a plot as inline SVG with role=img, a title and a description. Positions across are
/// percentages and heights are pixels, so that text keeps its size at any width. `id` is unique
/// in the document. Colours come from the style sheet's classes (report.css).
void draw(Markup& page, const Plot& plot, std::string_view id);

/// The patterns that the segments of diverging bars wear beside their colours; once a document.
void define_patterns(Markup& page);
void pattern_definitions(Markup& page);  ///< The same, within an open svg element.

/// What `draw` draws within its svg element, for files of their own, and its height in pixels.
void draw_shape(Markup& page, const Plot& plot);
[[nodiscard]] int height_of(const Plot& plot);

/// The class of point `point` of a scale with `points`: "left-1" next to the centre, "left-5"
/// farthest; "middle"; "right-1" to "right-5".
[[nodiscard]] std::string point_class(std::size_t point, std::size_t points);

/// `text` in lines of at most `characters` code points, broken at spaces where there are any; the
/// first line is shorter by those that are `taken`.
[[nodiscard]] std::vector<std::string> wrapped(
    std::string_view text, std::size_t characters, std::size_t taken = 0
);

}  // namespace querist::report
