// POSTs: the consent's and the pages'.

#include "core/core.hpp"
#include "web/client_network.hpp"
#include "web/entry_cookies.hpp"
#include "web/form_parser.hpp"
#include "web/link_cookie.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"
#include "web/start_key.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::web {

namespace {

using language::Phrase;

struct Trouble {
    Phrase heading;
    Phrase reason;
    std::string_view retry_after;  ///< Seconds.
};

Trouble trouble_of(const Problem& problem) {
    if (problem.code == "store.busy") {
        return {Phrase::busy, Phrase::busy_why, "2"};
    }
    if (problem.code == "store.locked") {
        return {Phrase::locked, Phrase::locked_why, "10"};
    }
    if (problem.code == "store.full") {
        return {Phrase::disk_full, Phrase::nothing_saved, "60"};
    }
    if (problem.code == "store.read-only") {
        return {Phrase::cannot_write, Phrase::nothing_saved, "60"};
    }
    return {Phrase::cannot_save, Phrase::nothing_saved, "60"};
}

/// What was sent in the words in which it was asked for; in those of the newest version where the
/// response cannot be read.
struct Asked {
    std::shared_ptr<const instrument::Study> study;
    std::vector<response::Answer> answers;
    PublicId id;
};

Asked asked(actions::Fieldwork& fieldwork, const Kept& kept) {
    if (!kept.secret.empty()) {
        const Result<std::optional<actions::PageView>> view =
            fieldwork.view(kept.study, kept.secret);
        if (view && view->has_value()) {
            return {
                shown_in((*view)->study, kept.language), (*view)->state.answers, (*view)->public_id
            };
        }
    }
    Asked newest{fieldwork.study(kept.study), {}, {}};
    if (newest.study) {
        newest.study = shown_in(newest.study, kept.language);
        newest.answers = response::fresh_state(*newest.study).answers;
    }
    return newest;
}

/// `action`: where it can be sent again; empty when it comes too late.
Reply unsaved(
    const SiteParts& parts,
    const Kept& kept,
    int status,
    const Trouble& trouble,
    const std::string& action
) {
    const Asked was = asked(parts.fieldwork, kept);
    const response::Form form = parse_form(kept.body).value_or(response::Form{});
    const UnsavedPage page{
        .study = was.study.get(),
        .life = parts.fieldwork.life(kept.study),
        .answers = was.answers,
        .id = was.id,
        .words = was.study ? language::Words(was.study->language) : kept.words,
        .heading = trouble.heading,
        .reason = trouble.reason,
        .action = action,
        .form = form
    };
    // Without a session the consent is judged by Origin, so its form must send one.
    return page_reply(
        status,
        unsaved_page(page),
        kept.accept_encoding,
        {{"Retry-After", trouble.retry_after}},
        kept.secret.empty() ? Referrer::same_origin : Referrer::none
    );
}

Reply resend(const SiteParts& parts, const Kept& kept, const Problem& problem) {
    if (problem.code != "store.busy") log_problem(kept.action, problem);
    return unsaved(parts, kept, 503, trouble_of(problem), kept.action);
}

/// Nothing belongs to the browser's secret, or nothing any longer.
Reply lost_session(const SiteParts& parts, const Kept& kept) {
    const Result<std::optional<actions::PageView>> view =
        parts.fieldwork.view(kept.study, kept.secret);
    if (view && *view && (*view)->state.status == response::Status::withdrawn) {
        return withdrawn_reply(
            parts, *shown_in((*view)->study, kept.language), kept.accept_encoding, {403, true}
        );
    }
    Message message = message_for(403, kept.words);
    message.heading = kept.words(Phrase::lost_session);
    message.what = kept.words(Phrase::lost_session_what);
    message.cure = kept.words(Phrase::lost_session_cure);
    const std::string front = study_path(kept.study);
    message.link_path = front;
    message.link_text = kept.words(Phrase::to_first_page);
    return page_reply(403, message_page(message), kept.accept_encoding);
}

/// What the page's script reads (frontend/src/sending.ts).
Reply told(int status, std::string words) {
    return {
        make_packet(
            {.status = status, .content_type = "text/plain; charset=utf-8"}, std::move(words)
        ),
        nullptr
    };
}

/// Makes the reply to a submitted page on the request's own thread.
struct PageOutcome {
    const SiteParts& parts;
    const Kept& kept;

