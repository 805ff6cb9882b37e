#include "actions/expected_projection.hpp"

#include "actions/eligible_entries.hpp"
#include "actions/fold.hpp"

namespace querist::actions {

Result<ExpectedProjection> expected_projection(
    store::Snapshot& snapshot, Versions& versions, const store::ResponseRow& row
) {
    if (row.status == response::Status::withdrawn) {
        return ExpectedProjection{.status = response::Status::withdrawn, .text = std::nullopt};
    }
    const Result<std::shared_ptr<const instrument::Study>> version =
        versions.find(snapshot, row.version_hash);
    if (!version) return std::unexpected(version.error());
    const std::vector<store::EntryRow> entries = snapshot.entries(row.id);
    const Result<Folded> folded = fold_entries(**version, entries);
    if (!folded) return std::unexpected(folded.error());
    ExpectedProjection expected{.status = folded->state.status, .text = std::nullopt};
    expected.eligible = eligible_by(entries);
    const bool is_projected =
        expected.status == response::Status::in_progress || response::has_ended(expected.status);
    if (is_projected) {
        expected.text = response::projection_text(**version, folded->state, folded->times);
        expected.study = *version;
        expected.answers = folded->state.answers;
    }
    return expected;
}

}  // namespace querist::actions
