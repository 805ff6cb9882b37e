#pragma once

// The pages that people see, each as one function from what it shows to HTML. No page knows where
// its facts come from.

#include "actions/actions.hpp"
#include "language/language.hpp"
#include "web/form_parser.hpp"
#include "web/html.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// "/": what is served here.
[[nodiscard]] std::string home_page(
    const language::Words& words, std::span<const std::shared_ptr<const instrument::Study>> studies
);

/// The name of the consent form's field that nobody sees.
inline constexpr std::string_view honeypot_field = "website";
/// That of the work that browsers do, by ALTCHA's usual name.
inline constexpr std::string_view work_field = "altcha";
/// Whether somebody may begin, signing in or not, who comes by the study's own address.
[[nodiscard]] bool may_begin_here(const instrument::Study& study, actions::Life life);
/// Whether the consent form of somebody who comes so has work for browsers.
[[nodiscard]] bool demands_work(const instrument::Study& study, actions::Entry entry);

/// "/s/x/" for who has no response yet: the terms and the two buttons. The same for everyone.
[[nodiscard]] std::string consent_page(
    const instrument::Study& study,
    actions::Life life,
    actions::Newcomers newcomers = actions::Newcomers::welcome
);
/// That nothing is paid for taking part any more, where it is so.
void unpaid_notice(Html& html, const instrument::Study& study, actions::Newcomers newcomers);

/// Who comes in as somebody known.
struct EntryPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    actions::Newcomers newcomers = actions::Newcomers::welcome;
};
/// "/s/x/" for who signed in or came by a personal link: the terms and the two buttons.
[[nodiscard]] std::string admitted_page(const EntryPage& page, actions::Entry entry);
/// "/s/x/sign-in": leads on to the issuer, by itself or by a press.
[[nodiscard]] std::string onward_page(const EntryPage& page, std::string_view address);
/// "/s/x/sign-in/back": what went wrong, and the way to try again.
[[nodiscard]] std::string sign_in_fault_page(const EntryPage& page, actions::SignInFault fault);
[[nodiscard]] std::string issuer_down_page(const EntryPage& page);
/// The consent of somebody who has to sign in first, or to be invited.
[[nodiscard]] std::string not_admitted_page(const EntryPage& page);
/// "/s/x/i/TOKEN": nothing happens before the button is pressed. `action`: the path itself.
[[nodiscard]] std::string personal_link_page(const EntryPage& page, std::string_view action);
/// The same address in an anonymous study, and where a sign-in ends there: a script makes a ticket,
/// for which `link` asks, a personal link's token; empty: the pass does.
[[nodiscard]] std::string ticket_page(
    const EntryPage& page, const actions::TicketOffer& offer, std::string_view link
);
/// Why a personal link without script leads no further there.
[[nodiscard]] std::string ticket_without_script_page(const EntryPage& page);
/// Why a ticket lets nobody in.
[[nodiscard]] std::string no_entry_page(const EntryPage& page, actions::NoEntry why);
[[nodiscard]] std::string unknown_link_page(const EntryPage& page);
/// "/s/x/o/TOKEN": the same for wanting no more mail.
[[nodiscard]] std::string opt_out_page(const EntryPage& page, std::string_view action);
[[nodiscard]] std::string opted_out_page(const EntryPage& page);

/// "/s/x/" for who has one: where to go on, and the terms for somebody else at the same browser.
struct Returning {
    const instrument::Study& newest;
    actions::Life life = actions::Life::open;
    PublicId id;
    response::Status status = response::Status::in_progress;
    std::string continue_path = {};
    std::string start_key = {};  ///< For somebody else at the same browser.
};
[[nodiscard]] std::string returning_page(const Returning& returning);

/// "/s/x/p/y": one page of the questionnaire.
struct QuestionPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    PublicId id;
    const response::State& state;               ///< As stored.
    std::span<const response::Answer> answers;  ///< As stored, or with what was typed.
    int page = 0;
    std::string csrf;
    std::optional<Instant> shown_at;
    const response::Form* typed = nullptr;  ///< When the page comes back.
    std::span<const response::FieldFault> faults = {};
    bool revealed = false;  ///< Answers opened further questions here.
    bool left_out = false;  ///< Some answers of the page that was left are not saved.
};
[[nodiscard]] std::string question_page(const QuestionPage& page);

/// The page was accepted elsewhere since it was shown.
struct ConflictPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    PublicId id;
    const response::State& stored;
    const response::PageCheck& submitted;
    const response::Form& typed;
    int page = 0;
    std::string csrf;
};
[[nodiscard]] std::string conflict_page(const ConflictPage& page);

/// The last page of a response that its answers, or a full quota, ended.
[[nodiscard]] std::string screened_out_page(
    const instrument::Study& study,
    actions::Life life,
    const PublicId& id,
    std::string_view message  ///< Markdown.
);
/// Whether a page leads on to where a reward is collected.
enum class RewardWay { none, offered };
/// The last page of a complete response.
struct ThanksPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    PublicId id;
    RewardWay reward = RewardWay::none;
    std::optional<actions::Appeal> appeal = std::nullopt;  ///< Where something can be said or was.
};
[[nodiscard]] std::string thanks_page(const ThanksPage& page);