    [[nodiscard]] Reply with_view(
        const std::function<
            std::pair<int, std::string>(const instrument::Study&, const actions::PageView&)>& render
    ) const {
        const Result<std::optional<actions::PageView>> view =
            parts.fieldwork.view(kept.study, kept.secret);
        if (!view) return resend(parts, kept, view.error());
        if (!view->has_value()) return lost_session(parts, kept);
        auto [status, html] = render(*shown_in((*view)->study, kept.language), **view);
        return survey_reply(status, std::move(html), kept.accept_encoding);
    }
    /// What was sent is saved: the browser goes on.
    [[nodiscard]] Reply go_to(std::string path) const {
        return kept.script ? told(200, std::move(path)) : see_other(path);
    }
    Reply operator()(const actions::GoTo& go) const {
        std::string path = page_path(kept.study, go.page_id);
        if (go.revealed) path.append("?more");
        if (go.left_out > 0) path.append("?left-out");
        return go_to(std::move(path));
    }
    Reply operator()(const actions::ToReview& review) const {
        return go_to(study_path(kept.study, review.changed ? "review?changed" : "review"));
    }
    Reply operator()(const actions::SetAside& aside) const {
        std::string path = study_path(kept.study, "later");
        if (aside.left_out > 0) path.append("?left-out");
        return go_to(std::move(path));
    }
    Reply operator()(const actions::Completed&) const {
        return go_to(study_path(kept.study, "thanks"));
    }
    Reply operator()(const actions::Faulty& faulty) const {
        return with_view([&](const instrument::Study& study, const actions::PageView& view) {
            // Judged again for the labels in what is wrong: the writer knows the study's own.
            const response::PageCheck check =
                response::check_page(study, faulty.state, faulty.page, faulty.form);
            return std::pair(
                422,
                question_page(
                    {.study = study,
                     .life = view.life,
                     .id = view.public_id,
                     .state = faulty.state,
                     .answers = faulty.check.answers,
                     .page = faulty.page,
                     .csrf = parts.fieldwork.csrf_token(kept.secret),
                     .shown_at = parse_instant(response::field_value(faulty.form, "_shown_at")),
                     .typed = &faulty.form,
                     .faults = check.faults,
                     .revealed = !faulty.check.revealed.empty()}
                )
            );
        });
    }
    Reply operator()(const actions::Conflict& conflict) const {
        return with_view([&](const instrument::Study& study, const actions::PageView& view) {
            return std::pair(
                409,
                conflict_page(
                    {.study = study,
                     .life = view.life,
                     .id = view.public_id,
                     .stored = conflict.stored,
                     .submitted = conflict.submitted,
                     .typed = conflict.form,
                     .page = conflict.page,
                     .csrf = parts.fieldwork.csrf_token(kept.secret)}
                )
            );
        });
    }
    Reply operator()(const actions::TooLate&) const {
        Message message = message_for(409, kept.words);
        const std::string thanks = study_path(kept.study, "thanks");
        message.link_path = thanks;
        message.link_text = kept.words(Phrase::to_last_page);
        return page_reply(409, message_page(message), kept.accept_encoding);
    }
    Reply operator()(const actions::NotTaking& now) const {
        if (now.life == actions::Life::paused) {
            if (kept.script) return told(503, "paused");
            const Trouble pause{Phrase::paused_unsaved, Phrase::paused_unsaved_why, "600"};
            return unsaved(parts, kept, 503, pause, kept.action);
        }
        // The review has typed nothing that could be lost.
        const bool typed = kept.action != study_path(kept.study, "review");
        if (!typed) return see_other(study_path(kept.study, "closed"));
        return unsaved(parts, kept, 409, {Phrase::closed, Phrase::closed_text, {}}, {});
    }
    Reply operator()(const actions::NoResponse&) const { return lost_session(parts, kept); }
};

struct ConsentReply {
    const SiteParts& parts;
    const Kept& kept;

