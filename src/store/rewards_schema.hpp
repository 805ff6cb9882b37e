#pragma once

#include "store/schema.hpp"

namespace querist::store {

/// Of `rewards.db`. Its id is "QRSR".
[[nodiscard]] Schema rewards_schema();

}  // namespace querist::store
