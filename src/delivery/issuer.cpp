#include "delivery/issuer.hpp"

#include "delivery/json_members.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::delivery {

namespace {

using nlohmann::json;

constexpr int status_fine = 200;

std::unexpected<Problem> no_answer(const std::string& issuer, std::string_view why) {
    return failure(
        "signin.unreachable",
        fmt::format("the issuer {} cannot be asked: {}", issuer, why),
        "see that this server reaches it; participants are asked to try again"
    );
}

std::unexpected<Problem> wrong_discovery(const std::string& issuer, std::string_view why) {
    return failure(
        "signin.discovery",
        fmt::format("the discovery document of {} cannot be used: {}", issuer, why),
        "compare the study's `issuer` with the one that the document names, to the last character"
    );
}

/// An object, or discarded.
/// Whether a list of words is absent or names one.
bool may(const json& object, const char* name, std::string_view word) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array()) return true;
    return std::ranges::any_of(*found, [&](const json& one) {
        return one.is_string() && one.get<std::string>() == word;
    });
}

/// An issuer's own address without a slash at its end, before what is appended.
std::string discovery_address(std::string_view issuer) {
    if (issuer.ends_with('/')) issuer.remove_suffix(1);
    return fmt::format("{}/.well-known/openid-configuration", issuer);
}

}  // namespace

std::string pkce_challenge(std::string_view verifier) {
    return to_base64url(sha256(verifier).view());
}

Issuer::Issuer(RelyingParty party, HttpClient& client, Clock& clock, const IssuerTimes& times)
    : party_(std::move(party)), client_(client), clock_(clock), times_(times) {}

Result<Issuer::Endpoints> Issuer::discover() {
    const Result<HttpAnswer> answer = client_.ask({.address = discovery_address(party_.issuer)});
    if (!answer) return no_answer(party_.issuer, answer.error().message);
    if (answer->status != status_fine) {
        return no_answer(party_.issuer, fmt::format("status {}", answer->status));
    }
    const json document = json_object(answer->body);
    if (document.is_discarded()) return wrong_discovery(party_.issuer, "it is no JSON object");
    if (text_member(document, "issuer") != party_.issuer) {
        return wrong_discovery(party_.issuer, "it names another issuer");
    }
    Endpoints found{
        .authorization = text_member(document, "authorization_endpoint"),
        .token = text_member(document, "token_endpoint"),
        .keys = text_member(document, "jwks_uri"),
        .userinfo = text_member(document, "userinfo_endpoint")
    };
    const bool usable = may_be_asked(found.authorization) && may_be_asked(found.token) &&
                        may_be_asked(found.keys) &&
                        (found.userinfo.empty() || may_be_asked(found.userinfo));
    if (!usable) return wrong_discovery(party_.issuer, "an address in it is not one of HTTPS");
    if (!may(document, "response_types_supported", "code") ||
        !may(document, "code_challenge_methods_supported", "S256")) {
        return wrong_discovery(party_.issuer, "it offers no code with PKCE (S256)");
    }
    const char* const methods = "token_endpoint_auth_methods_supported";
    found.secret_in_form = document.contains(methods) &&
                           !may(document, methods, "client_secret_basic") &&
                           may(document, methods, "client_secret_post");
    return found;
}

Result<Issuer::Endpoints> Issuer::endpoints() {
    const std::scoped_lock lock(mutex_);
    const Instant now = clock_.now();
    if (endpoints_ && now - endpoints_at_ < times_.discovery_kept) return *endpoints_;
    if (failed_ && now - failed_at_ < times_.failure_pause) return std::unexpected(*failed_);
    Result<Endpoints> found = discover();
    if (!found) {
        failed_ = found.error();
        failed_at_ = clock_.now();
        return found;
    }
    failed_.reset();
    endpoints_ = *found;
    endpoints_at_ = now;
    return found;
}

Result<std::string> Issuer::authorization_address(
    const SignInSecrets& secrets, std::string_view redirect
) {
    const Result<Endpoints> found = endpoints();
    if (!found) return std::unexpected(found.error());
    const std::string query = form_text(
        {{"response_type", "code"},
         {"client_id", party_.client_id},
         {"redirect_uri", std::string(redirect)},
         {"scope", party_.scopes},
         {"state", secrets.state},
         {"nonce", secrets.nonce},
         {"code_challenge", pkce_challenge(secrets.verifier)},
         {"code_challenge_method", "S256"}}
    );
    const char joint = found->authorization.contains('?') ? '&' : '?';
    return fmt::format("{}{}{}", found->authorization, joint, query);
}

