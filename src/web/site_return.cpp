// Going on another time or on another device, having everything deleted, and the look at all
// answers before they are sent.

#include "web/ascii.hpp"
#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::web {

namespace {

/// A return code as people type or paste it: the whole link, blanks and dashes between its groups,
/// capital letters. Empty when it cannot be one.
std::string typed_secret(std::string_view text) {
    const std::size_t slash = text.rfind('/');
    if (slash != std::string_view::npos) text.remove_prefix(slash + 1);
    std::string code;
    // What is no ASCII can only be a blank that was pasted along.
    std::ranges::copy_if(text, std::back_inserter(code), [](char c) { return is_alphanumeric(c); });
    const std::optional<PublicId> id = PublicId::parse(code);
    return id ? id->text() : std::string();
}

Reply not_deleted(
    const language::Words& words,
    std::string_view accept_encoding,
    const std::string& path,
    const Problem& problem
) {
    log_problem(path, problem);
    Message message = message_for(503, words);
    message.heading = words(language::Phrase::not_deleted);
    message.what = words(language::Phrase::not_deleted_what);
    message.cure = words(language::Phrase::not_deleted_cure);
    message.link_path = path;
    message.link_text = words(language::Phrase::ask_again);
    return page_reply(503, message_page(message), accept_encoding, {{"Retry-After", "10"}});
}

}  // namespace

std::string Site::whole_address(const Request& request, std::string_view path) const {
    if (parts_.public_address) return parts_.public_address->origin().append(path);
    return fmt::format("http://{}{}", request.host, path);
}

Reaction Site::answer(Request& request, const Later& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    const std::string secret = session_secret(request);
    if (secret.empty()) return see_other(study_path(route.study, "return"));
    const Result<std::optional<actions::PageView>> view =
        parts_.fieldwork.view(route.study, secret);
    if (!view) return unavailable(request, view.error());
    const std::optional<actions::PageView>& found = *view;
    const bool is_there = found && (found->state.status == response::Status::in_progress ||
                                    response::has_ended(found->state.status));
    if (!is_there) return see_other(study_path(route.study));
    if (!takes_answers(found->life) && !response::has_ended(found->state.status)) {
        return see_other(study_path(route.study, "closed"));
    }
    const StudyPointer shown = shown_to(request, found->study);
    const std::string link =
        whole_address(request, study_path(route.study, "return/").append(secret));
    return page_reply(
        200,
        later_page(
            {.study = *shown,
             .life = found->life,
             .status = found->state.status,
             .code = secret,
             .link = link,
             .continue_path = path_to_continue(*found),
             .left_out = route.left_out}
        ),
        request.accept_encoding
    );
}

/// Looking at the address takes nothing over: previews and scanners do that.
Reaction Site::answer(Request& request, const Return& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    if (request.method == Method::post) return take_return(request, study);
    const std::string own = session_secret(request);
    const StudyPointer shown = shown_to(request, study);
    return page_reply(
        200,
        return_page(
            {.study = *shown,
             .life = parts_.fieldwork.life(study->id),
             .code = route.code,
             .other = !own.empty() && own != typed_secret(route.code)}
        ),
        request.accept_encoding,
        {},
        Referrer::same_origin
    );
}

Reaction Site::take_return(Request& request, const StudyPointer& study) {
    // Or another site could make this browser answer in a response that its owner reads.
    if (!is_from_own_page(request)) {
        return status_reply(403, request);
    }
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    const std::string_view typed = response::field_value(*form, "code");
    const std::string secret = typed_secret(typed);
    std::optional<actions::PageView> found;
    if (!secret.empty()) {
        Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study->id, secret);
        if (!view) return unavailable(request, view.error());
        found = std::move(*view);
    }
    if (!found || found->state.status == response::Status::refused) {
        const StudyPointer shown = shown_to(request, study);
        const ReturnPage page{
            .study = *shown,
            .life = parts_.fieldwork.life(study->id),
            .code = typed,
            .unknown = true
        };
        return page_reply(
            422, return_page(page), request.accept_encoding, {}, Referrer::same_origin
        );
    }
    const std::string cookie = session_cookie(study->id, secret, parts_.secure_cookies());
    const bool withdrawn = found->state.status == response::Status::withdrawn;
    return see_other(withdrawn ? study_path(study->id) : path_to_continue(*found), cookie);
}

Reaction Site::answer(Request& request, const Review& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    const std::string secret = session_secret(request);
    if (request.method == Method::post) return take_review(request, route, secret);
    if (secret.empty()) return see_other(study_path(route.study));
    const Result<std::optional<actions::PageView>> view =
        parts_.fieldwork.view(route.study, secret);
    if (!view) return unavailable(request, view.error());
    const bool is_underway =
        view->has_value() && (*view)->state.status == response::Status::in_progress;
    if (!is_underway) return see_other(study_path(route.study, "thanks"));
    const actions::PageView& found = **view;
    if (!takes_answers(found.life)) return see_other(study_path(route.study, "closed"));
    const std::string right = path_to_continue(found);
    if (right != study_path(route.study, "review")) return see_other(right);
    const StudyPointer shown = shown_to(request, found.study);
    return page_reply(
        200,
        review_page(
            {.study = *shown,
             .life = found.life,
             .id = found.public_id,
             .state = found.state,
             .csrf = parts_.fieldwork.csrf_token(secret),
             .changed = route.changed}
        ),
        request.accept_encoding
    );
}

Reaction Site::answer(Request& request, const Withdrawal& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    if (request.method == Method::post) return take_withdrawal(request, study);
    const std::string secret = session_secret(request);
    if (secret.empty()) return see_other(study_path(study->id, "return"));
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study->id, secret);
    if (!view) return unavailable(request, view.error());
    if (!view->has_value() || (*view)->state.status == response::Status::refused ||
        (*view)->state.status == response::Status::withdrawn) {
        return see_other(study_path(study->id));
    }
    const actions::PageView& found = **view;
    const StudyPointer shown = shown_to(request, found.study);
    return page_reply(
        200,
        withdraw_page(
            {.study = *shown,
             .life = found.life,
             .csrf = parts_.fieldwork.csrf_token(secret),
             .continue_path = path_to_continue(found)}
        ),
        request.accept_encoding
    );
}

Reaction Site::take_withdrawal(Request& request, const StudyPointer& study) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    const std::string secret = session_secret(request);
    if (auto refused = refuse_foreign(request, study->id, *form, secret)) return *refused;
    if (response::field_value(*form, "sure") != "yes") {
        const StudyPointer shown = shown_to(request, study);
        const WithdrawPage page{
            .study = *shown,
            .life = parts_.fieldwork.life(study->id),
            .csrf = parts_.fieldwork.csrf_token(secret),
            .continue_path = study_path(study->id),
            .unsure = true
        };
        return page_reply(422, withdraw_page(page), request.accept_encoding);
    }
    return [this,
            id = study->id,
            secret,
            words = words_of(request),
            encoding =
                std::string(request.accept_encoding)](std::move_only_function<void(Finish)> done) {
        parts_.fieldwork.withdraw(
            id,
            secret,
            [id, words, encoding, done = std::move(done)](Result<actions::WithdrawOutcome> outcome
            ) mutable {
                done([id = std::move(id),
                      words,
                      encoding = std::move(encoding),
                      outcome = std::move(outcome)] {
                    const std::string path = study_path(id, "withdraw");
                    if (!outcome) {
                        return not_deleted(words, encoding, path, outcome.error());
                    }
                    // The first page says what became of it: that it is gone, or that there is
                    // none.
                    return see_other(study_path(id));
                });
            }
        );
    };
}

}  // namespace querist::web
