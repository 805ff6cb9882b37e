#include "recruitment/outcome_rates.hpp"

#include <iterator>
#include <stdexcept>

namespace querist::recruitment {

namespace {

constexpr GroupSet completes = {Group::complete};
constexpr GroupSet completes_and_partials = {Group::complete, Group::partial};
constexpr GroupSet refusals = {Group::refusal};
constexpr GroupSet contacted = {Group::complete, Group::partial, Group::refusal, Group::other};
constexpr GroupSet able_and_contacted = {Group::complete, Group::partial, Group::refusal};
constexpr GroupSet known_eligible = {
    Group::complete, Group::partial, Group::refusal, Group::non_contact, Group::other
};

constexpr std::string_view nobody_possible = "No case is eligible or may be.";
constexpr std::string_view nobody_known = "No case is known to be eligible.";
constexpr std::string_view nobody_contacted = "Nobody who is eligible is known to be reached.";
constexpr std::string_view nobody_decided = "Nobody answered or refused.";
constexpr std::string_view no_e =
    "e is needed and cannot be estimated: of no case is it known whether it was eligible. State "
    "it, with its basis.";

constexpr RateFormula all_formulas[] = {
    {RateName::rr1,
     "RR1",
     "I / (I + P + R + NC + O + UH + UO)",
     "completes among all who are or may be eligible: the least response rate",
     completes,
     known_eligible,
     UnknownCases::all,
     nobody_possible},
    {RateName::rr2,
     "RR2",
     "(I + P) / (I + P + R + NC + O + UH + UO)",
     "the same with partials",
     completes_and_partials,
     known_eligible,
     UnknownCases::all,
     nobody_possible},
    {RateName::rr3,
     "RR3",
     "I / (I + P + R + NC + O + e(UH + UO))",
     "completes among the eligible and the estimated share of those who may be",
     completes,
     known_eligible,
     UnknownCases::share_e,
     nobody_possible},
    {RateName::rr4,
     "RR4",
     "(I + P) / (I + P + R + NC + O + e(UH + UO))",
     "the same with partials",
     completes_and_partials,
     known_eligible,
     UnknownCases::share_e,
     nobody_possible},
    {RateName::rr5,
     "RR5",
     "I / (I + P + R + NC + O)",
     "completes among those known to be eligible: right only where all others are not",
     completes,
     known_eligible,
     UnknownCases::none,
     nobody_known},
    {RateName::rr6,
     "RR6",
     "(I + P) / (I + P + R + NC + O)",
     "the same with partials: the greatest response rate",
     completes_and_partials,
     known_eligible,
     UnknownCases::none,
     nobody_known},
    {RateName::coop1,
     "COOP1",
     "I / (I + P + R + O)",
     "completes among those who were reached",
     completes,
     contacted,
     UnknownCases::none,
     nobody_contacted},
    {RateName::coop2,
     "COOP2",
     "(I + P) / (I + P + R + O)",
     "the same with partials",
     completes_and_partials,
     contacted,
     UnknownCases::none,
     nobody_contacted},
    {RateName::coop3,
     "COOP3",
     "I / (I + P + R)",
     "completes among those who were reached and could answer",
     completes,
     able_and_contacted,
     UnknownCases::none,
     nobody_decided},
    {RateName::coop4,
     "COOP4",
     "(I + P) / (I + P + R)",
     "the same with partials",
     completes_and_partials,
     able_and_contacted,
     UnknownCases::none,
     nobody_decided},
    {RateName::ref1,
     "REF1",
     "R / (I + P + R + NC + O + UH + UO)",
     "refusals and break-offs among all who are or may be eligible",
     refusals,
     known_eligible,
     UnknownCases::all,
     nobody_possible},
    {RateName::ref2,
     "REF2",
     "R / (I + P + R + NC + O + e(UH + UO))",
     "the same with the estimated share of those who may be",
     refusals,
     known_eligible,
     UnknownCases::share_e,
     nobody_possible},
    {RateName::ref3,
     "REF3",
     "R / (I + P + R + NC + O)",
     "the same among those known to be eligible",
     refusals,
     known_eligible,
     UnknownCases::none,
     nobody_known},
    {RateName::con1,
     "CON1",
     "(I + P + R + O) / (I + P + R + NC + O + UH + UO)",
     "those who were reached among all who are or may be eligible",
     contacted,
     known_eligible,
     UnknownCases::all,
     nobody_possible},
    {RateName::con2,
     "CON2",
     "(I + P + R + O) / (I + P + R + NC + O + e(UH + UO))",
     "the same with the estimated share of those who may be",
     contacted,
     known_eligible,
     UnknownCases::share_e,
     nobody_possible},
    {RateName::con3,
     "CON3",
     "(I + P + R + O) / (I + P + R + NC + O)",
     "the same among those known to be eligible",
     contacted,
     known_eligible,
     UnknownCases::none,
     nobody_known},
};
static_assert(std::size(all_formulas) == rates);
static_assert([] {
    for (std::size_t i = 0; i < rates; ++i) {
        if (static_cast<std::size_t>(all_formulas[i].rate) != i) return false;
    }
    return true;
}());

std::int64_t sum_over(const GroupCounts& cases, GroupSet members) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < groups; ++i) {
        const auto group = static_cast<Group>(i);
        if (members.has(group)) sum += cases.of(group);
    }
    return sum;
}

