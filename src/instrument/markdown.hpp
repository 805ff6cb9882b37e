#pragma once

// Internal to instrument: the two ways in which authors' Markdown leaves the program.

#include <string>
#include <string_view>

namespace querist::instrument {

/// HTML that needs no escaping any more: only markdown.cpp makes it.
class SafeHtml {
public:
    [[nodiscard]] const std::string& html() const { return html_; }

private:
    explicit SafeHtml(std::string html) : html_(std::move(html)) {}
    friend SafeHtml safe_html(std::string_view markdown, int heading_shift);
    std::string html_;
};

/// As `markdown_html`, with headings `heading_shift` levels lower, so that the text fits under a
/// document's own headings.
[[nodiscard]] SafeHtml safe_html(std::string_view markdown, int heading_shift);

/// The same text as Markdown again, without raw HTML, unsafe links and images.
[[nodiscard]] std::string safe_markdown(std::string_view markdown, int heading_shift);

}  // namespace querist::instrument
