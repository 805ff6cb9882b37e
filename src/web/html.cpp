#include "web/html.hpp"

#include "instrument/instrument.hpp"

namespace querist::web {

namespace {

constexpr std::size_t usual_page_bytes = 16 * 1024;

/// One rule for text and for quoted values: more escaping than each needs alone, never less.
std::string_view escape_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        case '\0':
            return "\xEF\xBF\xBD";  // U+FFFD, as browsers show it
        default:
            return {};
    }
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view escape = escape_of(text[i]);
        if (escape.empty()) continue;
        out.append(text, from, i - from).append(escape);
        from = i + 1;
    }
    out.append(text, from);
}

/// Puts every heading one level down, the lowest excepted. Words are escaped in `html`, so that
/// only tags look like tags; other tags that begin with h stay.
void lower_headings(std::string& html) {
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const std::size_t name = at + (html.compare(at, 2, "</") == 0 ? 2 : 1);
        if (name + 1 >= html.size() || html[name] != 'h') continue;
        char& level = html[name + 1];
        if (level >= '1' && level < '6') ++level;
    }
}

}  // namespace

TrustedHtml TrustedHtml::from_markdown(std::string_view markdown) {
    std::string html = instrument::markdown_html(markdown);
    lower_headings(html);  // the page has the one of the first level
    return TrustedHtml(std::move(html));
}

Html::Html() {
    out_.reserve(usual_page_bytes);
    out_ = "<!doctype html>\n";
}

void Html::tag(Name tag, Attributes attributes) {
    out_.append("<").append(tag.text());
    for (const Attribute& attribute : attributes) {
        if (!attribute.present) continue;
        out_.append(" ").append(attribute.name.text());
        if (!attribute.value) continue;
        out_.append("=\"");
        append_escaped(out_, *attribute.value);
        out_.append("\"");
    }
    out_.append(">");
}

Html& Html::open(Name name, Attributes attributes) {
    tag(name, attributes);
    tags_.push_back(name);
    return *this;
}

Html& Html::close() {
    if (tags_.empty()) return *this;
    out_.append("</").append(tags_.back().text()).append(">");
    tags_.pop_back();
    return *this;
}

Html& Html::close_to(std::size_t depth) {
    while (tags_.size() > depth) close();
    return *this;
}

Html& Html::empty(Name name, Attributes attributes) {
    tag(name, attributes);
    return *this;
}

Html& Html::text(std::string_view text) {
    append_escaped(out_, text);
    return *this;
}

Html& Html::element(Name name, Attributes attributes, std::string_view text) {
    open(name, attributes);
    append_escaped(out_, text);
    return close();
}

Html& Html::insert(const TrustedHtml& markup) {
    out_.append(markup.text());
    return *this;
}

std::string Html::finish() {
    close_to(0);
    out_.append("\n");
    return std::move(out_);
}

}  // namespace querist::web
