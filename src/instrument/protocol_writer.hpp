#pragma once

// Internal to instrument: writes HTML for the protocol document. Text and attributes are escaped
// here and nowhere else; what needs no escaping has the type SafeHtml.

#include "instrument/markdown.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument::protocol {

struct Attribute {
    const char* name;  ///< A literal.
    std::string_view value;
};

class HtmlWriter {
public:
    /// `tag` is a literal; it must live until its close().
    void open(const char* tag, std::initializer_list<Attribute> attributes = {});
    void close();
    void text(std::string_view words);
    void markdown(const SafeHtml& safe) { out_ += safe.html(); }
    /// A whole element with text only.
    void element(
        const char* tag, std::string_view words, std::initializer_list<Attribute> attributes = {}
    );
    /// An element without content, such as <meta>.
    void empty_element(const char* tag, std::initializer_list<Attribute> attributes);
    /// The document's own style sheet, a literal.
    void style(const char* css);
    /// Closes what is open and hands the document over.
    [[nodiscard]] std::string finish();

private:
    void begin(const char* tag, std::initializer_list<Attribute> attributes);

    std::string out_ = "<!doctype html>\n";
    std::vector<const char*> open_;
};

}  // namespace querist::instrument::protocol
