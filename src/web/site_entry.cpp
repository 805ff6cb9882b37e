// Coming in as somebody known: signing in with an account elsewhere, personal links; and the page
// where their owners say that they want no more mail.

#include "core/core.hpp"
#include "web/entry_cookies.hpp"
#include "web/form_parser.hpp"
#include "web/link_cookie.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

/// What a page on another thread needs of a request and its study.
struct Asking {
    std::shared_ptr<const instrument::Study> shown;
    std::string accept_encoding;
};

EntryPage entry_page(const SiteParts& parts, const Asking& asking) {
    return {.study = *asking.shown, .life = parts.fieldwork.life(asking.shown->id)};
}

Reply entry_reply(int status, std::string html, const Asking& asking) {
    return page_reply(status, std::move(html), asking.accept_encoding);
}

/// Somebody else's server is the trouble, or this one's disk; it is said, and costs nothing.
Reply not_now(const SiteParts& parts, const Asking& asking, const Problem& problem) {
    log_problem(study_path(asking.shown->id, "sign-in"), problem);
    return page_reply(
        503,
        issuer_down_page(entry_page(parts, asking)),
        asking.accept_encoding,
        {{"Retry-After", "10"}}
    );
}

/// The page of an anonymous study that makes a ticket. `link`: as `ticket_page` has it.
Reply ticket_reply(
    const SiteParts& parts,
    const Asking& asking,
    const actions::TicketOffer& offer,
    std::string_view link
) {
    return survey_reply(
        200, ticket_page(entry_page(parts, asking), offer, link), asking.accept_encoding
    );
}

/// Where somebody goes who was let in: to the response that was begun, or to the terms.
Reply let_in_reply(const SiteParts& parts, std::string_view study, const actions::LetIn& in) {
    const bool secure = parts.secure_cookies();
    if (!in.secret) {
        Reply reply = see_other(study_path(study));
        reply.own_lines = pass_line(study, in.pass, secure);
        return reply;
    }
    const Result<std::optional<actions::PageView>> view = parts.fieldwork.view(study, *in.secret);
    const bool goes_on =
        view && view->has_value() && (*view)->state.status == response::Status::in_progress;
    Reply reply = see_other(
        goes_on ? path_to_continue(**view) : study_path(study),
        session_cookie(study, *in.secret, secure)
    );
    reply.own_lines = forgotten_pass(study);
    return reply;
}

struct SignInReply {
    const SiteParts& parts;
    const Asking& asking;

    Reply operator()(const actions::LetIn& in) const {
        if (!in.ticket) return let_in_reply(parts, asking.shown->id, in);
        Reply reply = ticket_reply(parts, asking, *in.ticket, {});
        reply.own_lines = asking_line(asking.shown->id, in.pass, parts.secure_cookies());
        return reply;
    }
    Reply operator()(actions::SignInFault fault) const {
        return entry_reply(403, sign_in_fault_page(entry_page(parts, asking), fault), asking);
    }
};

}  // namespace

bool Site::is_from_own_page(const Request& request) const {
    const std::optional<PublicAddress>& address = parts_.public_address;
    const bool only_origin_says = request.fetch_site.empty() && !request.origin.empty();
    if (address && only_origin_says) return equal_ignoring_case(request.origin, address->origin());
    return is_same_origin(request.fetch_site, request.origin, request.host);
}

/// What newcomers see whom the budget does not cover; nothing while somebody may begin.
std::optional<Reply> Site::show_full(const Request& request, const StudyPointer& study) const {
    if (parts_.fieldwork.newcomers(study->id) != actions::Newcomers::none) return std::nullopt;
    return survey_reply(
        503,
        full_page(*shown_to(request, study), parts_.fieldwork.life(study->id)),
        request.accept_encoding
    );
}

/// The terms for somebody known; nothing for everybody else.
std::optional<Reply> Site::show_admitted(const Request& request, const StudyPointer& study) {
    const std::string pass = pass_of(request);
    if (pass.empty()) return std::nullopt;
    const actions::Entry entry = parts_.fieldwork.entry_of(study->id, pass);
    const actions::Life life = parts_.fieldwork.life(study->id);
    if (entry == actions::Entry::open_link || !takes_answers(life)) return std::nullopt;
    const actions::Newcomers newcomers = parts_.fieldwork.newcomers(study->id);
    if (newcomers == actions::Newcomers::none) return std::nullopt;
    Reply reply = page_reply(
        200,
        admitted_page(
            {.study = *shown_to(request, study), .life = life, .newcomers = newcomers}, entry
        ),
        request.accept_encoding,
        {},
        Referrer::same_origin
    );
    // What the personal link's own address said stays, unless this one says more.
    if (!query_in(request.target).empty()) {
        reply.own_lines = link_cookie(*study, request, parts_.secure_cookies());
    }
    return reply;
}

Reaction Site::answer(Request& request, const SignInStart& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study || instrument::sign_in_of(*study) == nullptr) return not_found(request);
    if (request.method != Method::post) return see_other(study_path(study->id));
    // Another site must not sign this browser in.
    if (!is_from_own_page(request)) return status_reply(403, request);
    if (!takes_answers(parts_.fieldwork.life(study->id))) {
        return see_other(study_path(study->id, "closed"));
    }
    std::string redirect = whole_address(request, study_path(study->id, "sign-in/back"));
    Asking asking{shown_to(request, study), std::string(request.accept_encoding)};
    return [this,
            redirect = std::move(redirect),
            asking = std::move(asking)](std::move_only_function<void(Finish)> done) mutable {
        const std::string id = asking.shown->id;
        parts_.fieldwork.begin_sign_in(
            id,
            std::move(redirect),
            [this,
             asking = std::move(asking),
             done = std::move(done)](Result<actions::SignInBegun> begun) mutable {
                done([this, asking = std::move(asking), begun = std::move(begun)] {
                    if (!begun) return not_now(parts_, asking, begun.error());
                    // Not a redirect: form-action, which keeps forms here, would hold it back, and
                    // the issuer's own redirects with it.
                    const std::string refresh = "0; url=" + begun->address;
                    Reply reply = page_reply(
                        200,
                        onward_page(entry_page(parts_, asking), begun->address),
                        asking.accept_encoding,
                        {{"Refresh", refresh}}
                    );
                    reply.own_lines =
                        ticket_line(asking.shown->id, begun->ticket, parts_.secure_cookies());
                    return reply;
                });
            }
        );
    };
}

