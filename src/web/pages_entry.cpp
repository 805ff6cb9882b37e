// Signing in, personal links, and wanting no more mail.

#include "web/assets.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

/// The name that a study gives its issuer; empty where it has none.
std::string issuer_name(const instrument::Study& study) {
    const instrument::SignIn* sign_in = instrument::sign_in_of(study);
    return sign_in == nullptr ? std::string() : sign_in->name;
}

struct FaultWords {
    actions::SignInFault fault;
    Phrase heading;
    Phrase text;
};

constexpr FaultWords fault_words[] = {
    {actions::SignInFault::declined, Phrase::sign_in_declined, Phrase::sign_in_declined_text},
    {actions::SignInFault::foreign, Phrase::sign_in_foreign, Phrase::sign_in_foreign_text},
    {actions::SignInFault::late, Phrase::sign_in_late, Phrase::sign_in_late_text},
    {actions::SignInFault::used, Phrase::sign_in_used, Phrase::sign_in_used_text},
    {actions::SignInFault::untrusted, Phrase::sign_in_untrusted, Phrase::sign_in_untrusted_text},
};

/// A page that says what became of the sign-in, with the way back to the first page.
std::string entry_message(const EntryPage& page, std::string_view heading, std::string_view text) {
    const Words words = words_for(page.study);
    Frame frame = study_frame(page.study, page.life, heading);
    frame.error = true;
    Html html = begin_page(frame);
    html.element("h1", heading);
    html.element("p", text);
    html.open("p").element(
        "a",
        {{"class", "button"}, {"href", study_path(page.study.id)}},
        words(Phrase::to_first_page)
    );
    html.close();
    contact(html, page.study);
    return html.finish();
}

/// What somebody is told who is known by something.
std::pair<Phrase, Phrase> known_by(actions::Entry entry) {
    switch (entry) {
        case actions::Entry::account:
            return {Phrase::signed_in, Phrase::signed_in_text};
        case actions::Entry::ticket:
            return {Phrase::ticket_taken, Phrase::ticket_taken_text};
        case actions::Entry::open_link:
        case actions::Entry::invitation:
            break;
    }
    return {Phrase::invited, Phrase::invited_text};
}

}  // namespace

void sign_in_form(Html& html, const instrument::Study& study, std::string_view button) {
    html.open(
        "form",
        {{"method", "post"}, {"action", study_path(study.id, "sign-in")}, {"class", "decide"}}
    );
    html.element("button", button).close();
}

void sign_in_offer(Html& html, const instrument::Study& study) {
    const Words words = words_for(study);
    const std::string name = issuer_name(study);
    html.element("p", words(Phrase::sign_in_text, {{"name", name}}));
    sign_in_form(html, study, words(Phrase::sign_in_with, {{"name", name}}));
}

void admitted_notice(Html& html, const instrument::Study& study, actions::Entry entry) {
    const Words words = words_for(study);
    const auto [heading, text] = known_by(entry);
    const std::size_t outside = html.depth();
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(heading));
    html.element("p", words(text));
    html.close_to(outside);
}

std::string admitted_page(const EntryPage& page, actions::Entry entry) {
    const instrument::Study& study = page.study;
    Html html = begin_page(study_frame(study, page.life, study.title));
    html.element("h1", study.title);
    admitted_notice(html, study, entry);
    unpaid_notice(html, study, page.newcomers);
    consent_terms(html, study, page.life, {}, entry);
    if (entry == actions::Entry::account) {
        const std::size_t outside = html.depth();
        const std::string_view other = words_for(study)(Phrase::other_account);
        html.open("details").element("summary", other);
        sign_in_form(
            html, study, words_for(study)(Phrase::sign_in_with, {{"name", issuer_name(study)}})
        );
        html.close_to(outside);
    }
    return html.finish();
}

std::string onward_page(const EntryPage& page, std::string_view address) {
    const Words words = words_for(page.study);
    const std::string heading = words(Phrase::on_to_issuer, {{"name", issuer_name(page.study)}});
    Html html = begin_page(study_frame(page.study, page.life, heading));
    html.element("h1", heading);
    html.element("p", words(Phrase::on_to_issuer_text));
    html.open("p").element("a", {{"class", "button"}, {"href", address}}, heading);
    return html.finish();
}

std::string sign_in_fault_page(const EntryPage& page, actions::SignInFault fault) {
    const Words words = words_for(page.study);
    const FaultWords& said = fault_words[static_cast<std::size_t>(fault)];
    const bool names_issuer = fault == actions::SignInFault::untrusted;
    const std::string text = names_issuer ? words(said.text, {{"name", issuer_name(page.study)}})
                                          : std::string(words(said.text));
    return entry_message(page, words(said.heading), text);
}

