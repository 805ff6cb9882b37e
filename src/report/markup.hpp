#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::report {

/// Writes HTML and SVG: every text and attribute is escaped, and every element is closed in order.
class Markup {
public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    void open(std::string_view element, Attributes attributes = {});
    void close();  ///< The element opened last.
    void text(std::string_view text);
    void element(std::string_view element, std::string_view text, Attributes attributes = {});
    /// An element without content: `<rect …/>` in SVG, `<meta …>` in HTML.
    void lone(std::string_view element, Attributes attributes);
    void line();  ///< A line end, for people who read the source.
    /// Trusted text of the program itself, such as the style sheet.
    void verbatim(std::string_view text) { out_ += text; }

    /// The document; every element must be closed.
    [[nodiscard]] std::string take();

private:
    void tag(std::string_view element, Attributes attributes);

    std::string out_;
    std::vector<std::string> open_;
};

}  // namespace querist::report
