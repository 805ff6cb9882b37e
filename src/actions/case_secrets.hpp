#pragma once

#include "core/core.hpp"
#include "response/response.hpp"

#include <string>
#include <string_view>

namespace querist::actions {

// What a case's link and its answers are known by. Both are computed from the link key whenever
// they are needed, and neither is stored beside who the case is: identity.db has the token's hash,
// answers.db the respondent key. Without the link key nobody can tell which answers are whose.

/// The secret of a personal link, so that a reminder can repeat it: HMAC-SHA-256(link key,
/// "invitation" | study | case). `study` is its id in the study file.
[[nodiscard]] Digest invitation_token(
    std::string_view link_key, std::string_view study, const PublicId& sampled
);
/// What is stored of it: SHA-256 of its 32 bytes.
[[nodiscard]] Digest token_hash(const Digest& token);

/// What the answers of a case are unique by: HMAC-SHA-256(link key, "respondent" | study | case).
[[nodiscard]] Digest respondent_key(
    std::string_view link_key, std::string_view study, const PublicId& sampled
);

/// The same of whoever signed in: HMAC-SHA-256(link key, "account" | study | issuer | subject).
[[nodiscard]] Digest respondent_key_of_account(
    std::string_view link_key,
    std::string_view study,
    std::string_view issuer,
    std::string_view subject
);

/// What is stored as the key of a response: a draft's tests keep nobody from answering later.
[[nodiscard]] Digest respondent_key_in(response::Origin origin, const Digest& respondent);

/// By what the refusal of somebody with a personal link is found: whoever changes their mind can
/// still answer under the key itself.
[[nodiscard]] Digest refusal_key(const Digest& respondent);

/// The resume secret of such a response, so that the link or the account leads back to it: the
/// first 128 bits of HMAC-SHA-256(link key, "resume" | key). `key` is the one that is stored.
[[nodiscard]] std::string resume_secret(std::string_view link_key, const Digest& key);

/// "/s/STUDY/i/TOKEN": where a personal link leads; "/s/STUDY/o/TOKEN": where its owner says that
/// no more mail is wanted. Both take a POST only to do anything.
[[nodiscard]] std::string invitation_path(std::string_view study, const Digest& token);
[[nodiscard]] std::string opt_out_path(std::string_view study, const Digest& token);

/// The resume secret of a response that was begun with this start key: its first bits, so that a
/// second click gets the same.
[[nodiscard]] std::string secret_begun_with(const Digest& start_key);

}  // namespace querist::actions
