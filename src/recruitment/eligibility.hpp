#pragma once

#include "core/core.hpp"
#include "recruitment/case_counts.hpp"
#include "recruitment/fraction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace querist::recruitment {

/// e as researchers state it, with what they take it from: AAPOR asks for the best that is known,
/// and that it be told.
class StatedEligibility {
public:
    /// The only way in. A Problem (recruitment.eligibility) unless the share lies in [0, 1], its
    /// denominator is at most `cases_max` and the basis says something.
    static Result<StatedEligibility> parse(
        std::int64_t numerator, std::int64_t denominator, std::string_view basis
    );
    [[nodiscard]] Fraction share() const { return share_; }
    [[nodiscard]] const std::string& basis() const { return basis_; }

private:
    StatedEligibility(Fraction share, std::string basis)
        : share_(share), basis_(std::move(basis)) {}
    Fraction share_;
    std::string basis_;
};

/// e: the share that is taken to be eligible among the cases of which it is not known.
struct Eligibility {
    std::optional<Fraction> e;  ///< Empty where it can neither be estimated nor was stated.
    std::string basis;          ///< How it came about, or why there is none: a sentence.
};

/// e = (I + P + R + NC + O) / (I + P + R + NC + O + NE): the share eligible among the cases of
/// which it is known. Empty when it is known of none.
/// Source: the default of AAPOR's Outcome Rate Calculator 4.0 (2016), as in R's
/// outcomerate::eligibility_rate.
[[nodiscard]] Eligibility estimated_eligibility(const GroupCounts& cases);
[[nodiscard]] Eligibility eligibility_of(
    const GroupCounts& cases, const std::optional<StatedEligibility>& stated
);

}  // namespace querist::recruitment
