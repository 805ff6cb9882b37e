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
    const Result<bool> there = holds_file(data, "answers.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) return std::nullopt;
    const auto answers = open_existing(data, store::Access::read_only);
    if (!answers) return std::unexpected(answers.error());
    const std::unique_ptr<store::Snapshot> snapshot = (*answers)->snapshot();
    const std::optional<store::StudyRow> row = snapshot->study(study_id);
    if (!row) return std::nullopt;
    return missing_signing_key(*snapshot, data, *row, compensation);
}

}  // namespace querist::actions
