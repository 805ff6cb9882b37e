#include "recruitment/sample_planning.hpp"

#include "recruitment/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace querist::recruitment {

namespace {

using instrument::SamplePlan;
using instrument::SamplingDesign;
using instrument::StratumSample;

constexpr double usual_confidence = 0.95;

std::int64_t rounded_up(double count) {
    return static_cast<std::int64_t>(std::ceil(count * (1 - 1e-12)));
}

std::unexpected<Problem> at(Problem problem, const Place& place) {
    if (problem.place.line == 0) problem.place = place;
    return std::unexpected(std::move(problem));
}

Problem warning(const Place& place, std::string code, std::string message, std::string cure) {
    return {
        .code = std::move(code),
        .severity = Severity::warning,
        .place = place,
        .message = std::move(message),
        .cure = std::move(cure)
    };
}

std::vector<StratumNeeds> strata_of(const instrument::Study& study, const SamplePlan& sample) {
    std::vector<StratumNeeds> strata;
    if (!study.population) return strata;
    strata.reserve(study.population->strata.size());
    for (const instrument::Stratum& one : study.population->strata) {
        StratumNeeds needs{
            .id = one.id,
            .label = one.text,
            .size = one.extent.size,
            .reachable = instrument::reachable(one.extent),
            .deviation = std::nullopt,
            .answers = std::nullopt,
            .response_rate = instrument::assumed_response_rate(sample, one.id),
            .invitations = std::nullopt,
            .known_by = instrument::recognition_words(one)
        };
        if (sample.design == SamplingDesign::neyman) {
            needs.deviation = instrument::assumed_deviation(sample, one.id);
        }
        strata.push_back(std::move(needs));
    }
    return strata;
}

/// The sum of a number over all strata; empty unless each has it.
template <class Number>
std::optional<std::int64_t> sum_over(const std::vector<StratumNeeds>& strata, Number number) {
    std::int64_t sum = 0;
    for (const StratumNeeds& one : strata) {
        const std::optional<std::int64_t> part = number(one);
        if (!part) return std::nullopt;
        sum += *part;
    }
    return strata.empty() ? std::nullopt : std::optional(sum);
}

/// What the study file says of the whole, else its strata together.
void add_extents(const instrument::Study& study, RecruitmentPlan& plan) {
    if (!study.population) return;
    const instrument::Extent& extent = study.population->extent;
    const auto size = sum_over(plan.strata, [](const StratumNeeds& one) { return one.size; });
    const auto list = sum_over(plan.strata, [](const StratumNeeds& one) { return one.reachable; });
    plan.population = extent.size ? extent.size : size;
    plan.reachable = extent.frame_size ? extent.frame_size : list ? list : plan.population;
}

/// A design that is not stated is taken as one that draws by chance.
bool has_margin(const SamplePlan& sample) {
    return !sample.design || instrument::draws_by_chance(*sample.design);
}

Result<void> add_needs(RecruitmentPlan& plan) {
    const SamplePlan& sample = plan.sample;
    if (!sample.margin || !has_margin(sample)) return {};
    const statistics::Precision precision{
        .margin = *sample.margin,
        .level = sample.confidence.value_or(usual_confidence),
        .share = sample.share.value_or(0.5)
    };
    Result<PrecisionNeeds> needs = needs_of(precision, plan.population);
    if (!needs) return at(std::move(needs.error()), sample.place);
    plan.needs = *needs;
    if (plan.population || !plan.reachable) return {};
    const auto of_list = statistics::sample_size_for_share(precision, plan.reachable);
    if (of_list) plan.corrected_for_list = *of_list;
    return {};
}

/// The numbers that the study file names for strata, where the design takes them.
void add_named_targets(RecruitmentPlan& plan) {
    const std::optional<SamplingDesign>& design = plan.sample.design;
    const bool names_them =
        design == SamplingDesign::fixed || design == SamplingDesign::convenience;
    if (design && !names_them) return;
    for (StratumNeeds& one : plan.strata) {
        const StratumSample* own = instrument::sample_of(plan.sample, one.id);
        if (own != nullptr) one.answers = own->target;
    }
}

/// Whole answers of so many people; a share that is whole but for its last bit counts.
std::int64_t expected_of(std::int64_t people, double rate) {
    return static_cast<std::int64_t>(static_cast<double>(people) * rate + 1e-9);
}

/// Of everybody who is invited: those of whom an answer is expected.
void add_census(RecruitmentPlan& plan) {
    const auto all_of = [](std::int64_t people, std::optional<double> rate) {
        return Invitations{people, people, expected_of(people, rate.value_or(1))};
    };
    for (StratumNeeds& one : plan.strata) {
        if (!one.reachable || !one.response_rate) continue;
        one.invitations = all_of(*one.reachable, one.response_rate);
        one.answers = one.invitations->expected;
    }
    if (!plan.reachable) return;
    const auto expected =
        sum_over(plan.strata, [](const StratumNeeds& one) { return one.answers; });
    plan.invitations = all_of(*plan.reachable, plan.sample.response_rate);
    if (expected) plan.invitations->expected = *expected;
    if (!expected && !plan.sample.response_rate) return;
    plan.answers = plan.invitations->expected;
    plan.from = AnswersFrom::everybody;
}

void add_answers(RecruitmentPlan& plan) {
    const auto named = sum_over(plan.strata, [](const StratumNeeds& one) { return one.answers; });
    if (plan.sample.target) {
        plan.answers = plan.sample.target;
        plan.from = AnswersFrom::target;
    } else if (named) {
        plan.answers = named;
        plan.from = AnswersFrom::strata;
    } else if (plan.needs) {
        plan.answers = plan.needs->corrected.value_or(plan.needs->large);
        plan.from = AnswersFrom::precision;
    }
}

std::string reason_for_no_allocation(const RecruitmentPlan& plan) {
    const bool named = std::ranges::any_of(plan.strata, [](const StratumNeeds& one) {
        return one.answers.has_value();
    });
    if (plan.strata.empty() || named) return {};
    const std::optional<SamplingDesign>& design = plan.sample.design;
    if (!design) return "The study names no design, so nothing is divided over the strata.";
    if (*design == SamplingDesign::simple_random) {
        return "A simple random sample does not look at strata.";
    }
    if (*design == SamplingDesign::convenience) {
        return "Nobody is drawn, so nothing is divided over the strata.";
    }
    if (*design != SamplingDesign::proportional && *design != SamplingDesign::neyman) return {};
    if (!plan.answers) return "It is not known how many are wanted: name a margin or a target.";
    for (const StratumNeeds& one : plan.strata) {
        if (one.size) continue;
        return fmt::format(
            "The size of the stratum \"{}\" is not known, so nothing is divided over the strata.",
            one.id
        );
    }
    return {};
}

Result<void> add_allocation(RecruitmentPlan& plan) {
    plan.no_allocation = reason_for_no_allocation(plan);
    const std::optional<SamplingDesign>& design = plan.sample.design;
    const bool divides = design == SamplingDesign::proportional || design == SamplingDesign::neyman;
    if (!divides || !plan.no_allocation.empty() || plan.strata.empty()) return {};
    std::vector<AllocatedStratum> strata;
    strata.reserve(plan.strata.size());
    for (const StratumNeeds& one : plan.strata) {
        strata.push_back({.size = one.size.value_or(0), .deviation = one.deviation.value_or(0)});
    }
    Result<std::vector<std::int64_t>> parts = allocate(
        *design, plan.answers.value_or(0), strata, plan.sample.least_per_stratum.value_or(0)
    );
    if (!parts) return at(std::move(parts.error()), plan.sample.place);
    for (std::size_t h = 0; h < parts->size(); ++h) plan.strata[h].answers = (*parts)[h];
    return {};
}

/// The margin that the wanted answers reach, also when unequal chances widen it.
void add_margins(RecruitmentPlan& plan) {
    if (!plan.answers || !has_margin(plan.sample)) return;
    const double level = plan.sample.confidence.value_or(usual_confidence);
    const double share = plan.sample.share.value_or(0.5);
    const auto reached = [&](std::int64_t answers) -> std::optional<double> {
        const auto margin = statistics::margin_reached(answers, plan.population, level, share);
        return margin ? std::optional(*margin) : std::nullopt;
    };
    plan.margin = reached(*plan.answers);
    std::vector<std::int64_t> answers;
    std::vector<std::int64_t> sizes;
    answers.reserve(plan.strata.size());
    sizes.reserve(plan.strata.size());
    for (const StratumNeeds& one : plan.strata) {
        if (!one.answers || !one.size) return;
        answers.push_back(*one.answers);
        sizes.push_back(*one.size);
    }
    const std::optional<double> effect = design_effect(answers, sizes);
    if (!effect || *effect < 1.005)
        return;  // rounding alone makes a proportional sample so unequal
    plan.design_effect = effect;
    const auto fewer = static_cast<std::int64_t>(static_cast<double>(*plan.answers) / *effect);
    plan.margin_with_effect = reached(std::max<std::int64_t>(fewer, 1));
}

void add_invitations(RecruitmentPlan& plan) {
    for (StratumNeeds& one : plan.strata) {
        if (!one.answers) continue;
        one.invitations = invitations_of(*one.answers, one.response_rate, one.reachable);
    }
    const auto part = [&](std::int64_t Invitations::* number) {
        return sum_over(plan.strata, [number](const StratumNeeds& one) {
            return one.invitations ? std::optional(*one.invitations.*number) : std::nullopt;
        });
    };
    const auto needed = part(&Invitations::needed);
    const auto possible = part(&Invitations::possible);
    const auto expected = part(&Invitations::expected);
    const auto answers = sum_over(plan.strata, [](const StratumNeeds& one) { return one.answers; });
    if (needed && possible && expected && answers == plan.answers) {
        plan.invitations = Invitations{*needed, *possible, *expected};
    } else if (plan.answers) {
        plan.invitations = invitations_of(*plan.answers, plan.sample.response_rate, plan.reachable);
    }
}

void warn_of_precision(RecruitmentPlan& plan) {
    if (!plan.needs || !plan.answers || !plan.margin) return;
    const std::int64_t needed = plan.needs->corrected.value_or(plan.needs->large);
    if (*plan.answers >= needed) return;
    plan.warnings.push_back(warning(
        plan.sample.place,
        "recruitment.below-precision",
        fmt::format(
            "{} complete responses reach a margin of {:.1f} percentage points, and {:.6g} are "
            "planned",
            *plan.answers,
            *plan.margin * 100,
            plan.needs->precision.margin * 100
        ),
        fmt::format("want {}, or plan with a wider margin", needed)
    ));
}

void warn_of_people(
    const std::optional<Invitations>& invitations, const std::string& whom, RecruitmentPlan& plan
) {
    if (!invitations || invitations->possible >= invitations->needed) return;
    plan.warnings.push_back(warning(
        plan.sample.place,
        "recruitment.too-few-people",
        fmt::format(
            "{} can be invited {}, and {} invitations are needed: expect {} complete responses",
            invitations->possible,
            whom,
            invitations->needed,
            invitations->expected
        ),
        "find a larger list, want fewer, or plan for more answers: reminders, compensation"
    ));
}

void add_warnings(RecruitmentPlan& plan) {
    warn_of_precision(plan);
    bool of_stratum = false;
    for (const StratumNeeds& one : plan.strata) {
        warn_of_people(one.invitations, fmt::format("in the stratum \"{}\"", one.id), plan);
        of_stratum =
            of_stratum || (one.invitations && one.invitations->possible < one.invitations->needed);
    }
    if (!of_stratum) warn_of_people(plan.invitations, "in all", plan);
}

}  // namespace

