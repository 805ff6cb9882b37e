#pragma once

#include "instrument/instrument.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace querist::response {

/// A typed text as it is stored: valid UTF-8, trimmed, line ends as LF (as spaces where one line
/// is asked). Empty optional: it holds control characters or is not UTF-8.
[[nodiscard]] std::optional<std::string> clean_text(
    std::string_view typed, instrument::TextLength length
);

/// Whole numbers stay exact in JSON up to here (RFC 8785 numbers are IEEE doubles).
inline constexpr std::int64_t whole_number_max = (std::int64_t{1} << 53) - 1;

struct NotANumber {
    std::string suggestion;  ///< "1.5" for "1,5"; empty when there is none.
};
/// A number in the notation of HTML's number fields: sign, digits, point, digits, exponent; no
/// locale, no digit groups. Also accepts U+2212 as minus.
[[nodiscard]] std::variant<double, NotANumber> read_number(std::string_view typed);

/// A number as a person would write it: "250", "0.5".
[[nodiscard]] std::string number_text(double number);

}  // namespace querist::response