Reaction Site::answer(Request& request, const SignInBack& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study || instrument::sign_in_of(*study) == nullptr) return not_found(request);
    const response::Form query = parse_form(query_in(request.target)).value_or(response::Form{});
    const auto said = [&](std::string_view name) {
        return std::string(response::field_value(query, name));
    };
    actions::SignInReturn back{
        .ticket = ticket_of(request),
        .state = said("state"),
        .code = said("code"),
        .error = said("error"),
        .issuer = said("iss"),
        .redirect = whole_address(request, study_path(study->id, "sign-in/back"))
    };
    Asking asking{shown_to(request, study), std::string(request.accept_encoding)};
    return [this,
            back = std::move(back),
            asking = std::move(asking)](std::move_only_function<void(Finish)> done) mutable {
        const std::string id = asking.shown->id;
        parts_.fieldwork.finish_sign_in(
            id,
            std::move(back),
            [this,
             asking = std::move(asking),
             done = std::move(done)](Result<actions::SignInOutcome> outcome) mutable {
                done([this, asking = std::move(asking), outcome = std::move(outcome)] {
                    Reply reply = outcome ? std::visit(SignInReply{parts_, asking}, *outcome)
                                          : not_now(parts_, asking, outcome.error());
                    // Each sign-in ends once.
                    reply.own_lines += forgotten_ticket(asking.shown->id);
                    return reply;
                });
            }
        );
    };
}

/// Looking at the address begins nothing: scanners and previews do that.
Reaction Site::answer(Request& request, const PersonalLink& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    const bool posts = request.method == Method::post;
    // Another site must not make this browser answer in a response that its owner reads.
    if (posts && !is_from_own_page(request)) return status_reply(403, request);
    Result<std::optional<actions::LetIn>> in =
        parts_.fieldwork.by_personal_link(study->id, route.token);
    if (!in) return unavailable(request, in.error());
    const Asking asking{shown_to(request, study), std::string(request.accept_encoding)};
    const EntryPage page = entry_page(parts_, asking);
    if (!*in) return entry_reply(404, unknown_link_page(page), asking);
    if (!takes_answers(page.life) && !(*in)->secret) {
        return see_other(study_path(study->id, "closed"));
    }
    if (const std::optional<actions::TicketOffer>& offer = (*in)->ticket) {
        // Only a script can make a ticket, and it does not send this form.
        if (posts) return entry_reply(200, ticket_without_script_page(page), asking);
        return ticket_reply(parts_, asking, *offer, route.token);
    }
    if (posts) {
        Reply reply = let_in_reply(parts_, study->id, **in);
        reply.own_lines += link_cookie(*study, request, parts_.secure_cookies());
        return reply;
    }
    const std::string_view query = query_in(request.target);
    const std::string action = fmt::format(
        "{}{}{}", study_path(study->id, "i/" + route.token), query.empty() ? "" : "?", query
    );
    return page_reply(
        200, personal_link_page(page, action), request.accept_encoding, {}, Referrer::same_origin
    );
}

/// A mail program sends the POST itself when its user presses its button (RFC 8058), without any
/// page of ours before, so it is judged by its secret alone.
Reaction Site::answer(Request& request, const OptOut& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    Asking asking{shown_to(request, study), std::string(request.accept_encoding)};
    if (request.method != Method::post) {
        const Result<std::optional<actions::LetIn>> in =
            parts_.fieldwork.by_personal_link(study->id, route.token);
        if (!in) return unavailable(request, in.error());
        const EntryPage page = entry_page(parts_, asking);
        if (!*in) return entry_reply(404, unknown_link_page(page), asking);
        const std::string action = study_path(study->id, "o/" + route.token);
        return entry_reply(200, opt_out_page(page, action), asking);
    }
    return [this,
            token = route.token,
            asking = std::move(asking)](std::move_only_function<void(Finish)> done) mutable {
        const std::string id = asking.shown->id;
        parts_.fieldwork.opt_out(
            id,
            std::move(token),
            [this, asking = std::move(asking), done = std::move(done)](Result<bool> noted) mutable {
                done([this, asking = std::move(asking), noted = std::move(noted)] {
                    const EntryPage page = entry_page(parts_, asking);
                    if (!noted) {
                        log_problem(study_path(asking.shown->id, "o"), noted.error());
                        return page_reply(
                            503,
                            message_page(message_for(503, language::Words(asking.shown->language))),
                            asking.accept_encoding,
                            {{"Retry-After", "10"}}
                        );
                    }
                    if (!*noted) return entry_reply(404, unknown_link_page(page), asking);
                    return entry_reply(200, opted_out_page(page), asking);
                });
            }
        );
    };
}

Reaction Site::answer(Request& request, const WorkChallenge& route) {
    std::string challenge = parts_.fieldwork.work_challenge(route.study, parts_.random);
    if (challenge.empty()) return not_found(request);
    return Reply{make_packet({.content_type = "application/json"}, std::move(challenge)), nullptr};
}

}  // namespace querist::web
