#pragma once

#include <string>
#include <string_view>

namespace querist::golden {

/// Compares `actual` with tests/golden/files/<name>. With QUERIST_ACCEPT=1 in the environment the
/// file is written instead: review its diff. Returns what differs, empty when equal.
std::string difference(std::string_view name, std::string_view actual);

}  // namespace querist::golden

#define EXPECT_GOLDEN(name, actual) EXPECT_EQ(querist::golden::difference(name, actual), "")
