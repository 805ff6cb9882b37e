#pragma once

#include "report/values.hpp"

#include <cstdint>
#include <optional>
#include <string>

// How numbers are written, in one place.
// - A count is a whole number; from 1,000 on its digits are grouped by commas.
// - A percentage has no decimal while its base is under 1,000, and one from there on: finer digits
//   would be false precision. Halves are rounded up, by whole-number arithmetic.
// - What is there is never written as 0 %, and what is not all never as 100 %: "<1%", ">99%".
// - Interval bounds have as many decimals as their percentage.
// - A measured number has at most four significant digits, but always its whole part in full.
namespace querist::report {

[[nodiscard]] std::string percent_text(const Share& share);   ///< "43%"; "–" without a base.
[[nodiscard]] std::string interval_text(const Share& share);  ///< "33–53%"; "–" without a base.
/// "38 of 89 (43%; 95% CI 33–53%)"; "2 of 3" below `small_base`.
[[nodiscard]] std::string share_text(const Share& share);
/// A score from -100 to 100 of a fraction, with its sign: "+23", "-4", "0".
[[nodiscard]] std::string score_text(double fraction);
[[nodiscard]] std::string number_text(double number);  ///< "31", "2.5"; "–" for what is none.
/// "20–24" (whole numbers), "20" (width 1), "1.5 to under 2" (others).
[[nodiscard]] std::string bin_text(const statistics::Bin& bin, statistics::Spacing spacing);
/// "95% CI", "99.5% CI".
[[nodiscard]] std::string interval_name(double level);
/// A p value: three decimals, four where three would hide on which side of a bound it lies,
/// "<0.001" below that.
[[nodiscard]] std::string p_text(double p_value);
[[nodiscard]] std::string p_relation(double p_value);      ///< "= 0.034", "< 0.001"
[[nodiscard]] std::string coefficient_text(double value);  ///< Two decimals: "0.31"; "-0.05".
/// "0.31 (95% CI 0.10 to 0.50)"; a bound that does not exist is "unbounded".
[[nodiscard]] std::string effect_text(
    double estimate, const std::optional<statistics::Interval>& interval, double level
);
[[nodiscard]] std::string effect_text(const statistics::Interval& interval, double level);
[[nodiscard]] std::string short_version(const Digest& version);  ///< 8 digits.
[[nodiscard]] std::string plural(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace querist::report
