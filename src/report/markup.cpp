#include "report/markup.hpp"

#include <stdexcept>

namespace querist::report {

namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                // Other control characters are not allowed in HTML, escaped or not.
                out += (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') ? ' ' : c;
        }
    }
}

}  // namespace

void Markup::tag(std::string_view element, Attributes attributes) {
    out_ += '<';
    out_ += element;
    for (const auto& [name, value] : attributes) {
        if (name.empty()) continue;
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        append_escaped(out_, value);
        out_ += '"';
    }
    out_ += '>';
}

void Markup::open(std::string_view element, Attributes attributes) {
    tag(element, attributes);
    open_.emplace_back(element);
}

void Markup::close() {
    if (open_.empty()) throw std::logic_error("no element is open");
    out_ += "</" + open_.back() + ">";
    open_.pop_back();
}

void Markup::text(std::string_view text) { append_escaped(out_, text); }

void Markup::element(std::string_view element, std::string_view content, Attributes attributes) {
    open(element, attributes);
    text(content);
    close();
}

void Markup::lone(std::string_view element, Attributes attributes) {
    tag(element, attributes);
    // HTML's void elements end here; SVG's empty ones must be closed, also within HTML.
    if (element != "meta" && element != "br") {
        out_.pop_back();
        out_ += "/>";
    }
}

void Markup::line() { out_ += '\n'; }

std::string Markup::take() {
    if (!open_.empty()) throw std::logic_error("<" + open_.back() + "> is not closed");
    return std::move(out_);
}

}  // namespace querist::report
