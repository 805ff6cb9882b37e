#pragma once

// Internal to actions: the keys that a compensation's claim tokens are signed with.

#include "actions/reward_desk.hpp"
#include "compensation/compensation.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace querist::actions {

/// All keys of a compensation that were ever in use, the newest first: what is signed now is signed
/// with the first, and tokens of the others are taken still. store.keys-readable,
/// store.keys-failed, rewards.key-damaged.
[[nodiscard]] Result<std::vector<compensation::BlindSigningKey>> signing_keys(
    const std::filesystem::path& data, std::string_view study, std::string_view compensation
);

/// Makes a key by the machine's chance, which is signed with from now on. Takes about half a
/// second. rewards.key-raced when another program made one at the same time.
[[nodiscard]] Result<void> make_signing_key(
    const std::filesystem::path& data, std::string_view study, std::string_view compensation
);

/// rewards.none: a study pays nothing by codes.
[[nodiscard]] Problem pays_no_codes(std::string_view study);

/// What everybody may see of keys.
[[nodiscard]] std::vector<PublishedKey> published_keys(
    const std::vector<compensation::BlindSigningKey>& keys
);

}  // namespace querist::actions
