#include "instrument/population.hpp"

#include "instrument/study.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace querist::instrument {

const SamplePlan* sample_plan_of(const Study& study) {
    return study.recruitment && study.recruitment->sample ? &*study.recruitment->sample : nullptr;
}

const SignIn* sign_in_of(const Study& study) {
    return study.recruitment && study.recruitment->sign_in ? &*study.recruitment->sign_in : nullptr;
}

bool has_open_link(const Study& study) {
    return !study.recruitment || study.recruitment->open_link.value_or(true);
}

std::string_view stratum_field_of(const Study& study) {
    const SignIn* sign_in = sign_in_of(study);
    if (sign_in != nullptr && !sign_in->stratum_field.empty()) return sign_in->stratum_field;
    const SamplePlan* plan = sample_plan_of(study);
    return plan == nullptr ? std::string_view() : std::string_view(plan->stratum_field);
}

std::optional<std::int64_t> reachable(const Extent& extent) {
    return extent.frame_size ? extent.frame_size : extent.size;
}

std::vector<StratumClaim> lookup_rules(const Study& study) {
    std::vector<StratumClaim> rules;
    if (study.population) {
        const std::vector<Stratum>& strata = study.population->strata;
        rules.reserve(strata.size());
        for (const Stratum& one : strata) {
            if (one.claim.empty()) continue;
            rules.push_back({one.id, one.claim, one.is, one.place});
        }
        const auto rest = std::ranges::find_if(strata, [](const Stratum& one) {
            return one.claim.empty() && one.column.empty();
        });
        if (!rules.empty() && rest != strata.end()) {
            rules.push_back({rest->id, {}, {}, rest->place});
        }
    }
    const SignIn* sign_in = sign_in_of(study);
    return rules.empty() && sign_in != nullptr ? sign_in->strata : rules;
}

std::string recognition_words(const Stratum& stratum) {
    if (!stratum.claim.empty() && stratum.is.empty()) {
        return fmt::format("accounts with {}", stratum.claim);
    }
    if (!stratum.claim.empty()) {
        return fmt::format("accounts whose {} is {}", stratum.claim, stratum.is);
    }
    if (stratum.column.empty()) return {};
    return fmt::format(
        "people whose \"{}\" is {}", stratum.column, stratum.is.empty() ? stratum.id : stratum.is
    );
}

std::string_view design_name(SamplingDesign design) {
    return std::ranges::find(design_specs(), design, &DesignSpec::design)->name;
}

std::optional<SamplingDesign> parse_design(std::string_view name) {
    const auto found = std::ranges::find(design_specs(), name, &DesignSpec::name);
    return found == design_specs().end() ? std::nullopt : std::optional(found->design);
}

bool is_stratified(SamplingDesign design) {
    return design == SamplingDesign::proportional || design == SamplingDesign::neyman ||
           design == SamplingDesign::fixed;
}

bool draws_by_chance(SamplingDesign design) {
    return design != SamplingDesign::census && design != SamplingDesign::convenience;
}

const StratumSample* sample_of(const SamplePlan& plan, std::string_view stratum) {
    const auto found = std::ranges::find(plan.strata, stratum, &StratumSample::stratum);
    return found == plan.strata.end() ? nullptr : &*found;
}

double assumed_deviation(const SamplePlan& plan, std::string_view stratum) {
    const StratumSample* own = sample_of(plan, stratum);
    if (own != nullptr && own->deviation) return *own->deviation;
    double share = plan.share.value_or(0.5);
    if (own != nullptr && own->share) share = *own->share;
    return std::sqrt(share * (1 - share));
}

std::optional<double> assumed_response_rate(const SamplePlan& plan, std::string_view stratum) {
    const StratumSample* own = sample_of(plan, stratum);
    return own != nullptr && own->response_rate ? own->response_rate : plan.response_rate;
}

std::int64_t invitations_for(std::int64_t answers, double rate) {
    // 69 / 0.04 may come out a hair above 1725: what a billionth decides is no further invitation.
    const double exact = static_cast<double>(answers) / rate;
    return static_cast<std::int64_t>(std::ceil(exact * (1 - 1e-9)));
}

}  // namespace querist::instrument
