#include "cli/aligned_table.hpp"
#include "cli/recruit_plan.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace querist::cli {

namespace {

using recruitment::PrecisionNeeds;
using recruitment::RecruitmentPlan;
using Rows = std::vector<std::vector<std::string>>;

std::string percent_text(double share) { return fmt::format("{:.6g} %", share * 100); }
std::string points_text(double margin) { return fmt::format("{:.2f} points", margin * 100); }

std::string count_or_dash(const std::optional<std::int64_t>& count) {
    return count ? count_text(*count) : "–";
}

void add_needs_rows(const RecruitmentPlan& plan, const PrecisionNeeds& needs, Rows& rows) {
    rows.push_back(
        {"Large population",
         count_text(needs.large),
         fmt::format(
             "n0 = z² p (1 − p) / d² = {:.2f} with z = {:.4f}, rounded up", needs.unrounded, needs.z
         )}
    );
    if (needs.corrected) {
        rows.push_back(
            {fmt::format("Population of {}", count_or_dash(needs.population)),
             count_text(*needs.corrected),
             "n0 / (1 + (n0 − 1) / N), the finite population correction, rounded up"}
        );
    }
    if (plan.corrected_for_list) {
        rows.push_back(
            {fmt::format("List of {}", count_or_dash(plan.reachable)),
             count_text(*plan.corrected_for_list),
             "n0 / (1 + (n0 − 1) / N), if the result is to speak of those on the list only"}
        );
    }
    if (needs.with_rounded_z == needs.large) return;
    rows.push_back(
        {fmt::format("With z as {:.2f}", needs.rounded_z),
         count_text(needs.with_rounded_z),
         "z rounded up to two decimals first, as in calculations by hand"}
    );
}

/// A target that is not what the formula gives, but what it gives by hand, is no mistake.
std::string target_source(const RecruitmentPlan& plan) {
    const bool by_hand = plan.needs && plan.answers == plan.needs->with_rounded_z &&
                         plan.answers != plan.needs->large;
    return by_hand ? fmt::format(
                         "the target of the study file: it may come from z as {:.2f}",
                         plan.needs->rounded_z
                     )
                   : "the target of the study file";
}

std::string_view source_of(recruitment::AnswersFrom from) {
    switch (from) {
        case recruitment::AnswersFrom::target:
            return "the target of the study file";
        case recruitment::AnswersFrom::strata:
            return "the targets of the strata together";
        case recruitment::AnswersFrom::precision:
            return "what the precision needs";
        case recruitment::AnswersFrom::everybody:
            return "a census: those of everybody who are expected to answer";
        case recruitment::AnswersFrom::nowhere:
            return "not known: the study names neither a margin nor a target";
    }
    return "";
}

std::string size_part(const RecruitmentPlan& plan) {
    Rows rows;
    const std::optional<instrument::SamplingDesign>& design = plan.sample.design;
    rows.push_back({"Design", design ? std::string(instrument::design_name(*design)) : "not stated"}
    );
    if (plan.needs) {
        const statistics::Precision& precision = plan.needs->precision;
        rows.push_back({"Confidence", percent_text(precision.level)});
        rows.push_back({"Margin", fmt::format("{:.6g} points", precision.margin * 100)});
        rows.push_back({"Expected share", percent_text(precision.share)});
    }
    if (plan.sample.stop_when_complete) {
        rows.push_back({"Stop", fmt::format("at {} complete", *plan.sample.stop_when_complete)});
    }
    std::string out = aligned_table({Alignment::left, Alignment::left}, rows);
    rows.clear();
    if (plan.needs) add_needs_rows(plan, *plan.needs, rows);
    const bool named = plan.from == recruitment::AnswersFrom::target;
    rows.push_back(
        {"Wanted",
         count_or_dash(plan.answers),
         named ? target_source(plan) : std::string(source_of(plan.from))}
    );
    if (plan.margin) {
        rows.push_back({"Margin of so many", points_text(*plan.margin), "of a simple random sample"}
        );
    }
    if (plan.design_effect && plan.margin_with_effect) {
        rows.push_back(
            {"Margin by stratum",
             points_text(*plan.margin_with_effect),
             fmt::format(
                 "weighted back; design effect {:.2f} of unequal chances", *plan.design_effect
             )}
        );
    }
    return out + "\nHow many complete responses\n" +
           aligned_table({Alignment::left, Alignment::right, Alignment::left}, rows);
}

std::vector<std::string> stratum_row(const recruitment::StratumNeeds& one, bool varies) {
    std::vector<std::string> row{one.label, count_or_dash(one.size), count_or_dash(one.reachable)};
    if (varies) row.push_back(one.deviation ? fmt::format("{:.3f}", *one.deviation) : "–");
    row.push_back(count_or_dash(one.answers));
    row.push_back(one.response_rate ? percent_text(*one.response_rate) : "–");
    row.push_back(one.invitations ? count_text(one.invitations->possible) : "–");
    row.push_back(one.invitations ? count_text(one.invitations->expected) : "–");
    return row;
}

std::string people_part(const RecruitmentPlan& plan) {
    const bool varies = plan.sample.design == instrument::SamplingDesign::neyman;
    std::vector<std::string> head{"Stratum", "People", "Can be invited"};
    if (varies) head.emplace_back("Deviation");
    for (const char* one : {"Wanted", "Response rate", "Invitations", "Expected"}) {
        head.emplace_back(one);
    }
    std::vector<Alignment> alignments(head.size(), Alignment::right);
    alignments.front() = Alignment::left;
    Rows rows{head};
    for (const recruitment::StratumNeeds& one : plan.strata) {
        rows.push_back(stratum_row(one, varies));
    }
    rows.push_back(stratum_row(
        {.id = "",
         .label = "In all",
         .size = plan.population,
         .reachable = plan.reachable,
         .deviation = std::nullopt,
         .answers = plan.answers,
         .response_rate = plan.sample.response_rate,
         .invitations = plan.invitations},
        varies
    ));
    std::string out = "\nWhom to invite\n" + aligned_table(alignments, rows);
    for (const recruitment::StratumNeeds& one : plan.strata) {
        if (!one.known_by.empty()) out += fmt::format("  {}: {}.\n", one.label, one.known_by);
    }
    if (!plan.no_allocation.empty()) out += "  " + plan.no_allocation + "\n";
    if (plan.sample.least_per_stratum) {
        out += fmt::format("  At least {} in each stratum.\n", *plan.sample.least_per_stratum);
    }
    if (!plan.invitations) {
        out += "  No response rate is assumed, so nobody can say how many must be invited.\n";
    }
    return out;
}

std::string shares_text(const std::optional<recruitment::DetectableEffect>& effect) {
    if (!effect || !effect->shares) return "";
    const statistics::DetectableShares& shares = *effect->shares;
    const auto one = [](double share) { return fmt::format("{:.0f} %", share * 100); };
    if (shares.below && shares.above) return one(*shares.below) + " or " + one(*shares.above);
    if (shares.below) return one(*shares.below);
    return shares.above ? one(*shares.above) : "none";
}

std::string effect_text(const std::optional<recruitment::DetectableEffect>& effect) {
    return effect ? fmt::format("{:.2f}", effect->effect) : "–";
}

std::vector<std::string> power_row(const recruitment::PlannedPower& one) {
    return {
        one.comparison,
        std::string(instrument::planned_test_name(one.test)),
        fmt::format("{}", one.groups),
        fmt::format("{}", one.categories),
        one.alone ? fmt::format("{:.0f} %", one.alone->power * 100) : "–",
        effect_text(one.alone),
        effect_text(one.adjusted),
        shares_text(one.alone)
    };
}

/// The comparisons of which nothing is calculated, those with the same reason together.
std::string absences(const RecruitmentPlan& plan) {
    std::vector<std::pair<std::string, std::string>> by_reason;  // and the comparisons
    for (const recruitment::PlannedPower& one : plan.comparisons) {
        if (one.alone) continue;
        const std::string whom =
            fmt::format("{} ({})", one.comparison, instrument::planned_test_name(one.test));
        const auto same = std::ranges::find_if(by_reason, [&](const auto& pair) {
            return pair.first == one.absence;
        });
        if (same == by_reason.end()) {
            by_reason.emplace_back(one.absence, whom);
        } else {
            same->second += ", " + whom;
        }
    }
    std::string out;
    for (const auto& [reason, whom] : by_reason) {
        out += fmt::format("\n  Nothing is calculated for {}.\n  {}\n", whom, reason);
    }
    return out;
}

std::string power_part(const RecruitmentPlan& plan) {
    if (plan.comparisons.empty()) return "";
    std::string out = "\nWhat the planned comparisons find";
    if (plan.answers)
        out += fmt::format(" with {} complete responses", count_or_dash(plan.answers));
    out += '\n';
    Rows rows{
        {"Comparison", "Test", "Groups", "Answers", "Power", "Effect", "Adjusted", "Other share"}
    };
    const recruitment::PlannedPower* of_shares = nullptr;
    for (const recruitment::PlannedPower& one : plan.comparisons) {
        if (!one.alone) continue;
        rows.push_back(power_row(one));
        if (one.alone->shares) of_shares = &one;
    }
    if (rows.size() == 1) return out + absences(plan);
    if (of_shares == nullptr) rows.front().pop_back();
    using enum Alignment;
    out += aligned_table({left, left, right, right, right, right, right, left}, rows);
    out += fmt::format(
        "  Power: of finding a medium effect, Cohen's w = {}, with groups of equal size.\n"
        "  Effect: the smallest that {:.0f} of 100 such studies find; 0.1 is small, 0.5 large.\n"
        "  Adjusted: the same for the least p value of its research question.\n",
        recruitment::medium_effect,
        recruitment::usual_power * 100
    );
    if (of_shares != nullptr) {
        out += fmt::format(
            "  Other share: of the second group, to be found when the first has {}.\n",
            percent_text(of_shares->first_share)
        );
    }
    return out + absences(plan);
}

std::string sources_part(const RecruitmentPlan& plan) {
    const std::optional<instrument::SamplingDesign>& design = plan.sample.design;
    Rows rows;
    if (plan.needs || plan.margin) {
        rows.push_back({"Sample size, margin", "Cochran 1977, Sampling Techniques, 4.4"});
    }
    if (design == instrument::SamplingDesign::proportional) {
        rows.push_back({"Allocation", "Cochran 1977, 5.5, by largest remainders (Hamilton)"});
    }
    if (design == instrument::SamplingDesign::neyman) {
        rows.push_back(
            {"Allocation",
             "Neyman 1934; Cochran 1977, 5.5 and 5.8: n × N S / Σ N S, by largest "
             "remainders"}
        );
    }
    if (plan.design_effect) rows.push_back({"Design effect", "Kish 1965, Survey Sampling, 11.7"});
    if (plan.invitations) {
        rows.push_back({"Invitations", "complete responses / response rate, rounded up"});
    }
    const bool tested = std::ranges::any_of(plan.comparisons, [](const auto& one) {
        return one.alone.has_value();
    });
    if (tested) rows.push_back({"Power", "Cohen 1988, 7; Fleiss 1981, 3.2; docs/sampling.md"});
    if (rows.empty()) return "";
    return "\nSources\n" + aligned_table({Alignment::left, Alignment::left}, rows);
}

}  // namespace

std::string recruitment_plan_text(const RecruitmentPlan& plan) {
    return fmt::format("Recruitment plan of {}\n\n", plan.study) + size_part(plan) +
           people_part(plan) + power_part(plan) + sources_part(plan);
}

}  // namespace querist::cli
