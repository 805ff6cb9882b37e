#include "recruitment/planned_power.hpp"

#include <algorithm>
#include <utility>

namespace querist::recruitment {

namespace {

using instrument::Comparison;
using instrument::PlannedTest;

bool compares_categories(PlannedTest test) {
    return test == PlannedTest::chi_square || test == PlannedTest::likelihood_ratio ||
           test == PlannedTest::fisher_exact;
}

/// How many different answers there are; 0 where answers are no categories. Who declines is none.
std::int64_t categories_of(const instrument::Study& study, const instrument::Variable& variable) {
    if (variable.option >= 0) return 2;  // chosen or not
    const instrument::Kind& kind = study.items[static_cast<std::size_t>(variable.item)].kind;
    if (std::holds_alternative<instrument::YesNo>(kind)) return 2;
    return std::ranges::count(instrument::options_of(kind), false, &instrument::Option::declines);
}

DetectableEffect detectable(std::int64_t answers, const PlannedPower& power, double significance) {
    DetectableEffect found{
        .significance = significance, .effect = 0, .power = 0, .shares = std::nullopt
    };
    const statistics::TestAim aim{
        .significance = significance, .power = usual_power, .sides = statistics::Sides::two
    };
    const std::int64_t degrees = (power.groups - 1) * (power.categories - 1);
    if (const auto effect = statistics::detectable_chi_square_effect(answers, degrees, aim)) {
        found.effect = *effect;
    }
    const auto power_of_medium =
        statistics::power_of_chi_square(answers, medium_effect, degrees, significance);
    if (power_of_medium) found.power = *power_of_medium;
    if (power.groups != 2 || power.categories != 2 || answers < 2) return found;
    if (const auto shares = statistics::detectable_shares(answers / 2, power.first_share, aim)) {
        found.shares = *shares;
    }
    return found;
}

std::string reason_for_none(const instrument::Study& study, const Comparison& comparison) {
    if (comparison.by.empty()) {
        return "It sets answers of the same respondents side by side: what it finds depends on how "
               "they go together, which no plan knows.";
    }
    if (!compares_categories(comparison.test)) {
        return "What a test of ranks finds depends on how the answers are distributed, which no "
               "plan knows.";
    }
    if (categories_of(study, comparison.by.front()) < 2 ||
        categories_of(study, comparison.compared.front()) < 2) {
        return "Its answers are no categories.";
    }
    return {};
}

PlannedPower power_of(
    const instrument::Study& study,
    const instrument::AnalysisPlan& plan,
    const instrument::PlannedAnswer& answer,
    const Comparison& comparison,
    std::int64_t answers,
    double share
) {
    PlannedPower power{
        .comparison = comparison.id,
        .test = comparison.test,
        .research_question = answer.research_question,
        .groups = 0,
        .categories = 0,
        .first_share = share,
        .alone = std::nullopt,
        .adjusted = std::nullopt,
        .absence = reason_for_none(study, comparison)
    };
    if (!power.absence.empty()) return power;
    const std::int64_t gap = comparison.missing == instrument::MissingAnswers::counted ? 1 : 0;
    power.groups = categories_of(study, comparison.by.front()) + gap;
    power.categories = categories_of(study, comparison.compared.front()) + gap;
    if (answers < 1) {
        power.absence = "It is not known how many will answer.";
        return power;
    }
    const double significance = 1 - plan.confidence;
    power.alone = detectable(answers, power, significance);
    const std::size_t tests = answer.comparisons.size();
    if (tests > 1 && plan.adjustment != instrument::PAdjustment::none) {
        power.adjusted = detectable(answers, power, significance / static_cast<double>(tests));
    }
    return power;
}

}  // namespace

std::vector<PlannedPower> power_of_plan(
    const instrument::Study& study, std::int64_t answers, double share
) {
    std::vector<PlannedPower> all;
    if (!study.analysis) return all;
    for (const instrument::PlannedAnswer& answer : study.analysis->answers) {
        for (const Comparison& comparison : answer.comparisons) {
            all.push_back(power_of(study, *study.analysis, answer, comparison, answers, share));
        }
    }
    return all;
}

}  // namespace querist::recruitment
