#include "store/store.hpp"

#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace querist::store {
namespace {

using fixtures::TemporaryFolder;

std::vector<int> numbers_of(const Result<std::vector<SigningKeyFile>>& keys) {
    std::vector<int> numbers;
    if (!keys) return numbers;
    for (const SigningKeyFile& key : *keys) numbers.push_back(key.number);
    return numbers;
}

TEST(SigningKeysTest, KeepsEachCompensationsKeysTheNewestFirst) {
    const TemporaryFolder folder;
    EXPECT_EQ(numbers_of(read_signing_keys(folder.path(), "study", "one")), std::vector<int>());
    for (const int number : {1, 2, 10}) {
        ASSERT_TRUE(
            write_signing_key(folder.path(), "study", "one", {number, "secret"}).value_or(false)
        );
    }
    ASSERT_TRUE(write_signing_key(folder.path(), "study", "one-two", {1, "other"}).value());
    ASSERT_TRUE(write_signing_key(folder.path(), "study-2", "one", {1, "other"}).value());
    const auto keys = read_signing_keys(folder.path(), "study", "one");
    EXPECT_EQ(numbers_of(keys), (std::vector<int>{10, 2, 1}));
    EXPECT_EQ(keys->front().der, "secret");
}

TEST(SigningKeysTest, WritesNoKeyOverAnother) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_signing_key(folder.path(), "study", "one", {1, "first"}).value());
    EXPECT_FALSE(write_signing_key(folder.path(), "study", "one", {1, "second"}).value());
    EXPECT_EQ(read_signing_keys(folder.path(), "study", "one")->front().der, "first");
}

TEST(SigningKeysTest, OnlyItsOwnerMayReadAKey) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_signing_key(folder.path(), "study", "one", {1, "secret"}).value());
    const std::filesystem::path file = folder.path() / "signing-keys" / "study.one.1.der";
    struct stat status{};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    ::chmod(file.c_str(), 0640);
    const auto keys = read_signing_keys(folder.path(), "study", "one");
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-readable");
}

}  // namespace
}  // namespace querist::store
