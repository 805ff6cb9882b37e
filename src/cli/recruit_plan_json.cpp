#include "cli/json_output.hpp"
#include "cli/recruit_plan.hpp"
#include "instrument/instrument.hpp"

#include <optional>

namespace querist::cli {

namespace {

using Json = nlohmann::ordered_json;
using recruitment::RecruitmentPlan;

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

std::string_view from_words(recruitment::AnswersFrom from) {
    switch (from) {
        case recruitment::AnswersFrom::target:
            return "target";
        case recruitment::AnswersFrom::strata:
            return "strata";
        case recruitment::AnswersFrom::precision:
            return "precision";
        case recruitment::AnswersFrom::everybody:
            return "everybody";
        case recruitment::AnswersFrom::nowhere:
            return "nowhere";
    }
    return "";
}

Json needs_json(const std::optional<recruitment::PrecisionNeeds>& needs) {
    if (!needs) return {};
    return {
        {"confidence", needs->precision.level},
        {"margin", needs->precision.margin},
        {"expected_share", needs->precision.share},
        {"z", needs->z},
        {"unrounded", needs->unrounded},
        {"large_population", needs->large},
        {"population", or_null(needs->population)},
        {"finite_population", or_null(needs->corrected)},
        {"rounded_z", needs->rounded_z},
        {"with_rounded_z", needs->with_rounded_z},
    };
}

Json invitations_json(const std::optional<recruitment::Invitations>& invitations) {
    if (!invitations) return {};
    return {
        {"needed", invitations->needed},
        {"possible", invitations->possible},
        {"expected_responses", invitations->expected},
    };
}

Json strata_json(const RecruitmentPlan& plan) {
    Json strata = Json::array();
    for (const recruitment::StratumNeeds& one : plan.strata) {
        strata.push_back({
            {"stratum", one.id},
            {"label", one.label},
            {"size", or_null(one.size)},
            {"reachable", or_null(one.reachable)},
            {"standard_deviation", or_null(one.deviation)},
            {"complete_responses", or_null(one.answers)},
            {"expected_response_rate", or_null(one.response_rate)},
            {"invitations", invitations_json(one.invitations)},
            {"known_by", one.known_by},
        });
    }
    return strata;
}

Json effect_json(const std::optional<recruitment::DetectableEffect>& effect) {
    if (!effect) return {};
    Json shares;
    if (effect->shares) {
        shares = {
            {"below", or_null(effect->shares->below)}, {"above", or_null(effect->shares->above)}
        };
    }
    return {
        {"significance", effect->significance},
        {"effect_w", effect->effect},
        {"power_of_medium_effect", effect->power},
        {"second_share", std::move(shares)},
    };
}

Json comparisons_json(const RecruitmentPlan& plan) {
    Json all = Json::array();
    for (const recruitment::PlannedPower& one : plan.comparisons) {
        all.push_back({
            {"comparison", one.comparison},
            {"answers", one.research_question},
            {"test", instrument::planned_test_name(one.test)},
            {"groups", one.groups > 0 ? Json(one.groups) : Json()},
            {"categories", one.categories > 0 ? Json(one.categories) : Json()},
            {"first_share", one.first_share},
            {"detectable", effect_json(one.alone)},
            {"detectable_adjusted", effect_json(one.adjusted)},
            {"absence", one.absence.empty() ? Json() : Json(one.absence)},
        });
    }
    return all;
}

}  // namespace

Json recruitment_plan_json(const RecruitmentPlan& plan) {
    Json warnings = Json::array();
    for (const Problem& warning : plan.warnings) warnings.push_back(json_of(warning));
    const std::optional<instrument::SamplingDesign>& design = plan.sample.design;
    return {
        {"study", plan.study},
        {"design", design ? Json(instrument::design_name(*design)) : Json()},
        {"population", or_null(plan.population)},
        {"reachable", or_null(plan.reachable)},
        {"sample_size", needs_json(plan.needs)},
        {"sample_size_for_list", or_null(plan.corrected_for_list)},
        {"complete_responses", or_null(plan.answers)},
        {"complete_responses_from", from_words(plan.from)},
        {"margin", or_null(plan.margin)},
        {"design_effect", or_null(plan.design_effect)},
        {"margin_with_design_effect", or_null(plan.margin_with_effect)},
        {"least_per_stratum", or_null(plan.sample.least_per_stratum)},
        {"stop_when_complete", or_null(plan.sample.stop_when_complete)},
        {"strata", strata_json(plan)},
        {"no_allocation", plan.no_allocation.empty() ? Json() : Json(plan.no_allocation)},
        {"expected_response_rate", or_null(plan.sample.response_rate)},
        {"invitations", invitations_json(plan.invitations)},
        {"power", recruitment::usual_power},
        {"comparisons", comparisons_json(plan)},
        {"warnings", std::move(warnings)},
    };
}

}  // namespace querist::cli
