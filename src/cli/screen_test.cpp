#include "cli/cli.hpp"
#include "cli/command.hpp"
#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace querist::cli {
namespace {

/// What commands printed, one after the other, in a folder with a screened study.
class ScreenCommandTest : public ::testing::Test {
protected:
    ScreenCommandTest() {
        EXPECT_EQ(ran({"new", study()}), exit_fine);
        std::ofstream(study() + "/study.yaml", std::ios::app)
            << "\nscreening:\n  review at: 3\n  points: {copied: 3}\n";
    }

    [[nodiscard]] std::string study() const { return (folder_.path() / "tools").string(); }
    int ran(std::vector<std::string> arguments) {
        if (arguments[0] != "new") {
            arguments.insert(arguments.end(), {"--data", (folder_.path() / "data").string()});
        }
        out_.clear();
        error_.clear();
        Console console;
        console.out = [this](std::string_view text) { out_ += text; };
        console.error = [this](std::string_view text) { error_ += text; };
        return run(arguments, console);
    }

    fixtures::TemporaryFolder folder_;
    std::string out_;
    std::string error_;
};

TEST_F(ScreenCommandTest, TellsPeopleAndProgramsTheSame) {
    ASSERT_EQ(ran({"simulate", study(), "--responses", "60"}), exit_fine) << error_;
    ASSERT_EQ(ran({"screen", study(), "--json"}), exit_fine) << error_;
    const auto told = nlohmann::json::parse(out_);
    EXPECT_EQ(told["origin"], "synthetic");
    ASSERT_GT(told["flagged"].size(), 1U) << "synthetic texts are much alike";
    EXPECT_EQ(told["waiting"], told["flagged"].size());
    const std::string id = told["flagged"][0]["response"];
    const std::string reason = told["flagged"][0]["evidence"][0]["reason"];
    ASSERT_EQ(ran({"screen", study()}), exit_fine) << error_;
    const std::string once = out_;
    EXPECT_NE(once.find(id + "  3 points; waits\n  copied (3): " + reason), std::string::npos)
        << once;
    ASSERT_EQ(ran({"screen", study()}), exit_fine);
    EXPECT_EQ(out_, once);

    EXPECT_EQ(ran({"exclude", study(), id, "--by", "ab", "--reason", "Copied"}), exit_fine);
    EXPECT_EQ(out_, id + " excluded: it counts in no table, and its answers stay\n");
    ASSERT_EQ(ran({"screen", study()}), exit_fine);
    EXPECT_NE(out_.find(id + "  3 points; excluded as unusable by ab: Copied\n"), std::string::npos)
        << out_;
    EXPECT_EQ(ran({"keep", study(), id, "--by", "cd", "--reason", "Read it"}), exit_fine);
    EXPECT_EQ(out_, id + " kept: it counts\n");
}

TEST_F(ScreenCommandTest, RefusesWhatIsNoCode) {
    EXPECT_EQ(ran({"flag", study(), "nobody", "--by", "ab", "--reason", "Odd"}), exit_usage);
    EXPECT_NE(error_.find("26 letters and digits"), std::string::npos) << error_;
    EXPECT_EQ(ran({"keep", study(), "nobody", "--reason", "Odd"}), exit_usage);
    EXPECT_NE(error_.find("--by"), std::string::npos) << error_;
}

}  // namespace
}  // namespace querist::cli
