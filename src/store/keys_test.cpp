#include "store/store_fixture.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace querist::store::fixture {
namespace {

TEST(KeysTest, AreMadeOnceAndStayPrivate) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    const Result<Keys> made = open_keys(folder.path(), random);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->csrf.size(), 32U);
    EXPECT_EQ(made->link.size(), 32U);
    EXPECT_NE(made->csrf, made->link);
    const Result<Keys> read = open_keys(folder.path(), random);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->csrf, made->csrf);
    EXPECT_EQ(read->link, made->link);
    struct stat status{};
    ASSERT_EQ(::stat((folder.path() / "keys").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no draft is left";
}

TEST(KeysTest, RefusesWhatIsWrong) {
    struct Row {
        const char* name;
        mode_t mode;
        bool cut;
        const char* code;
    };
    for (const Row& row :
         {Row{"readable by the group", 0640, false, "store.keys-readable"},
          Row{"readable by all", 0604, false, "store.keys-readable"},
          Row{"damaged", 0600, true, "store.keys-damaged"}}) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        SeededRandom random(3);
        ASSERT_TRUE(open_keys(folder.path(), random));
        const std::filesystem::path file = folder.path() / "keys";
        if (row.cut) std::filesystem::resize_file(file, std::filesystem::file_size(file) - 9);
        ASSERT_EQ(::chmod(file.c_str(), row.mode), 0);
        const Result<Keys> keys = open_keys(folder.path(), random);
        ASSERT_FALSE(keys);
        EXPECT_EQ(keys.error().code, row.code);
        EXPECT_EQ(keys.error().place.file, file.string());
    }
}

std::string text_of_keys(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "keys", std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// As the first release wrote it.
std::string older_keys(const std::filesystem::path& folder) {
    const std::string text = "querist keys 1\n# Secrets.\ncsrf " + std::string(64, '1') +
                             "\nlink " + std::string(64, '2') + "\n";
    std::ofstream(folder / "keys", std::ios::binary) << text;
    ::chmod((folder / "keys").c_str(), 0600);
    return text;
}

TEST(KeysTest, OlderFileGetsWhatItLacksAndKeepsWhatItHas) {
    const TemporaryFolder folder;
    const std::string before = older_keys(folder.path());
    SeededRandom random(3);
    const Result<Keys> completed = open_keys(folder.path(), random);
    ASSERT_TRUE(completed) << describe(completed.error());
    EXPECT_EQ(completed->link, std::string(32, '\x22'));
    EXPECT_EQ(completed->identity.size(), 32U);
    EXPECT_EQ(completed->address.size(), 32U);
    EXPECT_NE(completed->identity, completed->address);
    EXPECT_TRUE(text_of_keys(folder.path()).starts_with(before));
    const Result<Keys> again = open_keys(folder.path(), random);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->identity, completed->identity);
    EXPECT_EQ(again->address, completed->address);
    struct stat status{};
    ASSERT_EQ(::stat((folder.path() / "keys").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no draft is left";
}

TEST(KeysTest, TwoThatCompleteAtOnceAgree) {
    for (int round = 0; round < 20; ++round) {
        SCOPED_TRACE(round);
        const TemporaryFolder folder;
        (void)older_keys(folder.path());
        std::string other;
        {
            const std::jthread thread([&] {
                SeededRandom random(1);
                const Result<Keys> keys = open_keys(folder.path(), random);
                other = keys ? keys->identity : keys.error().message;
            });
            SeededRandom random(2);
            const Result<Keys> keys = open_keys(folder.path(), random);
            ASSERT_TRUE(keys);
        }
        SeededRandom random(3);
        EXPECT_EQ(open_keys(folder.path(), random)->identity, other);
    }
}

TEST(KeysTest, DamagedFurtherKeyIsNotReplaced) {
    const TemporaryFolder folder;
    const std::string before = older_keys(folder.path()) + "identity 12\n";
    std::ofstream(folder.path() / "keys", std::ios::binary) << before;
    SeededRandom random(3);
    const Result<Keys> keys = open_keys(folder.path(), random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-damaged");
    EXPECT_EQ(text_of_keys(folder.path()), before);
}

TEST(KeysTest, MissingFolderIsAProblem) {
    SeededRandom random(3);
    const Result<Keys> keys = open_keys("/nowhere/at/all", random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-failed");
}

}  // namespace
}  // namespace querist::store::fixture
