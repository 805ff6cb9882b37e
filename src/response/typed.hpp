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

/// Every number lies between this and its negative.
inline constexpr auto number_max = static_cast<double>(limits::number_size_max);

struct NotANumber {
    std::string suggestion;  ///< "1.5" for "1,5"; empty when there is none.
};
/// A number in the notation of HTML's number fields: sign, digits, point, digits, exponent; no
/// locale, no digit groups. Also accepts U+2212 as minus.
[[nodiscard]] std::variant<double, NotANumber> read_number(std::string_view typed);

/// Whether HTML would take a text for a valid e-mail address (WHATWG, HTML Standard, "valid e-mail
/// address"), of at most the 254 characters that mail can carry (RFC 5321, 4.5.3.1.3).
[[nodiscard]] bool is_email_address(std::string_view typed);
inline constexpr std::size_t email_characters_max = 254;

/// A number as a person would write it: "250", "0.5".
[[nodiscard]] std::string number_text(double number);

}  // namespace querist::response
