#pragma once

#include "report/supplements.hpp"
#include "report/values.hpp"

namespace querist::report {

/// The way from the sample to the responses: what became of everybody who was drawn, the rates, and
/// how the respondents differ from the frame. Only of a report with a sample.
[[nodiscard]] Supplement sample_part(const Report& report);

/// How the cases went from being drawn to being counted, as a diagram.
[[nodiscard]] Plot flow_plot(const Report& report, const SampleFacts& sample);

/// "RR1: 4.1% (91 of 2,213)".
[[nodiscard]] std::string rate_words(const SampleFacts& sample, recruitment::RateName rate);

}  // namespace querist::report
