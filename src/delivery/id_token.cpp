#include "delivery/id_token.hpp"

#include "delivery/json_members.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace querist::delivery {

namespace {

using nlohmann::json;

std::unexpected<Problem> refused(std::string_view code, std::string message) {
    return failure(
        fmt::format("signin.token-{}", code),
        std::move(message),
        "let the participant sign in again; when it happens to everybody, compare the study's "
        "issuer and client id with what the issuer has, and both clocks"
    );
}

/// The three parts of a compact serialisation (RFC 7515, 7.1), still encoded.
struct TokenParts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signed_text;  ///< Header, dot, payload.
};

std::optional<TokenParts> parts_of(std::string_view token) {
    const std::size_t first = token.find('.');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = token.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    if (token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
    return TokenParts{
        token.substr(0, first),
        token.substr(first + 1, second - first - 1),
        token.substr(second + 1),
        token.substr(0, second)
    };
}

/// A part as an object; discarded when it is none.
json object_in(std::string_view encoded) {
    const std::optional<std::string> text = from_base64url(encoded);
    return text ? json_object(*text) : json(json::value_t::discarded);
}

std::optional<SignatureKind> signature_kind(std::string_view algorithm) {
    if (algorithm == "RS256") return SignatureKind::rs256;
    if (algorithm == "ES256") return SignatureKind::es256;
    return std::nullopt;
}

/// Seconds since 1970 (RFC 7519, 2); empty when it is no number that can be a time.
std::optional<Instant> time_claim(const json& claims, const char* name) {
    constexpr double seconds_max = 253'402'300'800.0;  // the year 10000
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number()) return std::nullopt;
    const auto seconds = found->get<double>();
    if (!(seconds >= 0) || seconds >= seconds_max) return std::nullopt;
    return Instant(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

Result<void> check_signature(const TokenParts& parts, const KeySet& keys) {
    const json header = object_in(parts.header);
    const std::optional<std::string> signature = from_base64url(parts.signature);
    if (header.is_discarded() || !signature) return refused("malformed", "the token is no token");
    // A header that must be understood and that this does not know (RFC 7515, 4.1.11).
    if (header.contains("crit")) return refused("malformed", "the token has unknown extensions");
    const std::string algorithm = text_member(header, "alg");
    const std::optional<SignatureKind> kind = signature_kind(algorithm);
    if (!kind) {
        return refused("algorithm", "the token is not signed with RS256 or ES256");
    }
    const std::string id = text_member(header, "kid");
    bool any = false;
    for (const SigningKey& key : keys) {
        // A key speaks for its own algorithm only, whatever the token says.
        const bool fits = key.kind() == *kind && (id.empty() || key.id() == id);
        if (!fits) continue;
        any = true;
        if (key.verifies(parts.signed_text, *signature)) return {};
    }
    if (!any) return refused("unknown-key", "the token is signed with a key that is not known");
    return refused("signature", "the token's signature is not the issuer's");
}

/// For this client, and when it is for others, too, given to this one (azp).
bool is_for(const json& claims, const std::string& client_id) {
    const auto audience = claims.find("aud");
    if (audience == claims.end()) return false;
    bool named = false;
    std::size_t count = 1;
    if (audience->is_string()) {
        named = *audience == client_id;
    } else if (audience->is_array()) {
        count = audience->size();
        named = std::ranges::any_of(*audience, [&](const json& one) {
            return one.is_string() && one == client_id;
        });
    }
    const auto party = claims.find("azp");
    if (party != claims.end()) return named && party->is_string() && *party == client_id;
    return named && count == 1;
}

Result<void> check_times(const json& claims, Instant now) {
    const std::optional<Instant> expires = time_claim(claims, "exp");
    const std::optional<Instant> issued = time_claim(claims, "iat");
    if (!expires || !issued)
        return refused("malformed", "the token does not say how long it holds");
    if (*expires + clock_skew_max <= now) return refused("expired", "the token has expired");
    if (*issued - clock_skew_max > now) {
        return refused("early", "the token is of a time that has not come yet");
    }
    if (claims.contains("nbf")) {
        const std::optional<Instant> begins = time_claim(claims, "nbf");
        if (!begins || *begins - clock_skew_max > now) {
            return refused("early", "the token does not hold yet");
        }
    }
    return {};
}

}  // namespace

bool is_subject(std::string_view subject) {
    return !subject.empty() && subject.size() <= subject_bytes_max &&
           std::ranges::all_of(subject, [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<IdClaims> check_id_token(
    std::string_view token, const KeySet& keys, const TokenExpectation& expected
) {
    if (token.size() > id_token_bytes_max) return refused("too-large", "the token is too long");
    const std::optional<TokenParts> parts = parts_of(token);
    if (!parts) return refused("malformed", "the token is no token");
    if (Result<void> is_signed = check_signature(*parts, keys); !is_signed) {
        return std::unexpected(is_signed.error());
    }
    auto claims = std::make_shared<const json>(object_in(parts->payload));
    if (claims->is_discarded()) return refused("malformed", "the token says nothing");
    if (text_member(*claims, "iss") != expected.issuer) {
        return refused("issuer", "the token is another issuer's");
    }
    if (!is_for(*claims, expected.client_id)) {
        return refused("audience", "the token was made for another client");
    }
    if (Result<void> holds = check_times(*claims, expected.now); !holds) {
        return std::unexpected(holds.error());
    }
    if (!equal_in_constant_time(text_member(*claims, "nonce"), expected.nonce) ||
        expected.nonce.empty()) {
        return refused("nonce", "the token belongs to another sign-in");
    }
    std::string subject = text_member(*claims, "sub");
    if (!is_subject(subject)) return refused("subject", "the token does not say whose it is");
    return IdClaims{std::move(subject), std::move(claims)};
}

}  // namespace querist::delivery
