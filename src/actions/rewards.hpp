#pragma once

// The door to rewards for whoever serves participants: who is owed, may this response be signed
// for now, what claims a card, and what is left. Researchers' verbs are in rewarding.hpp.

#include "actions/reward_desk.hpp"
#include "instrument/instrument.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace querist::actions {

/// `rewards.db` of a data folder with the keys that belong to it. From any thread.
struct OpenedRewards {
    store::Keys keys;
    std::unique_ptr<store::RewardsStore> store;
};

/// Opens it, and makes folder, keys and file where there are none. `random` gives nonces and must
/// outlive the store; keys come from the machine's chance whatever it is.
[[nodiscard]] Result<OpenedRewards> open_or_make_rewards(
    const std::filesystem::path& data, RandomSource& random
);
/// The same where there is one; else store.missing.
[[nodiscard]] Result<OpenedRewards> open_existing_rewards(
    const std::filesystem::path& data, store::Access access, RandomSource& random
);

/// What a response's reward is called.
struct RewardOf {
    std::string study;         ///< The id in the study file.
    std::string compensation;  ///< The same.
    PublicId response;
};

/// Whether the reward of a complete response is owed: only then may anything be signed for it, or
/// its claim code be given out. The stage can change from `waiting` and `spent`, from nothing else.
[[nodiscard]] RewardStage reward_stage(
    store::Snapshot& answers,
    store::RewardsView& rewards,
    const store::Keys& keys,
    const RewardOf& reward,
    ResponseId row
);

/// The id of what `rewards.db` is told of a response: the same whenever it is computed, so that a
/// backup that is put back tells nothing twice; nothing leads back from it without the key.
[[nodiscard]] Digest reward_message_id(const store::Keys& keys, const RewardOf& reward);

/// The one claim code of a response: 128 bits in the alphabet of public ids, in groups of four. It
/// is good once `give_out_code` has noted it, and only by its hash.
[[nodiscard]] std::string claim_code_of(const store::Keys& keys, const RewardOf& reward);

/// Notes the code of a response that chose to collect by code, and whose reward is owed, and gives
/// it. As often as it is asked for.
[[nodiscard]] Result<std::string> give_out_code(OpenedRewards& rewards, const RewardOf& reward);

/// A claim whose right was proved: by a signed token, or by a code that was given out.
struct ProvenClaim {
    std::string study;
    std::string compensation;
    Digest token_hash;  ///< compensation::claim_hash of a token, or of a code its hash.
    store::ClaimWay way = store::ClaimWay::code;
};

/// The claim that a code proves, as it was typed; nothing when it was never given out.
[[nodiscard]] std::optional<ProvenClaim> claim_by_code(
    store::RewardsView& rewards, std::string_view study, std::string_view typed
);

/// Shows the one card of a claim. One commit takes the token as spent, sets a card aside and moves
/// the money from owed to reserved, all or nothing; a second notes that the card was shown and the
/// money paid, before it is. Whoever dies in between comes again; the same token always sees the
/// same card. Problems: of the store, and rewards.unreadable.
[[nodiscard]] Result<ClaimOutcome> claim_reward(
    store::RewardsStore& rewards, Clock& clock, const ProvenClaim& claim
);

}  // namespace querist::actions
