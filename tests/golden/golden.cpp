#include "golden/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace querist::golden {

namespace {

std::string first_difference(std::string_view expected, std::string_view actual) {
    std::istringstream left{std::string(expected)};
    std::istringstream right{std::string(actual)};
    std::string a;
    std::string b;
    for (int line = 1;; ++line) {
        const bool more_left = static_cast<bool>(std::getline(left, a));
        const bool more_right = static_cast<bool>(std::getline(right, b));
        if (!more_left && !more_right) return "differs in line ends only";
        if (!more_left) a = "(end)";
        if (!more_right) b = "(end)";
        if (a != b) {
            return "line " + std::to_string(line) + "\n  expected: " + a + "\n  actual:   " + b +
                   "\n  (QUERIST_ACCEPT=1 rewrites the file; review its diff)";
        }
    }
}

}  // namespace

std::string difference(std::string_view name, std::string_view actual) {
    const std::filesystem::path path =
        std::filesystem::path(QUERIST_SOURCE_DIR) / "tests/golden/files" / name;
    const char* accept = std::getenv("QUERIST_ACCEPT");  // NOLINT(concurrency-mt-unsafe)
    if (accept != nullptr && std::string_view(accept) == "1") {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << actual;
        return "";
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) return path.string() + " does not exist (QUERIST_ACCEPT=1 writes it)";
    std::ostringstream expected;
    expected << file.rdbuf();
    if (expected.str() == actual) return "";
    return path.string() + ": " + first_difference(expected.str(), actual);
}

}  // namespace querist::golden
