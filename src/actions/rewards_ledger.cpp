#include "actions/kept_payment.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

namespace querist::actions {

namespace {

/// Of messages and claims the subject is left out: with the keys it leads to who they are of.
LedgerLine line_of(const compensation::Entry& entry) {
    const compensation::Posting& posting = entry.posting;
    return {
        .entry = entry.sequence,
        .day = posting.day,
        .kind = posting.kind,
        .compensation = posting.budget,
        .amount = posting.amount,
        .item = compensation::item_of(posting.subject).value_or(0),
        .of_entry = compensation::sequence_of(posting.subject).value_or(0),
        .reason = posting.reason,
    };
}

}  // namespace

Result<std::vector<LedgerLine>> rewards_ledger(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, int year
) {
    SystemRandom random;
    const Result<PayingStudy> paying =
        open_paying_study(study_folder, data, store::Access::read_only, random);
    if (!paying) return std::unexpected(paying.error());
    const auto& [study, rewards] = *paying;
    return guarded([&]() -> Result<std::vector<LedgerLine>> {
        std::vector<LedgerLine> lines;
        rewards.store->view()->each_entry(study.id, [&](const compensation::Entry& entry) {
            if (year != 0 && compensation::year_of(entry.posting.day) != year) return;
            lines.push_back(line_of(entry));
        });
        return lines;
    });
}

}  // namespace querist::actions
