// Rules about how many are asked, and of whom.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace querist::instrument {

namespace {

/// The plan of the sample, or null.
const SamplePlan* sample_plan(const Study& study) {
    return study.recruitment && study.recruitment->sample ? &*study.recruitment->sample : nullptr;
}

const Stratum* stratum_of(const Study& study, const std::string& id) {
    if (!study.population) return nullptr;
    const auto found = std::ranges::find(study.population->strata, id, &Stratum::id);
    return found == study.population->strata.end() ? nullptr : &*found;
}

/// "2,000": what a population is told with.
std::string people(std::int64_t count) {
    std::string digits = fmt::format("{}", count);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
    return digits;
}

Hit sampling_hit(const Place& place, std::string message, std::string cure = {}) {
    return {.place = place, .message = std::move(message), .cure = std::move(cure)};
}

std::optional<std::int64_t> sum_of_targets(const SamplePlan& plan) {
    std::int64_t sum = 0;
    for (const StratumSample& one : plan.strata) {
        if (!one.target) return std::nullopt;
        sum += *one.target;
    }
    return plan.strata.empty() ? std::nullopt : std::optional(sum);
}

void find_more_wanted(
    const Extent& extent,
    std::optional<std::int64_t> target,
    const std::string& whom,
    const Place& place,
    Hits& hits
) {
    const std::optional<std::int64_t> people_there = reachable(extent);
    if (!target || !people_there || *target <= *people_there) return;
    hits.push_back(sampling_hit(
        place,
        fmt::format(
            "{} complete responses are wanted of {}, and {} {}",
            people(*target),
            whom,
            extent.frame_size ? "its list has" : "it has",
            people(*people_there)
        )
    ));
}

void find_too_few_invited(
    const Extent& extent,
    std::optional<std::int64_t> target,
    std::optional<double> rate,
    const std::string& whom,
    const Place& place,
    Hits& hits
) {
    const std::optional<std::int64_t> people_there = reachable(extent);
    if (!target || !rate || !people_there || *target > *people_there) return;
    const std::int64_t needed = invitations_for(*target, *rate);
    if (needed <= *people_there) return;
    hits.push_back(sampling_hit(
        place,
        fmt::format(
            "at {:.6g} % of those invited, {} complete responses take {} invitations, and {} has "
            "{}",
            *rate * 100,
            people(*target),
            people(needed),
            whom,
            people(*people_there)
        )
    ));
}

}  // namespace

Hits find_target_sums(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan(examination.study);
    if (plan == nullptr || !plan->target) return hits;
    const std::optional<std::int64_t> sum = sum_of_targets(*plan);
    if (!sum || *sum == *plan->target) return hits;
    const std::size_t strata =
        examination.study.population ? examination.study.population->strata.size() : 0;
    if (plan->strata.size() < strata && *sum < *plan->target) return hits;  // others get the rest
    hits.push_back(sampling_hit(
        plan->place,
        fmt::format(
            "the targets of the strata add up to {}, and {} are wanted in all",
            people(*sum),
            people(*plan->target)
        )
    ));
    return hits;
}

Hits find_strata_sums(const Examination& examination) {
    Hits hits;
    const std::optional<Population>& population = examination.study.population;
    if (!population || !population->extent.size || population->strata.empty()) return hits;
    std::int64_t sum = 0;
    for (const Stratum& stratum : population->strata) {
        if (!stratum.extent.size) return hits;
        sum += *stratum.extent.size;
    }
    if (sum == *population->extent.size) return hits;
    hits.push_back(sampling_hit(
        population->place,
        fmt::format(
            "the strata have {} people together, and the population has {}",
            people(sum),
            people(*population->extent.size)
        )
    ));
    return hits;
}

Hits find_targets_above_population(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    const SamplePlan* plan = sample_plan(study);
    if (plan == nullptr || !study.population) return hits;
    find_more_wanted(study.population->extent, plan->target, "the population", plan->place, hits);
    for (const StratumSample& one : plan->strata) {
        const Stratum* stratum = stratum_of(study, one.stratum);
        if (stratum == nullptr) continue;
        const std::string whom = fmt::format("the stratum \"{}\"", one.stratum);
        find_more_wanted(stratum->extent, one.target, whom, one.place, hits);
    }
    return hits;
}

Hits find_unreachable_targets(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    const SamplePlan* plan = sample_plan(study);
    if (plan == nullptr || !study.population) return hits;
    find_too_few_invited(
        study.population->extent,
        plan->target,
        plan->response_rate,
        "the population",
        plan->place,
        hits
    );
    for (const StratumSample& one : plan->strata) {
        const Stratum* stratum = stratum_of(study, one.stratum);
        if (stratum == nullptr) continue;
        find_too_few_invited(
            stratum->extent,
            one.target,
            assumed_response_rate(*plan, one.stratum),
            fmt::format("the stratum \"{}\"", one.stratum),
            one.place,
            hits
        );
    }
    return hits;
}

