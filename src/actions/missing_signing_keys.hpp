#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace querist::actions {

/// Whether keys are gone that claim links of a compensation were signed with:
/// rewards.signing-key-gone, which names the first. Such links are no whole ones any more.
[[nodiscard]] Result<std::optional<Problem>> missing_signing_key(
    store::Snapshot& answers,
    const std::filesystem::path& data,
    const store::StudyRow& study,
    std::string_view compensation
);

/// The same of a study by its id, for what it pays by codes; nothing while nobody answered.
[[nodiscard]] Result<std::optional<Problem>> missing_signing_key(
    const std::filesystem::path& data, std::string_view study_id, std::string_view compensation
);

}  // namespace querist::actions
