#include "instrument/instrument.hpp"
#include "instrument/protocol_writer.hpp"

namespace querist::instrument {

std::string markdown_page(
    std::string_view markdown, std::string_view language, std::string_view title
) {
    protocol::HtmlWriter html;
    html.open("html", {{"lang", language}, {"dir", "auto"}});
    html.open("head");
    html.empty_element("meta", {{"charset", "utf-8"}});
    html.element("title", title);
    html.close();
    html.open("body");
    html.markdown(safe_html(markdown, 0));
    return html.finish();
}

}  // namespace querist::instrument