/// The denominator; empty when e is needed and there is none.
std::optional<Fraction> base_of(
    const RateFormula& formula, const GroupCounts& cases, const std::optional<Fraction>& e
) {
    const std::int64_t known = sum_over(cases, formula.base);
    const std::int64_t unknown = cases.unknown();
    switch (formula.unknown) {
        case UnknownCases::none:
            return Fraction(known, 1);
        case UnknownCases::all:
            return Fraction(known + unknown, 1);
        case UnknownCases::share_e:
            if (unknown == 0) return Fraction(known, 1);
            if (!e) return std::nullopt;
            // Both products are at most the square of cases_max.
            return Fraction(known * e->denominator() + e->numerator() * unknown, e->denominator());
    }
    return std::nullopt;
}

Rate rate_of(
    const RateFormula& formula, const GroupCounts& cases, const std::optional<Fraction>& e
) {
    Rate rate{
        .count = sum_over(cases, formula.counted),
        .base = base_of(formula, cases, e),
        .absence = {},
    };
    if (!rate.base) {
        rate.absence = no_e;
    } else if (rate.base->numerator() == 0) {
        rate.absence = formula.without_base;
    }
    return rate;
}

void require_counts(const GroupCounts& cases) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < groups; ++i) {
        const std::int64_t count = cases.of(static_cast<Group>(i));
        if (count < 0 || count > cases_max) throw std::domain_error("a count of cases is wrong");
        sum += count;
    }
    if (sum > cases_max) throw std::domain_error("there are more cases than can be counted");
}

}  // namespace

std::span<const RateFormula> rate_formulas() { return all_formulas; }

const RateFormula& formula_of(RateName rate) {
    return all_formulas[static_cast<std::size_t>(rate)];
}

std::optional<Fraction> Rate::value() const {
    if (!base || base->numerator() == 0) return std::nullopt;
    return Fraction(count * base->denominator(), base->numerator());
}

OutcomeRates outcome_rates(
    const GroupCounts& cases, const std::optional<StatedEligibility>& stated
) {
    require_counts(cases);
    OutcomeRates result{.cases = cases, .eligibility = eligibility_of(cases, stated), .all = {}};
    for (const RateFormula& formula : all_formulas) {
        result.all[static_cast<std::size_t>(formula.rate)] =
            rate_of(formula, cases, result.eligibility.e);
    }
    return result;
}

}  // namespace querist::recruitment
