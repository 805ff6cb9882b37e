#include "web/site.hpp"
#include "web/start_key.hpp"

#include "core/core.hpp"
#include "web/ascii.hpp"
#include "web/entry_cookies.hpp"
#include "web/link_cookie.hpp"
#include "web/looks_sheet.hpp"
#include "web/picture.hpp"
#include "web/request_headers.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace querist::web {

namespace {

constexpr std::size_t secret_characters_max = 64;

/// What may be done at an address.
std::string_view allowed_methods(const Route& route) {
    return std::visit(
        Overloaded{
            [](const Consent&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const SurveyPage&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const Return&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const Review&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const Withdrawal&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const AnotherLook&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const SignInStart&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const PersonalLink&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const OptOut&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const TicketDesk&) -> std::string_view { return "POST"; },
            [](const TicketGate&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const Reward&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const Claim&) -> std::string_view { return "GET, HEAD, POST"; },
            [](const VendorWebhook&) -> std::string_view { return "POST"; },
            [](const auto&) -> std::string_view { return "GET, HEAD"; }
        },
        route
    );
}

bool is_allowed(Method method, std::string_view allowed) {
    switch (method) {
        case Method::get:
        case Method::head:
            return allowed.contains("GET");
        case Method::post:
            return allowed.contains("POST");
        case Method::other:
            return false;
    }
    return false;
}

/// What we made up ourselves and a browser gave back; empty when it cannot be.
std::string random_text(std::string_view value) {
    const bool possible = !value.empty() && value.size() <= secret_characters_max &&
                          std::ranges::all_of(value, is_alphanumeric);
    return possible ? std::string(value) : std::string();
}

/// The study that an address lies in; empty when it lies in none.
std::string_view study_in(std::string_view target) {
    constexpr std::string_view studies = "/s/";
    if (!target.starts_with(studies)) return {};
    const std::string_view rest = target.substr(studies.size());
    return rest.substr(0, rest.find_first_of("/?"));
}

/// A study's first page, with all that the address says: its language, fields from the link.
std::string front_as_asked(const Request& request, std::string_view study) {
    const std::string_view query = query_in(request.target);
    return fmt::format("{}{}{}", study_path(study), query.empty() ? "" : "?", query);
}

bool offers(const std::shared_ptr<const instrument::Study>& study, std::string_view language) {
    return study && std::ranges::find(study->languages, language) != study->languages.end();
}

/// Where a response goes on that is not complete.
int page_to_continue(const instrument::Study& study, const response::State& state) {
    if (const std::optional<int> page = response::resume_page(study, state)) return *page;
    // Everything is answered and only completion is missing: the last page completes it.
    const int end = static_cast<int>(study.pages.size());
    return response::previous_page(study, state.answers, end).value_or(0);
}

}  // namespace

bool takes_answers(actions::Life life) {
    return life != actions::Life::paused && life != actions::Life::closed;
}

void log_problem(std::string_view where, const Problem& problem) {
    spdlog::error("{}: {}", where, describe(problem));
}

Reply unavailable(const Request& request, const Problem& problem) {
    log_problem(address_for_log(request.target), problem);
    return page_reply(
        503,
        message_page(message_for(503, words_of(request))),
        request.accept_encoding,
        {{"Retry-After", "10"}}
    );
}

Reply withdrawn_reply(
    const SiteParts& parts,
    const instrument::Study& study,
    std::string_view accept_encoding,
    const WithdrawnReply& reply
) {
    const actions::Life life = parts.fieldwork.life(study.id);
    WithdrawnPage page{.study = study, .life = life, .unsaved = reply.unsaved};
    // Once each, where accounts are asked for: there is no second response to begin.
    const instrument::SignIn* sign_in = instrument::sign_in_of(study);
    const bool demands = sign_in != nullptr && sign_in->required;
    if (takes_answers(life) && !demands) page.start_key = new_start_key(parts.random);
    // Whoever takes part again is judged by Origin, like everybody who has no session yet.
    return page_reply(
        reply.status, withdrawn_page(page), accept_encoding, {}, Referrer::same_origin, Script::own
    );
}

std::string session_secret(const Request& request) {
    return random_text(cookie_value(request.cookie, "querist"));
}

std::string path_to_continue(const actions::PageView& view) {
    const instrument::Study& study = *view.study;
    if (response::has_ended(view.state.status)) return study_path(study.id, "thanks");
    const bool all_answered = !response::resume_page(study, view.state).has_value();
    if (study.review && all_answered) return study_path(study.id, "review");
    const auto page = static_cast<std::size_t>(page_to_continue(study, view.state));
    return page_path(study.id, study.pages.at(page).id);
}

