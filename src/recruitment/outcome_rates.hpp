#pragma once

#include "recruitment/case_counts.hpp"
#include "recruitment/eligibility.hpp"
#include "recruitment/fraction.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace querist::recruitment {

/// AAPOR's outcome rates.
enum class RateName : std::uint8_t {
    rr1,
    rr2,
    rr3,
    rr4,
    rr5,
    rr6,
    coop1,
    coop2,
    coop3,
    coop4,
    ref1,
    ref2,
    ref3,
    con1,
    con2,
    con3
};
inline constexpr std::size_t rates = 16;

/// A set of groups.
class GroupSet {
public:
    constexpr GroupSet(std::initializer_list<Group> members) {
        for (const Group group : members) bits_ |= 1U << static_cast<unsigned>(group);
    }
    [[nodiscard]] constexpr bool has(Group group) const {
        return ((bits_ >> static_cast<unsigned>(group)) & 1U) != 0;
    }

private:
    unsigned bits_ = 0;
};

/// How many of the cases of which it is not known whether they were eligible are in the base.
enum class UnknownCases : std::uint8_t { all, share_e, none };

struct RateFormula {
    RateName rate;
    std::string_view name;     ///< "RR1"
    std::string_view formula;  ///< "I / (I + P + R + NC + O + UH + UO)"
    std::string_view meaning;  ///< A clause without full stop.
    GroupSet counted;
    GroupSet base;  ///< Without unknown cases.
    UnknownCases unknown;
    std::string_view without_base;  ///< What an empty base means: a sentence.
};

/// All rates in the enumerators' order.
/// Source: AAPOR Standard Definitions 2016, as implemented by R's outcomerate::outcomerate.
[[nodiscard]] std::span<const RateFormula> rate_formulas();
[[nodiscard]] const RateFormula& formula_of(RateName rate);

/// A rate with what it was made of.
struct Rate {
    std::int64_t count = 0;        ///< Cases: the numerator.
    std::optional<Fraction> base;  ///< Cases: the denominator, whole but where e is in it. Empty
                                   ///< where e would be needed and there is none.
    std::string_view absence;      ///< Why there is no value: a sentence. Empty where there is one.

    /// count / base, exactly; a fraction from 0 to 1. Empty exactly where `absence` is not.
    [[nodiscard]] std::optional<Fraction> value() const;
};

struct OutcomeRates {
    GroupCounts cases;
    Eligibility eligibility;
    std::array<Rate, rates> all;  ///< By `RateName`.

    [[nodiscard]] const Rate& of(RateName rate) const {
        return all[static_cast<std::size_t>(rate)];
    }
};

/// All rates of some cases; e is estimated from them unless it is stated. std::domain_error when a
/// count is negative or all together are more than `cases_max`.
[[nodiscard]] OutcomeRates outcome_rates(
    const GroupCounts& cases, const std::optional<StatedEligibility>& stated = std::nullopt
);

}  // namespace querist::recruitment
