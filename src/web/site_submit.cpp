// POSTs: the consent's and the pages'.

#include "core/core.hpp"
#include "web/form_parser.hpp"
#include "web/link_cookie.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"

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

Reply resend(actions::Fieldwork& fieldwork, const Kept& kept, const Trouble& trouble) {
    const std::shared_ptr<const instrument::Study> study = fieldwork.study(kept.study);
    const response::Form form = parse_form(kept.body).value_or(response::Form{});
    const ResendPage page{
        .study = study.get(),
        .life = fieldwork.life(kept.study),
        .words = kept.words,
        .heading = trouble.heading,
        .reason = trouble.reason,
        .action = kept.action,
        .form = form
    };
    // Without a session the consent is judged by Origin, so its form must send one.
    return page_reply(
        503,
        resend_page(page),
        kept.accept_encoding,
        {{"Retry-After", trouble.retry_after}},
        kept.secret.empty() ? Referrer::same_origin : Referrer::none
    );
}

Reply resend(actions::Fieldwork& fieldwork, const Kept& kept, const Problem& problem) {
    if (problem.code != "store.busy") log_problem(kept.action, problem);
    return resend(fieldwork, kept, trouble_of(problem));
}

Reply lost_session(const Kept& kept) {
    Message message = message_for(403, kept.words);
    message.heading = kept.words(Phrase::lost_session);
    message.what = kept.words(Phrase::lost_session_what);
    message.cure = kept.words(Phrase::lost_session_cure);
    const std::string front = study_path(kept.study);
    message.link_path = front;
    message.link_text = kept.words(Phrase::to_first_page);
    return page_reply(403, message_page(message), kept.accept_encoding);
}

/// Makes the reply to a submitted page on the request's own thread.
struct PageOutcome {
    const SiteParts& parts;
    const Kept& kept;

    [[nodiscard]] Reply with_view(
        const std::function<std::pair<int, std::string>(const actions::PageView&)>& render
    ) const {
        const Result<std::optional<actions::PageView>> view =
            parts.fieldwork.view(kept.study, kept.secret);
        if (!view) return resend(parts.fieldwork, kept, view.error());
        if (!view->has_value()) return lost_session(kept);
        auto [status, html] = render(**view);
        return survey_reply(status, std::move(html), kept.accept_encoding);
    }
    /// What was sent is saved: the browser goes on.
    [[nodiscard]] Reply go_to(std::string path) const {
        if (!kept.script) return see_other(path);
        return {
            make_packet(
                {.status = 200, .content_type = "text/plain; charset=utf-8"}, std::move(path)
            ),
            nullptr
        };
    }
    Reply operator()(const actions::GoTo& go) const {
        std::string path = page_path(kept.study, go.page_id);
        if (go.revealed) path.append("?more");
        return go_to(std::move(path));
    }
    Reply operator()(const actions::ToReview&) const {
        return go_to(study_path(kept.study, "review"));
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
        return with_view([&](const actions::PageView& view) {
            return std::pair(
                422,
                question_page(
                    {.study = *view.study,
                     .life = view.life,
                     .id = view.public_id,
                     .state = faulty.state,
                     .answers = faulty.check.answers,
                     .page = faulty.page,
                     .csrf = parts.fieldwork.csrf_token(kept.secret),
                     .shown_at = parse_instant(response::field_value(faulty.form, "_shown_at")),
                     .typed = &faulty.form,
                     .faults = faulty.check.faults,
                     .revealed = !faulty.check.revealed.empty()}
                )
            );
        });
    }
    Reply operator()(const actions::Conflict& conflict) const {
        return with_view([&](const actions::PageView& view) {
            return std::pair(
                409,
                conflict_page(
                    {.study = *view.study,
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
        if (now.life != actions::Life::paused) return go_to(study_path(kept.study, "closed"));
        return resend(
            parts.fieldwork, kept, {Phrase::paused_unsaved, Phrase::paused_unsaved_why, "600"}
        );
    }
    Reply operator()(const actions::NoResponse&) const { return lost_session(kept); }
};

struct ConsentReply {
    const SiteParts& parts;
    const Kept& kept;

    Reply operator()(const actions::Started& started) const {
        const std::string cookie = session_cookie(kept.study, started.secret, parts.secure_cookies);
        const std::shared_ptr<const instrument::Study> study = parts.fieldwork.study(kept.study);
        if (!started.page || !study) return see_other(study_path(kept.study, "thanks"), cookie);
        const auto page = static_cast<std::size_t>(*started.page);
        return see_other(page_path(kept.study, study->pages.at(page).id), cookie);
    }
    /// Whoever refused takes nothing along, not even the key of the asking.
    Reply operator()(const actions::Refused&) const {
        const std::string forget = fmt::format(
            "querist-start=; Path={}; Max-Age=0; HttpOnly; SameSite=Lax",
            study_path(kept.study, "consent")
        );
        return see_other(study_path(kept.study, "refused"), forget);
    }
    Reply operator()(const actions::NotTaking&) const {
        return see_other(study_path(kept.study, "closed"));
    }
};

Kept kept_of(Request& request, std::string study, std::string action, std::string secret) {
    return {
        .study = std::move(study),
        .action = std::move(action),
        .secret = std::move(secret),
        .accept_encoding = std::string(request.accept_encoding),
        .body = std::move(request.body),
        .words = words_of(request)
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
    if (!form) return status_reply(400, request);
    if (auto refused = refuse_foreign(request, route.study, *form, secret)) return *refused;
    if (response::field_value(*form, "_page") != route.page ||
        response::field_value(*form, "_go") == "send") {
        return status_reply(400, request);
    }
    Kept kept = kept_of(request, route.study, page_path(route.study, route.page), secret);
    kept.script = route.script;
    return submit(std::move(kept), *std::move(form));
}

Reaction Site::take_review(Request& request, const Review& route, const std::string& secret) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return status_reply(400, request);
    if (auto refused = refuse_foreign(request, route.study, *form, secret)) return *refused;
    return submit(
        kept_of(request, route.study, study_path(route.study, "review"), secret), {{"_go", "send"}}
    );
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
                    if (!outcome) return resend(parts_.fieldwork, kept, outcome.error());
                    return std::visit(PageOutcome{parts_, kept}, *outcome);
                });
            }
        );
    };
}

/// A press on the first page's buttons with a response under way (Back, a reload, an impatient
/// second click) begins no second one.
std::optional<Reply> Site::answer_again(
    const Request& request, const std::string& study_id, const std::string& secret, bool agreed
) {
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study_id, secret);
    if (!view || !view->has_value()) return std::nullopt;
    const actions::PageView& found = **view;
    const instrument::Study& study = *found.study;
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
    if (!is_same_origin(request.fetch_site, request.origin, request.host)) {
        return status_reply(403, request);
    }
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    const std::string_view agree =
        form ? response::field_value(*form, "agree") : std::string_view();
    if (agree != "yes" && agree != "no") return status_reply(400, request);
    const std::string secret = session_secret(request);
    const bool again = !response::field_value(*form, "again").empty();
    if (!again && !secret.empty()) {
        std::optional<Reply> reply = answer_again(request, route.study, secret, agree == "yes");
        if (reply) return *std::move(reply);
    }
    return [this,
            agreed = agree == "yes",
            arrival = actions::Arrival{start_key(request, *form), link_values(request)},
            kept = kept_of(request, route.study, study_path(route.study, "consent"), {})](
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
                    if (!outcome) return resend(parts_.fieldwork, kept, outcome.error());
                    return std::visit(ConsentReply{parts_, kept}, *outcome);
                });
            }
        );
    };
}

}  // namespace querist::web
