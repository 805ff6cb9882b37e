// Any bytes in: a token that says the same bytes again, or a problem; a key or a problem; a
// signature of what a key was asked to sign, or a problem. Never a crash, and never a token that
// somebody made up.
#include "compensation/blind_signature.hpp"
#include "compensation/reward_token.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::compensation;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const querist::Result<RewardToken> token = parse_reward_token(bytes);
    if (token && to_bytes(*token) != bytes) abort();
    const querist::Result<VerificationKey> key = VerificationKey::parse(bytes);
    if (key) {
        // A short one is none, and zeros sign nothing.
        if (key->verifies(bytes, bytes.substr(0, 1))) abort();
        if (key->verifies(bytes, std::string(key->bytes(), '\0'))) abort();
    }
    const querist::Result<BlindSigningKey> secret = BlindSigningKey::parse(bytes);
    // Signing takes a thousand times as long as reading: one in sixteen will do.
    if (secret && size % 16 == 0) {
        const std::string blinded(secret->verification_key().bytes(), '\x01');
        (void)secret->sign(blinded);
    }
    return 0;
}
