#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace querist::actions {

/// Every study version that a response may cite, parsed once. Thread-safe. Versions that are not
/// served now are parsed from the store's bytes when a response first asks for them.
class Versions {
public:
    void keep(std::shared_ptr<const instrument::Study> study);

    /// actions.unknown-version when the store has none, actions.unreadable-version when its bytes
    /// are no study for this program.
    Result<std::shared_ptr<const instrument::Study>> find(
        store::Snapshot& snapshot, const Digest& version
    );

private:
    std::mutex mutex_;
    std::map<Digest, std::shared_ptr<const instrument::Study>> studies_;
};

/// Parses a version as the store keeps it.
[[nodiscard]] Result<instrument::Study> stored_study(
    store::Snapshot& snapshot, const Digest& version
);

/// A mode as study files write it.
[[nodiscard]] std::string_view mode_text(instrument::Mode mode);

/// Opening is a promise to respondents: actions.not-ready when lint has an error that nobody
/// acknowledged.
[[nodiscard]] Result<void> ready_to_open(const instrument::Study& study);

/// Texts that were to be written later, as warnings; acknowledged ones too, for that was meant
/// until the study is registered.
[[nodiscard]] std::vector<Problem> placeholders_left(const instrument::Study& study);

/// What registering a study's bytes meant.
struct Registered {
    store::StudyRow before;  ///< As it was; no version when the study is new.
    VersionId version;
    bool added = false;                              ///< The bytes were not in the store.
    std::vector<instrument::VersionChange> changes;  ///< Against the version before, if any.
};

/// Makes the study known and its exact bytes an immutable version. actions.mode-fixed when a
/// study that opened comes with another mode, actions.payment-fixed when one that left its draft
/// comes with another payment; a closed study takes no version.
[[nodiscard]] Result<Registered> register_version(
    store::Transaction& transaction, const instrument::Study& study, Instant at
);

}  // namespace querist::actions
