#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

/// A text's own first heading is the page's; there is one heading of the first level on a page.
struct Headed {
    std::string_view heading;
    std::string_view rest;
};

Headed headed(std::string_view markdown, std::string_view usual_heading) {
    if (!markdown.starts_with("# ")) return {usual_heading, markdown};
    const std::size_t end = markdown.find('\n');
    const std::string_view heading =
        trimmed(markdown.substr(2, end == markdown.npos ? end : end - 2));
    return {heading, end == markdown.npos ? std::string_view() : markdown.substr(end)};
}

}  // namespace

void contact(Html& html, const instrument::Study& study) {
    if (!study.consent || study.consent->contact.empty()) return;
    html.element("p", fmt::format("Questions? Write to {}.", study.consent->contact));
}

void prose(Html& html, std::string_view markdown) {
    html.open("div", {{"class", "prose"}});
    html.insert(TrustedHtml::from_markdown(markdown)).close();
}

std::string thanks_page(const instrument::Study& study, actions::Life life, const PublicId& id) {
    const Headed text = headed(study.thanks, "Thank you");
    Html html = begin_page(study_frame(study, life, text.heading));
    html.element("h1", text.heading);
    if (study.thanks.empty()) {
        html.element("p", "Your answers are saved. You can close this page now.");
        contact(html, study);
    } else {
        prose(html, text.rest);
    }
    html.open("section", {{"class", "notice"}});
    html.element("h2", "Your response code");
    write_response_code(html, id);
    write_ways_out(html, study.id);
    return html.finish();
}

std::string refused_page(const instrument::Study& study, actions::Life life) {
    const Headed text = headed(study.refused, "You are not taking part");
    Html html = begin_page(study_frame(study, life, text.heading));
    html.element("h1", text.heading);
    if (study.refused.empty()) {
        html.element("p", "Nothing is stored but that somebody declined.");
    } else {
        prose(html, text.rest);
    }
    html.open("p").element("a", {{"href", study_path(study.id)}}, "I have changed my mind");
    return html.finish();
}

std::string stopped_page(const instrument::Study& study, actions::Life life, const PublicId& id) {
    Html html = begin_page(study_frame(study, life, "You have stopped"));
    html.element("h1", "You have stopped");
    html.element(
        "p",
        "You had begun before, and what you answered until now is saved. You can have it deleted "
        "here, now or later."
    );
    html.open("section", {{"class", "notice"}});
    html.element("h2", "Your response code");
    write_response_code(html, id);
    write_ways_out(html, study.id);
    html.close();
    contact(html, study);
    html.open("p").element("a", {{"href", study_path(study.id)}}, "Go on after all");
    return html.finish();
}

std::string withdrawn_page(const instrument::Study& study, actions::Life life) {
    Html html = begin_page(study_frame(study, life, "Your answers are deleted"));
    html.element("h1", "Your answers are deleted");
    html.element(
        "p",
        "What you answered in this study is gone, as you wished. The last traces of it are "
        "overwritten on the server’s disk within minutes."
    );
    contact(html, study);
    return html.finish();
}

std::string closed_page(const instrument::Study& study, actions::Life life) {
    const bool paused = life == actions::Life::paused;
    const std::string_view heading =
        paused ? "This study is taking a pause" : "This study takes no more answers";
    Html html = begin_page(study_frame(study, life, heading));
    html.element("h1", heading);
    html.element(
        "p",
        paused ? "Answers that you have sent are saved. Come back later to go on: the same address "
                 "will take you to where you were."
               : "Answers that you have sent are saved. Nothing more can be added to them."
    );
    contact(html, study);
    return html.finish();
}

}  // namespace querist::web
