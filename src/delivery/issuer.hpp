#pragma once

// Signing in with somebody else's accounts: OpenID Connect as a relying party, authorization code
// with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636; discovery as of OpenID Connect Discovery 1.0).

#include "core/core.hpp"
#include "delivery/http_client.hpp"
#include "delivery/id_token.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::delivery {

/// Who asks whom.
struct RelyingParty {
    std::string issuer;  ///< "https://huggingface.co", as its discovery document has it.
    std::string client_id;
    std::string client_secret;  ///< Empty: a public client, which PKCE alone protects.
    std::string scopes;         ///< "openid profile".
    bool operator==(const RelyingParty&) const = default;
};

/// The secrets of one sign-in: what ties the issuer's answer to the browser that asked.
struct SignInSecrets {
    std::string state;
    std::string nonce;
    std::string verifier;  ///< PKCE's, 43 to 128 unreserved characters.
};

/// Who signed in.
struct Account {
    std::string subject;                           ///< Stable, of this issuer.
    std::shared_ptr<const nlohmann::json> claims;  ///< Of the token and, beside them, of userinfo.
};

/// How long what an issuer says of itself is believed, and how often it is asked when it fails.
struct IssuerTimes {
    std::chrono::seconds discovery_kept{3'600};
    std::chrono::seconds keys_kept{3'600};
    /// An unknown key makes the keys be fetched again, but no more often than this: whoever sends
    /// made-up tokens must not make us ask without end.
    std::chrono::seconds keys_pause{30};
    /// After a failure the issuer is left alone this long: who comes meanwhile is told at once.
    std::chrono::seconds failure_pause{5};
};

/// One issuer and what is known of it. Thread-safe; calls wait for the network.
class Issuer {
public:
    Issuer(RelyingParty party, HttpClient& client, Clock& clock, const IssuerTimes& times = {});

    /// Where the browser goes. signin.unreachable, signin.discovery.
    [[nodiscard]] Result<std::string> authorization_address(
        const SignInSecrets& secrets, std::string_view redirect
    );

    /// Exchanges the code for who signed in. The issuer is asked for more (userinfo) only where the
    /// token lacks one of `wanted_claims`.
    /// signin.unreachable, signin.code (used before, too old, or not this client's), signin.refused
    /// (the client is not known), and those of `check_id_token`.
    [[nodiscard]] Result<Account> redeem(
        std::string_view code,
        const SignInSecrets& secrets,
        std::string_view redirect,
        const std::vector<std::string>& wanted_claims
    );

    [[nodiscard]] const RelyingParty& party() const { return party_; }

private:
    struct Endpoints {
        std::string authorization;
        std::string token;
        std::string keys;
        std::string userinfo;         ///< May be empty.
        bool secret_in_form = false;  ///< client_secret_post; else HTTP Basic.
    };
    struct Tokens {
        std::string id_token;
        std::string access_token;
    };

    Result<Endpoints> endpoints();
    Result<Endpoints> discover();
    Result<KeySet> keys(const Endpoints& endpoints, bool newer_wanted);
    Result<KeySet> fetch_keys(const Endpoints& endpoints);
    Result<Tokens> exchange(
        const Endpoints& endpoints,
        std::string_view code,
        const SignInSecrets& secrets,
        std::string_view redirect
    );
    Result<IdClaims> checked(
        const Endpoints& endpoints, const Tokens& tokens, const SignInSecrets& secrets
    );
    Result<Account> with_userinfo(
        const Endpoints& endpoints, const Tokens& tokens, IdClaims claims
    );

    RelyingParty party_;
    HttpClient& client_;
    Clock& clock_;
    IssuerTimes times_;

    std::mutex mutex_;  ///< Of what follows; held while the issuer is asked, so that one asks.
    std::optional<Endpoints> endpoints_;
    Instant endpoints_at_{};
    std::optional<Problem> failed_;
    Instant failed_at_{};
    std::optional<KeySet> keys_;
    Instant keys_at_{};
    std::optional<Instant> newer_asked_at_;
};

/// S256 of a verifier (RFC 7636, 4.2).
[[nodiscard]] std::string pkce_challenge(std::string_view verifier);

}  // namespace querist::delivery
