#include "web/assets.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

void term(Html& html, std::string_view name, std::string_view words) {
    if (words.empty()) return;
    html.open("div").element("dt", name).element("dd", words).close();
}

void facts(Html& html, const Words& words, const instrument::ConsentTerms& terms) {
    html.open("dl", {{"class", "facts"}});
    term(html, words(Phrase::responsible), terms.controller);
    term(html, words(Phrase::whom_to_ask), terms.contact);
    term(html, words(Phrase::ethics_approval), terms.ethics_approval);
    term(html, words(Phrase::kept_until), terms.keep_until);
    if (terms.minimum_age) {
        term(
            html, words(Phrase::minimum_age), words(Phrase::years, {{"count", *terms.minimum_age}})
        );
    }
    html.close();
}

bool looks_for_bursts(const instrument::Study& study) {
    return study.screening && study.screening->points_of(instrument::Signal::burst) > 0;
}

/// A field that is neither shown nor read aloud nor reached by keyboard, so that only programs fill
/// it in. Its label is for browsers that know no stylesheet.
void honeypot(Html& html, const instrument::Study& study, actions::Entry entry) {
    const bool is_set = study.screening && entry == actions::Entry::open_link &&
                        study.screening->points_of(instrument::Signal::honeypot) > 0;
    if (!is_set) return;
    html.open("div", {{"class", "to"}, {"aria-hidden", "true"}});
    html.open("label").text(words_for(study)(Phrase::leave_empty));
    html.empty(
        "input",
        {{"type", "text"}, {"name", honeypot_field}, {"tabindex", "-1"}, {"autocomplete", "off"}}
    );
    html.close().close();
}

/// The two buttons, or the one of a study without terms.
void decision(
    Html& html, const instrument::Study& study, std::string_view start_key, actions::Entry entry
) {
    const Words words = words_for(study);
    const std::string action = study_path(study.id, "consent");
    const std::string work = study_path(study.id, "work");
    const bool works = demands_work(study, entry);
    html.open(
        "form",
        {{"method", "post"},
         {"action", action},
         {"class", "decide"},
         {"data-work", works ? std::optional<std::string_view>(work) : std::nullopt}}
    );
    language_field(html, study);
    if (works) hidden_field(html, work_field, "");
    honeypot(html, study, entry);
    if (!start_key.empty()) hidden_field(html, "again", start_key);
    if (!study.consent) {
        html.element("button", {{"name", "agree"}, {"value", "yes"}}, words(Phrase::start)).close();
        return;
    }
    const std::string_view agree = study.consent->agree_label;
    const std::string_view refuse = study.consent->refuse_label;
    html.element(
        "button",
        {{"name", "agree"}, {"value", "yes"}},
        agree.empty() ? words(Phrase::agree) : agree
    );
    html.element(
        "button",
        {{"name", "agree"}, {"value", "no"}, {"class", "second"}},
        refuse.empty() ? words(Phrase::refuse) : refuse
    );
    html.close();
}

}  // namespace

bool may_begin_here(const instrument::Study& study, actions::Life life) {
    return instrument::sign_in_of(study) != nullptr || actions::admits_unknown(study, life);
}

bool demands_work(const instrument::Study& study, actions::Entry entry) {
    return study.screening && study.screening->demands_work() && entry == actions::Entry::open_link;
}

void consent_terms(
    Html& html,
    const instrument::Study& study,
    actions::Life life,
    std::string_view start_key,
    actions::Entry entry
) {
    const Words words = words_for(study);
    if (study.consent) {
        prose(html, study.consent->text);
        facts(html, words, *study.consent);
    }
    if (response::counts_typing(study)) html.element("p", words(Phrase::typing_counted));
    if (entry != actions::Entry::invitation && looks_for_bursts(study)) {
        html.element("p", words(Phrase::networks_counted));
    }
    const instrument::SignIn* sign_in = instrument::sign_in_of(study);
    if (sign_in != nullptr && entry == actions::Entry::open_link) {
        sign_in_offer(html, study);
        if (!sign_in->required) html.element("p", words(Phrase::sign_in_or));
    }
    if (entry == actions::Entry::open_link && !actions::admits_unknown(study, life)) return;
    decision(html, study, start_key, entry);
}

void unpaid_notice(Html& html, const instrument::Study& study, actions::Newcomers newcomers) {
    if (newcomers != actions::Newcomers::unpaid) return;
    const Words words = words_for(study);
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::unpaid_heading));
    html.element("p", words(Phrase::unpaid_text));
    html.close();
}

std::string consent_page(
    const instrument::Study& study, actions::Life life, actions::Newcomers newcomers
) {
    Frame frame = study_frame(study, life, study.title);
    const bool open = may_begin_here(study, life);
    if (open && demands_work(study, actions::Entry::open_link)) {
        frame.own_script = work_script_path();
    }
    Html html = begin_page(frame);
    html.element("h1", study.title);
    if (!open) {
        const std::size_t outside = html.depth();
        html.open("section", {{"class", "notice"}});
        html.element("h2", words_for(study)(Phrase::by_invitation));
        html.element("p", words_for(study)(Phrase::by_invitation_text));
        html.close_to(outside);
    }
    unpaid_notice(html, study, newcomers);
    consent_terms(html, study, life, {});
    return html.finish();
}

std::string returning_page(const Returning& returning) {
    const instrument::Study& study = returning.newest;
    const Words words = words_for(study);
    const bool ended = response::has_ended(returning.status);
    Frame frame = study_frame(study, returning.life, study.title);
    frame.script = !ended;
    const bool open = may_begin_here(study, returning.life);
    if (open && demands_work(study, actions::Entry::open_link)) {
        frame.own_script = work_script_path();
    }
    Html html = begin_page(frame);
    html.element("h1", study.title);
    if (!ended) write_unsent(html, {.study = study, .id = returning.id});
    const std::size_t outside = html.depth();
    html.open("section", {{"class", "notice"}});
    if (ended) {
        html.element("h2", words(Phrase::taken_part));
        html.element("p", words(Phrase::taken_part_text));
        html.open("p").element(
            "a", {{"class", "button"}, {"href", returning.continue_path}}, words(Phrase::see_code)
        );
    } else {
        html.element("h2", words(Phrase::continue_heading));
        html.element("p", words(Phrase::begun_here));
        html.open("p").element(
            "a", {{"class", "button"}, {"href", returning.continue_path}}, words(Phrase::go_on)
        );
        html.close();
        write_folded_response_code(html, returning.id, study);
    }
    html.close_to(outside);
    if (!open) return html.finish();
    html.open("details").element("summary", words(Phrase::somebody_else));
    html.element("p", words(Phrase::somebody_else_text));
    consent_terms(html, study, returning.life, returning.start_key);
    return html.finish();
}

}  // namespace querist::web
