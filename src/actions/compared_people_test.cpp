// Respondents beside the frame by further columns of it: from the file to the report, and what is
// kept of it when the link key goes.

#include "actions/recruiting_fixture.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::actions {
namespace {

using namespace fixture;
using Comparison = RecruitmentStatus::Comparison;

constexpr const char* by_employer = ", compare: [{employer: Employer, column: Works for}]";

/// Everybody is drawn and released.
class ComparedPeopleTest : public ::testing::Test {
protected:
    /// So many people work for each; those beyond the half answer where there are answers.
    struct Employer {
        std::string name;
        int people = 0;
        int answers = 0;
    };

    enum class Column : std::uint8_t { taken, passed_over };
    void field(const std::vector<Employer>& employers, Column column = Column::taken) {
        std::string csv = "email,stratum,WORKS FOR\n";
        std::vector<int> answering;
        int number = 0;
        for (const Employer& one : employers) {
            for (int i = 0; i < one.people; ++i) {
                csv += fmt::format("p{}@example.org,normal, {}\n", ++number, one.name);
                if (i < one.answers) answering.push_back(number);
            }
        }
        const Result<ImportedFrame> imported = desk_.import(csv);
        EXPECT_TRUE(imported) << describe(imported.error());
        EXPECT_EQ(imported->ignored.empty(), column == Column::taken);
        desk_.write_study("target: 5", "confidential", by_employer);
        EXPECT_TRUE(desk_.draw({.design = {}, .size = number, .seed = 7}));
        EXPECT_TRUE(release_wave(desk_.study(), desk_.data(), number, WaveKind::main, desk_.clock())
        );
        SystemRandom random;
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_write, random);
        EXPECT_TRUE(identity->store->run([&](store::IdentityWork& work) -> Result<void> {
            for (const store::CaseRow& row : desk_.cases()) {
                const Instant now = desk_.clock().now();
                (void)work.add_event(row.id, {recruitment::EventKind::invited, now});
                (void)work.add_event(row.id, {recruitment::EventKind::delivered, now});
            }
            return {};
        }));
        for (const store::CaseRow& row : desk_.cases()) {
            const auto position = static_cast<int>(row.person.value);
            const bool answers = std::ranges::find(answering, position) != answering.end();
            if (answers) desk_.respond(row, response::Status::complete, 2);
        }
    }
    void close() {
        const auto opened = store::open_store(desk_.data());
        EXPECT_TRUE((*opened)->run([&](store::Transaction& work) -> Result<void> {
            const store::StudyRow row = present(work.study("tiny"));
            work.set_life(row.id, store::Life::closed, "confidential", desk_.clock().now());
            return {};
        }));
    }
    std::string told() {
        const Result<RecruitmentStatus> status = recruitment_status(desk_.study(), desk_.data());
        EXPECT_TRUE(status) << describe(status.error());
        std::string text;
        for (const Comparison& one : status->comparisons) {
            text += one.text + ":";
            for (const Comparison::Group& group : one.groups) {
                text += ' ';
                for (const std::string& value : group.values) {
                    text += (value.empty() ? "?" : value) + "+";
                }
                text.back() = ' ';
                text += fmt::format("{}/{}/{}", group.respondents, group.released, group.in_frame);
            }
        }
        return text;
    }
    std::string report() {
        const ReportOptions options{.format = ReportFormat::markdown, .origin = {}};
        return build_report(desk_.study(), desk_.data(), options)->document;
    }

    RecruitingDesk desk_{"target: 5", "confidential", by_employer};
};

TEST_F(ComparedPeopleTest, AreTakenFromTheFileToTheReport) {
    field({{"company", 4, 2}, {"university", 3, 1}, {"", 2, 1}});
    EXPECT_EQ(told(), "Employer: ? 1/2/2 company 2/4/4 university 1/3/3");
    const std::string document = report();
    EXPECT_TRUE(document.contains("The frame and the respondents: Employer")) << document;
    EXPECT_TRUE(document.contains("not told"));
}

TEST_F(ComparedPeopleTest, StayTheSameWhenTheLinkIsDestroyed) {
    field({{"company", 4, 2}, {"university", 3, 1}, {"bank", 2, 2}, {"club", 3, 0}});
    const std::string before = told();
    EXPECT_EQ(before, "Employer: bank+club 2/5/5 company 2/4/4 university 1/3/3");
    close();
    ASSERT_TRUE(unlink_study(desk_.study(), desk_.data(), Unlink::destroy, desk_.clock()));
    EXPECT_EQ(told(), before);
    EXPECT_TRUE(report().contains("bank + club"));
}

