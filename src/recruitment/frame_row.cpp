#include "recruitment/frame_row.hpp"

#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace querist::recruitment {

namespace {

using Refused = std::unexpected<RowRefusal>;

constexpr std::array<std::string_view, row_faults> fault_words{
    "too-many-cells",
    "no-contact",
    "address",
    "control-character",
    "too-long",
    "no-stratum",
    "unknown-stratum",
    "language",
    "time-zone",
    "duplicate-address",
    "duplicate-account",
    "suppressed",
    "disposable-domain",
};

constexpr std::size_t shown_stratum_characters = 40;

Refused refuse(RowFault fault, std::string reason) {
    return Refused(RowRefusal{fault, std::move(reason)});
}

std::string_view cell_of(std::span<const std::string> cells, std::optional<std::size_t> column) {
    if (!column || *column >= cells.size()) return {};
    return trimmed(cells[*column]);
}

/// A text field as it is kept.
std::expected<std::string, RowRefusal> text_cell(
    std::span<const std::string> cells,
    std::optional<std::size_t> column,
    std::string_view field,
    std::size_t most
) {
    const std::string_view text = cell_of(cells, column);
    if (text.size() > most && code_points(text) > most) {
        return refuse(
            RowFault::too_long, fmt::format("the {} is longer than {} characters", field, most)
        );
    }
    if (has_control(text)) {
        return refuse(
            RowFault::control_character,
            fmt::format("there is a control character or a line end in the {}", field)
        );
    }
    return std::string(text);
}

/// The stratum of a row that names none.
std::optional<std::size_t> unnamed_stratum(
    const FrameColumns& columns, const FrameRules& rules, std::span<const std::string> cells
) {
    for (const FrameColumns::Marked& mark : columns.marked) {
        if (lower_case(cell_of(cells, mark.column)) == mark.is) return mark.stratum;
    }
    return rules.everybody_in;
}

std::expected<std::optional<std::size_t>, RowRefusal> stratum_cell(
    const FrameColumns& columns,
    const FrameRules& rules,
    std::span<const std::string> cells,
    const FrameEntry& entry
) {
    const std::string_view name = cell_of(cells, columns.of(FrameField::stratum));
    const bool of_study = rules.strata.size() > 1 || !rules.strata.front().empty();
    if (!of_study) return std::size_t{0};
    if (name.empty()) {
        const std::optional<std::size_t> unnamed = unnamed_stratum(columns, rules, cells);
        if (unnamed) return unnamed;
        // Before an account is asked about nobody knows that it is none of those with a claim.
        const bool waits = rules.untold == FrameRules::Untold::waits && !entry.account.empty();
        if (waits) return std::optional<std::size_t>();
        if (!columns.marked.empty() && rules.unmarked_in) return rules.unmarked_in;
        return refuse(RowFault::no_stratum, "the row names no stratum");
    }
    const auto found = std::ranges::find(rules.strata, name);
    if (found != rules.strata.end()) {
        return static_cast<std::size_t>(found - rules.strata.begin());
    }
    const bool shown = name.size() <= shown_stratum_characters && !has_control(name);
    return refuse(
        RowFault::unknown_stratum,
        shown
            ? fmt::format(
                  "the study has no stratum \"{}\"; it has {}", name, fmt::join(rules.strata, ", ")
              )
            : fmt::format(
                  "the row names no stratum of the study; it has {}", fmt::join(rules.strata, ", ")
              )
    );
}

/// The fields that a message can show.
std::expected<void, RowRefusal> take_texts(
    const FrameColumns& columns, std::span<const std::string> cells, FrameEntry& entry
) {
    auto name = text_cell(cells, columns.of(FrameField::name), "name", name_characters_max);
    if (!name) return Refused(std::move(name.error()));
    entry.name = std::move(*name);
    for (const auto& [placeholder, column] : columns.further) {
        auto text = text_cell(cells, column, placeholder, placeholder_characters_max);
        if (!text) return Refused(std::move(text.error()));
        if (!text->empty()) entry.further.emplace_back(placeholder, std::move(*text));
    }
    for (const std::size_t column : columns.compared) {
        auto text = text_cell(cells, column, "group", compared_characters_max);
        if (!text) return Refused(std::move(text.error()));
        entry.compared.push_back(std::move(*text));
    }
    return {};
}

std::expected<void, RowRefusal> take_locale(
    const FrameColumns& columns, std::span<const std::string> cells, FrameEntry& entry
) {
    entry.language = cell_of(cells, columns.of(FrameField::language));
    if (!entry.language.empty() && !instrument::is_language(entry.language)) {
        return refuse(RowFault::language, "the language is no tag such as en or pt-BR (BCP 47)");
    }
    entry.time_zone = cell_of(cells, columns.of(FrameField::time_zone));
    if (!entry.time_zone.empty() && !instrument::is_time_zone(entry.time_zone)) {
        return refuse(RowFault::time_zone, "the time zone is no name such as Europe/Berlin (IANA)");
    }
    return {};
}

/// The reasons are ours, because those of `EmailAddress` repeat the address.
std::expected<EmailAddress, RowRefusal> address_cell(std::string_view cell) {
    if (has_control(cell)) {
        return refuse(
            RowFault::control_character,
            "there is a control character or a line end in the address: it could begin another "
            "header of the mail"
        );
    }
    Result<EmailAddress> address = EmailAddress::parse(trimmed(cell));
    if (!address && address.error().code == "mail.address-needs-utf8") {
        return refuse(
            RowFault::address,
            "the part before the @ is not in ASCII: few servers take such mail (RFC 6531), and "
            "Querist does not send it"
        );
    }
    if (!address) return refuse(RowFault::address, "the address is none, such as ada@example.org");
    const std::string_view domain = address->domain();
    const std::string_view last = domain.substr(domain.rfind('.') + 1);
    if (last.size() == domain.size() || std::ranges::all_of(last, is_digit)) {
        return refuse(
            RowFault::address,
            "what follows the @ is no domain of the internet, such as example.org"
        );
    }
    return *std::move(address);
}

std::expected<void, RowRefusal> take_contact(
    const FrameColumns& columns, std::span<const std::string> cells, FrameEntry& entry
) {
    const std::optional<std::size_t> column = columns.of(FrameField::address);
    if (column && !cell_of(cells, column).empty()) {
        // Untrimmed: a line end at its end is no slip to pass over.
        auto address = address_cell(cells[*column]);
        if (!address) return Refused(std::move(address.error()));
        entry.address = std::move(*address);
    }
    auto account =
        text_cell(cells, columns.of(FrameField::account), "account", account_characters_max);
    if (!account) return Refused(std::move(account.error()));
    entry.account = account->starts_with('@') ? account->substr(1) : std::move(*account);
    entry.normal_account = normal_account(entry.account);
    if (!entry.address && entry.account.empty()) {
        return refuse(RowFault::no_contact, "the row has neither an address nor an account");
    }
    return {};
}

}  // namespace

