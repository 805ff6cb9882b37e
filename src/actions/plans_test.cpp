#include "actions/plans.hpp"

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <fmt/format.h>

namespace querist::actions {
namespace {

using fixture::Desk;
using fixture::TemporaryFolder;
using fixture::write_file;

std::string plan_text(std::string_view test, std::string_view items = "[uses, parts, remark]") {
    return fmt::format(
        "querist: 1\nplan:\n  - answers: why\n    items: {}\n    comparisons:\n"
        "      - id: core-by-use\n        compare: parts.core\n        by: uses\n"
        "        test: {}\n",
        items,
        test
    );
}

using Names = std::vector<std::string>;

class PlansTest : public ::testing::Test {
protected:
    void write(const std::string& plan) { write_file(desk_.folder() / "analysis.yaml", plan); }
    Result<Freezing> freeze() { return freeze_plan(desk_.folder(), desk_.data(), desk_.clock()); }
    Result<LifeStep> step(Life to) {
        return step_life(desk_.folder(), desk_.data(), to, desk_.clock());
    }
    std::vector<FrozenPlan> plans() { return actions::status(desk_.data())->front().plans; }
    std::string report(const std::filesystem::path& study) {
        const Result<BuiltReport> built =
            build_report(study, desk_.data(), {ReportFormat::markdown, std::nullopt});
        EXPECT_TRUE(built) << describe(built.error());
        return built ? built->document : "";
    }
    /// The plan's part of a report.
    Result<StoredResponses> stored(const std::filesystem::path& study) {
        return read_responses(study, desk_.data(), std::nullopt, Wanted::reported);
    }

