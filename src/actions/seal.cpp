#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

Result<Digest> seal(const std::filesystem::path& data, std::string_view study, Clock& clock) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_write);
    if (!store) return std::unexpected(store.error());
    Digest sealed;
    const Instant now = clock.now();
    const Result<void> done = (*store)->run([&](store::Transaction& transaction) -> Result<void> {
        const Result<store::StudyRow> row = known_study(transaction, *id);
        if (!row) return std::unexpected(row.error());
        if (row->life == store::Life::closed) {
            return failure(
                "actions.wrong-step",
                fmt::format("the study {} is closed: its last seal is the published one", *id),
                "compare it with querist verify"
            );
        }
        sealed = transaction.seal(row->id, now);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return sealed;
}

}  // namespace querist::actions