    Reply operator()(const actions::Started& started) const {
        const std::string cookie =
            session_cookie(kept.study, started.secret, parts.secure_cookies());
        const std::shared_ptr<const instrument::Study> study = parts.fieldwork.study(kept.study);
        if (started.again) return forgetting(goes_on(started, cookie));
        if (!started.page || !study) {
            return forgetting(see_other(study_path(kept.study, "thanks"), cookie));
        }
        const auto page = static_cast<std::size_t>(*started.page);
        return forgetting(see_other(page_path(kept.study, study->pages.at(page).id), cookie));
    }
    /// Whoever refused takes nothing along, not even the key of the asking.
    Reply operator()(const actions::Refused&) const {
        const std::string forget = fmt::format(
            "querist-start=; Path={}; Max-Age=0; HttpOnly; SameSite=Lax",
            study_path(kept.study, "consent")
        );
        return forgetting(see_other(study_path(kept.study, "refused"), forget));
    }
    Reply operator()(const actions::NotTaking&) const {
        return see_other(study_path(kept.study, "closed"));
    }
    Reply operator()(const actions::TicketSpent&) const {
        const std::shared_ptr<const instrument::Study> study = parts.fieldwork.study(kept.study);
        if (!study) return see_other(study_path(kept.study));
        const EntryPage page{
            .study = *shown_in(study, kept.language), .life = parts.fieldwork.life(kept.study)
        };
        const std::string html = no_entry_page(page, actions::NoEntry::spent);
        return forgetting(page_reply(409, html, kept.accept_encoding));
    }
    Reply operator()(const actions::NotAdmitted&) const {
        const std::shared_ptr<const instrument::Study> study = parts.fieldwork.study(kept.study);
        if (!study) return see_other(study_path(kept.study));
        const EntryPage page{
            .study = *shown_in(study, kept.language), .life = parts.fieldwork.life(kept.study)
        };
        return page_reply(403, not_admitted_page(page), kept.accept_encoding);
    }

private:
    /// The response had begun before, perhaps in another version.
    [[nodiscard]] Reply goes_on(const actions::Started& started, const std::string& cookie) const {
        const Result<std::optional<actions::PageView>> view =
            parts.fieldwork.view(kept.study, started.secret);
        const bool is_there = view && view->has_value();
        return see_other(is_there ? path_to_continue(**view) : study_path(kept.study), cookie);
    }
    /// The next person at this browser did not come by the same link.
    [[nodiscard]] Reply forgetting(Reply reply) const {
        const std::shared_ptr<const instrument::Study> study = parts.fieldwork.study(kept.study);
        if (study) reply.own_lines += forgotten_link(*study);
        if (kept.passed) reply.own_lines += forgotten_pass(kept.study);
        return reply;
    }
};

Kept kept_of(Request& request, std::string study, std::string action, std::string secret) {
    return {
        .study = std::move(study),
        .action = std::move(action),
        .secret = std::move(secret),
        .accept_encoding = std::string(request.accept_encoding),
        .body = std::move(request.body),
        .words = words_of(request),
        .language = {}
    };
}

}  // namespace

std::string session_cookie(std::string_view study, std::string_view secret, bool secure) {
    // Kept for a month, so that a response can go on after the browser was closed.
    return fmt::format(
        "querist={}; Path={}; Max-Age=2592000; HttpOnly; SameSite=Lax{}",
        secret,
        study_path(study),
        secure ? "; Secure" : ""
    );
}

/// What another site or an old session sent.
std::optional<Reply> Site::refuse_foreign(
    const Request& request,
    const std::string& study,
    const response::Form& form,
    const std::string& secret
) const {
    const std::string own = parts_.fieldwork.csrf_token(secret);
    const std::string_view sent = response::field_value(form, "_csrf");
    if (!secret.empty() && equal_in_constant_time(own, sent)) return std::nullopt;
    Message message = message_for(403, words_of(request));
    const std::string front = study_path(study);
    message.link_path = front;
    message.link_text = words_of(request)(Phrase::to_survey);
    return page_reply(403, message_page(message), request.accept_encoding);
}

Reaction Site::take_page(Request& request, const SurveyPage& route, const std::string& secret) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    if (auto refused = refuse_foreign(request, route.study, *form, secret)) return *refused;
    if (response::field_value(*form, "_page") != route.page ||
        response::field_value(*form, "_go") == "send") {
        return status_reply(400, request);
    }
    constexpr std::string_view other = "language:";
    if (const std::string_view go = response::field_value(*form, "_go"); go.starts_with(other)) {
        return show_in_other_language(
            request, route, secret, *form, std::string_view(go).substr(other.size())
        );
    }
    Kept kept = kept_of(request, route.study, page_path(route.study, route.page), secret);
    kept.script = route.script;
    kept.language = form_language(request, parts_.fieldwork.study(route.study), *form);
    return submit(std::move(kept), *std::move(form));
}

Reaction Site::take_review(Request& request, const Review& route, const std::string& secret) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    if (auto refused = refuse_foreign(request, route.study, *form, secret)) return *refused;
    response::Form sent{
        {"_go", "send"}, {"_revision", std::string(response::field_value(*form, "_revision"))}
    };
    Kept kept = kept_of(request, route.study, study_path(route.study, "review"), secret);
    kept.language = form_language(request, parts_.fieldwork.study(route.study), *form);
    return submit(std::move(kept), std::move(sent));
}

Reaction Site::submit(Kept kept, response::Form form) {
    return [this,
            kept = std::move(kept),
            form = std::move(form)](std::move_only_function<void(Finish)> done) mutable {
        const std::optional<Instant> shown_at =
            parse_instant(response::field_value(form, "_shown_at"));
        std::string study = kept.study;
        std::string session = kept.secret;
        parts_.fieldwork.submit_page(
            std::move(study),
            std::move(session),
            std::move(form),
            shown_at,
            [this,
             kept = std::move(kept),
             done = std::move(done)](Result<actions::SubmitOutcome> outcome) mutable {
                // The writer thread only hands over; pages are made on the request's own thread.
                done([this, kept = std::move(kept), outcome = std::move(outcome)] {
                    if (!outcome) return resend(parts_, kept, outcome.error());
                    return std::visit(PageOutcome{parts_, kept}, *outcome);
                });
            }
        );
    };
}

