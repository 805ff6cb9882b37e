// Any bytes in: a token's judgement, keys or a refusal; never a crash, and never somebody who
// signed in, for nobody here has a key.
#include "delivery/id_token.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::delivery;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const TokenExpectation expected{
        .issuer = "https://issuer.example", .client_id = "client", .nonce = "n", .now = {}
    };
    static const KeySet key =
        parse_key_set(R"({"keys":[{"kty":"EC","crv":"P-256",)"
                      R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                      R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})")
            .value_or(KeySet{});
    if (key.empty()) abort();  // RFC 7515, A.3.1
    if (check_id_token(bytes, key, expected)) abort();
    (void)parse_key_set(bytes);
    return 0;
}
