#pragma once

// How recruiting is told: to people as aligned text, to programs as JSON.

#include "actions/actions.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace querist::cli {

/// A stratum by its id, which is empty where nobody is in any, or where it is not known yet of
/// whom.
enum class Strata { none, some };
[[nodiscard]] std::string shown_stratum(std::string_view name, Strata strata);

[[nodiscard]] nlohmann::ordered_json draw_json(const actions::FrameDraw& draw);

[[nodiscard]] std::string recruitment_status_text(const actions::RecruitmentStatus& status);
/// Of a study whose link key was destroyed, or would be: the first line promises only what holds.
[[nodiscard]] std::string unlinked_text(const actions::UnlinkedStudy& done, bool rehearsal);
[[nodiscard]] nlohmann::ordered_json recruitment_status_json(
    const actions::RecruitmentStatus& status
);

}  // namespace querist::cli
