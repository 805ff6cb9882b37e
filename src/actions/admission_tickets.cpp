// Coming into an anonymous study: a ticket is signed where it is known who asks, and lets in where
// nobody is.

#include "actions/admission.hpp"
#include "actions/case_secrets.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/fieldwork.hpp"
#include "actions/life.hpp"
#include "actions/signing_keys.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

Problem tickets_busy() {
    return failure(
               "tickets.busy", "too many ask for entry tickets at once", "ask again in a moment"
    )
        .error();
}

}  // namespace

Life Admission::life_now(const Served& study) {
    const std::optional<store::StudyRow> row = store_.snapshot()->study(study.id);
    return row ? life_of(row->life) : Life::closed;
}

Result<LetIn> Admission::let_in_by_ticket(
    Served& study, const Entrant& entrant, std::string_view holder
) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    const Result<std::vector<compensation::BlindSigningKey>> keys =
        ticket_keys_of(data_, study.id, kind_of(*fielded->study, life_now(study), entrant));
    if (!keys) return std::unexpected(keys.error());
    return LetIn{
        .pass = make_pass(keys_.csrf, study.id, entrant, clock_.now()),
        .secret = std::nullopt,
        .ticket =
            TicketOffer{
                .key = published_keys(*keys).front(),
                .holder =
                    hmac_sha256(keys_.csrf, fmt::format("ticket holder\n{}\n{}", study.id, holder))
                        .hex()
            }
    };
}

void Admission::sign_ticket(
    Served& study, TicketAsking asking, BlindedMessage message, Fieldwork::TicketDone done
) {
    const auto told = std::make_shared<Fieldwork::TicketDone>(std::move(done));
    const bool taken = errands_.run(
        [this, &study, told, asking = std::move(asking), message = std::move(message)] {
            (*told)(guarded([&] { return signed_for(study, asking, message); }));
        }
    );
    if (!taken) (*told)(std::unexpected(tickets_busy()));
}

Result<TicketOutcome> Admission::signed_for(
    Served& study, const TicketAsking& asking, const BlindedMessage& message
) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    if (!admits_by_ticket(*fielded->study)) return TicketOutcome(NoTicket::unknown);
    std::optional<Entrant> entrant;
    std::string holder;
    if (!asking.link.empty()) {
        const Result<std::optional<OfLink>> found = case_of_link(study, asking.link);
        if (!found) return std::unexpected(found.error());
        if (!*found) return TicketOutcome(NoTicket::unknown);
        entrant = (*found)->entrant;
        holder = ticket_holder_of_case((*found)->sampled);
    } else {
        entrant = read_pass(keys_.csrf, study.id, asking.pass, clock_.now());
        if (!entrant || entrant->entry != Entry::account) return TicketOutcome(NoTicket::unknown);
        holder = ticket_holder_of_account(entrant->respondent);
    }
    const TicketKind kind = kind_of(*fielded->study, life_now(study), *entrant);
    const Result<std::vector<compensation::BlindSigningKey>> keys =
        ticket_keys_of(data_, study.id, kind);
    if (!keys) return std::unexpected(keys.error());
    if (kind.of_draft) return sign_for_test(*keys, message);
    const Result<std::shared_ptr<store::IdentityStore>> people = identity(Make::yes);
    if (!people) return std::unexpected(people.error());
    return sign_once(**people, study.id, holder, *keys, message);
}

namespace {

bool is_secret_of(
    store::Snapshot& snapshot, const store::ResponseRow& response, const Secret& secret
) {
    const std::optional<Digest> hash = secret_hash(secret);
    if (!hash) return false;
    const auto found = snapshot.response_by_resume_hash(response.study, *hash);
    return found && found->id == response.id;
}

}  // namespace

Result<TicketEntry> Admission::enter(
    Served& study, std::string_view ticket, const OwnSecrets& own
) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    if (!admits_by_ticket(*fielded->study)) return TicketEntry(NoEntry::foreign);
    return guarded([&]() -> Result<TicketEntry> {
        const Life life = life_now(study);
        const Result<std::optional<Entrant>> entrant =
            ticket_holder(data_, *fielded->study, life, ticket);
        if (!entrant) return std::unexpected(entrant.error());
        if (!*entrant) return TicketEntry(NoEntry::foreign);
        const response::Origin origin = origin_in(life).value_or(response::Origin::real);
        const std::unique_ptr<store::Snapshot> snapshot = store_.snapshot();
        const std::optional<store::ResponseRow> spent = snapshot->response_by_respondent_key(
            study.row, respondent_key_in(origin, (*entrant)->respondent)
        );
        if (!spent) {
            return TicketEntry(LetIn{
                .pass = make_pass(keys_.csrf, study.id, **entrant, clock_.now()),
            });
        }
        if (is_secret_of(*snapshot, *spent, own.kept))
            return TicketEntry(LetIn{.secret = own.kept});
        const bool just_begun =
            is_secret_of(*snapshot, *spent, own.of_start) && !holds_page(*snapshot, *spent);
        if (just_begun) return TicketEntry(LetIn{.secret = own.of_start});
        return TicketEntry(NoEntry::spent);
    });
}

Result<std::vector<PublishedKey>> Admission::ticket_keys(Served& study) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    if (!admits_by_ticket(*fielded->study)) return std::vector<PublishedKey>{};
    return guarded([&]() -> Result<std::vector<PublishedKey>> {
        std::vector<PublishedKey> all;
        for (const TicketKind& kind : ticket_kinds(*fielded->study, life_now(study))) {
            const Result<std::vector<compensation::BlindSigningKey>> keys =
                signing_keys(data_, study.id, key_name_of(kind));
            if (!keys) return std::unexpected(keys.error());
            std::ranges::move(published_keys(*keys), std::back_inserter(all));
        }
        return all;
    });
}

}  // namespace querist::actions
