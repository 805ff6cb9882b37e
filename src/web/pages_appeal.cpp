// Asking a person to look again at what was decided about a response.

#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

void appeal_text_field(Html& html, const AppealPage& page) {
    const Words words = words_for(page.study);
    const std::string most = std::to_string(actions::appeal_characters_max);
    html.open("div", {{"class", page.unread ? "question faulty" : "question"}});
    html.element("label", {{"class", "ask"}, {"for", "text"}}, words(Phrase::appeal_ask));
    html.element("p", {{"class", "hint"}, {"id", "text-hint"}}, words(Phrase::appeal_privacy));
    if (page.unread) {
        const auto count = static_cast<std::int64_t>(actions::appeal_characters_max);
        html.open("div", {{"class", "error"}, {"id", "text-error"}, {"role", "alert"}});
        html.element("p", words(Phrase::appeal_unread, {{"count", count}})).close();
    }
    html.element(
        "textarea",
        {{"name", "text"},
         {"id", "text"},
         {"rows", "6"},
         {"required", true},
         {"maxlength", most},
         {"aria-invalid", page.unread ? std::optional<std::string_view>("true") : std::nullopt},
         {"aria-describedby", page.unread ? "text-hint text-error" : "text-hint"}},
        page.typed
    );
    html.close();
}

void appeal_form(Html& html, const AppealPage& page) {
    const Words words = words_for(page.study);
    const std::string action = study_path(page.study.id, "appeal");
    html.element("p", words(Phrase::appeal_how));
    html.open("form", {{"method", "post"}, {"action", action}});
    hidden_field(html, "_csrf", page.csrf);
    appeal_text_field(html, page);
    html.open("p", {{"class", "buttons"}});
    html.element("button", words(Phrase::appeal_send)).close().close();
}

}  // namespace

Phrase phrase_of(const actions::Appeal& appeal) {
    using Stage = actions::Appeal::Stage;
    switch (appeal.stage) {
        case Stage::possible:
            return appeal.against == actions::Appeal::Against::exclusion ? Phrase::appeal_excluded
                                                                         : Phrase::appeal_unpaid;
        case Stage::waiting:
            return Phrase::appeal_waiting;
        case Stage::granted:
            return Phrase::appeal_granted;
        case Stage::stays:
            break;
    }
    return Phrase::appeal_stays;
}

std::string appeal_page(const AppealPage& page) {
    const Words words = words_for(page.study);
    Frame frame = study_frame(page.study, page.life, words(Phrase::appeal_heading));
    frame.error = page.unread;
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::appeal_heading));
    html.element("p", words(phrase_of(page.appeal)));
    if (page.appeal.stage == actions::Appeal::Stage::possible) appeal_form(html, page);
    contact(html, page.study);
    html.open("p");
    html.element("a", {{"href", study_path(page.study.id, "thanks")}}, words(Phrase::back));
    return html.finish();
}

}  // namespace querist::web
