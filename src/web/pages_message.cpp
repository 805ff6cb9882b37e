#include "web/answer_fields.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

#include <algorithm>
#include <iterator>

namespace querist::web {

namespace {

struct UsualMessage {
    int status;
    Phrase heading;
    Phrase what;
    Phrase cure;
};

/// In the order of statuses; the last is for any other.
constexpr UsualMessage usual_messages[] = {
    {400, Phrase::bad_request, Phrase::bad_request_what, Phrase::bad_request_cure},
    {403, Phrase::forbidden, Phrase::forbidden_what, Phrase::forbidden_cure},
    {404, Phrase::not_found, Phrase::not_found_what, Phrase::not_found_cure},
    {405, Phrase::not_allowed, Phrase::not_allowed_what, Phrase::not_allowed_cure},
    {408, Phrase::timed_out, Phrase::timed_out_what, Phrase::timed_out_cure},
    {409, Phrase::done_already, Phrase::done_already_what, Phrase::done_already_cure},
    {411, Phrase::no_length, Phrase::no_length_what, Phrase::no_length_cure},
    {413, Phrase::too_much_text, Phrase::too_much_text_what, Phrase::too_much_text_cure},
    {415, Phrase::not_a_form, Phrase::not_a_form_what, Phrase::not_a_form_cure},
    {431, Phrase::large_headers, Phrase::large_headers_what, Phrase::large_headers_cure},
    {503, Phrase::unavailable, Phrase::unavailable_what, Phrase::unavailable_cure},
    {500, Phrase::server_fault, Phrase::server_fault_what, Phrase::server_fault_cure},
};

}  // namespace

std::string home_page(
    const Words& words, std::span<const std::shared_ptr<const instrument::Study>> studies
) {
    const std::string_view heading = words(Phrase::studies);
    Html html = begin_page({.language = language::tag(words.tongue()), .title = heading});
    html.element("h1", heading);
    if (studies.empty()) html.element("p", words(Phrase::no_study));
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
    Html html = begin_page({.language = message.language, .title = message.heading});
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

std::string bare_message_page(const Message& message) {
    Html html;
    html.open("html", {{"lang", message.language}}).open("head");
    html.empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.element("title", message.heading).close();
    html.open("body").open("main");
    html.element("h1", message.heading);
    html.element("p", message.what);
    html.element("p", message.cure);
    return html.finish();
}

Message message_for(int status, const Words& words) {
    const auto* found = std::ranges::find(usual_messages, status, &UsualMessage::status);
    if (found == std::end(usual_messages)) --found;
    return {
        .language = language::tag(words.tongue()),
        .heading = words(found->heading),
        .what = std::string(words(found->what)),
        .cure = words(found->cure)
    };
}

Message message_for(FormError error, const Words& words) {
    Message message = message_for(400, words);
    switch (error) {
        case FormError::too_many_fields:
            message.heading = words(Phrase::not_a_form);
            message.what = words(
                Phrase::too_many_fields_what,
                {{"count", static_cast<std::int64_t>(limits::form_fields_max)}}
            );
            message.cure = words(Phrase::too_many_fields_cure);
            break;
        case FormError::bad_escape:
        case FormError::not_text:
            break;  // no browser sends this
    }
    return message;
}

void hidden_field(Html& html, std::string_view name, std::string_view value) {
    html.empty("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

void language_field(Html& html, const instrument::Study& study) {
    if (study.languages.size() > 1) hidden_field(html, "_language", study.language);
}

namespace {

/// What was sent, with a button that sends it again.
void sent_again(Html& html, const UnsavedPage& page) {
    html.element("p", page.words(Phrase::kept_here));
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
        html.element("button", page.words(Phrase::send_again));
    } else {
        html.element("button", {{"name", "_go"}, {"value", go}}, page.words(Phrase::send_again));
    }
    html.close().close();
}

/// What was entered, in the words that were shown.
void entered(Html& html, const UnsavedPage& page) {
    html.open("dl", {{"class", "answers"}});
    int index = 0;
    for (const instrument::Item& item : page.study->items) {
        const int i = index++;
        const response::Form fields = fields_of(item, page.form);
        if (fields.empty()) continue;
        const instrument::Item seen = response::shown_item(*page.study, page.answers, i, page.id);
        const std::vector<std::string> lines = words_of(seen, fields);
        if (lines.empty()) continue;
        html.element("dt", seen.ask);
        for (const std::string& line : lines) html.element("dd", {{"dir", "auto"}}, line);
    }
    html.close();
}

}  // namespace

std::string unsaved_page(const UnsavedPage& page) {
    const Words& words = page.words;
    Frame frame{
        .language = language::tag(words.tongue()),
        .title = words(page.heading),
        .life = page.life,
        .error = true
    };
    if (page.study != nullptr) {
        frame.language = page.study->language;
        frame.study_title = page.study->title;
    }
    Html html = begin_page(frame);
    html.open("section", {{"class", "summary"}, {"role", "alert"}});
    html.element("h1", {{"tabindex", "-1"}, {"autofocus", true}}, words(page.heading)).close();
    html.element("p", words(page.reason));
    if (!page.action.empty()) {
        sent_again(html, page);
    } else {
        html.element("h2", words(Phrase::not_taken));
        html.element("p", words(Phrase::not_taken_text));
    }
    if (page.study != nullptr) entered(html, page);
    return html.finish();
}

}  // namespace querist::web
