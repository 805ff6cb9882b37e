#pragma once

#include "core/core.hpp"

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

/// "/s/STUDY/i/TOKEN": where a personal link leads; "/s/STUDY/o/TOKEN": where its owner says that
/// no more mail is wanted. Both take a POST only to do anything.
[[nodiscard]] std::string invitation_path(std::string_view study, const Digest& token);
[[nodiscard]] std::string opt_out_path(std::string_view study, const Digest& token);

}  // namespace querist::actions
