#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace querist::actions {

/// Reads a study's folder whose study must be usable: study.no-folder and its like, or
/// actions.study-problems, which says how many and names the first.
[[nodiscard]] Result<instrument::Study> usable_study(const std::filesystem::path& folder);

/// The id that a person means by a study's folder or by the id itself.
[[nodiscard]] Result<std::string> study_id_of(std::string_view study);

/// Whether a data folder holds a file. Problems: store.hindered.
[[nodiscard]] Result<bool> holds_file(const std::filesystem::path& data, std::string_view name);
/// Makes a data folder where there is none, for its owner only. The keys are made in it before any
/// database is. store.read-only.
[[nodiscard]] Result<void> make_data_folder(const std::filesystem::path& data);
/// The store of a data folder that must be there already.
[[nodiscard]] Result<std::unique_ptr<store::Store>> open_existing(
    const std::filesystem::path& data, store::Access access
);

/// The study's row. actions.unknown-study, with the ids that there are.
[[nodiscard]] Result<store::StudyRow> known_study(
    store::Snapshot& snapshot, std::string_view study_id
);
/// Lets `read` look at the answers of a study by its id, once; not while nobody answered, or the
/// data do not know it. Problems of the store, and those of `read`.
[[nodiscard]] Result<void> look_at_answers(
    const std::filesystem::path& data,
    std::string_view study_id,
    const std::function<Result<void>(store::Snapshot&, const store::StudyRow&)>& read
);

/// The row of a study's response. actions.unknown-study, actions.unknown-response.
[[nodiscard]] Result<store::ResponseRow> known_response(
    store::Snapshot& snapshot, std::string_view study_id, const PublicId& id
);

/// Whether a page of a response is saved: flags and exclusions are entries, too.
[[nodiscard]] bool holds_page(store::Snapshot& snapshot, const store::ResponseRow& row);

/// The row of the study that a person means; without one the rows of all.
[[nodiscard]] Result<std::vector<store::StudyRow>> meant_studies(
    store::Snapshot& snapshot, std::string_view study
);

/// Runs `read` and turns a failure of the database into a problem.
template <class Read>
auto guarded(Read read) -> decltype(read()) {
    try {
        return read();
    } catch (const store::StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::actions
