// Going on another time or on another device, and having everything deleted.

#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/qr_code.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

void way_on(Html& html, std::string_view path, std::string_view words) {
    html.open("p").element("a", {{"class", "button"}, {"href", path}}, words);
    html.close();
}

/// The address without the code: where it can be typed.
std::string_view without_code(std::string_view link) { return link.substr(0, link.rfind('/')); }

void code_field(Html& html, const ReturnPage& page) {
    html.open("div", {{"class", page.unknown ? "question faulty" : "question"}});
    html.element("label", {{"class", "ask"}, {"for", "code"}}, "Your return code");
    if (page.unknown) {
        html.open("div", {{"class", "error"}, {"id", "code-error"}, {"role", "alert"}});
        html.element(
            "p",
            "No response has this code. Compare it with what you noted: 26 letters and digits, "
            "spaces do not matter."
        );
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
         {"maxlength", "64"},
         {"aria-invalid", page.unknown ? std::optional<std::string_view>("true") : std::nullopt},
         {"aria-describedby",
          page.unknown ? std::optional<std::string_view>("code-error") : std::nullopt},
         {"autofocus", page.unknown}}
    );
    html.close();
}

}  // namespace

std::string later_page(const LaterPage& page) {
    const bool complete = page.status == response::Status::complete;
    const std::string_view heading = complete ? "Come back to your response" : "Go on later";
    Html html = begin_page(study_frame(page.study, page.life, heading));
    html.element("h1", heading);
    if (page.left_out) {
        html.open("section", {{"class", "summary"}, {"role", "alert"}});
        html.element("p", "Some answers of the last page need another look and are not saved yet.");
        html.close();
    }
    html.element(
        "p",
        complete ? "Your answers are saved. With this link you can look at this page again or have "
                   "them deleted, on any device."
                 : "What you answered is saved. In this browser, just open the survey again. On "
                   "another device, use your own link:"
    );
    html.open("section", {{"class", "notice"}});
    html.element("h2", "Your return link");
    html.open("p").element("a", {{"class", "link"}, {"href", page.link}}, page.link).close();
    write_qr_code(html, page.link, "QR code of your return link");
    html.element("h2", "Or your return code");
    html.element("p", {{"class", "code"}}, in_groups(page.code));
    html.element("p", fmt::format("To be typed at {}", without_code(page.link)));
    html.element(
        "p",
        "Whoever has the link or the code can read, change and delete your answers: keep it to "
        "yourself. It cannot be asked for again elsewhere, because nobody else knows it."
    );
    html.close();
    way_on(html, page.continue_path, complete ? "Back" : "Go on now");
    html.open("p").element(
        "a", {{"href", study_path(page.study.id, "withdraw")}}, "Delete my answers"
    );
    return html.finish();
}

std::string return_page(const ReturnPage& page) {
    Frame frame = study_frame(page.study, page.life, "Continue where you left off");
    frame.error = page.unknown;
    Html html = begin_page(frame);
    html.element("h1", "Continue where you left off");
    const std::string action = study_path(page.study.id, "return");
    html.open("form", {{"method", "post"}, {"action", action}});
    const bool from_link = !page.code.empty() && !page.unknown;
    if (from_link) {
        html.element("p", "This link belongs to a response that was begun before.");
        hidden_field(html, "code", page.code);
    } else {
        code_field(html, page);
    }
    if (page.other) {
        html.element(
            "p",
            "This browser has begun a response already. It will know the other one in its place, "
            "and both stay saved."
        );
    }
    html.open("p", {{"class", "buttons"}}).element("button", "Continue here").close().close();
    return html.finish();
}

std::string withdraw_page(const WithdrawPage& page) {
    Frame frame = study_frame(page.study, page.life, "Delete my answers");
    frame.error = page.unsure;
    Html html = begin_page(frame);
    html.element("h1", "Delete my answers");
    html.element(
        "p",
        "Everything that you answered in this study is deleted for ever. Nobody can bring it back, "
        "and you cannot take part again with this response."
    );
    const std::string action = study_path(page.study.id, "withdraw");
    html.open("form", {{"method", "post"}, {"action", action}});
    hidden_field(html, "_csrf", page.csrf);
    html.open("div", {{"class", page.unsure ? "question faulty" : "question"}});
    if (page.unsure) {
        html.open("div", {{"class", "error"}, {"id", "sure-error"}, {"role", "alert"}});
        html.element("p", "Tick this to say that you mean it. Nothing is deleted yet.").close();
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
    html.element("span", "Yes, delete all my answers").close().close().close();
    html.open("p", {{"class", "buttons"}});
    html.element("button", "Delete for ever");
    html.element(
        "a", {{"class", "button second"}, {"href", page.continue_path}}, "Keep them and go on"
    );
    html.close().close();
    contact(html, page.study);
    return html.finish();
}

}  // namespace querist::web
