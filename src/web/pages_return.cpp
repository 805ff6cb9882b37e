// Going on another time or on another device, and having everything deleted.

#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/qr_code.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

void way_on(Html& html, std::string_view path, std::string_view words) {
    html.open("p").element("a", {{"class", "button"}, {"href", path}}, words);
    html.close();
}

/// The address without the code: where it can be typed.
std::string_view without_code(std::string_view link) { return link.substr(0, link.rfind('/')); }

void code_field(Html& html, const ReturnPage& page) {
    const Words words = words_for(page.study);
    html.open("div", {{"class", page.unknown ? "question faulty" : "question"}});
    html.element("label", {{"class", "ask"}, {"for", "code"}}, words(Phrase::return_code));
    if (page.unknown) {
        html.open("div", {{"class", "error"}, {"id", "code-error"}, {"role", "alert"}});
        html.element("p", words(Phrase::unknown_code));
        html.close();
    }
    html.empty(
        "input",
        {{"type", "text"},
         {"name", "code"},
         {"id", "code"},
         {"value", page.code},
         {"autocomplete", "off"},
         {"autocapitalize", "none"},
         {"spellcheck", "false"},
         {"maxlength", "300"},
         {"aria-invalid", page.unknown ? std::optional<std::string_view>("true") : std::nullopt},
         {"aria-describedby",
          page.unknown ? std::optional<std::string_view>("code-error") : std::nullopt},
         {"autofocus", page.unknown}}
    );
    html.close();
}

}  // namespace

std::string later_page(const LaterPage& page) {
    const Words words = words_for(page.study);
    const bool complete = response::has_ended(page.status);
    const std::string_view heading =
        words(complete ? Phrase::come_back_heading : Phrase::later_heading);
    Html html = begin_page(study_frame(page.study, page.life, heading));
    html.element("h1", heading);
    if (page.left_out) left_out_notice(html, words);
    html.element("p", words(complete ? Phrase::later_complete_text : Phrase::later_text));
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::return_link));
    html.open("p").element("a", {{"class", "link"}, {"href", page.link}}, page.link).close();
    write_qr_code(html, page.link, words(Phrase::return_qr));
    html.element("h2", words(Phrase::or_return_code));
    html.element("p", {{"class", "code"}}, in_groups(page.code));
    html.element("p", words(Phrase::typed_at, {{"address", without_code(page.link)}}));
    html.element("p", words(Phrase::keep_secret));
    html.close();
    way_on(html, page.continue_path, words(complete ? Phrase::back : Phrase::go_on_now));
    html.open("p").element(
        "a", {{"href", study_path(page.study.id, "withdraw")}}, words(Phrase::delete_answers)
    );
    return html.finish();
}

std::string return_page(const ReturnPage& page) {
    const Words words = words_for(page.study);
    Frame frame = study_frame(page.study, page.life, words(Phrase::continue_heading));
    frame.error = page.unknown;
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::continue_heading));
    const std::string action = study_path(page.study.id, "return");
    html.open("form", {{"method", "post"}, {"action", action}});
    const bool from_link = !page.code.empty() && !page.unknown;
    if (from_link) {
        html.element("p", words(Phrase::from_link));
        hidden_field(html, "code", page.code);
    } else {
        code_field(html, page);
    }
    if (page.other) {
        html.element("p", words(Phrase::other_response));
    }
    html.open("p", {{"class", "buttons"}})
        .element("button", words(Phrase::continue_here))
        .close()
        .close();
    return html.finish();
}

std::string withdraw_page(const WithdrawPage& page) {
    const Words words = words_for(page.study);
    Frame frame = study_frame(page.study, page.life, words(Phrase::delete_answers));
    frame.error = page.unsure;
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::delete_answers));
    html.element("p", words(Phrase::withdraw_text));
    if (instrument::paid_by_codes(page.study.compensation) != nullptr) {
        html.element("p", words(Phrase::withdraw_reward));
    }
    const std::string action = study_path(page.study.id, "withdraw");
    html.open("form", {{"method", "post"}, {"action", action}});
    hidden_field(html, "_csrf", page.csrf);
    html.open("div", {{"class", page.unsure ? "question faulty" : "question"}});
    if (page.unsure) {
        html.open("div", {{"class", "error"}, {"id", "sure-error"}, {"role", "alert"}});
        html.element("p", words(Phrase::tick_to_delete)).close();
    }
    html.open("div", {{"class", "choice"}}).open("label");
    html.empty(
        "input",
        {{"type", "checkbox"},
         {"name", "sure"},
         {"value", "yes"},
         {"aria-describedby",
          page.unsure ? std::optional<std::string_view>("sure-error") : std::nullopt},
         {"autofocus", page.unsure}}
    );
    html.element("span", words(Phrase::yes_delete)).close().close().close();
    html.open("p", {{"class", "buttons"}});
    html.element("button", {{"class", "grave"}}, words(Phrase::delete_for_ever));
    html.element(
        "a", {{"class", "button second"}, {"href", page.continue_path}}, words(Phrase::keep_answers)
    );
    html.close().close();
    contact(html, page.study);
    return html.finish();
}

}  // namespace querist::web
