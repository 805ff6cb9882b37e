#include "web/answer_fields.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

void one_answer(
    Html& html, const Words& words, const instrument::Item& item, const response::Form& fields
) {
    html.element("dt", item.ask).open("dd");
    const std::vector<std::string> lines = words_of(item, fields);
    if (lines.empty()) html.element("p", {{"class", "hint"}}, words(Phrase::no_answer));
    for (const std::string& line : lines) html.element("p", {{"dir", "auto"}}, line);
    html.close();
}

/// A page's answers; writes nothing for a page of which nothing was asked.
void one_page(
    Html& html,
    const ReviewPage& review,
    std::span<const response::Answer> answers,
    std::size_t index,
    int number
) {
    const instrument::Study& study = review.study;
    const instrument::Page& page = study.pages[index];
    const Words words = words_for(study);
    const std::string title = response::piped(
        study, answers, page.title, response::TextFormat::plain, instrument::round_of(page)
    );
    const std::string numbered = words(Phrase::page_number, {{"page", number}});
    html.open("section", {{"class", "question"}});
    html.open("h2").text(title.empty() ? numbered : title);
    // Pages may share a title.
    if (!title.empty()) html.element("span", {{"class", "where"}}, numbered);
    html.close();
    const std::string heading = title.empty() ? numbered : fmt::format("{} ({})", title, number);
    html.open("dl", {{"class", "reviewed"}});
    const std::vector<bool> applicable = response::applicable_items(study, answers);
    for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
        const auto item = static_cast<std::size_t>(i);
        const bool asks = !std::holds_alternative<instrument::Information>(study.items[item].kind);
        if (!applicable[item] || !asks) continue;
        const instrument::Item shown = response::shown_item(study, answers, i, review.id);
        one_answer(html, words, shown, fields_of(study.items[item], answers[item]));
    }
    html.close().open("p").element(
        "a",
        {{"href", page_path(study.id, page.id)}},
        words(Phrase::change_page, {{"heading", heading}})
    );
    html.close().close();
}

}  // namespace

std::string review_page(const ReviewPage& review) {
    const instrument::Study& study = review.study;
    const Words words = words_for(study);
    const std::string_view heading = words(Phrase::review);
    Frame frame = study_frame(study, review.life, heading);
    frame.error = review.changed;
    Html html = begin_page(frame);
    html.element("h1", heading);
    if (review.changed) {
        html.open("section", {{"class", "summary"}, {"role", "alert"}});
        html.element("p", {{"tabindex", "-1"}, {"autofocus", true}}, words(Phrase::review_changed));
        html.close();
    } else {
        html.element("p", words(Phrase::review_text));
    }
    const std::vector<response::Answer> answers =
        response::effective_answers(study, review.state.answers);
    int number = 0;
    std::optional<int> page = response::next_page(study, answers, -1);
    for (; page; page = response::next_page(study, answers, *page)) {
        one_page(html, review, answers, static_cast<std::size_t>(*page), ++number);
    }
    const std::string action = study_path(study.id, "review");
    html.open("form", {{"method", "post"}, {"action", action}});
    const int revision = response::state_revision(review.state);
    hidden_field(html, "_revision", fmt::format("{}", revision));
    hidden_field(html, "_csrf", review.csrf);
    language_field(html, study);
    html.open("p", {{"class", "buttons"}})
        .element("button", words(Phrase::send_answers))
        .close()
        .close();
    write_folded_response_code(html, review.id, study);
    return html.finish();
}

}  // namespace querist::web
