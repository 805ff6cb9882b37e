#pragma once

#include "store/sqlite_connection.hpp"

namespace querist::store {

/// Recomputes everything that is linked in one study. The connection is in a read transaction.
[[nodiscard]] VerifyReport verify_study(
    Connection& connection, StudyId study, const std::function<void(std::int64_t)>& progress
);

}  // namespace querist::store
