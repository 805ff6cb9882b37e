#pragma once

// The keys of a study's rewards, for researchers.

#include "actions/reward_desk.hpp"

#include <filesystem>
#include <vector>

namespace querist::actions {

enum class MakeKey { no, yes };

/// The public halves of a study's signing keys, the newest first; `yes` makes a further one before,
/// which is signed with from now on. Claims of before stay good. rewards.none when the study pays
/// nothing by codes; those of reading it and of its keys.
[[nodiscard]] Result<std::vector<PublishedKey>> reward_keys(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, MakeKey make
);

}  // namespace querist::actions
