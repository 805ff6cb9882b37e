#pragma once

// Internal to actions: what reports tell of the sample.

#include "actions/case_answers.hpp"
#include "report/report.hpp"

#include <filesystem>
#include <optional>

namespace querist::actions {

/// Of the cases that a study's responses of an origin come from; nothing where nobody was drawn, or
/// nobody could be, as of synthetic responses. `study_folder` may be the study's id. Problems of
/// identity.db and its keys.
[[nodiscard]] Result<std::optional<report::SampleFacts>> sample_of_report(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    response::Origin origin,
    const std::optional<report::PlanFacts>& plan,
    ExcludedCases excluded = ExcludedCases::as_excluded
);

}  // namespace querist::actions
