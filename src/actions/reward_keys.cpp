#include "actions/reward_keys.hpp"

#include "actions/missing_signing_keys.hpp"
#include "actions/signing_keys.hpp"
#include "actions/study_reference.hpp"

namespace querist::actions {

Result<std::vector<PublishedKey>> reward_keys(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, MakeKey make
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const instrument::Compensation* reward = instrument::paid_by_codes(study->compensation);
    if (reward == nullptr) return std::unexpected(pays_no_codes(study->id));
    if (make == MakeKey::yes) {
        if (Result<void> made = make_signing_key(data, study->id, reward->id); !made) {
            return std::unexpected(made.error());
        }
    }
    const auto keys = signing_keys(data, study->id, reward->id);
    if (!keys) return std::unexpected(keys.error());
    if (keys->empty()) {
        const auto missing =
            guarded([&] { return missing_signing_key(data, study->id, reward->id); });
        if (!missing) return std::unexpected(missing.error());
        if (*missing) return std::unexpected(**missing);
    }
    return published_keys(*keys);
}

}  // namespace querist::actions
