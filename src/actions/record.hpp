#pragma once

#include "actions/fieldwork.hpp"

#include <optional>
#include <string>
#include <utility>

namespace querist::actions {

/// Appends an entry with this body (canonical JSON) to the session's chain. The caller moves the
/// session's state along. After a failure the session is not to be used again.
[[nodiscard]] Result<void> record(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    response::EntryKind kind,
    std::string body,
    response::Status status_after,
    std::optional<std::pair<int, int>> page_revision = std::nullopt
);

/// Appends a consent, given or refused, and moves the state along. `language`: position of the one
/// that it was asked in, -1 when that is not known or not kept.
[[nodiscard]] Result<void> record_consent(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    bool agreed,
    Instant at,
    int language = -1
);

/// Appends the agreement of a response of which something is known before its first page.
[[nodiscard]] Result<void> record_agreement(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const response::Given& given,
    Instant at,
    int language = -1
);

/// Appends the completion and moves the state along.
[[nodiscard]] Result<void> record_completion(
    WriterSide& writer, store::Transaction& transaction, Session& session, Instant at
);

/// Appends that this page screened out and moves the state along.
[[nodiscard]] Result<void> record_screen_out(
    WriterSide& writer, store::Transaction& transaction, Session& session, int page, Instant at
);

/// Appends that a quota was full and moves the state along.
[[nodiscard]] Result<void> record_quota_full(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const std::string& quota,
    Instant at
);

/// Deletes what the response holds and appends the withdrawal. store.withdrawn when it already is.
[[nodiscard]] Result<void> record_withdrawal(
    store::Transaction& transaction, store::ResponseRow row, Instant at, RandomSource& random
);

/// Counts a response among those of the arms that it is assigned to; `answers` may be all of the
/// response's or those that it begins with.
void keep_arms(
    store::Transaction& transaction,
    const store::ResponseRow& row,
    const instrument::Study& study,
    std::span<const response::Answer> answers
);

/// The first quota that a response would count for and that has all its complete responses.
[[nodiscard]] const instrument::Quota* full_quota(
    store::Snapshot& snapshot,
    StudyId stored,
    response::Origin origin,
    const instrument::Study& study,
    std::span<const response::Answer> answers
);

/// Counts a complete response among those of its quotas.
void keep_quotas(
    store::Transaction& transaction,
    const store::ResponseRow& row,
    const instrument::Study& study,
    std::span<const response::Answer> answers
);

/// Writes the session's projection row.
void project(store::Transaction& transaction, const Session& session);

/// The 32 random bytes that an entry's commitment is keyed with.
[[nodiscard]] std::string new_salt(RandomSource& random);

/// 128 random bits.
[[nodiscard]] PublicId random_id(RandomSource& random);

}  // namespace querist::actions
