#include "recruitment/letter.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::recruitment {

namespace {

std::string_view value_of(const LetterValues& values, std::string_view placeholder) {
    if (placeholder == instrument::link_placeholder) return values.link;
    if (placeholder == instrument::opt_out_placeholder) return values.opt_out_link;
    if (placeholder == instrument::name_placeholder) return values.name;
    for (const auto& [name, value] : values.further) {
        if (name == placeholder) return value;
    }
    return {};
}

bool is_link(std::string_view placeholder) {
    return placeholder == instrument::link_placeholder ||
           placeholder == instrument::opt_out_placeholder;
}

/// A text that Markdown reads as itself: any ASCII punctuation can be escaped (CommonMark, 2.4).
std::string as_markdown(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool punctuation = (c > ' ' && c < '0') || (c > '9' && c < 'A') ||
                                 (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7f);
        if (punctuation) out += '\\';
        out += c;
    }
    return out;
}

enum class Into { plain, markdown };

std::string filled(const std::string& text, const LetterValues& values, Into into) {
    std::string out;
    std::size_t from = 0;
    for (const instrument::Pipe& pipe : instrument::pipes_in(text)) {
        const auto at = static_cast<std::size_t>(pipe.whole.data() - text.data());
        out.append(text, from, at - from);
        from = at + pipe.whole.size();
        const std::string_view value = value_of(values, pipe.item);
        if (value.empty()) {
            out += pipe.fallback;  // The author's own words.
        } else if (into == Into::plain) {
            out += value;
        } else if (is_link(pipe.item)) {
            // In the place of a link's address it stands bare, elsewhere it is a link by itself.
            const bool in_brackets = out.ends_with("](") || out.ends_with('<');
            out += in_brackets ? std::string(value) : fmt::format("<{}>", value);
        } else {
            out += as_markdown(value);
        }
    }
    out.append(text, from);
    return out;
}

}  // namespace

Letter write_letter(
    const instrument::MailWords& words, const LetterValues& values, std::string_view language
) {
    std::string subject = filled(words.subject, values, Into::plain);
    const std::string markdown = filled(words.text, values, Into::markdown);
    std::string html = instrument::markdown_page(markdown, language, subject);
    return {
        .subject = std::move(subject),
        .text = instrument::markdown_text(markdown),
        .html = std::move(html)
    };
}

}  // namespace querist::recruitment