/// "/s/x/appeal": asks a person to look again, and says what became of it.
struct AppealPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    actions::Appeal appeal = {};
    std::string csrf = {};
    std::string_view typed = {};
    bool unread = false;  ///< What was typed could not be taken.
};
[[nodiscard]] std::string appeal_page(const AppealPage& page);
/// Where an appeal stands, in a sentence.
[[nodiscard]] language::Phrase phrase_of(const actions::Appeal& appeal);
/// Somebody under way pressed "I do not want to take part" on an old copy of the first page.
[[nodiscard]] std::string stopped_page(
    const instrument::Study& study, actions::Life life, const PublicId& id
);
/// "/s/x/" for who had the answers deleted, here or on another device.
struct WithdrawnPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    std::string start_key = {};  ///< For who takes part again; empty when nobody can.
    bool unsaved = false;        ///< A page was sent after that.
};
[[nodiscard]] std::string withdrawn_page(const WithdrawnPage& page);

/// "/s/x/review": all answers that count, with a way back to each, before they are sent.
struct ReviewPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    PublicId id;
    const response::State& state;  ///< As stored.
    std::string csrf;
    bool changed = false;  ///< What was to be sent is no longer what is stored.
};
[[nodiscard]] std::string review_page(const ReviewPage& page);

/// "/s/x/later": how to go on another time or on another device.
struct LaterPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    response::Status status = response::Status::in_progress;
    std::string_view code;      ///< The resume secret.
    std::string_view link;      ///< The whole address that takes it along.
    std::string continue_path;  ///< Here and now.
    bool left_out = false;      ///< Some answers need another look and are not saved.
};
[[nodiscard]] std::string later_page(const LaterPage& page);

/// "/s/x/return/CODE": nothing happens before the button is pressed, so that whoever previews a
/// link takes nothing over. Without a code: a field for it.
struct ReturnPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    std::string_view code;  ///< As in the address, or as typed.
    bool unknown = false;   ///< No response has the code that was sent.
    bool other = false;     ///< This browser has begun another response.
};
[[nodiscard]] std::string return_page(const ReturnPage& page);

/// "/s/x/withdraw": asks before it deletes.
struct WithdrawPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    std::string csrf;
    std::string continue_path;
    bool unsure = false;  ///< Sent without the tick.
};
[[nodiscard]] std::string withdraw_page(const WithdrawPage& page);

[[nodiscard]] std::string refused_page(const instrument::Study& study, actions::Life life);
/// "/s/x/closed": nothing is taken now. `id`: of a response under way, whose pages this browser may
/// keep still.
[[nodiscard]] std::string closed_page(
    const instrument::Study& study, actions::Life life, const std::optional<PublicId>& id
);

/// "/s/x/" for who has no response while the budget covers nobody new.
[[nodiscard]] std::string full_page(const instrument::Study& study, actions::Life life);

/// What was sent is not stored; it stands here to be sent again or, when it comes too late, to be
/// copied.
struct UnsavedPage {
    const instrument::Study* study = nullptr;  ///< In the version that was shown.
    actions::Life life = actions::Life::open;
    std::span<const response::Answer> answers;  ///< As stored: texts name them.
    PublicId id;
    language::Words words;     ///< In the language of the study as it is shown, where there is one.
    language::Phrase heading;  ///< "Not saved yet: the server is busy"
    language::Phrase reason;   ///< A sentence or two.
    std::string action;        ///< Path to send to; empty: too late.
    const response::Form& form;
};
[[nodiscard]] std::string unsaved_page(const UnsavedPage& page);

/// Says, if this browser keeps pages of the response that were not sent, that it does. The page's
/// script finds out (frontend/src/survey.ts); without it nothing is kept and nothing is said.
struct Unsent {
    const instrument::Study& study;
    PublicId id;
    bool too_late = false;  ///< It cannot be sent any more: what was entered is shown.
};
void write_unsent(Html& html, const Unsent& unsent);

/// A page that only says something: what is wrong and what to do.
struct Message {
    std::string_view language = "en";
    std::string_view heading = {};
    std::string what = {};  ///< Its own: phrases with arguments are made for it.
    std::string_view cure = {};
    std::string_view link_path = {};  ///< May be empty.
    std::string_view link_text = {};
};
[[nodiscard]] std::string message_page(const Message& message);

/// The same without stylesheet, icon and way back: a few hundred bytes.
[[nodiscard]] std::string bare_message_page(const Message& message);

/// The usual words for a status: 400, 403, 404, 405, 408, 409, 411, 413, 415, 431, 500, 503.
[[nodiscard]] Message message_for(int status, const language::Words& words);

/// Why a form was not read, for status 400.
[[nodiscard]] Message message_for(FormError error, const language::Words& words);

/// The agree and refuse buttons with the terms above them, within a page. `start_key` is put into
/// the form for somebody else at a browser that has a response; for somebody new, whose page is the
/// same for everyone, it comes as a cookie and is empty here. Where the study has a sign-in, it is
/// offered to who is not known, beside the buttons or in their place; where it has no open link,
/// they read the terms only.
void consent_terms(
    Html& html,
    const instrument::Study& study,
    actions::Life life,
    std::string_view start_key,
    actions::Entry entry = actions::Entry::open_link
);

/// The button that leads to the issuer, with what that means.
void sign_in_offer(Html& html, const instrument::Study& study);

/// Markdown of the study as a block of text.
void prose(Html& html, std::string_view markdown);

/// Whom to write to, when the study says.
void contact(Html& html, const instrument::Study& study);

/// A hidden form field.
void hidden_field(Html& html, std::string_view name, std::string_view value);

/// The one that says in which language the form is, where its study is offered in several.
void language_field(Html& html, const instrument::Study& study);

}  // namespace querist::web