Reply Site::status_reply(int status, const Request& request) {
    return page_reply(
        status, message_page(message_for(status, words_of(request))), request.accept_encoding
    );
}

Reply Site::full_house_reply() {
    const language::Words words{language::Tongue::english};
    return {
        make_packet(
            {.status = 503, .content_type = html_type}, bare_message_page(message_for(503, words))
        ),
        nullptr
    };
}

Reply Site::unread_form_reply(FormError error, const Request& request) {
    const language::Words words = words_of(request);
    Message message = message_for(error, words);
    const std::string front = study_path(study_in(request.target));
    message.link_path = front;
    message.link_text = words(language::Phrase::to_survey);
    return page_reply(400, message_page(message), request.accept_encoding);
}

Reaction Site::react(Request& request) {
    if (!is_host(request.host)) return status_reply(400, request);
    const std::expected<Route, BadTarget> route = parse_route(request.target);
    if (!route) return status_reply(400, request);
    Reaction reaction = dispatch(request, *route);
    if (auto* reply = std::get_if<Reply>(&reaction)) keep_language(request, *reply);
    return reaction;
}

/// A language that the address asks for stays chosen on the pages that follow.
void Site::keep_language(const Request& request, Reply& reply) const {
    const std::string_view asked = asked_language(request.target);
    if (asked.empty()) return;
    const StudyPointer study = parts_.fieldwork.study(study_in(request.target));
    if (!offers(study, asked)) return;
    reply.own_lines += language_cookie(study->id, asked, parts_.secure_cookies());
}

Reaction Site::dispatch(Request& request, const Route& route) {
    const std::string_view allowed = allowed_methods(route);
    if (!std::holds_alternative<Nowhere>(route) && !is_allowed(request.method, allowed)) {
        return page_reply(
            405,
            message_page(message_for(405, words_of(request))),
            request.accept_encoding,
            {{"Allow", allowed}}
        );
    }
    return std::visit([&](const auto& one) { return answer(request, one); }, route);
}

Reaction Site::answer(Request& request, const Home&) {
    const std::vector<std::string> ids = parts_.fieldwork.study_ids();
    if (ids.size() == 1) return see_other(front_as_asked(request, ids.front()));
    std::vector<StudyPointer> studies;
    for (const std::string& id : ids) {
        if (StudyPointer study = parts_.fieldwork.study(id)) studies.push_back(std::move(study));
    }
    return page_reply(200, home_page(words_of(request), studies), request.accept_encoding);
}

Reaction Site::answer(Request&, const Health&) {
    return [this](std::move_only_function<void(Finish)> done) {
        parts_.elsewhere([this, done = std::move(done)]() mutable {
            Result<void> health = parts_.fieldwork.health();  // waits for a commit
            done([health = std::move(health)] {
                if (!health) log_problem("/healthz", health.error());
                return Reply{
                    make_packet(
                        {.status = health ? 200 : 503, .content_type = "text/plain; charset=utf-8"},
                        health ? "ok\n" : health.error().code + "\n"
                    ),
                    nullptr
                };
            });
        });
    };
}

Reaction Site::answer(Request& request, const Asset& route) {
    const Variants* found = parts_.assets.find(route.name);
    if (found == nullptr) return not_found(request);
    return found->reply(chosen_encoding(request.accept_encoding));
}

/// The newest version, or the one that the participant answers, whichever has what is asked for;
/// null when neither has.
Result<Site::StudyPointer> Site::version_with(
    const Request& request,
    const std::string& study_id,
    const std::function<bool(const instrument::Study&)>& has
) const {
    StudyPointer newest = parts_.fieldwork.study(study_id);
    if (!newest || has(*newest)) return newest;
    const std::string secret = session_secret(request);
    if (secret.empty()) return StudyPointer();
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study_id, secret);
    if (!view) return std::unexpected(view.error());
    const bool answers_it = view->has_value() && has(*(*view)->study);
    return answers_it ? (*view)->study : StudyPointer();
}

Reaction Site::answer(Request& request, const Image& route) {
    const Result<StudyPointer> study =
        version_with(request, route.study, [&](const instrument::Study& one) {
            return picture_named(one, route.name) != nullptr;
        });
    if (!study) return unavailable(request, study.error());
    if (!*study) return not_found(request);
    const instrument::Picture& picture = *picture_named(**study, route.name);
    const auto bytes = (*study)->files.find(picture.file);
    if (bytes == (*study)->files.end()) return not_found(request);
    return Reply{
        make_packet(
            {.content_type = instrument::media_type(picture.format), .caching = Caching::forever},
            bytes->second
        ),
        nullptr
    };
}

