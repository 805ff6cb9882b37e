#include "recruitment/document.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace querist::recruitment {
namespace {

TEST(RecruitmentDocumentTest, IsMadeFromTheTables) {
    const std::filesystem::path path =
        std::filesystem::path(QUERIST_SOURCE_DIR) / "docs" / "recruitment.md";
    const char* accept = std::getenv("QUERIST_ACCEPT");  // NOLINT(concurrency-mt-unsafe)
    if (accept != nullptr) {
        std::ofstream(path, std::ios::binary) << recruitment_document();
    }
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(text.str(), recruitment_document())
        << "run this test with QUERIST_ACCEPT=1 and review the difference";
}

}  // namespace
}  // namespace querist::recruitment
