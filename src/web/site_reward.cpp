// Collecting a reward where the answers are known, and claiming it where nobody is.

#include "web/chosen_language.hpp"
#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/reward_pages.hpp"
#include "web/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::web {

namespace {

using actions::CollectingWay;
using actions::CollectOutcome;
using actions::RewardStage;
using actions::RewardStanding;

/// Some more than a blinded message of the largest key has in base64url.
constexpr std::size_t blinded_characters_max = 1'400;

Reply plain_reply(std::string text) {
    return {
        make_packet({.content_type = "text/plain; charset=utf-8"}, std::move(text) + "\n"), nullptr
    };
}

/// As frontend/src/receipt.ts reads it.
std::string answer_for_script(const RewardStanding& standing) {
    const bool given =
        standing.stage == RewardStage::waiting || standing.stage == RewardStage::owed;
    if (!given) return "refused";
    if (!standing.way) return "none";
    if (standing.signature.empty()) return "waiting";
    return "signed " + standing.key + " " + to_base64url(standing.signature);
}

/// What a participant without script is told with the page, by its status.
int status_of(const CollectOutcome& outcome) {
    return std::visit(
        Overloaded{
            [](const RewardStanding&) { return 200; },
            [](const actions::NothingToCollect&) { return 404; },
            [](const actions::NotBlinded&) { return 422; },
            [](const actions::CollectedOtherwise&) { return 409; },
            [](const actions::NoCodes&) { return 422; }
        },
        outcome
    );
}

Reply busy_reply(const std::string& path, const KeptReward& kept, const Problem& problem) {
    log_problem(path, problem);
    return page_reply(
        503,
        message_page(message_for(503, language::Words(kept.shown->language))),
        kept.accept_encoding,
        {{"Retry-After", "10"}}
    );
}

}  // namespace

Site::StudyPointer Site::study_with_rewards(std::string_view study_id) const {
    StudyPointer study = parts_.fieldwork.study(study_id);
    const bool pays = parts_.rewards != nullptr && study &&
                      instrument::paid_by_codes(study->compensation) != nullptr;
    return pays ? study : nullptr;
}

Result<std::optional<actions::PublishedKey>> Site::current_key(std::string_view study_id) const {
    Result<std::vector<actions::PublishedKey>> keys = parts_.rewards->keys(study_id);
    if (!keys) return std::unexpected(keys.error());
    const auto current = std::ranges::find_if(*keys, &actions::PublishedKey::current);
    if (current == keys->end()) return std::nullopt;
    return std::move(*current);
}

Reply Site::reward_reply(const KeptReward& kept, const RewardStanding& standing) const {
    const instrument::Study& study = *kept.shown;
    const Result<std::optional<actions::PublishedKey>> key = current_key(study.id);
    if (!key) return busy_reply(study_path(study.id, "reward"), kept, key.error());
    const RewardPage page{
        .study = study,
        .life = parts_.fieldwork.life(study.id),
        .standing = standing,
        .key = key->has_value() ? &**key : nullptr,
        .csrf = parts_.fieldwork.csrf_token(kept.secret),
        .claim_address = kept.claim_address
    };
    return survey_reply(200, reward_page(page), kept.accept_encoding);
}

Reaction Site::answer(Request& request, const Reward& route) {
    const StudyPointer study = study_with_rewards(route.study);
    if (!study) return not_found(request);
    if (request.method == Method::post) return take_reward(request, study, route);
    const std::string secret = session_secret(request);
    if (secret.empty()) return see_other(study_path(study->id, "return"));
    return [this,
            kept = kept_reward(request, study, secret),
            id = study->id](std::move_only_function<void(Finish)> done) mutable {
        std::string session = kept.secret;
        parts_.rewards->standing(
            id,
            std::move(session),
            [this, kept = std::move(kept), done = std::move(done)](Result<CollectOutcome> outcome
            ) mutable {
                done([this, kept = std::move(kept), outcome = std::move(outcome)] {
                    return standing_reply(kept, outcome);
                });
            }
        );
    };
}

Reply Site::standing_reply(const KeptReward& kept, const Result<CollectOutcome>& outcome) const {
    const std::string& id = kept.shown->id;
    if (!outcome) return busy_reply(study_path(id, "reward"), kept, outcome.error());
    const auto* standing = std::get_if<RewardStanding>(&*outcome);
    return standing == nullptr ? see_other(study_path(id)) : reward_reply(kept, *standing);
}

KeptReward Site::kept_reward(const Request& request, const StudyPointer& study, std::string secret)
    const {
    return {
        .shown = shown_to(request, study),
        .secret = std::move(secret),
        .accept_encoding = std::string(request.accept_encoding),
        .claim_address = whole_address(request, claim_path(study->id))
    };
}

Reply Site::collected_reply(const KeptReward& kept, const Result<CollectOutcome>& outcome) const {
    const std::string path = study_path(kept.shown->id, "reward");
    if (!outcome) return busy_reply(path, kept, outcome.error());
    const auto* standing = std::get_if<RewardStanding>(&*outcome);
    const bool otherwise = std::holds_alternative<actions::CollectedOtherwise>(*outcome);
    if (!kept.script) {
        // The page says what stands, also when another way was chosen before.
        const bool stands = standing != nullptr || otherwise;
        return stands ? see_other(path) : status_reply(status_of(*outcome));
    }
    if (standing != nullptr) return plain_reply(answer_for_script(*standing));
    return status_reply(status_of(*outcome));
}

