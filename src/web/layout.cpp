#include "web/layout.hpp"

#include "web/assets.hpp"
#include "web/looks_sheet.hpp"
#include "web/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace querist::web {

namespace {

std::string_view banner_text(const Words& words, actions::Life life) {
    switch (life) {
        case actions::Life::draft:
            return words(Phrase::draft_banner);
        case actions::Life::pilot:
            return words(Phrase::pilot_banner);
        case actions::Life::open:
        case actions::Life::paused:
        case actions::Life::closed:
            return {};
    }
    return {};
}

std::string document_title(const Frame& frame) {
    std::string title(frame.title);
    if (!frame.study_title.empty() && frame.study_title != frame.title) {
        title.append(" – ").append(frame.study_title);
    }
    if (!frame.error) return title;
    return Words(frame.language)(Phrase::error_title, {{"title", title}});
}

/// What a language is called in itself. Made once a thread: ICU needs longer for it than for the
/// rest of a page, and there are only as many as studies have translations.
const std::string& name_in_itself(const std::string& language) {
    thread_local std::map<std::string, std::string> names;
    const auto [name, fresh] = names.try_emplace(language);
    if (fresh) name->second = language::own_name(language);
    return name->second;
}

/// The study's other languages, each named in itself. A page with answers on it is sent along, so
/// that nothing typed is lost; others are asked for again.
void language_switch(Html& html, const Words& words, const Frame& frame) {
    if (frame.languages.size() < 2) return;
    // Enter in a field presses a form's first button, and that must not be one of these.
    if (!frame.form.empty()) {
        html.element(
            "button",
            {{"class", "first"},
             {"form", frame.form},
             {"name", "_go"},
             {"value", frame.enter},
             {"tabindex", "-1"},
             {"aria-hidden", "true"}},
            words(Phrase::next)
        );
    }
    html.open("nav", {{"class", "languages"}, {"aria-label", words(Phrase::choose_language)}});
    for (const std::string& one : frame.languages) {
        const std::string& name = name_in_itself(one);
        if (one == frame.language) {
            html.element("strong", {{"aria-current", "true"}}, name);
        } else if (frame.form.empty()) {
            html.element("a", {{"href", "?lang=" + one}, {"lang", one}, {"hreflang", one}}, name);
        } else {
            html.element(
                "button",
                {{"form", frame.form},
                 {"name", "_go"},
                 {"value", "language:" + one},
                 {"lang", one},
                 {"formnovalidate", true}},
                name
            );
        }
    }
    html.close();
}

/// The study's logo, and its title where the page's own heading is another.
void study_header(Html& html, const Frame& frame) {
    const bool names_study = !frame.study_title.empty() && frame.study_title != frame.title;
    const bool has_logo = frame.looks != nullptr && frame.looks->logo.has_value();
    if (!names_study && !has_logo) return;
    html.open("header");
    if (has_logo) {
        const instrument::Picture& logo = *frame.looks->logo;
        html.empty(
            "img",
            {{"class", "logo"},
             {"src", picture_path(frame.study, logo)},
             {"alt", logo.alternative},
             {"width", fmt::format("{}", logo.width)},
             {"height", fmt::format("{}", logo.height)}}
        );
    }
    if (names_study) html.element("p", frame.study_title);
    html.close();
}

}  // namespace

Frame study_frame(const instrument::Study& study, actions::Life life, std::string_view title) {
    Frame frame{
        .language = study.language,
        .title = title,
        .study = study.id,
        .study_title = study.title,
        .looks = study.looks ? &*study.looks : nullptr,
        .life = life,
        .languages = study.languages
    };
    std::ranges::sort(frame.languages);  // the same places on every page
    return frame;
}

Html begin_page(const Frame& frame) {
    Html html;
    const Words words(frame.language);
    const bool right_to_left = language::is_right_to_left(frame.language);
    html.open("html", {{"lang", frame.language}, {"dir", right_to_left ? "rtl" : "ltr"}});
    html.open("head");
    html.empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.element("title", document_title(frame));
    html.element("style", "");  // room_for_sheet, which is looked for
    if (frame.looks != nullptr) {
        const std::string path = looks_path(frame.study, *frame.looks);
        if (!path.empty()) html.empty("link", {{"rel", "stylesheet"}, {"href", path}});
    }
    html.empty("link", {{"rel", "icon"}, {"href", icon_path()}, {"type", "image/svg+xml"}});
    if (frame.script || !frame.forget.empty()) {
        // What is to be seen comes first; nothing is missing until the script is there.
        html.element(
            "script", {{"type", "module"}, {"src", script_path()}, {"fetchpriority", "low"}}, {}
        );
    }
    if (!frame.own_script.empty()) {
        html.element("script", {{"type", "module"}, {"src", frame.own_script}}, {});
    }
    html.close().open("body");
    html.element("a", {{"class", "skip"}, {"href", "#main"}}, words(Phrase::skip));
    if (const std::string_view banner = banner_text(words, frame.life); !banner.empty()) {
        html.element(
            "aside", {{"class", "banner"}, {"aria-label", words(Phrase::state_of_study)}}, banner
        );
    }
    language_switch(html, words, frame);
    study_header(html, frame);
    html.open(
        "main",
        {{"id", "main"},
         {"data-forget", frame.forget.empty() ? std::nullopt : std::optional(frame.forget)}}
    );
    return html;
}

void left_out_notice(Html& html, const Words& words) {
    html.open("section", {{"class", "summary"}, {"role", "alert"}});
    html.element("p", words(Phrase::left_out));
    html.close();
}

}  // namespace querist::web
