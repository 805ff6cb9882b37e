#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/planned_power.hpp"
#include "statistics/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::recruitment {

/// How many answers the planned precision needs of a simple random sample, and by which way.
struct PrecisionNeeds {
    statistics::Precision precision;
    double z = 0;            ///< Quantile of the normal distribution for the confidence.
    double unrounded = 0;    ///< z^2 p (1 - p) / d^2
    std::int64_t large = 0;  ///< The same rounded up: for a large population.
    std::optional<std::int64_t> population;
    std::optional<std::int64_t> corrected;  ///< With the finite population correction.
    /// The same by hand: with z rounded up to two decimals, as for 90 % to 1.65.
    double rounded_z = 0;
    std::int64_t with_rounded_z = 0;
};
/// `precision` as statistics::sample_size_for_share takes it.
/// Source: Cochran 1977, section 4.4.
[[nodiscard]] Result<PrecisionNeeds> needs_of(
    statistics::Precision precision, std::optional<std::int64_t> population
);

/// How many are invited until enough are expected to answer.
struct Invitations {
    std::int64_t needed = 0;    ///< Rounded up.
    std::int64_t possible = 0;  ///< The same, but at most those who can be reached.
    std::int64_t expected = 0;  ///< Complete responses that these are expected to give.
};
/// Empty where no rate is assumed. `reachable` empty: enough people.
[[nodiscard]] std::optional<Invitations> invitations_of(
    std::int64_t answers, std::optional<double> rate, std::optional<std::int64_t> reachable
);

struct StratumNeeds {
    std::string id;
    std::string label;
    std::optional<std::int64_t> size;
    std::optional<std::int64_t> reachable;
    std::optional<double> deviation;  ///< Of Neyman's design only.
    std::optional<std::int64_t> answers;
    std::optional<double> response_rate;
    std::optional<Invitations> invitations;
    std::string known_by = {};  ///< As instrument::recognition_words.
};

/// Where the number of wanted responses is from.
enum class AnswersFrom {
    target,     ///< The study file says it.
    strata,     ///< The sum of what it says of the strata.
    precision,  ///< What the precision needs.
    everybody,  ///< A census: those of whom an answer is expected.
    nowhere
};

/// What a study's plan of its sample comes to.
struct RecruitmentPlan {
    std::string study;
    instrument::SamplePlan sample;  ///< As the study file says it.
    std::optional<std::int64_t> population;
    std::optional<std::int64_t> reachable;
    std::optional<PrecisionNeeds> needs;  ///< Empty without a margin.
    /// What the precision needs with the correction for those on the list, where the size of the
    /// population is not known: such a result speaks of them only.
    std::optional<std::int64_t> corrected_for_list;
    std::optional<std::int64_t> answers;
    AnswersFrom from = AnswersFrom::nowhere;
    std::optional<double> margin;         ///< That so many answers of a simple random sample reach.
    std::optional<double> design_effect;  ///< Of a sample within strata that is not proportional.
    std::optional<double> margin_with_effect;  ///< The margin with as many fewer answers.
    std::vector<StratumNeeds> strata;          ///< In the order of the population.
    std::string no_allocation;  ///< Why strata got no numbers, one sentence; may be empty.
    std::optional<Invitations> invitations;  ///< In all.
    std::vector<PlannedPower> comparisons;
    std::vector<Problem> warnings;
};

/// Calculates what `recruitment: sample:` of a study comes to. recruitment.no-sample when there is
/// nothing planned; problems of statistics and of `allocate` with the place of the sample.
[[nodiscard]] Result<RecruitmentPlan> plan_recruitment(const instrument::Study& study);

}  // namespace querist::recruitment
