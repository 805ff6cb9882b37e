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

/// An amount without its currency sign: "$10" and "10.00" alike.
std::string_view bare_amount(std::string_view text) {
    for (const std::string_view sign : {"$", "€", "£"}) {
        if (text.starts_with(sign)) return trimmed(text.substr(sign.size()));
    }
    return text;
}

std::optional<CardRefusal> wrong_worth(
    const CardColumns& columns, const Money& each, const std::vector<std::string>& cells
) {
    const std::string_view currency = cell(cells, columns.currency);
    if (!currency.empty() && !equal_ignoring_case(currency, each.currency)) {
        return CardRefusal{
            CardFault::other_currency, fmt::format("the card is not in {}", each.currency)
        };
    }
    const std::string_view amount = cell(cells, columns.amount);
    if (amount.empty()) return std::nullopt;
    const std::optional<Money> worth = parse_money(bare_amount(amount), each.currency);
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
            "call one of them code, or say --map code=HEADER"
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
