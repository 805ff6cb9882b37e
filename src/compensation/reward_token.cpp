#include "compensation/reward_token.hpp"

#include <algorithm>

namespace querist::compensation {

namespace {

constexpr char form_number = '\x01';
constexpr std::size_t token_key_bytes = sizeof(BlindKeyId::bytes);
constexpr std::size_t token_bytes =
    1 + token_key_bytes + token_message_bytes + token_signature_bytes;

}  // namespace

std::string to_bytes(const RewardToken& token) {
    std::string bytes(1, form_number);
    bytes.reserve(token_bytes);
    return bytes.append(token.key.view()).append(token.message).append(token.signature);
}

Result<RewardToken> parse_reward_token(std::string_view bytes) {
    if (bytes.size() != token_bytes || bytes.front() != form_number) {
        return failure(
            "compensation.token-unreadable",
            "this is no claim link, or not the whole of one",
            "open the receipt page, and copy the link once more"
        );
    }
    bytes.remove_prefix(1);
    RewardToken token;
    std::ranges::copy(bytes.substr(0, token_key_bytes), token.key.bytes.begin());
    bytes.remove_prefix(token_key_bytes);
    token.message = bytes.substr(0, token_message_bytes);
    token.signature = bytes.substr(token_message_bytes);
    return token;
}

Digest claim_hash(const RewardToken& token) {
    return sha256({"querist reward token 1\n", token.message});
}

}  // namespace querist::compensation
