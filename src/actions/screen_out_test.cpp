// Responses that their answers end, through the fieldwork.

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {
namespace {

using namespace fixture;

constexpr int second = 1;

/// Whoever does not use it is screened out after the first page.
std::string screening_yaml() {
    std::string yaml = study_yaml();
    const std::string title = "      title: First\n";
    yaml.insert(
        yaml.find(title) + title.size(),
        "      screen out:\n        when: \"!uses\"\n        message: Not for you.\n"
    );
    return yaml;
}

class ScreenOutTest : public ::testing::Test {
protected:
    ScreenOutTest() { write_file(folder_.path() / "tiny" / "study.yaml", screening_yaml()); }

    /// As a page that shows the opened question sends it.
    Result<SubmitOutcome> uses(Desk& desk, const Secret& secret, const std::string& answer) {
        return desk.send(
            secret, "first", {{"uses", answer}, {"reason", "work"}, {"_shown", "uses reason"}}
        );
    }

    TemporaryFolder folder_;
};

TEST_F(ScreenOutTest, EndsTheResponseAfterThePageThatDecides) {
    Desk desk(folder_);
    const Secret secret = desk.start();
    EXPECT_TRUE(is<Completed>(uses(desk, secret, "no")));
    const auto seen = desk.view(secret);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state.status, response::Status::screened_out);
    EXPECT_FALSE(response::reachable(*seen->study, seen->state, second));

    const auto entries = desk.entries(secret);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries.back().kind, response::EntryKind::screen_out);
    EXPECT_EQ(nlohmann::json::parse(*entries.back().body)["page"], "first");
}

TEST_F(ScreenOutTest, IsFinal) {
    Desk desk(folder_);
    const Secret secret = desk.start();
    EXPECT_TRUE(is<Completed>(uses(desk, secret, "no")));
    EXPECT_TRUE(is<Completed>(uses(desk, secret, "no"))) << "the same form once more";
    EXPECT_TRUE(is<TooLate>(uses(desk, secret, "yes"))) << "another answer";
    EXPECT_EQ(desk.entries(secret).size(), 3U);
}

TEST_F(ScreenOutTest, LetsOthersThrough) {
    Desk desk(folder_);
    const Secret secret = desk.start();
    EXPECT_EQ(page_of(uses(desk, secret, "yes")), second);
    // Who goes back and answers otherwise is screened out then.
    EXPECT_EQ(page_of(desk.send(secret, "second", {{"parts", "core"}}, "back")), 0);
    EXPECT_TRUE(is<Completed>(uses(desk, secret, "no")));
}

TEST_F(ScreenOutTest, WhatWasSavedForLaterIsAskedAgain) {
    Desk desk(folder_);
    const Secret secret = desk.start();
    EXPECT_TRUE(
        is<SetAside>(desk.send(secret, "first", {{"uses", "no"}, {"_shown", "uses"}}, "later"))
    );
    const auto seen = desk.view(secret);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state.status, response::Status::in_progress);
    EXPECT_EQ(response::resume_page(*seen->study, seen->state), 0);
    EXPECT_TRUE(is<Completed>(desk.send(secret, "first", {{"uses", "no"}, {"_shown", "uses"}})));
}