Reaction Site::take_reward(Request& request, const StudyPointer& study, const Reward& route) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    const std::string secret = session_secret(request);
    if (auto refused = refuse_foreign(request, study->id, *form, secret)) return *refused;
    KeptReward kept = kept_reward(request, study, secret);
    kept.script = route.script;
    const bool by_code = response::field_value(*form, "code") == "yes";
    const std::string_view sent = response::field_value(*form, "blinded");
    const std::optional<std::string> blinded =
        sent.size() > blinded_characters_max ? std::nullopt : from_base64url(sent);
    if (!blinded) return status_reply(422, request);
    return [this,
            kept = std::move(kept),
            by_code,
            message =
                actions::BlindedMessage{*blinded, std::string(response::field_value(*form, "key"))},
            id = study->id](std::move_only_function<void(Finish)> done) mutable {
        std::string session = kept.secret;
        auto collected = [this,
                          kept = std::move(kept),
                          done = std::move(done)](Result<CollectOutcome> outcome) mutable {
            done([this, kept = std::move(kept), outcome = std::move(outcome)] {
                return collected_reply(kept, outcome);
            });
        };
        if (by_code) {
            parts_.rewards->collect_by_code(id, std::move(session), std::move(collected));
        } else {
            parts_.rewards->collect_blindly(
                id, std::move(session), std::move(message), std::move(collected)
            );
        }
    };
}

Reaction Site::answer(Request& request, const Claim& route) {
    const StudyPointer study = study_with_rewards(route.study);
    if (!study) return not_found(request);
    if (request.method == Method::post) return take_claim(request, study);
    return survey_reply(
        200, claim_page({.study = *shown_to(request, study)}), request.accept_encoding
    );
}

/// Judged by its proof alone: nobody is known here, so there is no session that another site could
/// use.
Reaction Site::take_claim(Request& request, const StudyPointer& study) {
    if (!is_form_type(request.content_type)) return status_reply(415, request);
    const std::expected<response::Form, FormError> form = parse_form(request.body);
    if (!form) return unread_form_reply(form.error(), request);
    KeptReward kept{
        .shown = shown_to(request, study), .accept_encoding = std::string(request.accept_encoding)
    };
    std::string proof(response::field_value(*form, "proof"));
    return [this, kept = std::move(kept), proof = std::move(proof), id = study->id](
               std::move_only_function<void(Finish)> done
           ) mutable {
        std::string sent = proof;
        parts_.rewards->claim(
            id,
            std::move(sent),
            [kept = std::move(kept),
             proof = std::move(proof),
             done = std::move(done)](Result<actions::ClaimOutcome> outcome) mutable {
                done(
                    [kept = std::move(kept),
                     proof = std::move(proof),
                     outcome = std::move(outcome)]() -> Reply {
                        const instrument::Study& study = *kept.shown;
                        if (!outcome)
                            return busy_reply(claim_path(study.id), kept, outcome.error());
                        if (const auto* card = std::get_if<actions::ShownCard>(&*outcome)) {
                            return page_reply(200, card_page(study, *card), kept.accept_encoding);
                        }
                        const auto why = std::get<actions::Unclaimed>(*outcome);
                        const ClaimPage page{.study = study, .proof = proof, .why = why};
                        const int status = why == actions::Unclaimed::none_left ? 503 : 422;
                        return survey_reply(status, claim_page(page), kept.accept_encoding);
                    }
                );
            }
        );
    };
}

/// Of rewards, and of entry tickets; empty where a study has neither.
Result<std::vector<actions::PublishedKey>> Site::published_keys_of(const std::string& study_id
) const {
    Result<std::vector<actions::PublishedKey>> keys = parts_.fieldwork.ticket_keys(study_id);
    if (!keys || !study_with_rewards(study_id)) return keys;
    Result<std::vector<actions::PublishedKey>> of_rewards = parts_.rewards->keys(study_id);
    if (!of_rewards) return of_rewards;
    std::ranges::move(*of_rewards, std::back_inserter(*keys));
    return keys;
}

Reaction Site::answer(Request& request, const RewardKeys& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    const Result<std::vector<actions::PublishedKey>> keys = published_keys_of(study->id);
    if (!keys) return unavailable(request, keys.error());
    if (keys->empty() && !study_with_rewards(study->id)) return not_found(request);
    const StudyPointer shown = shown_to(request, study);
    return page_reply(200, reward_keys_page(*shown, *keys), request.accept_encoding);
}

Reaction Site::answer(Request& request, const RewardKey& route) {
    const StudyPointer study = parts_.fieldwork.study(route.study);
    if (!study) return not_found(request);
    const Result<std::vector<actions::PublishedKey>> keys = published_keys_of(study->id);
    if (!keys) return unavailable(request, keys.error());
    const auto key = std::ranges::find(*keys, route.key, &actions::PublishedKey::id);
    if (key == keys->end()) return not_found(request);
    return Reply{make_packet({.content_type = "application/octet-stream"}, key->der), nullptr};
}

}  // namespace querist::web
