#include "instrument/protocol_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace querist::instrument::protocol {

void HtmlWriter::begin(const char* tag, std::initializer_list<Attribute> attributes) {
    out_ += '<';
    out_ += tag;
    for (const Attribute& attribute : attributes) {
        out_ += ' ';
        out_ += attribute.name;
        out_ += "=\"";
        text(attribute.value);
        out_ += '"';
    }
    out_ += '>';
}

void HtmlWriter::open(const char* tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    open_.push_back(tag);
}

void HtmlWriter::close() {
    const std::string_view tag = open_.back();
    out_ += "</";
    out_ += tag;
    out_ += '>';
    // A line end inside a sentence would show as a space.
    constexpr std::array<std::string_view, 6> within_text{
        "a", "b", "code", "small", "span", "strong"
    };
    if (std::ranges::find(within_text, tag) == within_text.end()) out_ += '\n';
    open_.pop_back();
}

void HtmlWriter::text(std::string_view words) {
    for (const char byte : words) {
        switch (byte) {
            case '&':
                out_ += "&amp;";
                break;
            case '<':
                out_ += "&lt;";
                break;
            case '>':
                out_ += "&gt;";
                break;
            case '"':
                out_ += "&quot;";
                break;
            case '\'':
                out_ += "&#39;";
                break;
            default:
                out_ += byte;
        }
    }
}

void HtmlWriter::element(
    const char* tag, std::string_view words, std::initializer_list<Attribute> attributes
) {
    open(tag, attributes);
    text(words);
    close();
}

void HtmlWriter::empty_element(const char* tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    out_ += '\n';
}

void HtmlWriter::style(const char* css) {
    open("style");
    out_ += css;
    close();
}

std::string HtmlWriter::finish() {
    while (!open_.empty()) close();
    return std::move(out_);
}

}  // namespace querist::instrument::protocol
