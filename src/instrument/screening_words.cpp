#include "instrument/screening_words.hpp"

#include <fmt/format.h>

namespace querist::instrument {

std::string screening_rules(const Study& study) {
    if (!study.screening) return {};
    const ScreeningPlan& plan = *study.screening;
    std::string text = fmt::format(
        "{} {} {} {}\n",
        plan.review_at,
        plan.burst_size,
        plan.proof_of_work,
        plan.exclusion == Reviewers::two ? "two" : "one"
    );
    for (const int points : plan.points) text += fmt::format("{}\n", points);
    for (const ScreeningCheck& check : plan.checks) {
        text +=
            fmt::format("{} {} {} {}\n", check.id, check.points, check.when.text(), check.reason);
    }
    return text;
}

std::string screening_sentences(const ScreeningPlan& plan) {
    std::string text = fmt::format(
        "From {} points on, a response waits until a person has looked at it; {} to exclude it.",
        plan.review_at,
        plan.exclusion == Reviewers::two ? "it takes two people" : "one is enough"
    );
    for (const SignalSpec& spec : signal_specs()) {
        const int points = plan.points_of(spec.signal);
        const bool asked = spec.signal != Signal::no_proof_of_work || plan.demands_work();
        if (points == 0 || !asked) continue;
        if (spec.signal == Signal::burst) {
            text += fmt::format(" {} or more from one network are many.", plan.burst_size);
        }
        text += fmt::format(" {} ({} {})", spec.doc, points, points == 1 ? "point" : "points");
    }
    return text;
}

}  // namespace querist::instrument
