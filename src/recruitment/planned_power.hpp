#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "statistics/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::recruitment {

/// The power that the smallest effects of a plan are told for, as is usual.
inline constexpr double usual_power = 0.8;

/// Cohen's w of a medium effect.
inline constexpr double medium_effect = 0.3;

/// The smallest difference that a comparison of groups finds with `usual_power`, and the power of
/// finding a medium one.
struct DetectableEffect {
    double significance = 0.05;
    double effect = 0;  ///< Cohen's w.
    double power = 0;   ///< Of finding `medium_effect`, 0 to 1.
    /// Two groups of equal size that choose between two answers: the shares of the second group
    /// that just differ enough from `first_share` in the first.
    std::optional<statistics::DetectableShares> shares;
};

/// What a planned comparison can find with so many answers. Chi-square's power stands for the
/// likelihood ratio's, which is the same for many answers, and for Fisher's exact test, which finds
/// a little less.
struct PlannedPower {
    std::string comparison;  ///< Its id in the plan.
    instrument::PlannedTest test = instrument::PlannedTest::chi_square;
    std::string research_question;
    std::int64_t groups = 0;      ///< 0 where nothing is calculated.
    std::int64_t categories = 0;  ///< Of what is compared.
    double first_share = 0.5;
    std::optional<DetectableEffect> alone;  ///< At the plan's own significance.
    /// At that of the least p value of its research question, once it is adjusted for all of them:
    /// divided by their number. Empty where the plan adjusts nothing, or there is one comparison.
    std::optional<DetectableEffect> adjusted;
    std::string absence;  ///< Why nothing is calculated, one sentence; empty when something is.
};

/// What each planned comparison can find with `answers` complete responses, in the order of the
/// plan. Groups are taken as equally large, which is the best case: a plan cannot know better.
/// `share`: expected in the first group, (0, 1). Empty without a plan.
/// Source: Cohen 1988, chapter 7; Fleiss 1981, section 3.2 (statistics/power.hpp).
[[nodiscard]] std::vector<PlannedPower> power_of_plan(
    const instrument::Study& study, std::int64_t answers, double share = 0.5
);

}  // namespace querist::recruitment
