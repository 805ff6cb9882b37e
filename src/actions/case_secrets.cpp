#include "actions/case_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

/// Of fixed length but for the study, whose id holds no bar.
Digest secret_of_case(
    std::string_view link_key,
    std::string_view purpose,
    std::string_view study,
    const PublicId& sampled
) {
    std::string message(purpose);
    message += '|';
    message += study;
    message += '|';
    message.append(reinterpret_cast<const char*>(sampled.bytes.data()), sampled.bytes.size());
    return hmac_sha256(link_key, message);
}

}  // namespace

Digest invitation_token(
    std::string_view link_key, std::string_view study, const PublicId& sampled
) {
    return secret_of_case(link_key, "invitation", study, sampled);
}

Digest token_hash(const Digest& token) { return sha256(token.view()); }

Digest respondent_key(std::string_view link_key, std::string_view study, const PublicId& sampled) {
    return secret_of_case(link_key, "respondent", study, sampled);
}

Digest respondent_key_of_account(
    std::string_view link_key,
    std::string_view study,
    std::string_view issuer,
    std::string_view subject
) {
    // None of them holds a line break.
    return hmac_sha256(link_key, fmt::format("account\n{}\n{}\n{}", study, issuer, subject));
}

Digest respondent_key_in(response::Origin origin, const Digest& respondent) {
    if (origin != response::Origin::test) return respondent;
    return hmac_sha256(respondent.view(), "test");
}

Digest refusal_key(const Digest& respondent) { return hmac_sha256(respondent.view(), "refused"); }

std::string resume_secret(std::string_view link_key, const Digest& key) {
    const Digest digest = hmac_sha256(link_key, fmt::format("resume|{}", key.view()));
    PublicId secret;
    std::copy_n(digest.bytes.begin(), secret.bytes.size(), secret.bytes.begin());
    return secret.text();
}

std::string invitation_path(std::string_view study, const Digest& token) {
    return fmt::format("/s/{}/i/{}", study, token.hex());
}

std::string opt_out_path(std::string_view study, const Digest& token) {
    return fmt::format("/s/{}/o/{}", study, token.hex());
}

std::string secret_begun_with(const Digest& start_key) {
    PublicId id;
    std::copy_n(start_key.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id.text();
}

}  // namespace querist::actions