std::string_view word_of(RowFault fault) { return fault_words[static_cast<std::size_t>(fault)]; }

bool names_person(const FrameEntry& entry, std::string_view text) {
    if (text.empty()) return false;
    if (text.contains('@')) return true;
    return normal_account(text) == entry.normal_account ||
           lower_case(text) == lower_case(entry.name);
}

bool name_people(std::span<const std::int64_t> people) {
    std::int64_t all = 0;
    std::int64_t alone = 0;
    for (const std::int64_t with_it : people) {
        all += with_it;
        if (with_it == 1) ++alone;
    }
    return alone > all - alone;
}

std::string normal_account(std::string_view account) {
    std::string normal = lower_case(trimmed(account));
    if (normal.starts_with('@')) normal.erase(0, 1);
    return normal;
}

std::expected<FrameEntry, RowRefusal> judge_frame_row(
    const FrameColumns& columns, const FrameRules& rules, std::span<const std::string> cells
) {
    if (cells.size() > columns.width) {
        return refuse(
            RowFault::too_many_cells,
            fmt::format("the row has {} cells, and the header {}", cells.size(), columns.width)
        );
    }
    FrameEntry entry;
    for (const auto take : {take_contact, take_texts, take_locale}) {
        if (auto taken = take(columns, cells, entry); !taken) {
            return Refused(std::move(taken.error()));
        }
    }
    const auto stratum = stratum_cell(columns, rules, cells, entry);
    if (!stratum) return Refused(stratum.error());
    entry.stratum = *stratum;
    return entry;
}

}  // namespace querist::recruitment
