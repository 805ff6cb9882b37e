#include "actions/pass.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace querist::actions {

namespace {

/// No id, number or digest has it, and cookies may.
constexpr char divider = ':';
constexpr std::size_t pass_bytes_max = 512;

std::string signed_text(
    std::string_view key, std::string_view purpose, std::string_view study, std::string text
) {
    const Digest signature = hmac_sha256(key, fmt::format("{}\n{}\n{}", purpose, study, text));
    return fmt::format("{}{}{}", text, divider, signature.hex());
}

/// The text without its signature; empty when that is not ours.
std::optional<std::string_view> verified(
    std::string_view key, std::string_view purpose, std::string_view study, std::string_view text
) {
    const std::size_t end = text.rfind(divider);
    if (text.size() > pass_bytes_max || end == std::string_view::npos) return std::nullopt;
    const std::string_view own = text.substr(0, end);
    const std::string expected = signed_text(key, purpose, study, std::string(own));
    if (!equal_in_constant_time(expected, text)) return std::nullopt;
    return own;
}

template <std::size_t count>
std::optional<std::array<std::string_view, count>> fields_of(std::string_view text) {
    std::array<std::string_view, count> fields;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = i + 1 == count ? text.size() : text.find(divider);
        if (end == std::string_view::npos) return std::nullopt;
        fields[i] = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return fields;
}

std::int64_t seconds_of(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// Whether the moment that a text names lies ahead.
bool lies_ahead(std::string_view until, Instant now) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(until.data(), until.data() + until.size(), seconds);
    return error == std::errc() && end == until.data() + until.size() && seconds > seconds_of(now);
}

constexpr std::string_view pass_purpose = "pass";
constexpr std::string_view ticket_purpose = "ticket";
constexpr std::string_view account_word = "account";
constexpr std::string_view invitation_word = "invitation";
constexpr std::string_view pilot_word = "pilot";
constexpr std::string_view entry_word = "entry";
constexpr std::string_view pilot_entry_word = "pilot-entry";
constexpr std::string_view draft_entry_word = "draft-entry";

std::string_view word_of(const Entrant& entrant) {
    switch (entrant.entry) {
        case Entry::account:
            return account_word;
        case Entry::ticket:
            if (entrant.of_draft) return draft_entry_word;
            return entrant.of_pilot ? pilot_entry_word : entry_word;
        case Entry::open_link:
        case Entry::invitation:
            break;
    }
    return entrant.of_pilot ? pilot_word : invitation_word;
}

Entry entry_in(std::string_view word) {
    if (word == account_word) return Entry::account;
    const bool by_ticket =
        word == entry_word || word == pilot_entry_word || word == draft_entry_word;
    return by_ticket ? Entry::ticket : Entry::invitation;
}

Ticket ticket_of(std::string_view key, std::string_view study, std::string_view state) {
    const auto derived = [&](std::string_view what) {
        return hmac_sha256(key, fmt::format("{}\n{}\n{}", what, study, state)).hex();
    };
    return {
        .state = std::string(state),
        .nonce = derived("nonce"),
        .verifier = derived("verifier"),
        .text = {}
    };
}

}  // namespace

std::string make_pass(
    std::string_view key, std::string_view study, const Entrant& entrant, Instant now
) {
    std::string text = fmt::format(
        "{}{}{}{}{}{}{}",
        word_of(entrant),
        divider,
        seconds_of(now + pass_time),
        divider,
        entrant.stratum,
        divider,
        entrant.respondent.hex()
    );
    return signed_text(key, pass_purpose, study, std::move(text));
}

std::optional<Entrant> read_pass(
    std::string_view key, std::string_view study, std::string_view pass, Instant now
) {
    const std::optional<std::string_view> own = verified(key, pass_purpose, study, pass);
    if (!own) return std::nullopt;
    const auto fields = fields_of<4>(*own);
    if (!fields) return std::nullopt;
    const auto& [word, until, stratum, respondent] = *fields;
    const std::optional<Digest> digest = Digest::parse_hex(respondent);
    if (!lies_ahead(until, now) || !digest) return std::nullopt;
    return Entrant{
        .entry = entry_in(word),
        .respondent = *digest,
        .stratum = std::string(stratum),
        .of_pilot = word == pilot_word || word == pilot_entry_word,
        .of_draft = word == draft_entry_word
    };
}

Ticket make_ticket(
    std::string_view key, std::string_view study, RandomSource& random, Instant now
) {
    PublicId chance;
    random.fill(chance.bytes);
    Ticket ticket = ticket_of(key, study, chance.text());
    std::string text = fmt::format("{}{}{}", seconds_of(now + ticket_time), divider, ticket.state);
    ticket.text = signed_text(key, ticket_purpose, study, std::move(text));
    return ticket;
}

std::expected<Ticket, TicketFault> read_ticket(
    std::string_view key,
    std::string_view study,
    std::string_view text,
    std::string_view state,
    Instant now
) {
    const std::optional<std::string_view> own = verified(key, ticket_purpose, study, text);
    if (!own) return std::unexpected(TicketFault::foreign);
    const auto fields = fields_of<2>(*own);
    if (!fields || !equal_in_constant_time((*fields)[1], state)) {
        return std::unexpected(TicketFault::foreign);
    }
    if (!lies_ahead((*fields)[0], now)) return std::unexpected(TicketFault::late);
    Ticket ticket = ticket_of(key, study, state);
    ticket.text = std::string(text);
    return ticket;
}

}  // namespace querist::actions
