#pragma once

// How a recruitment plan is told: to people as aligned text, to programs as JSON.

#include "recruitment/recruitment.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace querist::cli {

[[nodiscard]] std::string recruitment_plan_text(const recruitment::RecruitmentPlan& plan);
[[nodiscard]] nlohmann::ordered_json recruitment_plan_json(const recruitment::RecruitmentPlan& plan
);

}  // namespace querist::cli
