#include "actions/case_secrets.hpp"

#include <fmt/format.h>

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

std::string invitation_path(std::string_view study, const Digest& token) {
    return fmt::format("/s/{}/i/{}", study, token.hex());
}

std::string opt_out_path(std::string_view study, const Digest& token) {
    return fmt::format("/s/{}/o/{}", study, token.hex());
}

}  // namespace querist::actions