Reaction Site::answer(Request& request, const LooksSheet& route) {
    const Result<StudyPointer> study =
        version_with(request, route.study, [&](const instrument::Study& one) {
            return has_looks_named(one, route.name);
        });
    if (!study) return unavailable(request, study.error());
    if (!*study) return not_found(request);
    return Reply{
        make_packet(
            {.content_type = "text/css; charset=utf-8", .caching = Caching::forever},
            (*study)->looks->sheet
        ),
        nullptr
    };
}

Reaction Site::answer(Request& request, const FavIcon&) {
    return parts_.assets.icon().reply(chosen_encoding(request.accept_encoding));
}

Reaction Site::answer(Request& request, const StudyWithoutSlash& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    return Reply{
        make_packet(
            {.status = 308, .headers = {{"Location", front_as_asked(request, route.study)}}}, {}
        ),
        nullptr
    };
}

Reaction Site::answer(Request& request, const Front& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    // Whoever has just signed in, or pressed the button of a personal link, is the one who is here,
    // whoever answered in this browser before.
    if (std::optional<Reply> admitted = show_admitted(request, study)) return *std::move(admitted);
    if (const std::string secret = session_secret(request); !secret.empty()) {
        return show_front(request, study, secret);
    }
    const FrontPage& front = front_page(request, study);
    if (!takes_answers(front.life)) return see_other(study_path(study->id, "closed"));
    if (std::optional<Reply> full = show_full(request, study)) return *std::move(full);
    if (request.method == Method::get) parts_.fieldwork.count_visit(study->id);
    Reply reply = front.reply(chosen_encoding(request.accept_encoding), request.if_none_match);
    // The page is the same for everyone; what tells two askings apart comes beside it, and goes to
    // the consent's address only.
    reply.own_lines =
        start_cookie(study->id) + link_cookie(*study, request, parts_.secure_cookies());
    return reply;
}

std::string Site::start_cookie(std::string_view study) const {
    return start_line(
        new_start_key(parts_.random), study_path(study, "consent"), parts_.secure_cookies()
    );
}

/// Says so, with a way back to the study when the address lies in one.
Reply Site::not_found(const Request& request) const {
    Message message = message_for(404, words_of(request));
    std::string front;
    if (const std::string_view id = study_in(request.target); !id.empty()) {
        if (const auto study = parts_.fieldwork.study(id)) {
            front = study_path(study->id);
            message.link_path = front;
            message.link_text = words_of(request)(language::Phrase::to_survey);
        }
    }
    return page_reply(404, message_page(message), request.accept_encoding);
}

const FrontPage& Site::front_page(const Request& request, const StudyPointer& study) {
    const std::string language = chosen_language(request, study->languages);
    const actions::Life life = parts_.fieldwork.life(study->id);
    const actions::Newcomers newcomers = parts_.fieldwork.newcomers(study->id);
    const auto known = std::ranges::find_if(fronts_, [&](const auto& one) {
        return one->study->id == study->id && one->language == language;
    });
    if (known == fronts_.end()) {
        return *fronts_.emplace_back(parts_.fronts.page(study, language, life, newcomers));
    }
    if ((*known)->study != study || (*known)->life != life || (*known)->newcomers != newcomers) {
        *known = parts_.fronts.page(study, language, life, newcomers);
    }
    return **known;
}

Reaction Site::show_front(Request& request, const StudyPointer& study, const std::string& secret) {
    // Reads of the store stay on this thread: a snapshot waits for no writer.
    const Result<std::optional<actions::PageView>> view = parts_.fieldwork.view(study->id, secret);
    if (!view) return unavailable(request, view.error());
    const std::optional<actions::PageView>& found = *view;
    const bool gone = !found || found->state.status == response::Status::refused;
    const actions::Life life = parts_.fieldwork.life(study->id);
    const bool ended = found && response::has_ended(found->state.status);
    if (found && found->state.status == response::Status::withdrawn) {
        return withdrawn_reply(parts_, *shown_to(request, study), request.accept_encoding, {});
    }
    if (!takes_answers(life) && !ended) return see_other(study_path(study->id, "closed"));
    if (gone) {
        if (std::optional<Reply> full = show_full(request, study)) return *std::move(full);
        Reply reply =
            front_page(request, study).reply(chosen_encoding(request.accept_encoding), {});
        reply.own_lines =
            start_cookie(study->id) + link_cookie(*study, request, parts_.secure_cookies());
        return reply;
    }
    const StudyPointer shown = shown_to(request, study);
    Returning returning{
        .newest = *shown,
        .life = life,
        .id = found->public_id,
        .status = found->state.status,
        .start_key = new_start_key(parts_.random)
    };
    returning.continue_path = path_to_continue(*found);
    Reply reply = page_reply(
        200,
        returning_page(returning),
        request.accept_encoding,
        {},
        Referrer::same_origin,
        Script::own
    );
    reply.own_lines = link_cookie(*study, request, parts_.secure_cookies());
    return reply;
}

