#include "actions/entry_tickets.hpp"

#include "actions/signing_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

using compensation::BlindSigningKey;

/// Where a study's answers say of which stratum somebody is.
bool carries_stratum(const instrument::Study& study) {
    return !instrument::stratum_field_of(study).empty();
}

const BlindSigningKey* ticket_key_with_id(
    const std::vector<BlindSigningKey>& keys, std::string_view id
) {
    const auto key = std::ranges::find_if(keys, [&](const BlindSigningKey& one) {
        return one.verification_key().id().hex() == id;
    });
    return key == keys.end() ? nullptr : &*key;
}

Result<TicketOutcome> signed_ticket(const BlindSigningKey& key, const BlindedMessage& message) {
    Result<std::string> signature = key.sign(message.bytes);
    if (!signature) return std::unexpected(signature.error());
    return TicketOutcome(SignedTicket{.key = message.key, .signature = *std::move(signature)});
}

}  // namespace

bool admits_by_ticket(const instrument::Study& study) {
    return study.mode == instrument::Mode::anonymous && study.recruitment &&
           (study.recruitment->invitation || study.recruitment->sign_in);
}

std::string key_name_of(const TicketKind& kind) {
    return fmt::format(
        "~entry{}{}{}{}",
        kind.of_draft ? "-draft" : "",
        kind.of_pilot ? "-pilot" : "",
        kind.stratum.empty() ? "" : "~",
        kind.stratum
    );
}

TicketKind kind_of(const instrument::Study& study, Life life, const Entrant& entrant) {
    return {
        .of_draft = life == Life::draft,
        .of_pilot = entrant.of_pilot,
        .stratum = carries_stratum(study) ? entrant.stratum : std::string()
    };
}

std::vector<TicketKind> ticket_kinds(const instrument::Study& study, Life life) {
    std::vector<std::string> strata{std::string()};
    if (carries_stratum(study) && study.population) {
        for (const instrument::Stratum& one : study.population->strata) strata.push_back(one.id);
    }
    std::vector<TicketKind> kinds;
    for (const std::string& stratum : strata) {
        for (const bool pilot : {false, true}) {
            kinds.push_back({.of_draft = life == Life::draft, .of_pilot = pilot, .stratum = stratum}
            );
        }
    }
    return kinds;
}

Result<std::vector<BlindSigningKey>> ticket_keys_of(
    const std::filesystem::path& data, std::string_view study, const TicketKind& kind
) {
    const std::string name = key_name_of(kind);
    Result<std::vector<BlindSigningKey>> found = signing_keys(data, study, name);
    if (!found || !found->empty()) return found;
    const Result<void> made = make_signing_key(data, study, name);
    if (!made && made.error().code != "rewards.key-raced") return std::unexpected(made.error());
    return signing_keys(data, study, name);
}

Digest spent_hash(std::string_view study, const compensation::RewardToken& ticket) {
    const Digest message = compensation::claim_hash(ticket);
    return sha256({"querist entry ticket 1\n", study, "\n", message.view()});
}

Result<std::optional<Entrant>> ticket_holder(
    const std::filesystem::path& data,
    const instrument::Study& study,
    Life life,
    std::string_view ticket
) {
    const std::optional<std::string> bytes = from_base64url(ticket);
    if (!bytes) return std::nullopt;
    const Result<compensation::RewardToken> token = compensation::parse_reward_token(*bytes);
    if (!token) return std::nullopt;
    for (const TicketKind& kind : ticket_kinds(study, life)) {
        const Result<std::vector<BlindSigningKey>> keys =
            signing_keys(data, study.id, key_name_of(kind));
        if (!keys) return std::unexpected(keys.error());
        const BlindSigningKey* const key = ticket_key_with_id(*keys, token->key.hex());
        if (key == nullptr) continue;
        if (!key->verification_key().verifies(token->message, token->signature)) break;
        return Entrant{
            .entry = Entry::ticket,
            .respondent = spent_hash(study.id, *token),
            .stratum = kind.stratum,
            .of_pilot = kind.of_pilot,
            .of_draft = kind.of_draft
        };
    }
    return std::nullopt;
}

std::string ticket_holder_of_case(const PublicId& sampled) {
    return fmt::format("case|{}", sampled.text());
}

std::string ticket_holder_of_account(const Digest& account) {
    return fmt::format("account|{}", account.hex());
}

Result<TicketOutcome> sign_once(
    store::IdentityStore& people,
    std::string_view study,
    std::string_view holder,
    const std::vector<BlindSigningKey>& keys,
    const BlindedMessage& message
) {
    const BlindSigningKey* const key = ticket_key_with_id(keys, message.key);
    const store::TicketRow asked{.blinded_hash = sha256(message.bytes), .key = message.key};
    const bool is_current =
        key != nullptr && key == &keys.front() && !key->verification_key().fault_of(message.bytes);
    std::optional<NoTicket> none;
    const Result<void> noted = people.run([&](store::IdentityWork& work) -> Result<void> {
        const store::FrameId frame = work.add_frame(study);
        if (const std::optional<store::TicketRow> before = work.ticket(frame, holder)) {
            if (*before != asked || key == nullptr) none = NoTicket::another;
            return {};
        }
        if (!is_current) {
            none = NoTicket::stale;
            return {};
        }
        (void)work.note_ticket(frame, holder, asked);
        return {};
    });
    if (!noted) return std::unexpected(noted.error());
    if (none) return TicketOutcome(*none);
    return signed_ticket(*key, message);
}

Result<TicketOutcome> sign_for_test(
    const std::vector<BlindSigningKey>& keys, const BlindedMessage& message
) {
    const BlindSigningKey* const key = ticket_key_with_id(keys, message.key);
    if (key == nullptr || key->verification_key().fault_of(message.bytes)) {
        return TicketOutcome(NoTicket::stale);
    }
    return signed_ticket(*key, message);
}

}  // namespace querist::actions
