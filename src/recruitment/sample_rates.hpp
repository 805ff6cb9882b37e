#pragma once

#include "recruitment/case_counts.hpp"
#include "recruitment/eligibility.hpp"
#include "recruitment/outcome_rates.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace querist::recruitment {

/// The cases of a sample, counted as they come, by wave and stratum.
class SampleTally {
public:
    /// `strata`: how many the frame has; at least 1, else std::domain_error.
    explicit SampleTally(std::size_t strata);

    /// More cases. `wave` is the batch with which it was released; empty: drawn and not released
    /// yet, which no rate counts. std::domain_error for a stratum that the frame has not.
    void add(
        std::size_t stratum, std::optional<int> wave, CaseResult result, std::int64_t cases = 1
    );

    [[nodiscard]] std::size_t strata() const { return strata_; }
    [[nodiscard]] std::int64_t not_released() const { return not_released_; }
    /// The waves that have cases, in ascending order, each with its cases by stratum.
    [[nodiscard]] const std::map<int, std::vector<CaseCounts>>& waves() const { return waves_; }

private:
    std::size_t strata_;
    std::int64_t not_released_ = 0;
    std::map<int, std::vector<CaseCounts>> waves_;
};

/// A part of the sample with its rates.
struct SamplePart {
    std::optional<std::size_t> stratum;  ///< Empty: of all strata.
    std::optional<int> wave;             ///< Empty: of all waves.
    CaseCounts cases;
    OutcomeRates rates;
};

/// The whole and its parts. Strata, waves and their crossings each add up to the whole; a part
/// without cases is there too, and its rates say so.
struct SampleRates {
    std::int64_t not_released = 0;
    SamplePart whole;
    std::vector<SamplePart> strata;
    std::vector<SamplePart> waves;
    std::vector<SamplePart> crossings;  ///< Wave by wave, stratum by stratum in each.
};

/// Each part estimates its own e; a stated one holds for all. The rates are of cases as they were
/// drawn, without weights: where strata were drawn with unequal chances, the whole's are those of
/// the sample and not of the population.
[[nodiscard]] SampleRates sample_rates(
    const SampleTally& tally, const std::optional<StatedEligibility>& stated = std::nullopt
);

}  // namespace querist::recruitment
