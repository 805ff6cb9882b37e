#include "actions/study_reference.hpp"

namespace querist::actions {

Result<recruitment::RecruitmentPlan> plan_recruitment(const std::filesystem::path& study_folder) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    return recruitment::plan_recruitment(*study);
}

}  // namespace querist::actions
