#pragma once

#include <cstddef>

namespace querist::web {

/// Raises this process's limit of open files towards `wanted`, as far as the system lets it; says
/// what it is then. A connection needs one; beyond the limit newcomers would wait in silence.
[[nodiscard]] std::size_t raise_open_files(std::size_t wanted);

}  // namespace querist::web
