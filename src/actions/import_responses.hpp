#pragma once

#include "actions/versions.hpp"
#include "exchange/exchange.hpp"
#include "store/store.hpp"

#include <string_view>

namespace querist::actions {

/// The public id of an imported response: the same whenever the same row is imported. With a
/// foreign id it is made of the study and that id, so that a later export that holds the row again
/// adds nothing; without one, of the study, the file's bytes and the row's place in it.
[[nodiscard]] PublicId imported_id(
    std::string_view study_id,
    const Digest& file_hash,
    std::int64_t row,
    std::string_view foreign_id
);

/// Where imported responses go.
struct ImportTarget {
    StudyId study;
    VersionId version;
    std::shared_ptr<const instrument::Study> instrument;
};

/// Stores one response as its entries: consent, pages, flags, exclusion, completion. False: its
/// public id is stored already, and nothing is added.
[[nodiscard]] Result<bool> store_imported(
    store::Transaction& transaction,
    const ImportTarget& target,
    const PublicId& id,
    const exchange::ImportedResponse& response,
    RandomSource& random
);

}  // namespace querist::actions
