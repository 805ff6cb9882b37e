#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

void contact(Html& html, const instrument::Study& study) {
    if (!study.consent || study.consent->contact.empty()) return;
    html.element("p", fmt::format("Questions? Write to {}.", study.consent->contact));
}

}  // namespace

std::string thanks_page(const instrument::Study& study, actions::Life life, const PublicId& id) {
    Html html = begin_page(study_frame(study, life, "Thank you"));
    html.element("h1", "Thank you");
    if (study.thanks.empty()) {
        html.element("p", "Your answers are saved.");
    } else {
        html.open("div", {{"class", "prose"}});
        html.insert(TrustedHtml::from_markdown(study.thanks)).close();
    }
    html.open("section", {{"class", "notice"}});
    html.element("h2", "Your response code");
    write_response_code(html, id);
    html.close();
    contact(html, study);
    html.element("p", "You can close this page now.");
    return html.finish();
}

std::string refused_page(const instrument::Study& study, actions::Life life) {
    Html html = begin_page(study_frame(study, life, "You are not taking part"));
    html.element("h1", "You are not taking part");
    if (study.refused.empty()) {
        html.element("p", "Nothing is stored but that somebody declined.");
    } else {
        html.open("div", {{"class", "prose"}});
        html.insert(TrustedHtml::from_markdown(study.refused)).close();
    }
    html.open("p").element("a", {{"href", study_path(study.id)}}, "I have changed my mind");
    html.close();
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
