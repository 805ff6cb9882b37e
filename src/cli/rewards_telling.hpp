#pragma once

#include "actions/actions.hpp"
#include "cli/json_output.hpp"

#include <string>

namespace querist::cli {

/// How the budgets of a study stand, for people and for programs.
[[nodiscard]] std::string rewards_status_text(const actions::RewardsStatus& status);
[[nodiscard]] nlohmann::ordered_json rewards_status_json(const actions::RewardsStatus& status);

[[nodiscard]] nlohmann::ordered_json reward_item_json(const actions::RewardItem& item);
[[nodiscard]] nlohmann::ordered_json money_json(const Money& money);

}  // namespace querist::cli
