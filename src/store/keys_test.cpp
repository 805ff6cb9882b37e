#include "store/store_fixture.hpp"

#include <sys/stat.h>

#include <fstream>

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

TEST(KeysTest, MissingFolderIsAProblem) {
    SeededRandom random(3);
    const Result<Keys> keys = open_keys("/nowhere/at/all", random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-failed");
}

}  // namespace
}  // namespace querist::store::fixture
