#pragma once

#include <cstddef>
#include <functional>

namespace querist::actions {

/// Calls `part(0)` to `part(parts - 1)` on two threads, this one among them, each taking the next
/// one that is left; returns when all are done. `part` must not throw.
void at_once(std::size_t parts, const std::function<void(std::size_t)>& part);

}  // namespace querist::actions
