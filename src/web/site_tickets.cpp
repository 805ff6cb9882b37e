// Coming into an anonymous study: where tickets are signed, and where they let in.

#include "core/core.hpp"
#include "web/entry_cookies.hpp"
#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/site.hpp"
#include "web/start_key.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

/// Some more than a blinded message, and a whole ticket, of the largest key has in base64url.
constexpr std::size_t blinded_ticket_characters_max = 1'400;
constexpr std::size_t ticket_characters_max = 1'600;

Reply line_for_script(std::string text) {
    return {
        make_packet({.content_type = "text/plain; charset=utf-8"}, std::move(text) + "\n"), nullptr
    };
}

/// As frontend/src/entry.ts reads it.
std::string desk_line(const actions::TicketOutcome& outcome) {
    if (const auto* ticket = std::get_if<actions::SignedTicket>(&outcome)) {
        return "signed " + to_base64url(ticket->signature);
    }
    switch (std::get<actions::NoTicket>(outcome)) {
        case actions::NoTicket::stale:
            return "stale";
        case actions::NoTicket::another:
            return "another";
        case actions::NoTicket::unknown:
            break;
    }
    return "unknown";
}

std::string no_entry_line(actions::NoEntry why) {
    return why == actions::NoEntry::spent ? "spent" : "foreign";
}

}  // namespace

/// What a script of ours sends to a study with tickets; else the reply that refuses it.
std::expected<response::Form, Reply> Site::ticket_form(
    const Request& request, const StudyPointer& study
) const {
    if (!is_from_own_page(request)) return std::unexpected(status_reply(403, request));
    if (!is_form_type(request.content_type)) return std::unexpected(status_reply(415, request));
    std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return std::unexpected(unread_form_reply(form.error(), request));
    // No ticket is signed or spent while no response can begin.
    if (!takes_answers(parts_.fieldwork.life(study->id))) {
        return std::unexpected(status_reply(503, request));
    }
    return *std::move(form);
}

Reaction Site::answer(Request& request, const TicketDesk& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    std::expected<response::Form, Reply> form = ticket_form(request, study);
    if (!form) return std::move(form.error());
    const std::string_view sent = response::field_value(*form, "blinded");
    const std::optional<std::string> blinded =
        sent.size() > blinded_ticket_characters_max ? std::nullopt : from_base64url(sent);
    if (!blinded) return status_reply(422, request);
    actions::TicketAsking asking{
        .link = std::string(response::field_value(*form, "link")), .pass = asking_of(request)
    };
    actions::BlindedMessage message{*blinded, std::string(response::field_value(*form, "key"))};
    return [this,
            id = study->id,
            accept_encoding = std::string(request.accept_encoding),
            words = words_of(request),
            asking = std::move(asking),
            message = std::move(message)](std::move_only_function<void(Finish)> done) mutable {
        parts_.fieldwork.sign_ticket(
            id,
            std::move(asking),
            std::move(message),
            [id, words, accept_encoding = std::move(accept_encoding), done = std::move(done)](
                Result<actions::TicketOutcome> outcome
            ) mutable {
                done([id,
                      words,
                      accept_encoding = std::move(accept_encoding),
                      outcome = std::move(outcome)] {
                    if (outcome) return line_for_script(desk_line(*outcome));
                    log_problem(study_path(id, "ticket"), outcome.error());
                    return page_reply(
                        503,
                        message_page(message_for(503, words)),
                        accept_encoding,
                        {{"Retry-After", "10"}}
                    );
                });
            }
        );
    };
}

Reaction Site::answer(Request& request, const TicketGate& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    if (request.method != Method::post) return see_other(study_path(study->id));
    std::expected<response::Form, Reply> form = ticket_form(request, study);
    if (!form) return std::move(form.error());
    const std::string_view ticket = response::field_value(*form, "ticket");
    if (ticket.size() > ticket_characters_max) return status_reply(422, request);
    const std::string secret = session_secret(request);
    const Result<actions::TicketEntry> entry =
        parts_.fieldwork.enter(study->id, ticket, secret, start_key(request, *form));
    if (!entry) return unavailable(request, entry.error());
    if (const auto* why = std::get_if<actions::NoEntry>(&*entry)) {
        return line_for_script(no_entry_line(*why));
    }
    const auto& in = std::get<actions::LetIn>(*entry);
    if (in.secret) {
        // This browser began with it, and goes on.
        const Result<std::optional<actions::PageView>> view =
            parts_.fieldwork.view(study->id, *in.secret);
        const bool goes_on =
            view && view->has_value() && (*view)->state.status == response::Status::in_progress;
        Reply reply =
            line_for_script("on " + (goes_on ? path_to_continue(**view) : study_path(study->id)));
        reply.own_lines = forgotten_pass(study->id);
        if (*in.secret != secret) {
            // The reply to the consent, which brought the cookie, was lost.
            reply.own_lines += fmt::format(
                "Set-Cookie: {}\r\n", session_cookie(study->id, *in.secret, parts_.secure_cookies())
            );
        }
        return reply;
    }
    Reply reply = line_for_script("on " + study_path(study->id));
    // The key of this asking: a second click on the consent begins no second response.
    // And when the reply to the consent is lost, this gate knows by it whose response has begun.
    const bool secure = parts_.secure_cookies();
    const std::string key = new_start_key(parts_.random);
    reply.own_lines = pass_line(study->id, in.pass, secure);
    for (const char* where : {"consent", "enter"}) {
        reply.own_lines += start_line(key, study_path(study->id, where), secure);
    }
    return reply;
}

}  // namespace querist::web
