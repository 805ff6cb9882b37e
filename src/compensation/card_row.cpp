#include "compensation/card_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::compensation {

namespace {

constexpr std::size_t code_characters_max = 200;
constexpr std::size_t link_characters_max = 2'000;

constexpr std::array<std::string_view, card_faults> fault_words = {
    "cells",
    "no code",
    "bad code",
    "bad link",
    "bad amount",
    "other currency",
    "other amount",
    "duplicate",
};

struct CardField {
    std::string_view name;
    int CardColumns::* column;
    std::array<std::string_view, 4> headers;  ///< In lower case.
};
constexpr std::array<CardField, 5> fields = {{
    {"code", &CardColumns::code, {"code", "card code", "gift card code", "claim code"}},
    {"pin", &CardColumns::pin, {"pin", "card pin", "", ""}},
    {"link", &CardColumns::link, {"link", "url", "card link", ""}},
    {"amount", &CardColumns::amount, {"amount", "value", "denomination", ""}},
    {"currency", &CardColumns::currency, {"currency", "currency code", "", ""}},
}};

std::string normal_header(std::string_view header) { return lower_case(trimmed(header)); }

int position_of(const std::vector<std::string>& headers, std::string_view wanted) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (normal_header(headers[i]) == wanted) return static_cast<int>(i);
    }
    return -1;
}

Result<void> apply_map(
    const std::string& map, const std::vector<std::string>& headers, CardColumns& columns
) {
    const std::size_t equals = map.find('=');
    const std::string_view name = std::string_view(map).substr(0, equals);
    const auto* const field = std::ranges::find(fields, name, &CardField::name);
    if (equals == std::string::npos || field == fields.end()) {
        return failure(
            "compensation.bad-map",
            fmt::format("\"{}\" maps nothing that a card has", map),
            "write code, pin, link, amount or currency, = and the column's header"
        );
    }
    const std::string header = map.substr(equals + 1);
    const int position = position_of(headers, normal_header(header));
    if (position < 0) {
        return failure(
            "compensation.unknown-column",
            fmt::format("the file has no column \"{}\"", header),
            nearest_or(header, headers, "write a header of the file's first line")
        );
    }
    columns.*(field->column) = position;
    return {};
}

std::string_view cell(const std::vector<std::string>& cells, int column) {
    if (column < 0) return {};
    return trimmed(cells[static_cast<std::size_t>(column)]);
}

/// How a currency's sign or name may stand before or behind an amount.
struct CurrencySign {
    std::string_view sign;
    std::string_view currency;  ///< Empty: of several, so that it says nothing.
};
constexpr std::array<CurrencySign, 14> currency_signs{{
    {"US$", "USD"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"CA$", "CAD"},
    {"NZ$", "NZD"},
    {"HK$", "HKD"},
    {"R$", "BRL"},
    {"$", ""},
    {"€", "EUR"},
    {"£", "GBP"},
    {"₹", "INR"},
    {"₩", "KRW"},
    {"zł", "PLN"},
    {"¥", ""},
}};
/// Those whose own sign is one that several have.
bool may_be_signed(std::string_view sign, std::string_view currency) {
    if (sign == "$") return std::string_view(currency).ends_with('D') || currency == "MXN";
    return currency == "JPY" || currency == "CNY";
}

/// An amount, and the words or signs around it.
struct WrittenAmount {
    std::string_view number;
    std::string_view before;
    std::string_view behind;
};
WrittenAmount split_amount(std::string_view text) {
    const auto is_of_number = [](char c) { return is_digit(c) || c == '.' || c == ','; };
    std::size_t begin = 0;
    while (begin < text.size() && !is_of_number(text[begin])) ++begin;
    std::size_t end = text.size();
    while (end > begin && !is_of_number(text[end - 1])) --end;
    return {
        text.substr(begin, end - begin), trimmed(text.substr(0, begin)), trimmed(text.substr(end))
    };
}

enum class SignFit : std::uint8_t { same, other, unknown };
SignFit fit_of(std::string_view sign, std::string_view currency) {
    if (sign.empty() || equal_ignoring_case(sign, currency)) return SignFit::same;
    const auto* const known = std::ranges::find(currency_signs, sign, &CurrencySign::sign);
    if (known != currency_signs.end()) {
        const bool same =
            known->currency.empty() ? may_be_signed(sign, currency) : known->currency == currency;
        return same ? SignFit::same : SignFit::other;
    }
    // Three letters are a currency's code (ISO 4217), or meant as one.
    constexpr std::size_t code_letters = 3;
    const bool letters = sign.size() == code_letters && std::ranges::all_of(sign, [](char c) {
                             return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                         });
    return letters ? SignFit::other : SignFit::unknown;
}

