#include "report/sampling_words.hpp"

#include "report/numbers.hpp"

#include <fmt/format.h>

namespace querist::report {

namespace {

std::string sourced_count(std::int64_t count, const std::string& source) {
    return source.empty() ? std::to_string(count) : fmt::format("{} ({})", count, source);
}

std::string sample_words(const instrument::SamplePlan& plan) {
    std::string text;
    if (plan.design) text += fmt::format(" Design: {}.", instrument::design_name(*plan.design));
    if (plan.target) {
        text += " " + plural(*plan.target, "complete response is", "complete responses are") +
                " wanted.";
    }
    if (plan.margin) {
        text += fmt::format(" Planned margin: {:.6g} percentage points", *plan.margin * 100);
        if (plan.confidence) text += fmt::format(" at {:.6g}% confidence", *plan.confidence * 100);
        text += ".";
    }
    if (plan.stop_when_complete) {
        text += fmt::format(" Stop rule: until {} are complete.", *plan.stop_when_complete);
    }
    return text;
}

}  // namespace

std::string sampling_words(const instrument::Study& study) {
    const std::optional<instrument::Population>& population = study.population;
    if (!population) return {};
    std::string text = "Population as the protocol names it: " + population->text;
    const instrument::Extent& extent = population->extent;
    if (extent.size) text += " Size: " + sourced_count(*extent.size, extent.source) + ".";
    if (extent.frame_size) {
        text += " Frame: " + sourced_count(*extent.frame_size, extent.frame_source) + ".";
    }
    if (!population->strata.empty()) {
        text += " Strata: " + std::to_string(population->strata.size()) + ".";
    }
    if (const instrument::SamplePlan* sample = instrument::sample_plan_of(study)) {
        text += sample_words(*sample);
    }
    return text;
}

}  // namespace querist::report