/// The page in another language with what was typed on it. Nothing is stored.
Reply Site::show_in_other_language(
    const Request& request,
    const SurveyPage& route,
    const std::string& secret,
    const response::Form& form,
    std::string_view language
) {
    const Result<std::optional<actions::PageView>> view =
        parts_.fieldwork.view(route.study, secret);
    if (!view) return unavailable(request, view.error());
    if (!view->has_value()) return see_other(study_path(route.study));
    const actions::PageView& found = **view;
    const StudyPointer shown = shown_in(found.study, language);
    const std::string cookie =
        language_cookie(route.study, shown->language, parts_.secure_cookies());
    const std::optional<int> page = response::form_page(*shown, form);
    const bool under_way = found.state.status == response::Status::in_progress;
    if (!under_way || !page || !response::reachable(*shown, found.state, *page)) {
        Reply reply = see_other(path_to_continue(found));
        reply.own_lines = cookie;
        return reply;
    }
    // The form keeps the revision that it was made from, or it would take over what another tab
    // has saved since.
    response::State state = found.state;
    int& revision = state.page_revisions.at(static_cast<std::size_t>(*page));
    revision = response::form_revision(form).value_or(revision);
    const response::PageCheck check = response::check_page(*shown, state, *page, form);
    Reply reply = survey_reply(
        200,
        question_page(
            {.study = *shown,
             .life = found.life,
             .id = found.public_id,
             .state = state,
             .answers = check.answers,
             .page = *page,
             .csrf = parts_.fieldwork.csrf_token(secret),
             .shown_at = parse_instant(response::field_value(form, "_shown_at")),
             .typed = &form}
        ),
        request.accept_encoding
    );
    reply.own_lines = cookie;
    return reply;
}

/// A press on the first page's buttons with a response under way (Back, a reload, an impatient
/// second click) begins no second one.
std::optional<Reply> Site::answer_again(
    const Request& request, const std::string& study_id, const std::string& secret, bool agreed
) {
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study_id, secret);
    if (!view || !view->has_value()) return std::nullopt;
    const actions::PageView& found = **view;
    const StudyPointer shown = shown_to(request, found.study);
    const instrument::Study& study = *shown;
    if (response::has_ended(found.state.status)) return see_other(path_to_continue(found));
    if (found.state.status != response::Status::in_progress) return std::nullopt;
    if (!agreed) {
        return survey_reply(
            200, stopped_page(study, found.life, found.public_id), request.accept_encoding
        );
    }
    return see_other(path_to_continue(found));
}

Reaction Site::answer(Request& request, const Consent& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    if (request.method != Method::post) return see_other(study_path(route.study));
    // There is no session yet that a token could belong to, so the browser's own word counts.
    if (!is_from_own_page(request)) {
        return status_reply(403, request);
    }
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    const std::string_view agree = response::field_value(*form, "agree");
    if (agree != "yes" && agree != "no") return status_reply(400, request);
    const std::string secret = session_secret(request);
    const bool again = !response::field_value(*form, "again").empty();
    std::string pass = pass_of(request);
    const bool admitted =
        !pass.empty() && parts_.fieldwork.entry_of(route.study, pass) != actions::Entry::open_link;
    if (!again && !admitted && !secret.empty()) {
        std::optional<Reply> reply = answer_again(request, route.study, secret, agree == "yes");
        if (reply) return *std::move(reply);
    }
    Kept kept = kept_of(request, route.study, study_path(route.study, "consent"), {});
    kept.language = form_language(request, parts_.fieldwork.study(route.study), *form);
    kept.passed = !pass.empty();
    actions::Arrival arrival{
        start_key(request, *form), link_values(request), kept.language, std::move(pass)
    };
    arrival.work = response::field_value(*form, work_field);
    arrival.network =
        client_network(request.peer, request.forwarded_for, parts_.public_address.has_value());
    if (!response::field_value(*form, honeypot_field).empty()) {
        arrival.flag = actions::honeypot_flag;
    }
    return [this, agreed = agree == "yes", arrival = std::move(arrival), kept = std::move(kept)](
               std::move_only_function<void(Finish)> done
           ) mutable {
        std::string study = kept.study;
        parts_.fieldwork.answer_consent(
            std::move(study),
            agreed,
            std::move(arrival),
            [this,
             kept = std::move(kept),
             done = std::move(done)](Result<actions::ConsentOutcome> outcome) mutable {
                done([this, kept = std::move(kept), outcome = std::move(outcome)] {
                    if (!outcome) return resend(parts_, kept, outcome.error());
                    return std::visit(ConsentReply{parts_, kept}, *outcome);
                });
            }
        );
    };
}

}  // namespace querist::web
