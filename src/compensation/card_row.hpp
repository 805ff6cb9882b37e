#pragma once

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::compensation {

/// What a gift card's holder needs. Never told in a message of this program.
struct CardSecrets {
    std::string code;
    std::string pin;   ///< May be empty.
    std::string link;  ///< Where it is redeemed; may be empty.
    bool operator==(const CardSecrets&) const = default;
};

enum class CardFault : std::uint8_t {
    cells,           ///< Not as many as the line of headers has.
    no_code,         ///< The cell of the code is empty.
    bad_code,        ///< It holds control characters, or is too long.
    bad_link,        ///< It is no https address.
    bad_amount,      ///< What stands there is no amount.
    other_currency,  ///< Not the budget's.
    other_amount,    ///< Not what each gets.
    duplicate        ///< The same code stands further up, or was imported before, for any study.
};
inline constexpr std::size_t card_faults = 8;
[[nodiscard]] std::string_view word_of(CardFault fault);

/// Why a row is not taken. The reason names no code.
struct CardRefusal {
    CardFault fault = CardFault::no_code;
    std::string reason;
};

/// Where the columns are; -1: there is none.
struct CardColumns {
    std::size_t count = 0;
    int code = -1;
    int pin = -1;
    int link = -1;
    int amount = -1;
    int currency = -1;
    std::vector<std::string> ignored;  ///< Headers that nothing is taken from.
};

/// Finds columns by their headers, without regard to case: code (also card code, gift card code,
/// claim code), pin, link (also url), amount (also value), currency. `maps` says "FIELD=HEADER" for
/// others. compensation.no-code-column, compensation.unknown-column, compensation.bad-map.
[[nodiscard]] Result<CardColumns> find_card_columns(
    const std::vector<std::string>& headers, const std::vector<std::string>& maps
);

/// The card of a row. `each` is what one card is worth; where the file has no amount or currency,
/// the row is taken to be worth that.
[[nodiscard]] std::expected<CardSecrets, CardRefusal> judge_card_row(
    const CardColumns& columns, const Money& each, const std::vector<std::string>& cells
);

}  // namespace querist::compensation
