// Blind signatures a second on one core, beside what OpenSSL's own signatures take with the same
// key: the same secret operation, with its padding and without our check of the result. Usage:
// signature_bench SECONDS
//
// Prints one JSON object. Both take turns, so that a machine that slows down slows both.

#include "compensation/compensation.hpp"
#include "core/core.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

namespace {

using namespace querist;

template <auto release>
struct Releasing {
    template <class Made>
    void operator()(Made* made) const {
        release(made);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Releasing<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Releasing<EVP_PKEY_CTX_free>>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releasing<PKCS8_PRIV_KEY_INFO_free>>;

std::string der_of(const EVP_PKEY* key) {
    const KeyInfo info(EVP_PKEY2PKCS8(key));
    unsigned char* bytes = nullptr;
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : 0;
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

/// As `openssl speed rsa3072` does it. False: it could not.
bool sign_plainly(EVP_PKEY* key, std::string& signature) {
    constexpr unsigned char digest[48] = {1};
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    std::size_t size = signature.size();
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    return context && EVP_PKEY_sign_init(context.get()) == 1 &&
           EVP_PKEY_sign(context.get(), out, &size, digest, sizeof digest) == 1;
}

struct Turns {
    double seconds = 0;
    long done = 0;
    [[nodiscard]] double a_second() const {
        return seconds > 0 ? static_cast<double>(done) / seconds : 0;
    }
};

template <class Sign>
bool take_turn(Turns& turns, const Sign& sign) {
    using SteadyClock = std::chrono::steady_clock;
    constexpr int signings = 50;
    const auto begin = SteadyClock::now();
    for (int i = 0; i < signings; ++i) {
        if (!sign()) return false;
    }
    turns.seconds += std::chrono::duration<double>(SteadyClock::now() - begin).count();
    turns.done += signings;
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: signature_bench SECONDS\n");
        return 2;
    }
    const double seconds = std::strtod(argv[1], nullptr);
    const Key own(EVP_PKEY_Q_keygen(
        nullptr, nullptr, "RSA", static_cast<std::size_t>(compensation::signing_key_bits)
    ));
    const Result<compensation::BlindSigningKey> key =
        compensation::BlindSigningKey::parse(own ? der_of(own.get()) : std::string());
    if (!key) {
        fmt::print(stderr, "{}\n", describe(key.error()));
        return 1;
    }
    SeededRandom random(1);
    const std::string prepared =
        compensation::prepare("a reward", compensation::Preparation::randomized, random);
    const Result<compensation::Blinded> blinded = key->verification_key().blind(prepared, random);
    if (!blinded) {
        fmt::print(stderr, "{}\n", describe(blinded.error()));
        return 1;
    }
    Turns blind;
    Turns plain;
    std::string signature(key->verification_key().bytes(), '\0');
    while (blind.seconds + plain.seconds < seconds) {
        const bool right =
            take_turn(blind, [&] { return key->sign(blinded->message).has_value(); }) &&
            take_turn(plain, [&] { return sign_plainly(own.get(), signature); });
        if (!right) {
            fmt::print(stderr, "a signature failed\n");
            return 1;
        }
    }
    const nlohmann::json json{{"blind", blind.a_second()}, {"plain", plain.a_second()}};
    fmt::print("{}\n", json.dump());
    return 0;
}