Result<Issuer::Tokens> Issuer::exchange(
    const Endpoints& endpoints,
    std::string_view code,
    const SignInSecrets& secrets,
    std::string_view redirect
) {
    HttpQuestion question{
        .address = endpoints.token,
        .form =
            {{"grant_type", "authorization_code"},
             {"code", std::string(code)},
             {"redirect_uri", std::string(redirect)},
             {"code_verifier", secrets.verifier}}
    };
    if (party_.client_secret.empty() || endpoints.secret_in_form) {
        question.form.emplace_back("client_id", party_.client_id);
    }
    if (!party_.client_secret.empty() && endpoints.secret_in_form) {
        question.form.emplace_back("client_secret", party_.client_secret);
    } else if (!party_.client_secret.empty()) {
        // Encoded as in a form before they are joined (RFC 6749, 2.3.1).
        question.user = percent_encoded(party_.client_id);
        question.password = percent_encoded(party_.client_secret);
    }
    const Result<HttpAnswer> answer = client_.ask(question);
    if (!answer) return no_answer(party_.issuer, answer.error().message);
    const json object = json_object(answer->body);
    if (answer->status == status_fine && !object.is_discarded()) {
        return Tokens{text_member(object, "id_token"), text_member(object, "access_token")};
    }
    const std::string error = object.is_discarded() ? "" : text_member(object, "error");
    if (error == "invalid_grant") {
        return failure(
            "signin.code",
            "the issuer does not take the code: it was used before or is too old",
            "let the participant sign in again"
        );
    }
    if (error == "invalid_client" || error == "unauthorized_client" || error == "invalid_request") {
        return failure(
            "signin.refused",
            fmt::format("the issuer refuses this server ({})", error),
            "compare the study's client id, the secret and the redirect address with what the "
            "issuer has of this client"
        );
    }
    return no_answer(party_.issuer, fmt::format("status {}", answer->status));
}

Result<KeySet> Issuer::keys(const Endpoints& endpoints, bool newer_wanted) {
    const std::scoped_lock lock(mutex_);
    const Instant now = clock_.now();
    const bool fresh = keys_ && now - keys_at_ < times_.keys_kept;
    const bool asked_lately = newer_asked_at_ && now - *newer_asked_at_ < times_.keys_pause;
    if (fresh && (!newer_wanted || asked_lately)) return *keys_;
    if (failed_ && now - failed_at_ < times_.failure_pause) return std::unexpected(*failed_);
    if (newer_wanted) newer_asked_at_ = now;
    Result<KeySet> found = fetch_keys(endpoints);
    if (!found) {
        failed_ = found.error();
        failed_at_ = clock_.now();  // asking may have taken longer than the pause
        return found;
    }
    keys_ = *found;
    keys_at_ = now;
    return found;
}

Result<KeySet> Issuer::fetch_keys(const Endpoints& endpoints) {
    const Result<HttpAnswer> answer = client_.ask({.address = endpoints.keys});
    if (!answer) return no_answer(party_.issuer, answer.error().message);
    if (answer->status != status_fine) {
        return no_answer(party_.issuer, fmt::format("status {} for its keys", answer->status));
    }
    return parse_key_set(answer->body);
}

Result<IdClaims> Issuer::checked(
    const Endpoints& endpoints, const Tokens& tokens, const SignInSecrets& secrets
) {
    const TokenExpectation expected{
        .issuer = party_.issuer,
        .client_id = party_.client_id,
        .nonce = secrets.nonce,
        .now = clock_.now()
    };
    Result<KeySet> known = keys(endpoints, false);
    if (!known) return std::unexpected(known.error());
    Result<IdClaims> claims = check_id_token(tokens.id_token, *known, expected);
    if (claims || claims.error().code != "signin.token-unknown-key") return claims;
    // The issuer may have changed its keys since.
    known = keys(endpoints, true);
    if (!known) return std::unexpected(known.error());
    return check_id_token(tokens.id_token, *known, expected);
}

Result<Account> Issuer::with_userinfo(
    const Endpoints& endpoints, const Tokens& tokens, IdClaims claims
) {
    Account account{std::move(claims.subject), std::move(claims.claims)};
    if (endpoints.userinfo.empty() || tokens.access_token.empty()) return account;
    const bool sendable =
        std::ranges::all_of(tokens.access_token, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!sendable) return account;
    const Result<HttpAnswer> answer =
        client_.ask({.address = endpoints.userinfo, .bearer = tokens.access_token});
    if (!answer) return no_answer(party_.issuer, answer.error().message);
    if (answer->status != status_fine) {
        return no_answer(party_.issuer, fmt::format("status {} for the account", answer->status));
    }
    const json said = json_object(answer->body);
    // Another subject's would be somebody else's (OpenID Connect Core 1.0, 5.3.2).
    if (said.is_discarded() || text_member(said, "sub") != account.subject) {
        return failure(
            "signin.token-subject",
            "what the issuer says of the account is of another one",
            "let the participant sign in again, and tell who runs the issuer"
        );
    }
    json joined = said;
    joined.update(*account.claims);  // what is signed counts more
    account.claims = std::make_shared<const json>(std::move(joined));
    return account;
}

Result<Account> Issuer::redeem(
    std::string_view code,
    const SignInSecrets& secrets,
    std::string_view redirect,
    const std::vector<std::string>& wanted_claims
) {
    const Result<Endpoints> found = endpoints();
    if (!found) return std::unexpected(found.error());
    const Result<Tokens> tokens = exchange(*found, code, secrets, redirect);
    if (!tokens) return std::unexpected(tokens.error());
    Result<IdClaims> claims = checked(*found, *tokens, secrets);
    if (!claims) return std::unexpected(claims.error());
    const bool has_all = std::ranges::all_of(wanted_claims, [&](const std::string& name) {
        return claims->claims->contains(name);
    });
    if (has_all) return Account{std::move(claims->subject), std::move(claims->claims)};
    return with_userinfo(*found, *tokens, *std::move(claims));
}

}  // namespace querist::delivery
