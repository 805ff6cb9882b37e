#include "web/layout.hpp"

#include "web/assets.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

std::string_view banner_text(actions::Life life) {
    switch (life) {
        case actions::Life::draft:
            return "This study is a draft: answers are stored as test data.";
        case actions::Life::pilot:
            return "This is a pilot: answers are stored apart from the study’s own.";
        case actions::Life::open:
        case actions::Life::paused:
        case actions::Life::closed:
            return {};
    }
    return {};
}

std::string document_title(const Frame& frame) {
    std::string title = frame.error ? "Error: " : "";
    title.append(frame.title);
    if (!frame.study_title.empty() && frame.study_title != frame.title) {
        title.append(" – ").append(frame.study_title);
    }
    return title;
}

}  // namespace

Frame study_frame(const instrument::Study& study, actions::Life life, std::string_view title) {
    return {.language = study.language, .title = title, .study_title = study.title, .life = life};
}

Html begin_page(const Frame& frame) {
    Html html;
    html.open("html", {{"lang", frame.language}}).open("head");
    html.empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.element("title", document_title(frame));
    html.empty("link", {{"rel", "stylesheet"}, {"href", stylesheet_path()}});
    html.empty("link", {{"rel", "icon"}, {"href", icon_path()}, {"type", "image/svg+xml"}});
    html.close().open("body");
    html.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the main part");
    if (const std::string_view banner = banner_text(frame.life); !banner.empty()) {
        html.element("aside", {{"class", "banner"}, {"aria-label", "State of the study"}}, banner);
    }
    const bool names_study = !frame.study_title.empty() && frame.study_title != frame.title;
    if (names_study) {
        html.open("header").element("p", frame.study_title).close();
    }
    html.open("main", {{"id", "main"}});
    return html;
}

}  // namespace querist::web
