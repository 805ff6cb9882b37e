#pragma once

// How recruiting is told: to people as aligned text, to programs as JSON.

#include "actions/actions.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace querist::cli {

[[nodiscard]] nlohmann::ordered_json draw_json(const actions::FrameDraw& draw);

[[nodiscard]] std::string recruitment_status_text(const actions::RecruitmentStatus& status);
[[nodiscard]] nlohmann::ordered_json recruitment_status_json(
    const actions::RecruitmentStatus& status
);

}  // namespace querist::cli
