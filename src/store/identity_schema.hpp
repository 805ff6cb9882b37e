#pragma once

#include "store/schema.hpp"

namespace querist::store {

/// Of `identity.db`. Its id is "QRSI".
[[nodiscard]] Schema identity_schema();

}  // namespace querist::store
