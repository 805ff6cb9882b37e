// What a participant says against a decision about the response, and what came of it.

#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"

#include <utility>

namespace querist::web {

Reaction Site::answer(Request& request, const AnotherLook& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    if (request.method == Method::post) return take_appeal(request, study);
    const std::string secret = session_secret(request);
    if (secret.empty()) return see_other(study_path(study->id, "return"));
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study->id, secret);
    if (!view) return unavailable(request, view.error());
    const std::optional<actions::PageView>& found = *view;
    if (!found || !found->appeal) return see_other(study_path(study->id, "thanks"));
    const StudyPointer shown = shown_to(request, found->study);
    return page_reply(
        200,
        appeal_page(
            {.study = *shown,
             .life = found->life,
             .appeal = *found->appeal,
             .csrf = parts_.fieldwork.csrf_token(secret)}
        ),
        request.accept_encoding
    );
}

/// What was written and could not be stored comes back to be sent again.
Reply Site::appealed_reply(
    const Kept& kept, const Result<actions::AppealOutcome>& outcome, const std::string& typed
) const {
    const bool unread = outcome && std::holds_alternative<actions::AppealUnread>(*outcome);
    if (outcome && !unread) return see_other(kept.action);
    const std::optional<actions::PageView> found =
        parts_.fieldwork.view(kept.study, kept.secret).value_or(std::nullopt);
    if (!outcome || !found || !found->appeal) {
        if (!outcome) log_problem(kept.action, outcome.error());
        return page_reply(
            503,
            message_page(message_for(503, kept.words)),
            kept.accept_encoding,
            {{"Retry-After", "10"}}
        );
    }
    const StudyPointer shown = shown_in(found->study, kept.language);
    return page_reply(
        422,
        appeal_page(
            {.study = *shown,
             .life = found->life,
             .appeal = *found->appeal,
             .csrf = parts_.fieldwork.csrf_token(kept.secret),
             .typed = typed,
             .unread = true}
        ),
        kept.accept_encoding
    );
}

Reaction Site::take_appeal(Request& request, const StudyPointer& study) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    const std::string secret = session_secret(request);
    if (auto refused = refuse_foreign(request, study->id, *form, secret)) return *refused;
    Kept kept{
        .study = study->id,
        .action = study_path(study->id, "appeal"),
        .secret = secret,
        .accept_encoding = std::string(request.accept_encoding),
        .body = {},
        .words = words_of(request),
        .language = chosen_language(request, study->languages)
    };
    std::string text(response::field_value(*form, "text"));
    return [this,
            kept = std::move(kept),
            text = std::move(text)](std::move_only_function<void(Finish)> done) mutable {
        std::string id = kept.study;
        std::string session = kept.secret;
        std::string sent = text;
        parts_.fieldwork.appeal(
            std::move(id),
            std::move(session),
            std::move(sent),
            [this, kept = std::move(kept), text = std::move(text), done = std::move(done)](
                Result<actions::AppealOutcome> outcome
            ) mutable {
                done([this,
                      kept = std::move(kept),
                      text = std::move(text),
                      outcome = std::move(outcome)] { return appealed_reply(kept, outcome, text); }
                );
            }
        );
    };
}

}  // namespace querist::web
