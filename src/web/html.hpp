#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// The name of a tag or attribute: only a literal of this program can be one.
class Name {
public:
    template <std::size_t size>
    consteval Name(const char (&literal)[size])  // NOLINT(google-explicit-constructor)
        : text_(literal, size - 1) {
        for (const char c : text_) {
            const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            if (!fits) throw "a name is lower-case letters, digits and dashes";
        }
    }
    [[nodiscard]] std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

/// One attribute. A `bool` makes it present or absent; an empty optional leaves it out.
struct Attribute {
    Name name;
    std::optional<std::string_view> value;
    bool present = true;

    Attribute(Name attribute, std::string_view text) : name(attribute), value(text) {}
    Attribute(Name attribute, const char* text) : name(attribute), value(text) {}
    Attribute(Name attribute, const std::string& text) : name(attribute), value(text) {}
    Attribute(Name attribute, std::optional<std::string_view> text)
        : name(attribute), value(text), present(text.has_value()) {}
    Attribute(Name attribute, std::same_as<bool> auto is_present)
        : name(attribute), present(is_present) {}
};

/// Markup that needs no escaping because of who made it. Nothing else turns text into markup.
class TrustedHtml {
public:
    /// Markdown of the study, through cmark-gfm's safe mode.
    static TrustedHtml from_markdown(std::string_view markdown);
    [[nodiscard]] std::string_view text() const { return text_; }

private:
    explicit TrustedHtml(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// Writes HTML from the outside in. Every text and value is escaped; tags close in order.
class Html {
public:
    using Attributes = std::initializer_list<Attribute>;

    Html();
    Html& open(Name tag, Attributes attributes = {});
    Html& close();                                      ///< The tag opened last.
    Html& close_to(std::size_t depth);                  ///< Until `depth()` is that.
    Html& empty(Name tag, Attributes attributes = {});  ///< A tag without content: `input`, `meta`.
    Html& text(std::string_view text);
    Html& element(Name tag, Attributes attributes, std::string_view text);
    Html& element(Name tag, std::string_view text) { return element(tag, {}, text); }
    Html& insert(const TrustedHtml& markup);
    [[nodiscard]] std::size_t depth() const { return tags_.size(); }

    /// The whole document: what is still open is closed.
    [[nodiscard]] std::string finish();

private:
    void tag(Name tag, Attributes attributes);
    std::string out_;
    std::vector<Name> tags_;
};

}  // namespace querist::web
