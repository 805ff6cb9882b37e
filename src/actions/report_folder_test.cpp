#include "actions/fieldwork_fixture.hpp"
#include "actions/folder_in_making.hpp"
#include "actions/run_program.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace querist::actions {
namespace {

using fixture::TemporaryFolder;
using fixture::write_file;

namespace fs = std::filesystem;

std::string problem_of(const Result<void>& result) {
    return result ? std::string() : std::string(result.error().code);
}

TEST(RunProgramTest, SaysHowAProgramEnded) {
    using std::chrono::milliseconds;
    struct Row {
        const char* name;
        std::vector<std::string> command;
        milliseconds limit;
        const char* problem;
    };
    for (const Row& row : {
             Row{"fine", {"true"}, milliseconds(60'000), ""},
             Row{"failed", {"false"}, milliseconds(60'000), "actions.program-failed"},
             Row{"endless", {"sleep", "600"}, milliseconds(20), "actions.program-too-slow"},
             Row{"missing", {"querist-no-such"}, milliseconds(60'000), "actions.no-program"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(problem_of(run_program(row.command, row.limit, "install it")), row.problem);
    }
}

TEST(FolderInMakingTest, AppearsWholeOrNotAtAll) {
    const TemporaryFolder folder;
    const fs::path place = folder.path() / "paper";
    {
        Result<FolderInMaking> making = FolderInMaking::begin(place);
        ASSERT_TRUE(making);
        ASSERT_TRUE(making->add("tables/a.csv", "a\r\n"));
        EXPECT_FALSE(fs::exists(place));
    }
    EXPECT_TRUE(fs::is_empty(folder.path())) << "what was not finished is gone";
    for (const char* bytes : {"first", "second"}) {
        Result<FolderInMaking> making = FolderInMaking::begin(place);
        ASSERT_TRUE(making);
        ASSERT_TRUE(making->add(std::string(bytes) + ".txt", bytes));
        const Result<std::vector<std::string>> names = making->finish();
        ASSERT_TRUE(names);
        EXPECT_EQ(*names, (std::vector<std::string>{"files.csv", std::string(bytes) + ".txt"}));
    }
    EXPECT_FALSE(fs::exists(place / "first.txt")) << "the second replaced the first";
    EXPECT_TRUE(fs::exists(place / "second.txt"));
}

TEST(FolderInMakingTest, LeavesAloneWhatIsNotItsOwn) {
    const TemporaryFolder folder;
    write_file(folder.path() / "thesis/chapter.txt", "mine");
    write_file(folder.path() / "file", "mine");
    const auto code_of = [&](const char* name) {
        const Result<FolderInMaking> making = FolderInMaking::begin(folder.path() / name);
        return making ? std::string() : std::string(making.error().code);
    };
    EXPECT_EQ(code_of("thesis"), "actions.folder-in-use");
    EXPECT_EQ(code_of("file"), "actions.cannot-write");
    EXPECT_EQ(code_of("file/below"), "actions.cannot-write");
    EXPECT_TRUE(fs::exists(folder.path() / "thesis/chapter.txt"));
}

}  // namespace
}  // namespace querist::actions