CardRefusal card_in_other_currency(const Money& each) {
    return {CardFault::other_currency, fmt::format("the card is not in {}", each.currency)};
}

std::optional<CardRefusal> wrong_worth(
    const CardColumns& columns, const Money& each, const std::vector<std::string>& cells
) {
    const std::string_view currency = cell(cells, columns.currency);
    if (fit_of(currency, each.currency) != SignFit::same) return card_in_other_currency(each);
    const std::string_view amount = cell(cells, columns.amount);
    if (amount.empty()) return std::nullopt;
    const WrittenAmount written = split_amount(amount);
    if (written.number.empty()) {
        return CardRefusal{CardFault::bad_amount, "what stands as its amount is none"};
    }
    for (const std::string_view sign : {written.before, written.behind}) {
        const SignFit fit = fit_of(sign, each.currency);
        if (fit == SignFit::other) return card_in_other_currency(each);
        if (fit == SignFit::unknown) {
            return CardRefusal{CardFault::bad_amount, "what stands as its amount is none"};
        }
    }
    const std::optional<Money> worth = parse_money(written.number, each.currency);
    if (!worth) {
        return CardRefusal{CardFault::bad_amount, "what stands as its amount is none"};
    }
    if (*worth != each) {
        return CardRefusal{
            CardFault::other_amount,
            fmt::format("the card is worth {}, not {}", to_text(*worth), to_text(each))
        };
    }
    return std::nullopt;
}

bool fits(std::string_view text, std::size_t characters_max) {
    return !first_invalid_utf8(text) && !has_control(text) && code_points(text) <= characters_max;
}

}  // namespace

std::string_view word_of(CardFault fault) {
    return fault_words.at(static_cast<std::size_t>(fault));
}

Result<CardColumns> find_card_columns(
    const std::vector<std::string>& headers, const std::vector<std::string>& maps
) {
    CardColumns columns;
    columns.count = headers.size();
    for (const CardField& field : fields) {
        for (const std::string_view header : field.headers) {
            int& column = columns.*(field.column);
            if (column < 0 && !header.empty()) column = position_of(headers, header);
        }
    }
    for (const std::string& map : maps) {
        if (Result<void> applied = apply_map(map, headers, columns); !applied) {
            return std::unexpected(applied.error());
        }
    }
    if (columns.code < 0) {
        return failure(
            "compensation.no-code-column",
            "no column holds the cards' codes",
            columns.link < 0 ? "call one of them code, or say --map code=HEADER"
                             : fmt::format(
                                   "where cards are links without a code, say --map code={}",
                                   headers.at(static_cast<std::size_t>(columns.link))
                               )
        );
    }
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const bool used = std::ranges::any_of(fields, [&](const CardField& field) {
            return columns.*(field.column) == static_cast<int>(i);
        });
        if (!used) columns.ignored.push_back(headers[i]);
    }
    return columns;
}

std::expected<CardSecrets, CardRefusal> judge_card_row(
    const CardColumns& columns, const Money& each, const std::vector<std::string>& cells
) {
    if (cells.size() != columns.count) {
        return std::unexpected(CardRefusal{
            CardFault::cells,
            fmt::format("it has {} cells, the headers {}", cells.size(), columns.count)
        });
    }
    CardSecrets card{
        .code = std::string(cell(cells, columns.code)),
        .pin = std::string(cell(cells, columns.pin)),
        .link = std::string(cell(cells, columns.link)),
    };
    if (card.code.empty()) {
        return std::unexpected(CardRefusal{CardFault::no_code, "the cell of the code is empty"});
    }
    if (!fits(card.code, code_characters_max) || !fits(card.pin, code_characters_max)) {
        return std::unexpected(CardRefusal{
            CardFault::bad_code,
            fmt::format(
                "a code is one line of at most {} characters without control characters",
                code_characters_max
            )
        });
    }
    if (!card.link.empty() &&
        (!card.link.starts_with("https://") || !fits(card.link, link_characters_max))) {
        return std::unexpected(CardRefusal{CardFault::bad_link, "its link is no https address"});
    }
    if (std::optional<CardRefusal> refusal = wrong_worth(columns, each, cells)) {
        return std::unexpected(*std::move(refusal));
    }
    return card;
}

}  // namespace querist::compensation