Reaction Site::answer(Request& request, const SurveyPage& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    const std::string secret = session_secret(request);
    if (request.method == Method::post) return take_page(request, route, secret);
    return show_page(request, route, secret);
}

Reaction Site::show_page(Request& request, const SurveyPage& route, const std::string& secret) {
    if (secret.empty()) return see_other(study_path(route.study));
    const Result<std::optional<actions::PageView>> view =
        parts_.fieldwork.view(route.study, secret);
    if (!view) return unavailable(request, view.error());
    if (!view->has_value()) return see_other(study_path(route.study));
    const actions::PageView& found = **view;
    if (response::has_ended(found.state.status)) {
        return see_other(study_path(route.study, "thanks"));
    }
    if (found.state.status != response::Status::in_progress) {
        return see_other(study_path(route.study));
    }
    if (!takes_answers(found.life)) return see_other(study_path(route.study, "closed"));
    const StudyPointer shown = shown_to(request, found.study);
    const instrument::Study& study = *shown;
    const auto named = std::ranges::find(study.pages, route.page, &instrument::Page::id);
    if (named == study.pages.end()) return not_found(request);
    const int page = static_cast<int>(named - study.pages.begin());
    if (!response::reachable(study, found.state, page)) {
        return see_other(path_to_continue(found));
    }
    return survey_reply(
        200,
        question_page(
            {.study = study,
             .life = found.life,
             .id = found.public_id,
             .state = found.state,
             .answers = found.state.answers,
             .page = page,
             .csrf = parts_.fieldwork.csrf_token(secret),
             .shown_at = parts_.clock.now(),
             .revealed = route.more,
             .left_out = route.left_out}
        ),
        request.accept_encoding
    );
}

Reaction Site::answer(Request& request, const Thanks& route) {
    if (!parts_.fieldwork.study(route.study)) return not_found(request);
    const std::string secret = session_secret(request);
    if (secret.empty()) return see_other(study_path(route.study));
    const Result<std::optional<actions::PageView>> view =
        parts_.fieldwork.view(route.study, secret);
    if (!view) return unavailable(request, view.error());
    if (!view->has_value() || !response::has_ended((*view)->state.status)) {
        return see_other(study_path(route.study));
    }
    const actions::PageView& found = **view;
    const StudyPointer shown = shown_to(request, found.study);
    if (found.state.status == response::Status::screened_out) {
        const instrument::Study& study = *shown;
        const std::string_view message = response::screen_out_message(study, found.state);
        return survey_reply(
            200,
            screened_out_page(study, found.life, found.public_id, message),
            request.accept_encoding
        );
    }
    const RewardWay reward = study_with_rewards(route.study) ? RewardWay::offered : RewardWay::none;
    return survey_reply(
        200,
        thanks_page({*shown, found.life, found.public_id, reward, found.appeal}),
        request.accept_encoding
    );
}

Reaction Site::answer(Request& request, const Refusal& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    const actions::Life life = parts_.fieldwork.life(study->id);
    return survey_reply(
        200, refused_page(*shown_to(request, study), life), request.accept_encoding
    );
}

Reaction Site::answer(Request& request, const Closed& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    const actions::Life life = parts_.fieldwork.life(study->id);
    if (takes_answers(life)) return see_other(study_path(study->id));
    std::optional<PublicId> id;
    if (const std::string secret = session_secret(request); !secret.empty()) {
        const Result<std::optional<actions::PageView>> view =
            parts_.fieldwork.view(study->id, secret);
        const bool underway =
            view && *view && (*view)->state.status == response::Status::in_progress;
        if (underway) id = (*view)->public_id;
    }
    return survey_reply(
        200, closed_page(*shown_to(request, study), life, id), request.accept_encoding
    );
}

Reaction Site::answer(Request& request, const Nowhere&) { return not_found(request); }

}  // namespace querist::web