TEST_F(ComparedPeopleTest, AreNotToldWhereEveryCountWouldTell) {
    field({{"company", 4, 4}, {"university", 3, 2}});
    EXPECT_EQ(told(), "Employer:");
    EXPECT_TRUE(report().contains("Not compared with the frame by “Employer”"));
}

TEST_F(ComparedPeopleTest, AReportSaysThatTheFrameWasImportedBefore) {
    desk_.write_study("target: 5", "confidential", "");
    field({{"company", 4, 4}, {"university", 3, 2}}, Column::passed_over);
    EXPECT_EQ(told(), "Employer:");
    const std::string document = report();
    EXPECT_TRUE(document.contains("the frame says it of nobody")) << document;
    EXPECT_FALSE(document.contains("the counts would tell of people"));
}

TEST_F(ComparedPeopleTest, WhatIsKnownOfAPersonGoesWithThem) {
    field({{"company", 4, 2}, {"university", 3, 1}});
    ASSERT_TRUE(forget_person("p1@example.org", desk_.data(), desk_.clock()));
    EXPECT_EQ(told(), "Employer: company 1/3/4 university 1/3/3");
    SystemRandom random;
    const auto identity = open_existing_identity(desk_.data(), store::Access::read_only, random);
    const auto view = identity->store->view();
    std::size_t values = 0;
    view->each_case_value(present(view->frame("tiny")).id, [&](auto, auto) { ++values; });
    EXPECT_EQ(values, 6U);
}

TEST(ImportFrameTest, WhatIsComparedLaterIsTakenFromTheSameFile) {
    std::string csv = "email,stratum,works for\n";
    for (int i = 0; i < 6; ++i) {
        csv += fmt::format("p{}@example.org,normal,{}\n", i, i % 2 == 0 ? "Univ" : "Firm");
    }
    RecruitingDesk desk("target: 5", "confidential");
    ASSERT_EQ(desk.import(csv).value().already, 0);
    desk.write_study("target: 5", "confidential", by_employer);
    const auto told = [&] {
        SystemRandom random;
        const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
        const auto view = identity->store->view();
        std::string text;
        for (const auto& row : view->frame_values(present(view->frame("tiny")).id)) {
            text += fmt::format("{} {} ", row.value, row.people);
        }
        return text;
    };
    EXPECT_EQ(told(), "");
    ImportedFrame imported = desk.import(csv + "p6@example.org,normal,\n").value();
    EXPECT_EQ(imported.already, 6);
    ASSERT_EQ(imported.untold.size(), 1U);
    EXPECT_EQ(imported.untold.front().people, 1);
    EXPECT_EQ(told(), "Univ 3 Firm 3 ");
    // What somebody has stays, also where another file says another thing.
    imported = desk.import("email,stratum,works for\np0@example.org,normal,Firm\n").value();
    EXPECT_EQ(imported.already, 1);
    EXPECT_EQ(told(), "Univ 3 Firm 3 ");
}

TEST(ImportFrameTest, ComparisonsNeedTheirColumnsInCoarseGroups) {
    struct Row {
        const char* name;
        std::string csv;
        const char* says;
    };
    std::string fine = "email,stratum,works for\n";
    for (int i = 0; i < 41; ++i) fine += fmt::format("p{0}@example.org,normal,town {0}\n", i);
    for (const Row& row :
         {Row{"no such column",
              "email,stratum,work\na@example.org,pro,x\n",
              "no column \"Works for\""},
          Row{"too fine", fine, "more than 40 different texts"},
          Row{"addresses",
              "email,stratum,works for\na@example.org,normal,Firm\n"
              "b@example.org,normal,b@example.org\n",
              "line 3"},
          Row{"of one person each",
              "email,stratum,works for\na@example.org,normal,Ada Example\n"
              "b@example.org,normal,Bob Example\n",
              "have it alone"}}) {
        SCOPED_TRACE(row.name);
        RecruitingDesk desk("target: 5", "confidential", by_employer);
        const Result<ImportedFrame> imported = desk.import(row.csv);
        ASSERT_FALSE(imported);
        EXPECT_EQ(imported.error().code, "recruitment.compare");
        EXPECT_TRUE(imported.error().message.contains(row.says)) << imported.error().message;
        EXPECT_TRUE(imported.error().cure.contains("`compare`")) << imported.error().cure;
    }
}

TEST(ImportFrameTest, TheColumnOfAddressesIsNotCompared) {
    RecruitingDesk desk("target: 5", "confidential", ", compare: [{who: Who, column: email}]");
    const Result<ImportedFrame> imported =
        desk.import("email,stratum\na@example.org,normal\nb@example.org,normal\n");
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, "recruitment.compare");
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    ASSERT_TRUE(identity) << describe(identity.error());
    EXPECT_TRUE(identity->store->view()->frames().empty());
}

}  // namespace
}  // namespace querist::actions