std::string issuer_down_page(const EntryPage& page) {
    const Words words = words_for(page.study);
    const std::string heading = words(Phrase::issuer_down, {{"name", issuer_name(page.study)}});
    return entry_message(page, heading, words(Phrase::issuer_down_text));
}

std::string not_admitted_page(const EntryPage& page) {
    const Words words = words_for(page.study);
    if (instrument::sign_in_of(page.study) == nullptr) {
        return entry_message(page, words(Phrase::by_invitation), words(Phrase::by_invitation_text));
    }
    return entry_message(page, words(Phrase::sign_in_first), words(Phrase::sign_in_first_text));
}

std::string unknown_link_page(const EntryPage& page) {
    const Words words = words_for(page.study);
    return entry_message(page, words(Phrase::unknown_link), words(Phrase::unknown_link_text));
}

std::string personal_link_page(const EntryPage& page, std::string_view action) {
    const instrument::Study& study = page.study;
    const Words words = words_for(study);
    Html html = begin_page(study_frame(study, page.life, study.title));
    html.element("h1", study.title);
    const std::size_t outside = html.depth();
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::personal_link));
    html.element("p", words(Phrase::personal_link_text));
    html.close_to(outside);
    html.open("form", {{"method", "post"}, {"action", action}, {"class", "decide"}});
    html.element("button", words(Phrase::go_on)).close();
    contact(html, study);
    return html.finish();
}

std::string ticket_page(
    const EntryPage& page, const actions::TicketOffer& offer, std::string_view link
) {
    const instrument::Study& study = page.study;
    const Words words = words_for(study);
    Frame frame = study_frame(study, page.life, study.title);
    frame.own_script = entry_script_path();
    Html html = begin_page(frame);
    html.element("h1", study.title);
    const std::string desk = study_path(study.id, "ticket");
    const std::string gate = study_path(study.id, "enter");
    const std::string key_path = reward_keys_path(study.id, offer.key.id);
    const std::string digest = sha256(offer.key.der).hex();
    const std::size_t outside = html.depth();
    html.open(
        "section",
        {{"class", "notice"},
         {"data-ticket", ""},
         {"data-key", key_path},
         {"data-digest", digest},
         {"data-desk", desk},
         {"data-gate", gate},
         {"data-holder", offer.holder},
         {"data-link", link},
         {"data-busy", words(Phrase::reward_busy)},
         {"data-another", words(Phrase::ticket_elsewhere)},
         {"data-again", words(Phrase::ticket_again)},
         {"data-foreign", words(Phrase::ticket_foreign_text)},
         {"data-spent", words(Phrase::ticket_spent_text)},
         {"data-failed", words(Phrase::reward_failed)},
         {"data-insecure", words(Phrase::reward_insecure)},
         {"hidden", true}}
    );
    html.element("h2", words(Phrase::ticket));
    html.element("p", words(Phrase::ticket_text));
    html.open("p").element("button", {{"type", "button"}}, words(Phrase::go_on)).close();
    html.open("p", {{"class", "status"}, {"role", "status"}});
    html.close_to(outside);
    // Taken away by the script, so that it also stands where that does not arrive.
    html.element("p", {{"data-without-script", ""}}, words(Phrase::ticket_without_script));
    contact(html, study);
    return html.finish();
}

std::string ticket_without_script_page(const EntryPage& page) {
    const Words words = words_for(page.study);
    return entry_message(page, words(Phrase::ticket), words(Phrase::ticket_without_script));
}

std::string no_entry_page(const EntryPage& page, actions::NoEntry why) {
    const Words words = words_for(page.study);
    switch (why) {
        case actions::NoEntry::spent:
            return entry_message(
                page, words(Phrase::ticket_spent), words(Phrase::ticket_spent_text)
            );
        case actions::NoEntry::foreign:
            break;
    }
    return entry_message(page, words(Phrase::ticket_foreign), words(Phrase::ticket_foreign_text));
}

std::string opt_out_page(const EntryPage& page, std::string_view action) {
    const Words words = words_for(page.study);
    Html html = begin_page(study_frame(page.study, page.life, words(Phrase::no_more_mail)));
    html.element("h1", words(Phrase::no_more_mail));
    html.element("p", words(Phrase::no_more_mail_text));
    html.open("form", {{"method", "post"}, {"action", action}, {"class", "decide"}});
    html.element("button", words(Phrase::send_no_more)).close();
    contact(html, page.study);
    return html.finish();
}

std::string opted_out_page(const EntryPage& page) {
    const Words words = words_for(page.study);
    Html html = begin_page(study_frame(page.study, page.life, words(Phrase::opted_out)));
    html.element("h1", words(Phrase::opted_out));
    html.element("p", words(Phrase::opted_out_text));
    contact(html, page.study);
    return html.finish();
}

}  // namespace querist::web
