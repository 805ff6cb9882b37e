#include "actions/missing_signing_keys.hpp"

#include "actions/signing_keys.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

Result<std::optional<Problem>> missing_signing_key(
    store::Snapshot& answers,
    const std::filesystem::path& data,
    const store::StudyRow& study,
    std::string_view compensation
) {
    const auto used = answers.eligibility().signed_keys(study.id, compensation);
    if (used.empty()) return std::nullopt;
    const Result<std::vector<compensation::BlindSigningKey>> keys =
        signing_keys(data, study.study, compensation);
    if (!keys) return std::unexpected(keys.error());
    const auto is_there = [&keys](const std::string& id) {
        return std::ranges::any_of(*keys, [&id](const compensation::BlindSigningKey& key) {
            return key.verification_key().id().hex() == id;
        });
    };
    for (const auto& [id, responses] : used) {
        if (is_there(id)) continue;
        return failure(
                   "rewards.signing-key-gone",
                   fmt::format(
                       "the key {} is gone, and the claim links of {} responses were signed with "
                       "it: nobody can claim by them",
                       id,
                       responses
                   ),
                   "put signing-keys/ back from its backup; where there is none, make a new key "
                   "with querist rewards key --new, and pay those who write by hand",
                   {.file = (data / "signing-keys").generic_string()}
        )
            .error();
    }
    return std::nullopt;
}

Result<std::optional<Problem>> missing_signing_key(
    const std::filesystem::path& data, std::string_view study_id, std::string_view compensation
) {
    std::optional<Problem> missing;
    const Result<void> looked = look_at_answers(
        data,
        study_id,
        [&](store::Snapshot& answers, const store::StudyRow& study) -> Result<void> {
            Result<std::optional<Problem>> found =
                missing_signing_key(answers, data, study, compensation);
            if (!found) return std::unexpected(found.error());
            missing = *std::move(found);
            return {};
        }
    );
    if (!looked) return std::unexpected(looked.error());
    return missing;
}

}  // namespace querist::actions
