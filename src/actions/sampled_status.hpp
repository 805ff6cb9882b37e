#pragma once

// Internal to actions: how a recruitment stands, with what reports need of it besides.

#include "actions/case_answers.hpp"
#include "actions/recruiting.hpp"

#include <cstddef>
#include <filesystem>
#include <map>

namespace querist::actions {

struct SampledStatus {
    RecruitmentStatus status;
    /// The stratum, of the frame's, from which each response comes: by the link key, while it is
    /// there.
    std::map<PublicId, std::size_t> stratum_of;
};

/// As recruitment_status_of, by one look at the answers.
[[nodiscard]] Result<SampledStatus> sampled_status(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    ExcludedCases excluded
);

}  // namespace querist::actions
