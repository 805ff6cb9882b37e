#include "actions/sessions.hpp"

namespace querist::actions {

Result<Session*> Sessions::find(
    store::Transaction& transaction, Versions& versions, StudyId study, const Digest& secret
) {
    const std::optional<store::ResponseRow> row =
        transaction.response_by_resume_hash(study, secret);
    if (!row) {
        drop(secret);
        return nullptr;
    }
    if (const auto place = places_.find(secret); place != places_.end()) {
        const auto session = place->second;
        if (session->second.row.sequence == row->sequence &&
            session->second.row.head == row->head) {
            kept_.splice(kept_.begin(), kept_, session);
            return &session->second;
        }
        drop(secret);
    }
    Result<std::shared_ptr<const instrument::Study>> version =
        versions.find(transaction, row->version_hash);
    if (!version) return std::unexpected(version.error());
    Result<Folded> folded = fold_entries(**version, transaction.entries(row->id));
    if (!folded) return std::unexpected(folded.error());
    return &keep(secret, Session{*row, std::move(*version), std::move(*folded)});
}

Session& Sessions::keep(const Digest& secret, Session session) {
    drop(secret);
    kept_.emplace_front(secret, std::move(session));
    places_.emplace(secret, kept_.begin());
    if (kept_.size() > kept_max_) {
        places_.erase(kept_.back().first);
        kept_.pop_back();
    }
    return kept_.front().second;
}

void Sessions::drop(const Digest& secret) {
    const auto place = places_.find(secret);
    if (place == places_.end()) return;
    kept_.erase(place->second);
    places_.erase(place);
}

}  // namespace querist::actions
