// Authors' Markdown through cmark-gfm. Its safe mode is on, and what it would replace by a comment
// is taken out of the tree first: raw HTML, links to anything but the web, mail and this page, and
// images (a page that loads pictures from elsewhere tells elsewhere who reads it).

#include "instrument/markdown.hpp"

#include "instrument/folded_text.hpp"
#include "instrument/instrument.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

namespace querist::instrument {

namespace {

constexpr int cmark_options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
constexpr int heading_level_max = 6;

struct FreeParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
struct FreeText {
    void operator()(char* text) const { cmark_get_default_mem_allocator()->free(text); }
};
using CmarkParser = std::unique_ptr<cmark_parser, FreeParser>;
using Tree = std::unique_ptr<cmark_node, FreeNode>;
using Rendered = std::unique_ptr<char, FreeText>;

CmarkParser new_parser() {
    static const bool registered = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return true;
    }();
    (void)registered;
    CmarkParser parser(cmark_parser_new(cmark_options));
    for (const char* name : {"table", "autolink", "strikethrough"}) {
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
            cmark_parser_attach_syntax_extension(parser.get(), extension);
        }
    }
    return parser;
}

bool harmless(std::string_view address) {
    const std::string url = folded(trimmed(address));
    for (const std::string_view scheme : {"http://", "https://", "mailto:", "#"}) {
        if (url.starts_with(scheme)) return true;
    }
    const bool controls =
        std::ranges::any_of(url, [](char byte) { return static_cast<unsigned char>(byte) < 0x20; });
    // A path of this site; "//" would name another one.
    const bool elsewhere = url.starts_with("//") || url.find('\\') != std::string::npos;
    return !controls && !elsewhere && url.find(':') == std::string::npos;
}

/// Puts a node's children in its place.
void unwrap(cmark_node* node) {
    while (cmark_node* child = cmark_node_first_child(node)) {
        cmark_node_unlink(child);
        cmark_node_insert_before(node, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void clean(cmark_node* tree, int heading_shift) {
    std::vector<cmark_node*> dropped;
    std::vector<cmark_node*> unwrapped;
    const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(tree));
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node* node = cmark_iter_get_node(iterator.get());
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
            dropped.push_back(node);
        } else if (type == CMARK_NODE_IMAGE ||
                   (type == CMARK_NODE_LINK && !harmless(cmark_node_get_url(node)))) {
            unwrapped.push_back(node);
        } else if (type == CMARK_NODE_HEADING) {
            const int level = cmark_node_get_heading_level(node) + heading_shift;
            cmark_node_set_heading_level(node, std::min(level, heading_level_max));
        }
    }
    for (cmark_node* node : dropped) {
        cmark_node_unlink(node);
        cmark_node_free(node);
    }
    // Inner nodes come after outer ones in the list and stay in the tree while those go.
    for (cmark_node* node : unwrapped) unwrap(node);
}

/// Whether an address stands in the text by itself; what was put before it then is no difference.
bool is_bare(std::string_view words, std::string_view address) {
    for (const std::string_view before : {"", "mailto:", "http://", "https://"}) {
        if (address.starts_with(before) && address.substr(before.size()) == words) return true;
    }
    return false;
}

/// The words of a link are all that plain text would have of it: puts its address behind them,
/// where they are not the address themselves.
void tell_addresses(cmark_node* tree) {
    std::vector<cmark_node*> links;
    const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(tree));
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        const bool is_link = cmark_node_get_type(node) == CMARK_NODE_LINK;
        if (event == CMARK_EVENT_ENTER && is_link) links.push_back(node);
    }
    for (cmark_node* link : links) {
        const std::string_view address = cmark_node_get_url(link);
        cmark_node* const words = cmark_node_first_child(link);
        const char* const literal = words == nullptr ? nullptr : cmark_node_get_literal(words);
        if (literal != nullptr && is_bare(literal, address)) continue;
        cmark_node* const behind = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(behind, (" (" + std::string(address) + ")").c_str());
        cmark_node_insert_after(link, behind);
    }
}

struct Parsed {
    CmarkParser parser;  // owns the extensions that rendering needs
    Tree tree;
};

Parsed parse(std::string_view markdown, int heading_shift) {
    Parsed parsed{.parser = new_parser(), .tree = nullptr};
    cmark_parser_feed(parsed.parser.get(), markdown.data(), markdown.size());
    parsed.tree.reset(cmark_parser_finish(parsed.parser.get()));
    clean(parsed.tree.get(), heading_shift);
    return parsed;
}

}  // namespace

SafeHtml safe_html(std::string_view markdown, int heading_shift) {
    const Parsed parsed = parse(markdown, heading_shift);
    const Rendered rendered(cmark_render_html(
        parsed.tree.get(), cmark_options, cmark_parser_get_syntax_extensions(parsed.parser.get())
    ));
    return SafeHtml(rendered.get());
}

std::string safe_markdown(std::string_view markdown, int heading_shift) {
    const Parsed parsed = parse(markdown, heading_shift);
    const Rendered rendered(cmark_render_commonmark(parsed.tree.get(), cmark_options, 0));
    return rendered.get();
}

std::string markdown_text(std::string_view markdown) {
    const Parsed parsed = parse(markdown, 0);
    tell_addresses(parsed.tree.get());
    const Rendered rendered(cmark_render_plaintext(parsed.tree.get(), cmark_options, 0));
    return rendered.get();
}

std::string markdown_html(std::string_view markdown) { return safe_html(markdown, 0).html(); }

}  // namespace querist::instrument
