#pragma once

#include "compensation/blind_signature.hpp"

#include <string>
#include <string_view>

namespace querist::compensation {

inline constexpr std::size_t token_chance_bytes = 32;
/// What is signed: the prefix that preparing puts before it, and the token's own chance.
inline constexpr std::size_t token_message_bytes = prefix_bytes + token_chance_bytes;
inline constexpr std::size_t token_signature_bytes = signing_key_bits / 8;

/// What a reward is claimed with, once. It comes from no response and leads to none: its message is
/// chance that the participant's browser drew, and its signature was made without seeing it.
struct RewardToken {
    BlindKeyId key;         ///< Whose signature it is; keys are of one study each.
    std::string message;    ///< `token_message_bytes`, prepared.
    std::string signature;  ///< `token_signature_bytes`
    bool operator==(const RewardToken&) const = default;
};

/// One byte of the form's number, key, message and signature, one after the other. The claim link's
/// fragment holds them in base64url.
[[nodiscard]] std::string to_bytes(const RewardToken& token);

/// Reads `to_bytes`'s form and no other. compensation.token-unreadable else: a link was cut off or
/// changed on its way. Whether the signature holds is for `VerificationKey::verifies`.
[[nodiscard]] Result<RewardToken> parse_reward_token(std::string_view bytes);

/// What claims are unique by, and all that is kept of a token that was claimed: the digest of its
/// message. A second signature of the same message claims nothing more.
[[nodiscard]] Digest claim_hash(const RewardToken& token);

}  // namespace querist::compensation
