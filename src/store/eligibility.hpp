#pragma once

// Which responses are to be rewarded: a part of `answers.db`. What was decided repeats entries;
// what is told to `rewards.db` are messages that name no response; and what a participant does to
// collect a reward is kept once for each response.

#include "core/core.hpp"
#include "response/response.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::store {

struct ResponseRow;

/// A complete response about which nothing was decided yet.
struct UndecidedResponse {
    ResponseId response;
    PublicId public_id;
    response::Origin origin = response::Origin::real;
    bool known_person = false;  ///< It began by a personal link or an account.
};

/// What `rewards.db` is told, once: that some response is to be rewarded. No response, no moment.
struct RewardMessage {
    Digest id;
    std::string study;  ///< The id in the study file.
    std::string compensation;
    std::int64_t day = 0;  ///< Since 1970-01-01, UTC.
    bool operator==(const RewardMessage&) const = default;
};

/// How a participant collects a reward: with a token that nobody can link to the response, or with
/// a code that whoever has the keys can.
enum class CollectingWay : std::uint8_t { blind, code };
inline constexpr std::size_t collecting_ways = 2;
[[nodiscard]] std::string_view to_text(CollectingWay way);

struct Collecting {
    CollectingWay way = CollectingWay::code;
    std::string blinded;  ///< The blinded message that is to be signed, or was; empty for a code.
    std::string key;      ///< Id of the key that it was made for; empty for a code.
    bool is_signed = false;
    bool operator==(const Collecting&) const = default;
};

/// How many responses stand how, of one compensation.
struct EligibilityCounts {
    std::int64_t eligible = 0;
    std::int64_t refused = 0;
    std::int64_t undecided = 0;  ///< Complete ones of respondents.
};

class EligibilityView {
public:
    virtual ~EligibilityView() = default;
    /// Complete responses of respondents (real and pilot) after one, in the order in which they
    /// began, about which nothing was decided; at most so many.
    virtual std::vector<UndecidedResponse> undecided(
        StudyId study, std::string_view compensation, ResponseId after, int most
    ) = 0;
    /// Whether a response is to be rewarded; empty where that is undecided, or it was withdrawn.
    virtual std::optional<bool> decision(ResponseId response, std::string_view compensation) = 0;
    /// All decisions about a response, by compensation.
    virtual std::vector<std::pair<std::string, bool>> decisions(ResponseId response) = 0;
    virtual EligibilityCounts eligibility_counts(StudyId study, std::string_view compensation) = 0;
    /// How many responses of a study are to be rewarded, by compensation.
    virtual std::vector<std::pair<std::string, std::int64_t>> eligible_counts(StudyId study) = 0;
    /// Visits each of them.
    virtual void each_eligible(
        StudyId study, const std::function<void(std::string_view, const PublicId&)>& visit
    ) = 0;
    /// Unfinished responses of respondents that began at or after a moment.
    virtual std::int64_t begun_since(StudyId study, Instant moment) = 0;
    /// Messages that are not delivered, in the order of their ids, after one; at most so many.
    virtual std::vector<RewardMessage> reward_messages(const Digest& after, int most) = 0;
    virtual std::optional<Collecting> collecting(
        ResponseId response, std::string_view compensation
    ) = 0;
    /// The ids of the keys that something was signed with, and for how many responses.
    virtual std::vector<std::pair<std::string, std::int64_t>> signed_keys(
        StudyId study, std::string_view compensation
    ) = 0;
};

class EligibilityWork : public EligibilityView {
public:
    /// Repeats what an entry says.
    virtual void decide(ResponseId response, std::string_view compensation, bool eligible) = 0;
    /// False when the message waits already.
    virtual bool queue_reward(const RewardMessage& message) = 0;
    /// Deletes what was delivered.
    virtual void forget_rewards(std::span<const RewardMessage> delivered) = 0;
    /// The way stays as it was chosen first. False when it was another.
    virtual bool choose_way(
        ResponseId response, std::string_view compensation, CollectingWay way
    ) = 0;
    /// Keeps the blinded message of a response that collects blindly, in place of the one before.
    /// False when one was signed (unless it is this one), or the way is another.
    virtual bool keep_blinded(
        ResponseId response,
        std::string_view compensation,
        std::string_view blinded,
        std::string_view key
    ) = 0;
    /// Notes that the blinded message is signed: before the signature is given away. False when
    /// there is none.
    virtual bool note_signed(ResponseId response, std::string_view compensation) = 0;
};

}  // namespace querist::store
