// Rules about how many are asked, and of whom.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

namespace querist::instrument {

namespace {

const Stratum* stratum_of(const Study& study, const std::string& id) {
    if (!study.population) return nullptr;
    const auto found = std::ranges::find(study.population->strata, id, &Stratum::id);
    return found == study.population->strata.end() ? nullptr : &*found;
}

std::string stratum_words(const std::string& id) { return fmt::format("the stratum \"{}\"", id); }

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

/// How many complete responses are wanted of the population, or of a stratum.
struct Wanted {
    const Extent* extent;
    std::optional<std::int64_t> target;
    std::optional<double> rate;  ///< Of the invited, who answers.
    std::string whom;
    const Place* place;
};

/// The population first, then the strata that the plan names.
std::vector<Wanted> wanted_of(const Study& study) {
    std::vector<Wanted> all;
    const SamplePlan* plan = sample_plan_of(study);
    if (plan == nullptr || !study.population) return all;
    all.push_back(
        {&study.population->extent,
         plan->target,
         plan->response_rate,
         "the population",
         &plan->place}
    );
    for (const StratumSample& one : plan->strata) {
        const Stratum* stratum = stratum_of(study, one.stratum);
        if (stratum == nullptr) continue;
        all.push_back(
            {&stratum->extent,
             one.target,
             assumed_response_rate(*plan, one.stratum),
             stratum_words(one.stratum),
             &one.place}
        );
    }
    return all;
}

void find_more_wanted(const Wanted& wanted, Hits& hits) {
    const std::optional<std::int64_t> people_there = reachable(*wanted.extent);
    if (!wanted.target || !people_there || *wanted.target <= *people_there) return;
    hits.push_back(sampling_hit(
        *wanted.place,
        fmt::format(
            "{} complete responses are wanted of {}, and {} {}",
            count_text(*wanted.target),
            wanted.whom,
            wanted.extent->frame_size ? "its list has" : "it has",
            count_text(*people_there)
        )
    ));
}

void find_too_few_invited(const Wanted& wanted, Hits& hits) {
    const std::optional<std::int64_t> people_there = reachable(*wanted.extent);
    if (!wanted.target || !wanted.rate || !people_there || *wanted.target > *people_there) return;
    const std::int64_t needed = invitations_for(*wanted.target, *wanted.rate);
    if (needed <= *people_there) return;
    hits.push_back(sampling_hit(
        *wanted.place,
        fmt::format(
            "at {:.6g} % of those invited, {} complete responses take {} invitations, and {} has "
            "{}",
            *wanted.rate * 100,
            count_text(*wanted.target),
            count_text(needed),
            wanted.whom,
            count_text(*people_there)
        )
    ));
}

/// Calls `find(extent, place, whom)` for the population and each of its strata.
void for_each_extent(
    const Population& population,
    const std::function<void(const Extent&, const Place&, const std::string& whom)>& find
) {
    find(population.extent, population.place, "the population");
    for (const Stratum& stratum : population.strata) {
        find(stratum.extent, stratum.place, stratum_words(stratum.id));
    }
}

}  // namespace

Hits find_target_sums(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan_of(examination.study);
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
            count_text(*sum),
            count_text(*plan->target)
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
            count_text(sum),
            count_text(*population->extent.size)
        )
    ));
    return hits;
}

Hits find_targets_above_population(const Examination& examination) {
    Hits hits;
    for (const Wanted& one : wanted_of(examination.study)) find_more_wanted(one, hits);
    return hits;
}

Hits find_unreachable_targets(const Examination& examination) {
    Hits hits;
    for (const Wanted& one : wanted_of(examination.study)) find_too_few_invited(one, hits);
    return hits;
}

Hits find_margins_without_chance(const Examination& examination) {
    Hits hits;
    const SamplePlan* plan = sample_plan_of(examination.study);
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
    const SamplePlan* plan = sample_plan_of(examination.study);
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
    const SamplePlan* plan = sample_plan_of(study);
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
    const SamplePlan* plan = sample_plan_of(examination.study);
    if (plan == nullptr || !plan->stop_when_complete) return hits;
    const std::optional<std::int64_t> target = plan->target ? plan->target : sum_of_targets(*plan);
    if (!target || *plan->stop_when_complete >= *target) return hits;
    hits.push_back(sampling_hit(
        plan->place,
        fmt::format(
            "invitations stop at {} complete responses, before the {} that are wanted",
            count_text(*plan->stop_when_complete),
            count_text(*target)
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
    for_each_extent(*population, add);
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
                count_text(*extent.frame_size),
                count_text(*extent.size)
            )
        ));
    };
    for_each_extent(*population, add);
    return hits;
}

}  // namespace querist::instrument
