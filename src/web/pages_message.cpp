#include "web/answer_fields.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

#include <algorithm>
#include <iterator>

namespace querist::web {

namespace {

/// In the order of statuses; the last is for any other.
constexpr Message usual_messages[] = {
    {400,
     "The request could not be read",
     "What arrived here is damaged or is not what a browser sends.",
     "Go back, reload the page and try again.",
     {},
     {}},
    {403,
     "This form cannot be taken",
     "It did not come from a page of this survey in this browser, or its session is "
     "over. "
     "Nothing was saved from it.",
     "Open the survey again from its link and go on there.",
     {},
     {}},
    {404,
     "There is nothing at this address",
     "The link may be incomplete, or the study is no longer served here.",
     "Check the address, or ask who sent it to you.",
     {},
     {}},
    {405,
     "This cannot be done here",
     "The address exists, but not for what was asked of it.",
     "Open it in a browser, as a page.",
     {},
     {}},
    {408,
     "The request took too long",
     "Not all of it arrived in time, so nothing was saved.",
     "Check your connection, go back and send the page again.",
     {},
     {}},
    {409,
     "Your part is done already",
     "The survey was finished in another tab. These answers came after that and are "
     "not saved; those that you had sent before are.",
     "Nothing needs to be done.",
     {},
     {}},
    {411,
     "The form came without its length",
     "This server takes forms as browsers send them: whole, and with their length.",
     "Send it with a Content-Length and without a Transfer-Encoding.",
     {},
     {}},
    {413,
     "That is too much text",
     "The page’s answers are together larger than this server takes, so nothing was "
     "saved.",
     "Go back, shorten the longest answers and send the page again.",
     {},
     {}},
    {415,
     "The form could not be read",
     "It was not sent in the way in which browsers send forms.",
     "Go back, reload the page and send it again.",
     {},
     {}},
    {431,
     "The request’s headers are too large",
     "Your browser sent more than this server takes beside the page itself.",
     "Delete this site’s cookies in your browser and open the link again.",
     {},
     {}},
    {503,
     "The server is busy or cannot save now",
     "Nothing that was saved before is lost.",
     "Wait a moment, then reload this page.",
     {},
     {}},
    {500,
     "Something went wrong here",
     "It is a fault of the server, not yours. What was saved before is not lost.",
     "Go back and try again. If it stays, tell the study team.",
     {},
     {}},
};

}  // namespace

std::string home_page(std::span<const std::shared_ptr<const instrument::Study>> studies) {
    Html html = begin_page({.title = "Studies"});
    html.element("h1", "Studies");
    if (studies.empty()) html.element("p", "No study is served here now.");
    html.open("ul", {{"class", "studies"}});
    for (const auto& study : studies) {
        html.open("li").element(
            "a", {{"href", study_path(study->id)}, {"lang", study->language}}, study->title
        );
        html.close();
    }
    return html.finish();
}

std::string message_page(const Message& message) {
    Html html = begin_page({.title = message.heading});
    html.element("h1", message.heading);
    html.element("p", message.what);
    html.element("p", message.cure);
    if (!message.link_path.empty()) {
        html.open("p").element(
            "a", {{"class", "button"}, {"href", message.link_path}}, message.link_text
        );
    }
    return html.finish();
}

Message message_for(int status) {
    const auto* const found = std::ranges::find(usual_messages, status, &Message::status);
    return found == std::end(usual_messages) ? std::end(usual_messages)[-1] : *found;
}

void hidden_field(Html& html, std::string_view name, std::string_view value) {
    html.empty("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

std::string resend_page(const ResendPage& page) {
    Frame frame{.title = page.heading, .life = page.life, .error = true};
    if (page.study != nullptr) {
        frame.language = page.study->language;
        frame.study_title = page.study->title;
    }
    Html html = begin_page(frame);
    html.open("section", {{"class", "summary"}, {"role", "alert"}});
    html.element("h1", {{"tabindex", "-1"}, {"autofocus", true}}, page.heading).close();
    html.element("p", page.reason);
    html.element("p", "What you entered is kept on this page. Wait a moment, then send it again.");
    html.open("form", {{"method", "post"}, {"action", page.action}});
    std::string_view go;
    for (const auto& [name, value] : page.form) {
        if (name == "_go") {
            go = value;
            continue;
        }
        hidden_field(html, name, value);
    }
    html.open("p", {{"class", "buttons"}});
    if (go.empty()) {
        html.element("button", "Send again");
    } else {
        html.element("button", {{"name", "_go"}, {"value", go}}, "Send again");
    }
    html.close().close();
    if (page.study == nullptr) return html.finish();
    html.open("dl", {{"class", "answers"}});
    for (const instrument::Item& item : page.study->items) {
        const std::vector<std::string> lines = words_of(item, fields_of(item, page.form));
        if (lines.empty()) continue;
        html.element("dt", item.ask);
        for (const std::string& line : lines) html.element("dd", line);
    }
    return html.finish();
}

}  // namespace querist::web
