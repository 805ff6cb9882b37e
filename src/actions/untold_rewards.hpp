#pragma once

#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace querist::actions {

/// How many responses of a study were found eligible of which `rewards.db` knows nothing and no
/// message waits: it was lost, or an older copy was put back. `answers` must be older than what
/// `rewards` shows, or a message on its way seems lost.
[[nodiscard]] std::int64_t untold_rewards(
    store::Snapshot& answers, const OpenedRewards* rewards, const store::StudyRow& study
);

/// The same of a study by its id; 0 while nobody answered. Without `rewards.db` (nullptr) it knows
/// of nobody.
[[nodiscard]] Result<std::int64_t> untold_rewards(
    const std::filesystem::path& data, const OpenedRewards* rewards, std::string_view study_id
);

/// What is told of them. rewards.lost.
[[nodiscard]] Problem lost_rewards(std::int64_t untold);

}  // namespace querist::actions
