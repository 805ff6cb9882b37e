#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist {

/// An amount in the currency's minor unit (cents), so that nothing is ever rounded.
struct Money {
    std::int64_t minor_units = 0;
    std::string currency;  ///< ISO 4217: "USD".
    auto operator<=>(const Money&) const = default;
};

/// "10.00 USD". Currencies with no or three decimals (ISO 4217) print with as many.
[[nodiscard]] std::string to_text(const Money& money);

/// Reads an amount such as "10", "10.5" or "10.00" in `currency`. Empty when it is no amount, has
/// more decimals than the currency, is negative, or passes 1 000 000 000 major units.
[[nodiscard]] std::optional<Money> parse_money(std::string_view amount, std::string_view currency);

}  // namespace querist
