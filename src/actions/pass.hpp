#pragma once

// What a browser carries from one page to the next to be let in: texts that this server signed and
// knows again. Nothing is kept here of who is only about to come in.

#include "actions/actions.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace querist::actions {

/// From the button to the issuer's answer.
inline constexpr std::chrono::minutes ticket_time{10};
/// From the issuer's answer, or a personal link, to the consent.
inline constexpr std::chrono::hours pass_time{2};

/// Somebody who is known to be one and the same: whose response is the one with this key.
struct Entrant {
    Entry entry = Entry::account;
    Digest respondent;    ///< Unique in a study's answers.
    std::string stratum;  ///< That was proved, or drawn from; may be empty.
    /// Released with a pilot: what they answer is the pilot's, also when the study is open by then.
    bool of_pilot = false;
    /// By a ticket of the researchers' tests, which is good for these only.
    bool of_draft = false;
    bool operator==(const Entrant&) const = default;
};

/// `key` is the server's own, `study` the id of the study that is entered.
[[nodiscard]] std::string make_pass(
    std::string_view key, std::string_view study, const Entrant& entrant, Instant now
);
/// Empty when it was not made here for this study, or is too old.
[[nodiscard]] std::optional<Entrant> read_pass(
    std::string_view key, std::string_view study, std::string_view pass, Instant now
);

/// What ties an issuer's answer to the browser that asked. Nonce and verifier follow from the
/// state by the key, so that the browser need not carry them.
struct Ticket {
    std::string state;
    std::string nonce;
    std::string verifier;
    std::string text;  ///< For the browser to keep.
};
[[nodiscard]] Ticket make_ticket(
    std::string_view key, std::string_view study, RandomSource& random, Instant now
);
enum class TicketFault { foreign, late };
[[nodiscard]] std::expected<Ticket, TicketFault> read_ticket(
    std::string_view key,
    std::string_view study,
    std::string_view text,
    std::string_view state,
    Instant now
);

}  // namespace querist::actions
