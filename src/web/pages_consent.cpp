#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

void term(Html& html, std::string_view name, std::string_view words) {
    if (words.empty()) return;
    html.open("div").element("dt", name).element("dd", words).close();
}

void facts(Html& html, const instrument::ConsentTerms& terms) {
    html.open("dl", {{"class", "facts"}});
    term(html, "Who is responsible", terms.controller);
    term(html, "Whom to ask", terms.contact);
    term(html, "Ethics approval", terms.ethics_approval);
    term(html, "Answers are kept until", terms.keep_until);
    if (terms.minimum_age) {
        term(html, "Minimum age", fmt::format("{} years", *terms.minimum_age));
    }
    html.close();
}

}  // namespace

void consent_terms(Html& html, const instrument::Study& study, std::string_view start_key) {
    const std::string action = study_path(study.id, "consent");
    if (!study.consent) {
        html.open("form", {{"method", "post"}, {"action", action}, {"class", "decide"}});
        if (!start_key.empty()) hidden_field(html, "again", start_key);
        html.element("button", {{"name", "agree"}, {"value", "yes"}}, "Start").close();
        return;
    }
    const instrument::ConsentTerms& terms = *study.consent;
    prose(html, terms.text);
    facts(html, terms);
    const std::string_view agree = terms.agree_label;
    const std::string_view refuse = terms.refuse_label;
    html.open("form", {{"method", "post"}, {"action", action}, {"class", "decide"}});
    if (!start_key.empty()) hidden_field(html, "again", start_key);
    html.element(
        "button",
        {{"name", "agree"}, {"value", "yes"}},
        agree.empty() ? "I agree and want to take part" : agree
    );
    html.element(
        "button",
        {{"name", "agree"}, {"value", "no"}, {"class", "second"}},
        refuse.empty() ? "I do not want to take part" : refuse
    );
    html.close();
}

std::string consent_page(const instrument::Study& study, actions::Life life) {
    Html html = begin_page(study_frame(study, life, study.title));
    html.element("h1", study.title);
    consent_terms(html, study, {});
    return html.finish();
}

std::string returning_page(const Returning& returning) {
    const instrument::Study& study = returning.newest;
    Html html = begin_page(study_frame(study, returning.life, study.title));
    html.element("h1", study.title);
    const std::size_t outside = html.depth();
    html.open("section", {{"class", "notice"}});
    if (returning.status == response::Status::complete) {
        html.element("h2", "You have taken part");
        html.element("p", "Your answers are saved, and your part is done.");
        html.open("p").element(
            "a", {{"class", "button"}, {"href", returning.continue_path}}, "See your response code"
        );
    } else {
        html.element("h2", "Continue where you left off");
        html.element("p", "This browser has begun the survey. What you answered is saved.");
        html.open("p").element(
            "a", {{"class", "button"}, {"href", returning.continue_path}}, "Continue"
        );
        html.close();
        write_folded_response_code(html, returning.id, study.id);
    }
    html.close_to(outside);
    html.open("details").element("summary", "Take part as somebody else");
    html.element(
        "p",
        "For another person at this browser. Note the response code first if you have one: this "
        "browser will then no longer know the response that it has begun."
    );
    consent_terms(html, study, returning.start_key);
    return html.finish();
}

}  // namespace querist::web
