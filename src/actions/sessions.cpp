#include "actions/sessions.hpp"

namespace querist::actions {

Result<Session*> Sessions::find(
    store::Transaction& transaction, Versions& versions, StudyId study, const Digest& secret
) {
    const auto place = places_.find(secret);
    KeptSession* known = place == places_.end() ? nullptr : &*place->second;
    if (known != nullptr && known->session.row.study == study &&
        known->outside_changes == transaction.outside_changes()) {
        kept_.splice(kept_.begin(), kept_, place->second);
        return &known->session;
    }
    const std::optional<store::ResponseRow> row =
        transaction.response_by_resume_hash(study, secret);
    if (!row) {
        drop(secret);
        return nullptr;
    }
    if (known != nullptr && known->session.row.sequence == row->sequence &&
        known->session.row.head == row->head) {
        known->outside_changes = transaction.outside_changes();
        kept_.splice(kept_.begin(), kept_, place->second);
        return &known->session;
    }
    Result<std::shared_ptr<const instrument::Study>> version =
        versions.find(transaction, row->version_hash);
    if (!version) return std::unexpected(version.error());
    Result<Folded> folded = fold_entries(**version, transaction.entries(row->id));
    if (!folded) return std::unexpected(folded.error());
    return &keep(transaction, secret, Session{*row, std::move(*version), std::move(*folded)});
}

Session& Sessions::keep(store::Transaction& transaction, const Digest& secret, Session session) {
    drop(secret);
    kept_.push_front({secret, std::move(session), transaction.outside_changes()});
    places_.emplace(secret, kept_.begin());
    if (kept_.size() > kept_max_) {
        places_.erase(kept_.back().secret);
        kept_.pop_back();
    }
    return kept_.front().session;
}

void Sessions::drop(const Digest& secret) {
    const auto place = places_.find(secret);
    if (place == places_.end()) return;
    kept_.erase(place->second);
    places_.erase(place);
}

}  // namespace querist::actions
