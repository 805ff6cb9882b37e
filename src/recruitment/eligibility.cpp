#include "recruitment/eligibility.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::recruitment {

namespace {
constexpr double percent = 100;
}  // namespace

Result<StatedEligibility> StatedEligibility::parse(
    std::int64_t numerator, std::int64_t denominator, std::string_view basis
) {
    constexpr auto code = "recruitment.eligibility";
    if (denominator <= 0 || denominator > cases_max || numerator < 0 || numerator > denominator) {
        return failure(
            code,
            fmt::format("{} / {} is no share of eligible cases", numerator, denominator),
            fmt::format(
                "state a fraction from 0 to 1 of whole numbers, the lower one at most {}", cases_max
            )
        );
    }
    std::string_view told = trimmed(basis);
    if (told.ends_with('.')) told.remove_suffix(1);  // It ends a sentence of ours.
    if (told.empty()) {
        return failure(
            code,
            "the share of eligible cases has no basis",
            "say what it is taken from, such as a check of some of the addresses"
        );
    }
    return StatedEligibility(Fraction(numerator, denominator), std::string(told));
}

Eligibility estimated_eligibility(const GroupCounts& cases) {
    const std::int64_t eligible = cases.eligible();
    const std::int64_t known = eligible + cases.not_eligible;
    if (known == 0) {
        return {
            .e = std::nullopt,
            .basis = "e cannot be estimated: of no case is it known whether it was eligible.",
        };
    }
    return {
        .e = Fraction(eligible, known),
        .basis = fmt::format(
            "e is estimated: {} of the {} cases of which it is known were eligible.",
            eligible,
            known
        ),
    };
}

Eligibility eligibility_of(
    const GroupCounts& cases, const std::optional<StatedEligibility>& stated
) {
    if (!stated) return estimated_eligibility(cases);
    return {
        .e = stated->share(),
        .basis = fmt::format(
            "e is stated by the researchers, {:.6g} %: {}.",
            stated->share().value() * percent,
            stated->basis()
        ),
    };
}

}  // namespace querist::recruitment