    TemporaryFolder folder_;
    Desk desk_{folder_};
};

TEST_F(PlansTest, FreezingAndOpeningSayWhatWasLeftToBeWritten) {
    write(plan_text("fisher exact"));
    std::string yaml = fixture::study_yaml();
    for (const char* acknowledged :
         {"", "acknowledged:\n  - {rule: placeholder-text, reason: It comes.}\n"}) {
        SCOPED_TRACE(acknowledged);
        write_file(desk_.folder() / "study.yaml", yaml + acknowledged + "thanks: Well, TBD.\n");
        const auto frozen = freeze();
        ASSERT_TRUE(frozen) << describe(frozen.error());
        ASSERT_EQ(frozen->warnings.size(), 1U);
        EXPECT_EQ(frozen->warnings.front().code, "lint.placeholder-text");
        EXPECT_GT(frozen->warnings.front().place.line, 0);
    }
    const auto opened = step(Life::open);
    ASSERT_TRUE(opened) << describe(opened.error());
    ASSERT_EQ(opened->warnings.size(), 1U);
    EXPECT_EQ(opened->warnings.front().code, "lint.placeholder-text");
    EXPECT_TRUE(opened->warnings.front().message.contains("\"TBD\""));
}

TEST_F(PlansTest, OpeningRegistersThePlanThatIsThere) {
    write(plan_text("fisher exact"));
    const auto opened = step(Life::open);
    ASSERT_TRUE(opened) << describe(opened.error());
    EXPECT_EQ(opened->plan, sha256(plan_text("fisher exact")));
    ASSERT_EQ(plans().size(), 1U);
    EXPECT_TRUE(plans().front().registered);
    EXPECT_EQ(plans().front().life, Life::draft);
    const auto verified = verify(desk_.data(), "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->front().broken);
    EXPECT_EQ(verified->front().plans, 1);
}

TEST_F(PlansTest, StudyWithoutAPlanOpensAndMayFreezeOneLater) {
    const auto opened = step(Life::open);
    ASSERT_TRUE(opened);
    EXPECT_FALSE(opened->plan);
    const auto nothing = freeze();
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, "actions.no-plan");
    write(plan_text("fisher exact"));
    const auto first = freeze();
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_TRUE(first->added);
    EXPECT_TRUE(first->plan.registered) << "there is no earlier one to compare with";
    EXPECT_EQ(first->plan.life, Life::open);
    EXPECT_TRUE(first->changes.empty());
}

TEST_F(PlansTest, LastPlanBeforeTheOpeningIsRegistered) {
    write(plan_text("fisher exact"));
    ASSERT_TRUE(freeze());
    ASSERT_TRUE(step(Life::pilot));
    write(plan_text("chi-square"));
    const auto piloted = freeze();
    ASSERT_TRUE(piloted);
    EXPECT_EQ(piloted->changes.size(), 1U);
    ASSERT_TRUE(step(Life::open));
    write(plan_text("likelihood ratio"));
    const auto amended = freeze();
    ASSERT_TRUE(amended);
    EXPECT_FALSE(amended->plan.registered);
    const auto again = freeze();
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->added);
    ASSERT_EQ(plans().size(), 3U);
    EXPECT_FALSE(plans()[0].registered);
    EXPECT_TRUE(plans()[1].registered);
    EXPECT_EQ(plans()[1].life, Life::pilot);
    EXPECT_FALSE(plans()[2].registered);
}

TEST_F(PlansTest, ReportSaysHowThePlanInForceDeviates) {
    write(plan_text("fisher exact"));
    ASSERT_TRUE(step(Life::open));
    desk_.clock().advance(life_age_max);
    (void)desk_.start();
    desk_.close();
    const auto as_registered = stored(desk_.folder());
    ASSERT_TRUE(as_registered) << describe(as_registered.error());
    ASSERT_TRUE(as_registered->plan);
    EXPECT_EQ(as_registered->plan->hash, sha256(plan_text("fisher exact")));
    EXPECT_TRUE(as_registered->plan->frozen_at);
    EXPECT_TRUE(as_registered->plan->deviations.empty());
    EXPECT_TRUE(as_registered->notes.empty());

    write(plan_text("chi-square", "[uses, parts]"));
    const auto changed = stored(desk_.folder());
    ASSERT_TRUE(changed && changed->plan);
    EXPECT_EQ(changed->plan->hash, sha256(plan_text("fisher exact")));
    EXPECT_EQ(
        changed->plan->deviations,
        (std::vector<std::string>{
            "why: the item remark was removed",
            "the test of the comparison core-by-use is now \"chi-square\" instead of \"fisher "
            "exact\""
        })
    );
    EXPECT_EQ(changed->plan->additions.comparisons, Names{"core-by-use-changed"});
    const instrument::PlannedAnswer& computed = changed->plan->plan.answers.front();
    EXPECT_EQ(computed.items.size(), 3U) << "what was registered stays planned";
    EXPECT_EQ(computed.comparisons.back().id, "core-by-use");
    EXPECT_EQ(computed.comparisons.back().test, instrument::PlannedTest::fisher_exact);
    ASSERT_EQ(changed->notes.size(), 1U);
    EXPECT_NE(changed->notes.front().find("querist freeze"), std::string::npos);
    EXPECT_NE(report(desk_.folder()).find("the item remark was removed"), std::string::npos);

    const auto by_id = stored("tiny");
    ASSERT_TRUE(by_id && by_id->plan);
    EXPECT_TRUE(by_id->plan->deviations.empty()) << "without a folder the last frozen plan holds";
}

TEST_F(PlansTest, LosingThePlanIsADeviation) {
    write(plan_text("fisher exact"));
    ASSERT_TRUE(step(Life::open));
    desk_.close();
    std::filesystem::remove(desk_.folder() / "analysis.yaml");
    const auto lost = stored(desk_.folder());
    ASSERT_TRUE(lost && lost->plan);
    ASSERT_EQ(lost->plan->deviations.size(), 1U);
    EXPECT_TRUE(lost->plan->deviations.front().starts_with("analysis.yaml is no longer in"));
    write("querist: 1\nplan: nothing\n");
    const auto broken = stored(desk_.folder());
    ASSERT_FALSE(broken) << "a plan that cannot be read is not passed over";
    EXPECT_EQ(broken.error().code, "study.wrong-type");
    const auto by_id = stored("tiny");
    ASSERT_TRUE(by_id && by_id->plan);
    EXPECT_TRUE(by_id->plan->deviations.empty());
}

TEST_F(PlansTest, PlanForOtherQuestionsIsNotPrintedAsPlanned) {
    ASSERT_TRUE(step(Life::open));
    desk_.clock().advance(life_age_max);
    (void)desk_.start();
    desk_.close();
    std::string more = fixture::study_yaml();
    more +=
        "        - id: later\n          ask: Later?\n          kind: yes/no\n"
        "          serves: [why]\n";
    write_file(desk_.folder() / "study.yaml", more);
    write(plan_text("fisher exact", "[uses, later]"));
    const auto read = stored(desk_.folder());
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_FALSE(read->plan);
    ASSERT_EQ(read->notes.size(), 2U);
    EXPECT_NE(read->notes.back().find("no item \"later\""), std::string::npos);
}

TEST_F(PlansTest, ClosedStudyTakesNoPlanForOtherQuestions) {
    write(plan_text("fisher exact"));
    ASSERT_TRUE(step(Life::open));
    ASSERT_TRUE(step(Life::closed));
    write(plan_text("chi-square"));
    const auto amended = freeze();
    ASSERT_TRUE(amended) << describe(amended.error());
    EXPECT_EQ(amended->plan.life, Life::closed);
    write_file(desk_.folder() / "study.yaml", fixture::study_yaml() + "# changed\n");
    write(plan_text("likelihood ratio"));
    const auto refused = freeze();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "actions.closed");
}

}  // namespace
}  // namespace querist::actions