Result<PrecisionNeeds> needs_of(
    statistics::Precision precision, std::optional<std::int64_t> population
) {
    const Result<std::int64_t> large = statistics::sample_size_for_share(precision);
    if (!large) return std::unexpected(large.error());
    const double variance = precision.share * (1 - precision.share);
    const auto by = [&](double z) {
        return z * z * variance / (precision.margin * precision.margin);
    };
    const double z = statistics::normal_quantile(1 - (1 - precision.level) / 2);
    PrecisionNeeds needs{
        .precision = precision,
        .z = z,
        .unrounded = by(z),
        .large = *large,
        .population = population,
        .corrected = std::nullopt,
        .rounded_z = std::ceil(z * 100) / 100,
        .with_rounded_z = 0
    };
    needs.with_rounded_z = rounded_up(by(needs.rounded_z));
    if (!population) return needs;
    const Result<std::int64_t> corrected = statistics::sample_size_for_share(precision, population);
    if (!corrected) return std::unexpected(corrected.error());
    needs.corrected = *corrected;
    return needs;
}

std::optional<Invitations> invitations_of(
    std::int64_t answers, std::optional<double> rate, std::optional<std::int64_t> reachable
) {
    if (!rate) return std::nullopt;
    Invitations invitations{instrument::invitations_for(answers, *rate), 0, answers};
    invitations.possible = std::min(invitations.needed, reachable.value_or(invitations.needed));
    if (invitations.possible < invitations.needed) {
        invitations.expected = expected_of(invitations.possible, *rate);
    }
    return invitations;
}

Result<RecruitmentPlan> plan_recruitment(const instrument::Study& study) {
    if (!study.recruitment || !study.recruitment->sample) {
        return failure(
            "recruitment.no-sample",
            fmt::format("the study {} plans no sample", study.id),
            "say under \"recruitment:\" and \"sample:\" how many are wanted, as in margin: 10 % "
            "and "
            "confidence: 90 % (docs/study-language.md)"
        );
    }
    RecruitmentPlan plan;
    plan.study = study.id;
    plan.sample = *study.recruitment->sample;
    plan.strata = strata_of(study, plan.sample);
    add_extents(study, plan);
    if (const Result<void> done = add_needs(plan); !done) return std::unexpected(done.error());
    if (plan.sample.design == SamplingDesign::census) {
        add_census(plan);
    } else {
        add_named_targets(plan);
        add_answers(plan);
        if (const Result<void> done = add_allocation(plan); !done) {
            return std::unexpected(done.error());
        }
        add_margins(plan);
        add_invitations(plan);
    }
    plan.comparisons =
        power_of_plan(study, plan.answers.value_or(0), plan.sample.share.value_or(0.5));
    add_warnings(plan);
    return plan;
}

}  // namespace querist::recruitment
