#pragma once

// Internal to actions: the tickets by which people come into an anonymous study once each. A ticket
// is signed for a case or an account without being seen (compensation/blind_signature.hpp), and
// spent where nobody is known; identity.db knows that one was signed, answers.db a hash of it.

#include "actions/actions.hpp"
#include "actions/pass.hpp"
#include "compensation/compensation.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// Whether people come into a study by tickets: it is anonymous, and asks people whom it knows.
[[nodiscard]] bool admits_by_ticket(const instrument::Study& study);

/// What a ticket says of whoever has it: only what its response is to say, too. There is a key for
/// each, so that a ticket cannot say more, and whoever has one of them hides among the others.
struct TicketKind {
    bool of_draft = false;  ///< Of the researchers' own tests; not noted, and good for these only.
    bool of_pilot = false;  ///< Released with a pilot.
    std::string stratum = {};  ///< Where the answers carry it; else empty.
    bool operator==(const TicketKind&) const = default;
};

/// Under which name `signing-keys/` has the keys of a kind: no compensation's id has a "~".
[[nodiscard]] std::string key_name_of(const TicketKind& kind);

/// The kind that somebody's ticket is of.
[[nodiscard]] TicketKind kind_of(const instrument::Study& study, Life life, const Entrant& entrant);

/// All kinds of tickets that are good in a study's life.
[[nodiscard]] std::vector<TicketKind> ticket_kinds(const instrument::Study& study, Life life);

/// The keys of a kind, the newest first; the first one is made when there is none. Tickets of all
/// keys that are there are good.
[[nodiscard]] Result<std::vector<compensation::BlindSigningKey>> ticket_keys_of(
    const std::filesystem::path& data, std::string_view study, const TicketKind& kind
);

/// Whose ticket a base64url text is, as its browser sends it; nothing when it is none of a study's
/// kinds. Its respondent key is what is unique when it is spent.
[[nodiscard]] Result<std::optional<Entrant>> ticket_holder(
    const std::filesystem::path& data,
    const instrument::Study& study,
    Life life,
    std::string_view ticket
);

/// What is kept of a ticket that was spent: SHA-256 of study and message.
[[nodiscard]] Digest spent_hash(std::string_view study, const compensation::RewardToken& ticket);

/// Under which name identity.db notes (as a keyed hash) that somebody has a ticket.
[[nodiscard]] std::string ticket_holder_of_case(const PublicId& sampled);
[[nodiscard]] std::string ticket_holder_of_account(const Digest& account);

/// Notes that a message is signed for a holder, or that this one is the one that was, and then
/// signs it: in this order, so that nobody has two tickets, wherever the program is killed. The
/// same message has the same signature, so that nobody is left with none.
[[nodiscard]] Result<TicketOutcome> sign_once(
    store::IdentityStore& people,
    std::string_view study,
    std::string_view holder,
    const std::vector<compensation::BlindSigningKey>& keys,
    const BlindedMessage& message
);

/// Signs what the researchers' tests ask for, and notes nothing.
[[nodiscard]] Result<TicketOutcome> sign_for_test(
    const std::vector<compensation::BlindSigningKey>& keys, const BlindedMessage& message
);

}  // namespace querist::actions
