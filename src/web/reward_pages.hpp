#pragma once

// The pages of a reward: collecting it where the answers are known, and claiming it where nobody
// is.

#include "actions/actions.hpp"
#include "web/pages.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace querist::web {

/// "/s/x/reward": how the reward is collected, and what became of it.
struct RewardPage {
    const instrument::Study& study;
    actions::Life life = actions::Life::open;
    const actions::RewardStanding& standing;
    const actions::PublishedKey* key = nullptr;  ///< That is signed with now; null: none.
    std::string csrf;
    std::string claim_address;  ///< The whole address where it is claimed.
};
[[nodiscard]] std::string reward_page(const RewardPage& page);

/// "/claim/x": a field for the claim link or code.
struct ClaimPage {
    const instrument::Study& study;
    std::string_view proof = {};  ///< As typed.
    std::optional<actions::Unclaimed> why = std::nullopt;
};
[[nodiscard]] std::string claim_page(const ClaimPage& page);
/// The same address, once the claim was good.
[[nodiscard]] std::string card_page(const instrument::Study& study, const actions::ShownCard& card);

/// "/keys/x": every key with its digest.
[[nodiscard]] std::string reward_keys_page(
    const instrument::Study& study, std::span<const actions::PublishedKey> keys
);

}  // namespace querist::web
