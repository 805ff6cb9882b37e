#include "cli/recruit_plan.hpp"

#include "cli/aligned_table.hpp"
#include "cli/cli.hpp"
#include "cli/command.hpp"
#include "golden/golden.hpp"

#include <gtest/gtest.h>

#include <string>

namespace querist::cli {
namespace {

struct PlanRun {
    int code = 0;
    std::string out;
    std::string error;
};

PlanRun run_plan(const std::vector<std::string>& arguments) {
    PlanRun ran;
    Console console;
    console.out = [&ran](std::string_view text) { ran.out += text; };
    console.error = [&ran](std::string_view text) { ran.error += text; };
    ran.code = run(arguments, console);
    return ran;
}

const std::string onnx_folder = QUERIST_SOURCE_DIR "/studies/onnx-interop";

TEST(RecruitPlanTest, TellsWhatTheProtocolComesTo) {
    const PlanRun ran = run_plan({"recruit", "plan", onnx_folder});
    EXPECT_EQ(ran.code, exit_fine);
    EXPECT_EQ(ran.error, "");
    EXPECT_GOLDEN("cli/recruit-plan-onnx.txt", ran.out);
}

TEST(RecruitPlanTest, TellsByWhatStrataAreKnown) {
    const std::string folder = QUERIST_SOURCE_DIR "/studies/onnx-interop-2024";
    const PlanRun ran = run_plan({"recruit", "plan", folder});
    ASSERT_EQ(ran.code, exit_fine) << ran.error;
    EXPECT_NE(ran.out.find("  PRO accounts: accounts with isPro.\n"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("  Members of organizations: accounts with orgs.\n"), std::string::npos);
    const PlanRun json = run_plan({"recruit", "plan", folder, "--json"});
    const auto strata = nlohmann::json::parse(json.out)["strata"];
    EXPECT_EQ(strata[0]["reachable"], 228);
    EXPECT_EQ(strata[1]["known_by"], "accounts with orgs");
}

TEST(RecruitPlanTest, PrintsJsonForPrograms) {
    const PlanRun ran = run_plan({"recruit", "plan", onnx_folder, "--json"});
    ASSERT_EQ(ran.code, exit_fine) << ran.error;
    const auto json = nlohmann::json::parse(ran.out);
    EXPECT_EQ(json["sample_size"]["large_population"], 68);
    EXPECT_EQ(json["sample_size"]["with_rounded_z"], 69);
    EXPECT_EQ(json["sample_size"]["finite_population"], nullptr);
    EXPECT_EQ(json["complete_responses"], 69);
    EXPECT_EQ(json["complete_responses_from"], "target");
    EXPECT_EQ(json["invitations"]["needed"], 1725);
    EXPECT_EQ(json["comparisons"].size(), 7U);
    EXPECT_EQ(json["design"], nullptr);
    EXPECT_EQ(json["warnings"].size(), 0U);
}

std::vector<recruitment::PlannedPower> two_comparisons() {
    return {
        {.comparison = "uses-by-pays",
         .test = instrument::PlannedTest::fisher_exact,
         .research_question = "how",
         .groups = 2,
         .categories = 2,
         .first_share = 0.4,
         .alone =
             recruitment::DetectableEffect{
                 0.05, 0.337, 0.702, statistics::DetectableShares{0.11, 0.74}
             },
         .adjusted = recruitment::DetectableEffect{0.025, 0.371, 0.6, std::nullopt},
         .absence = ""},
        {.comparison = "pairs",
         .test = instrument::PlannedTest::mcnemar,
         .research_question = "how",
         .groups = 0,
         .categories = 0,
         .first_share = 0.4,
         .alone = std::nullopt,
         .adjusted = std::nullopt,
         .absence = "It sets answers of the same respondents side by side."},
    };
}

/// A plan with every part, as it is calculated elsewhere.
recruitment::RecruitmentPlan full_plan() {
    recruitment::RecruitmentPlan plan;
    plan.study = "small";
    plan.sample.design = instrument::SamplingDesign::neyman;
    plan.sample.least_per_stratum = 10;
    plan.sample.stop_when_complete = 69;
    plan.sample.response_rate = 0.04;
    plan.population = 12'000;
    plan.reachable = 2'400;
    plan.needs = recruitment::PrecisionNeeds{
        .precision = {.margin = 0.1, .level = 0.9, .share = 0.4},
        .z = 1.645,
        .unrounded = 64.94,
        .large = 65,
        .population = 12'000,
        .corrected = 65,
        .rounded_z = 1.65,
        .with_rounded_z = 66
    };
    plan.answers = 66;
    plan.from = recruitment::AnswersFrom::target;
    plan.margin = 0.0987;
    plan.design_effect = 1.36;
    plan.margin_with_effect = 0.1153;
    plan.strata = {
        {"pro",
         "Paying accounts",
         2'000,
         400,
         0.458,
         20,
         0.1,
         recruitment::Invitations{200, 200, 20}},
        {"normal",
         "支払わない",
         10'000,
         2'000,
         0.4,
         46,
         0.02,
         recruitment::Invitations{2300, 2000, 40}},
    };
    plan.invitations = recruitment::Invitations{2500, 2200, 60};
    plan.comparisons = two_comparisons();
    plan.warnings = {
        {"recruitment.too-few-people",
         Severity::warning,
         {"study.yaml", 9, 1},
         "Too few",
         "Find more"}
    };
    return plan;
}

TEST(RecruitPlanTest, TellsEveryPartOfAPlan) {
    EXPECT_GOLDEN("cli/recruit-plan-full.txt", recruitment_plan_text(full_plan()));
    EXPECT_GOLDEN("cli/recruit-plan-full.json", recruitment_plan_json(full_plan()).dump(2) + "\n");
}

TEST(RecruitPlanTest, CommandsOfTwoWordsAreFoundByBoth) {
    struct Row {
        const char* name;
        std::vector<std::string> arguments;
        int code;
        const char* says;
    };
    for (const Row& row : {
             Row{"the group alone", {"recruit"}, exit_usage, "recruit plan"},
             Row{"its help", {"recruit", "--help"}, exit_fine, "Usage: querist recruit COMMAND"},
             Row{"help of the group", {"help", "recruit"}, exit_fine, "querist recruit COMMAND"},
             Row{"help of the command",
                 {"help", "recruit", "plan"},
                 exit_fine,
                 "Usage: querist recruit plan STUDY"},
             Row{"mistyped", {"recruit", "plna"}, exit_usage, "did you mean recruit plan?"},
             Row{"strange",
                 {"recruit", "frobnicate"},
                 exit_usage,
                 "no command \"recruit frobnicate\""},
             Row{"without a study", {"recruit", "plan"}, exit_usage, "STUDY is missing"},
             Row{"no such folder", {"recruit", "plan", "/nowhere"}, exit_impossible, "no-folder"},
         }) {
        SCOPED_TRACE(row.name);
        const PlanRun ran = run_plan(row.arguments);
        EXPECT_EQ(ran.code, row.code);
        EXPECT_NE((ran.out + ran.error).find(row.says), std::string::npos) << ran.out << ran.error;
    }
}

TEST(AlignedTableTest, AlignsByWhatATerminalShows) {
    using enum Alignment;
    EXPECT_EQ(
        aligned_table({left, right, left}, {{"a", "1", "x"}, {"支払", "100", ""}, {"ü"}}),
        "  a       1  x\n"
        "  支払  100\n"
        "  ü\n"
    );
    EXPECT_EQ(aligned_table({}, {}), "");
}

}  // namespace
}  // namespace querist::cli
