#include "actions/kept_payment.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

using compensation::PastEntry;
using compensation::PostingKind;

/// rewards.no-entry
Result<PastEntry> known_entry(
    store::RewardsView& rewards, std::string_view study, std::int64_t sequence
) {
    if (std::optional<PastEntry> entry = rewards.book(study).entry(sequence)) {
        return *std::move(entry);
    }
    return failure(
        "rewards.no-entry",
        fmt::format("the ledger of {} has no entry {}", study, sequence),
        "see the entries with querist rewards export --ledger"
    );
}

/// What hangs on a reversed entry: an item's state, or a claim that may be made anew.
Result<void> follow_reversal(
    store::RewardsWork& work,
    const std::string& study,
    const PastEntry& entry,
    const std::vector<compensation::Entry>& made,
    const ReversalOptions& options
) {
    const auto posted = [&made](PostingKind kind) {
        return std::ranges::any_of(made, [kind](const compensation::Entry& one) {
            return one.posting.kind == kind;
        });
    };
    const std::optional<Digest> token = compensation::token_hash_of(entry.subject);
    const bool anew = entry.kind == PostingKind::reserved || posted(PostingKind::owed);
    if (token && anew) work.forget_claim(*token);
    // What is only said later of it changes no item, which may have been approved anew since.
    if (!posted(PostingKind::reversed)) return {};
    if (const std::optional<std::int64_t> number = compensation::item_of(entry.subject)) {
        Result<std::optional<store::ItemRow>> item = work.item(study, *number);
        if (!item) return std::unexpected(item.error());
        if (!*item) return {};
        (*item)->state = store::ItemState::taken_back;
        (*item)->refusal = options.reason;
        work.change_item(study, **item);
    }
    return {};
}

struct StandingClaim {
    Digest token;
    bool shown = false;
};

/// rewards.no-claim when an entry is of none that stands, rewards.reversed when it was taken back.
Result<StandingClaim> standing_claim(
    store::RewardsView& rewards, const std::string& study, const PastEntry& entry
) {
    const std::optional<Digest> token = compensation::token_hash_of(entry.subject);
    compensation::Book& book = rewards.book(study);
    const std::string first = token ? compensation::claim_subject(*token) : "";
    const std::optional<store::ClaimRow> claim = token ? rewards.claim(*token) : std::nullopt;
    const bool stands =
        claim && compensation::standing_subject(book, entry.budget, first) == entry.subject;
    // The last step of the claim, whichever of its entries was named.
    std::optional<PastEntry> last =
        token ? book.find(entry.budget, PostingKind::paid, entry.subject) : std::nullopt;
    if (token && !last) last = book.find(entry.budget, PostingKind::reserved, entry.subject);
    const std::optional<PastEntry> reversal =
        last ? book.find(
                   entry.budget, PostingKind::reversed, compensation::entry_subject(last->sequence)
               )
             : std::nullopt;
    if (reversal) {
        return failure(
            "rewards.reversed",
            fmt::format(
                "entry {} was taken back by entry {}: its holder is shown no card for it any more",
                entry.sequence,
                reversal->sequence
            ),
            stands ? "if that was no mistake of its holder, pay by hand with querist rewards enter"
                   : "it is owed again: its holder claims another card with the same link or code"
        );
    }
    if (token && stands) return StandingClaim{.token = *token, .shown = claim->shown};
    return failure(
        "rewards.no-claim",
        fmt::format("entry {} is of no claim that stands", entry.sequence),
        "name the entry reserved or paid of a claim, as querist rewards export --ledger lists it"
    );
}

}  // namespace

Result<std::vector<compensation::Entry>> reverse_reward(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReversalOptions& options,
    Clock& clock,
    RandomSource& random
) {
    const Result<PayingStudy> paying =
        open_paying_study(study_folder, data, store::Access::read_write, random);
    if (!paying) return std::unexpected(paying.error());
    const auto& [study, rewards] = *paying;
    std::vector<compensation::Entry> made;
    const Result<void> done = rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        const Result<PastEntry> entry = known_entry(work, study.id, options.entry);
        if (!entry) return std::unexpected(entry.error());
        Result<std::vector<compensation::Entry>> taken = work.take(
            study.id,
            {entry->budget,
             compensation::day_of(clock.now()),
             compensation::Reversed{
                 options.entry, std::string(trimmed(options.reason)), options.back, options.again
             }}
        );
        if (!taken) return std::unexpected(taken.error());
        made = *std::move(taken);
        if (made.empty()) return {};
        return follow_reversal(work, study.id, *entry, made, options);
    });
    if (!done) return std::unexpected(done.error());
    return made;
}

Result<ResendTold> resend_reward(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, std::int64_t entry
) {
    SystemRandom random;
    const Result<PayingStudy> paying =
        open_paying_study(study_folder, data, store::Access::read_only, random);
    if (!paying) return std::unexpected(paying.error());
    const auto& [study, rewards] = *paying;
    return guarded([&]() -> Result<ResendTold> {
        const std::unique_ptr<store::RewardsView> view = rewards.store->view();
        const Result<PastEntry> past = known_entry(*view, study.id, entry);
        if (!past) return std::unexpected(past.error());
        const Result<StandingClaim> claim = standing_claim(*view, study.id, *past);
        if (!claim) return std::unexpected(claim.error());
        // That it can be read is all that is looked at: no code is told here.
        const Result<compensation::CardSecrets> card = view->card_of(claim->token);
        if (!card) return std::unexpected(card.error());
        return ResendTold{.entry = entry, .shown = claim->shown};
    });
}

}  // namespace querist::actions
