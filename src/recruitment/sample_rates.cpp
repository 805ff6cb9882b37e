#include "recruitment/sample_rates.hpp"

#include <stdexcept>
#include <utility>

namespace querist::recruitment {

namespace {

using StatedE = std::optional<StatedEligibility>;

SamplePart part_of(
    std::optional<std::size_t> stratum,
    std::optional<int> wave,
    const CaseCounts& cases,
    const StatedE& stated
) {
    return {
        .stratum = stratum,
        .wave = wave,
        .cases = cases,
        .rates = outcome_rates(cases.by_group(), stated),
    };
}

}  // namespace

SampleTally::SampleTally(std::size_t strata) : strata_(strata) {
    if (strata == 0) throw std::domain_error("a frame has at least one stratum");
}

void SampleTally::add(
    std::size_t stratum, std::optional<int> wave, CaseResult result, std::int64_t cases
) {
    if (stratum >= strata_) throw std::domain_error("a case is of one of the strata");
    if (!wave) {
        not_released_ += cases;
        return;
    }
    const auto place = waves_.try_emplace(*wave, strata_).first;
    place->second[stratum].add(result, cases);
}

SampleRates sample_rates(const SampleTally& tally, const StatedE& stated) {
    CaseCounts whole;
    std::vector<CaseCounts> by_stratum(tally.strata());
    std::vector<SamplePart> by_wave;
    std::vector<SamplePart> crossings;
    by_wave.reserve(tally.waves().size());
    crossings.reserve(tally.waves().size() * tally.strata());
    for (const auto& [wave, cases] : tally.waves()) {
        CaseCounts of_wave;
        for (std::size_t stratum = 0; stratum < cases.size(); ++stratum) {
            of_wave.add(cases[stratum]);
            by_stratum[stratum].add(cases[stratum]);
            crossings.push_back(part_of(stratum, wave, cases[stratum], stated));
        }
        whole.add(of_wave);
        by_wave.push_back(part_of(std::nullopt, wave, of_wave, stated));
    }
    std::vector<SamplePart> strata;
    strata.reserve(by_stratum.size());
    for (std::size_t stratum = 0; stratum < by_stratum.size(); ++stratum) {
        strata.push_back(part_of(stratum, std::nullopt, by_stratum[stratum], stated));
    }
    return {
        .not_released = tally.not_released(),
        .whole = part_of(std::nullopt, std::nullopt, whole, stated),
        .strata = std::move(strata),
        .waves = std::move(by_wave),
        .crossings = std::move(crossings),
    };
}

}  // namespace querist::recruitment
