#pragma once

#include "screening/respondent_kind.hpp"
#include "statistics/statistics.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace querist::screening {

/// A simulated respondent, and what screening says of it.
struct Tried {
    RespondentKind kind = RespondentKind::honest;
    int points = 0;
    int review_at = 0;
    std::vector<std::string> signals;
};

/// How many of a kind something finds.
struct Found {
    std::int64_t found = 0;
    std::int64_t of = 0;
    /// Wilson's, at 95 %; empty where there is nobody of the kind.
    std::optional<statistics::Interval> share;
};

/// One way of telling kinds apart, a signal or a threshold. What it finds of honest respondents
/// are false alarms; what it does not find of the others are misses.
struct TrialRow {
    std::string name;       ///< A signal's or check's; empty for a threshold.
    int threshold = 0;      ///< From so many points on; 0 for a signal.
    bool in_force = false;  ///< The threshold of the study.
    std::array<Found, respondent_kinds> kinds;
    Found others;  ///< All that are not honest.
};

struct Trial {
    std::int64_t respondents = 0;
    std::vector<TrialRow> signals;     ///< In the order in which evidence has them.
    std::vector<TrialRow> thresholds;  ///< Every number of points that some respondent has.
};

/// Counts what signals and thresholds find of whom. `review_at` of the first is the study's.
[[nodiscard]] Trial tried_out(std::span<const Tried> respondents);

}  // namespace querist::screening