Hits find_margins_without_chance(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan(examination.study);
    if (plan == nullptr || !plan->design || draws_by_chance(*plan->design)) return hits;
    const char* key = plan->margin ? "margin" : plan->confidence ? "confidence" : nullptr;
    if (key == nullptr) return hits;
    hits.push_back(sampling_hit(
        plan->place,
        fmt::format(
            "the design \"{}\" draws nobody by chance, so its \"{}\" says nothing",
            design_name(*plan->design),
            key
        )
    ));
    return hits;
}

Hits find_unused_assumptions(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan(examination.study);
    if (plan == nullptr || !plan->design) return hits;
    const bool varies = plan->design == SamplingDesign::neyman;
    const bool counts =
        plan->design == SamplingDesign::fixed || plan->design == SamplingDesign::convenience;
    for (const StratumSample& one : plan->strata) {
        const bool idle_target = one.target && !counts;
        const bool idle_spread = (one.share || one.deviation) && !varies;
        if (!idle_target && !idle_spread) continue;
        hits.push_back(sampling_hit(
            one.place,
            fmt::format(
                "the design \"{}\" does not look at the {} of the stratum \"{}\"",
                design_name(*plan->design),
                idle_target ? "target"
                : one.share ? "expected share"
                            : "standard deviation",
                one.stratum
            ),
            idle_target ? "remove the target, or write the design fixed"
                        : "remove it, or write the design neyman"
        ));
    }
    return hits;
}

Hits find_neyman_without_variation(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    const SamplePlan* plan = sample_plan(study);
    if (plan == nullptr || plan->design != SamplingDesign::neyman || !study.population) return hits;
    const std::vector<Stratum>& strata = study.population->strata;
    if (strata.empty()) return hits;
    const double first = assumed_deviation(*plan, strata.front().id);
    const bool alike = std::ranges::all_of(strata, [&](const Stratum& one) {
        return assumed_deviation(*plan, one.id) == first;
    });
    if (!alike) return hits;
    hits.push_back(sampling_hit(
        plan->place, "every stratum is assumed to vary alike, so the design is a proportional one"
    ));
    return hits;
}

Hits find_early_stops(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan(examination.study);
    if (plan == nullptr || !plan->stop_when_complete) return hits;
    const std::optional<std::int64_t> target = plan->target ? plan->target : sum_of_targets(*plan);
    if (!target || *plan->stop_when_complete >= *target) return hits;
    hits.push_back(sampling_hit(
        plan->place,
        fmt::format(
            "invitations stop at {} complete responses, before the {} that are wanted",
            people(*plan->stop_when_complete),
            people(*target)
        )
    ));
    return hits;
}

Hits find_unsourced_sizes(const Examination& examination) {
    Hits hits;
    const std::optional<Population>& population = examination.study.population;
    if (!population) return hits;
    const Extent& whole = population->extent;
    const auto add = [&](const Extent& extent, const Place& place, const std::string& whom) {
        const bool size = extent.size && extent.source.empty() && whole.source.empty();
        const bool frame =
            extent.frame_size && extent.frame_source.empty() && whole.frame_source.empty();
        if (!size && !frame) return;
        hits.push_back(sampling_hit(
            place,
            fmt::format(
                "nobody says where the {} of {} is from", size ? "size" : "frame size", whom
            )
        ));
    };
    add(whole, population->place, "the population");
    for (const Stratum& stratum : population->strata) {
        add(stratum.extent, stratum.place, fmt::format("the stratum \"{}\"", stratum.id));
    }
    return hits;
}

Hits find_frames_above_population(const Examination& examination) {
    Hits hits;
    const std::optional<Population>& population = examination.study.population;
    if (!population) return hits;
    const auto add = [&](const Extent& extent, const Place& place, const std::string& whom) {
        if (!extent.size || !extent.frame_size || *extent.frame_size <= *extent.size) return;
        hits.push_back(sampling_hit(
            place,
            fmt::format(
                "the list of {} has {} people, more than the {} that there are",
                whom,
                people(*extent.frame_size),
                people(*extent.size)
            )
        ));
    };
    add(population->extent, population->place, "the population");
    for (const Stratum& stratum : population->strata) {
        add(stratum.extent, stratum.place, fmt::format("the stratum \"{}\"", stratum.id));
    }
    return hits;
}

}  // namespace querist::instrument
