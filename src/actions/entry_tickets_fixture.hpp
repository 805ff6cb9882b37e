#pragma once

// What the tests of entry tickets share: a browser that makes one.

#include "actions/admission_fixture.hpp"
#include "actions/entry_tickets.hpp"

namespace querist::actions::fixture {

/// A browser that makes a ticket.
struct TicketMaker {
    explicit TicketMaker(const PublishedKey& key, std::uint64_t seed = 1)
        : random(seed), key_(*compensation::VerificationKey::parse(key.der)) {
        std::string chance(compensation::token_chance_bytes, '\0');
        random.fill({reinterpret_cast<std::uint8_t*>(chance.data()), chance.size()});
        message_ = compensation::prepare(chance, compensation::Preparation::randomized, random);
        blinded_ = *key_.blind(message_, random);
    }
    [[nodiscard]] BlindedMessage asks() const { return {blinded_.message, key_.id().hex()}; }
    /// As it is sent; empty when what was signed is none of this ticket.
    [[nodiscard]] std::string ticket(const TicketOutcome& outcome) const {
        const auto* signed_ticket = std::get_if<SignedTicket>(&outcome);
        if (signed_ticket == nullptr) return {};
        const Result<std::string> signature =
            key_.finalize(message_, signed_ticket->signature, blinded_.inverse);
        if (!signature) return {};
        return to_base64url(to_bytes(compensation::RewardToken{key_.id(), message_, *signature}));
    }

    SeededRandom random;

private:
    compensation::VerificationKey key_;
    std::string message_;
    compensation::Blinded blinded_;
};

}  // namespace querist::actions::fixture
