#include "actions/kept_moments.hpp"
#include "actions/record.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

Result<void> withdraw_response(
    store::Transaction& transaction,
    std::string_view study_id,
    const PublicId& id,
    Instant now,
    RandomSource& random
) {
    Result<store::ResponseRow> row = known_response(transaction, study_id, id);
    if (!row) return std::unexpected(row.error());
    if (row->status == response::Status::withdrawn) {
        return failure(
            "actions.withdrawn-already",
            fmt::format("the response {} is withdrawn already", id.text()),
            "nothing needs to be done: its content is gone"
        );
    }
    const std::optional<store::StudyRow> study = transaction.study(study_id);
    const Instant at = study ? kept_moment_in(study->mode, now) : now;
    return record_withdrawal(transaction, *row, at, random);
}

}  // namespace

Result<WithdrawOutcome> accept_withdrawal(
    WriterSide& writer, store::Transaction& transaction, const WithdrawalWish& wish
) {
    const std::optional<store::ResponseRow> row =
        transaction.response_by_resume_hash(wish.study->row, wish.secret);
    writer.sessions.drop(wish.secret);
    if (!row || row->status == response::Status::refused) return NoResponse{};
    if (row->status == response::Status::withdrawn) return Deleted{};
    const Instant at = kept_moment(*wish.study->fielded.load()->study, {}, wish.received);
    const Result<void> recorded = record_withdrawal(transaction, *row, at, writer.random);
    if (!recorded) return std::unexpected(recorded.error());
    return Deleted{};
}

Result<Withdrawn> withdraw(
    const std::filesystem::path& data,
    std::string_view study,
    const PublicId& response,
    Clock& clock,
    RandomSource& random
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_write);
    if (!store) return std::unexpected(store.error());
    const Instant now = clock.now();
    const Result<void> done = (*store)->run([&](store::Transaction& transaction) {
        return withdraw_response(transaction, *id, response, now, random);
    });
    if (!done) return std::unexpected(done.error());
    (*store)->finish();
    return guarded([&]() -> Result<Withdrawn> { return Withdrawn{(*store)->erasure_pending()}; });
}

}  // namespace querist::actions
