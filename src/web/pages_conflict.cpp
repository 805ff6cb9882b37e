#include "web/answer_fields.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

using instrument::Item;
using response::Form;

void version(Html& html, const Words& words, Phrase heading, const Item& item, const Form& fields) {
    html.open("div").element("h3", words(heading));
    const std::vector<std::string> lines = words_of(item, fields);
    if (lines.empty()) html.element("p", {{"class", "hint"}}, words(Phrase::no_answer));
    for (const std::string& line : lines) html.element("p", {{"dir", "auto"}}, line);
    html.close();
}

}  // namespace

std::string conflict_page(const ConflictPage& page) {
    const instrument::Page& one = page.study.pages[static_cast<std::size_t>(page.page)];
    const Words words = words_for(page.study);
    const std::string_view heading = words(Phrase::changed_elsewhere);
    Frame frame = study_frame(page.study, page.life, heading);
    frame.error = true;
    frame.languages.clear();  // a link would leave what was typed behind
    Html html = begin_page(frame);
    html.open("section", {{"class", "summary"}, {"role", "alert"}});
    html.element("h1", {{"tabindex", "-1"}, {"autofocus", true}}, heading);
    html.element("p", words(Phrase::changed_elsewhere_text));
    html.close();

    html.open("form", {{"method", "post"}, {"action", page_path(page.study.id, one.id)}});
    std::string shown;
    for (const int i : page.submitted.shown) {
        const auto index = static_cast<std::size_t>(i);
        const Item& item = page.study.items[index];
        shown.append(shown.empty() ? "" : " ").append(item.id);
        // What was typed, also where it is no answer: it is judged when it is chosen.
        const Form mine = fields_of(item, page.typed);
        for (const auto& [name, value] : mine) hidden_field(html, name, value);
        const Form theirs = fields_of(item, page.stored.answers[index]);
        if (words_of(item, mine) == words_of(item, theirs)) continue;
        const Item seen = response::shown_item(page.study, page.stored.answers, i, page.id);
        html.open("section", {{"class", "versions"}}).element("h2", seen.ask);
        html.open("div", {{"class", "sides"}});
        version(html, words, Phrase::from_other_tab, seen, theirs);
        version(html, words, Phrase::from_this_tab, seen, mine);
        html.close().close();
    }
    const auto page_index = static_cast<std::size_t>(page.page);
    hidden_field(html, "_page", one.id);
    hidden_field(html, "_revision", fmt::format("{}", page.stored.page_revisions[page_index]));
    hidden_field(html, "_shown", shown);
    if (const auto typing = response::field_value(page.typed, "_typing"); !typing.empty()) {
        hidden_field(html, "_typing", typing);
    }
    hidden_field(html, "_csrf", page.csrf);
    language_field(html, page.study);
    html.open("p", {{"class", "buttons"}});
    html.element("button", {{"name", "_go"}, {"value", "keep"}}, words(Phrase::keep_saved));
    html.element(
        "button",
        {{"name", "_go"}, {"value", "replace"}, {"class", "second"}},
        words(Phrase::use_this_tab)
    );
    return html.finish();
}

}  // namespace querist::web