TEST_F(ScreenOutTest, EndsTheResponseAtOnceWhenAnEarlierAnswerMakesALaterPageSendAway) {
    struct Row {
        const char* name;
        const char* review;
        const char* go;
    };
    for (const Row& row :
         {Row{"going on", "", "next"}, Row{"to the review", "  review: true\n", "review"}}) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        std::string yaml = study_yaml();
        const std::string title = "      title: Second\n";
        yaml.insert(
            yaml.find(title) + title.size(),
            "      screen out:\n        when: reason == \"none\"\n        message: Not for you.\n"
        );
        const std::string instrument = "instrument:\n";
        yaml.insert(yaml.find(instrument) + instrument.size(), row.review);
        write_file(folder.path() / "tiny" / "study.yaml", yaml);
        Desk desk(folder);
        const Secret secret = desk.start();
        EXPECT_EQ(page_of(uses(desk, secret, "yes")), second);
        EXPECT_EQ(page_of(desk.send(secret, "second", {{"people", "7"}})), second + 1);
        EXPECT_TRUE(is<Completed>(desk.send(
            secret,
            "first",
            {{"uses", "yes"}, {"reason", "none"}, {"_shown", "uses reason"}},
            row.go
        )));
        EXPECT_EQ(desk.view(secret)->state.status, response::Status::screened_out);
        const auto entries = desk.entries(secret);
        EXPECT_EQ(nlohmann::json::parse(*entries.back().body)["page"], "second");
    }
}

TEST_F(ScreenOutTest, IsCountedExportedAndVerified) {
    {
        Desk desk(folder_);
        EXPECT_TRUE(is<Completed>(uses(desk, desk.start(), "no")));
        const Secret other = desk.start();
        EXPECT_EQ(page_of(uses(desk, other, "yes")), second);
    }
    const auto study = folder_.path() / "tiny";
    const auto data = folder_.path() / "data";
    const auto reported = read_responses(study, data, {}, Wanted::reported);
    ASSERT_TRUE(reported) << describe(reported.error());
    EXPECT_EQ(reported->left_out.of(response::Disposition::screened_out), 1);
    EXPECT_EQ(reported->left_out.of(response::Disposition::excluded), 0);
    EXPECT_EQ(reported->table.size(), 1U);
    const auto exported = read_responses(study, data, {}, Wanted::all);
    ASSERT_TRUE(exported) << describe(exported.error());
    ASSERT_EQ(exported->table.size(), 2U);
    const auto is_marked = [](const response::ResponseTable::Meta& one) {
        return one.completion == response::Completion::screened_out && one.finished != 0;
    };
    EXPECT_EQ(std::ranges::count_if(exported->table.responses(), is_marked), 1);
    const auto verified = verify(data, "tiny", {});
    ASSERT_TRUE(verified) << describe(verified.error());
    EXPECT_FALSE(verified->front().broken) << describe(*verified->front().broken);
    const auto rebuilt = rebuild(data, "tiny", {});
    ASSERT_TRUE(rebuilt) << describe(rebuilt.error());
    EXPECT_EQ(rebuilt->differing, 0);
}

TEST_F(ScreenOutTest, LeavesNothingToEstimateOfWhatItFixes) {
    {
        Desk desk(folder_);
        EXPECT_TRUE(is<Completed>(uses(desk, desk.start(), "no")));
        EXPECT_EQ(page_of(uses(desk, desk.start(), "yes")), second);
        EXPECT_EQ(page_of(uses(desk, desk.start(), "yes")), second);
    }
    const auto built = build_report(
        folder_.path() / "tiny",
        folder_.path() / "data",
        {.format = ReportFormat::markdown, .origin = response::Origin::test}
    );
    ASSERT_TRUE(built) << describe(built.error());
    for (const char* part :
         {"| Yes | 2 | 100%† | fixed by screening |",
          "Fixed by screening: whoever answers otherwise is screened out",
          "All 2 answered “Yes”: whoever answers otherwise is screened out."}) {
        EXPECT_TRUE(built->document.contains(part)) << part << "\n" << built->document;
    }
}

TEST_F(ScreenOutTest, SimulationWalksPastItAndIntoIt) {
    const auto report = simulate(folder_.path() / "tiny", folder_.path() / "data", {300, 1}, {});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_GT(report->screened_out, 0);
    EXPECT_LT(report->screened_out, 60) << "most respondents are eligible";
    EXPECT_EQ(report->completed + report->screened_out + report->refused + report->broken_off, 300);
    EXPECT_TRUE(report->never_shown.empty());
    EXPECT_TRUE(report->never_chosen.empty());
}

}  // namespace
}  // namespace querist::actions
