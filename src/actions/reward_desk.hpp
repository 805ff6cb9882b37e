#pragma once

// What participants do about the reward that a study pays by codes: they collect the right to it
// where their answers are known, and claim it where nobody is.

#include "core/core.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::actions {

/// What newcomers meet when a budget has nothing left, as the study file says it.
enum class Newcomers {
    welcome,  ///< As promised.
    unpaid,   ///< They are told before they begin that nothing is paid any more.
    none      ///< Nobody begins.
};

/// The public half of a key that rewards are signed with.
struct PublishedKey {
    std::string id;        ///< The first 8 bytes of its digest, in hexadecimal.
    std::string der;       ///< SubjectPublicKeyInfo (RFC 5280).
    bool current = false;  ///< What is signed now is signed with this one.
};

/// Whether a response has earned its reward.
enum class RewardStage {
    waiting,  ///< Nobody has decided yet.
    owed,
    refused,  ///< It was found not to be eligible.
    spent,    ///< The budget was used up before.
    ended     ///< It was told of when the days for claims were over.
};

/// How a participant proves a claim; chosen once, for both ways together would be paid twice.
enum class CollectingWay {
    blind,  ///< By a token that was signed without being seen (RFC 9474).
    code    ///< By a code that is made from the response: never in an anonymous study.
};

/// Where the reward of a response stands.
struct RewardStanding {
    RewardStage stage = RewardStage::waiting;
    std::optional<CollectingWay> way = std::nullopt;  ///< Empty: none was chosen yet.
    std::string key = {};                             ///< The id of the key that it is signed with.
    std::string signature = {};  ///< Of the blinded message, once it is signed; bytes.
    std::string code = {};       ///< Of who chose it, once the reward is owed.
};

/// What is to be signed, and what for.
struct BlindedMessage {
    std::string bytes = {};
    std::string key = {};
};

/// No complete response has this secret.
struct NothingToCollect {};
/// What was sent is no message that the current key could sign.
struct NotBlinded {};
/// The other way was chosen before, or another token is signed already.
struct CollectedOtherwise {};
/// The study is anonymous: there are no codes.
struct NoCodes {};
using CollectOutcome =
    std::variant<RewardStanding, NothingToCollect, NotBlinded, CollectedOtherwise, NoCodes>;

/// What a gift card's holder needs.
struct ShownCard {
    Money amount;
    std::string code;
    std::string pin = {};   ///< May be empty.
    std::string link = {};  ///< May be empty.
};
enum class Unclaimed {
    unreadable,  ///< Neither a whole token nor a code of this study.
    not_owed,    ///< A code whose reward is not owed.
    none_left,   ///< All cards are given out; the claim stays good.
    ended        ///< The days for claims are over.
};
using ClaimOutcome = std::variant<ShownCard, Unclaimed>;

/// Thread-safe; callbacks run on other threads, or at once.
class RewardDesk {
public:
    virtual ~RewardDesk() = default;

    /// All keys of a study that were ever in use, the newest first.
    virtual Result<std::vector<PublishedKey>> keys(std::string_view study_id) = 0;

    using Collected = std::move_only_function<void(Result<CollectOutcome>)>;
    /// Where it stands, and the code of who chose it and is owed; signs nothing.
    virtual void standing(std::string study_id, std::string secret, Collected done) = 0;
    /// Asks for a signature of a blinded message (bytes) that was made for a key (its id). It takes
    /// the place of one that is not signed yet; one for another key than that in use is not kept,
    /// and an empty one asks what became of it. It is signed as soon as the reward is owed, and
    /// committed as signed before the signature leaves.
    virtual void collect_blindly(
        std::string study_id, std::string secret, BlindedMessage message, Collected done
    ) = 0;
    /// Chooses the code.
    virtual void collect_by_code(std::string study_id, std::string secret, Collected done) = 0;

    using Claimed = std::move_only_function<void(Result<ClaimOutcome>)>;
    /// Claims with a token as it stands in a claim link, or with a code, as typed. The same proof
    /// shows the same card again.
    virtual void claim(std::string study_id, std::string proof, Claimed done) = 0;
};

}  // namespace querist::actions
