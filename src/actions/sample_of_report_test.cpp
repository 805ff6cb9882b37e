// What a report tells of the sample, and by what it weights.

#include "actions/sample_of_report.hpp"

#include "actions/case_secrets.hpp"
#include "actions/pass.hpp"
#include "actions/recruiting_fixture.hpp"
#include "actions/sampled_status.hpp"
#include "actions/study_reference.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

namespace querist::actions {
namespace {

using namespace fixture;
using recruitment::Code;

/// Ten released cases, of whom four completed the questionnaire.
class SampleOfReportTest : public ::testing::Test {
protected:
    SampleOfReportTest() {
        EXPECT_TRUE(desk_.import(RecruitingDesk::people(4, 6)));
        EXPECT_TRUE(desk_.draw({.design = {}, .size = 10, .seed = 7}));
        EXPECT_TRUE(release_wave(desk_.study(), desk_.data(), 10, WaveKind::main, desk_.clock()));
        const Result<LifeStep> opened =
            step_life(desk_.study(), desk_.data(), Life::open, desk_.clock());
        EXPECT_TRUE(opened) << describe(opened.error());
        const std::vector<store::CaseRow> cases = desk_.cases();
        for (const std::size_t i : {0U, 3U, 5U, 8U}) {
            EXPECT_EQ(desk_.answer(&cases.at(i)), RecruitingDesk::Came::completed);
        }
        plan_.plan.weights.emplace_back().by_strata = true;
    }
    report::SampleFacts facts(ExcludedCases excluded) {
        const instrument::Study study = usable_study(desk_.study()).value();
        return present(
            sample_of_report(
                study, desk_.study(), desk_.data(), response::Origin::real, plan_, excluded
            )
                .value()
        );
    }
    void exclude(const PublicId& response, std::optional<ExclusionKind> as) {
        SystemRandom random;
        const Result<Review> done = review(
            desk_.study().generic_string(),
            desk_.data(),
            ReviewStep::exclude,
            {.response = response, .by = "ab", .reason = "An employee of the team", .as = as},
            desk_.clock(),
            random
        );
        ASSERT_TRUE(done) << describe(done.error());
    }

    RecruitingDesk desk_{"target: 5"};
    report::PlanFacts plan_;
};

TEST_F(SampleOfReportTest, ExcludedCasesCountAsTheirAnswersDo) {
    const report::SampleFacts before = facts(ExcludedCases::as_excluded);
    ASSERT_EQ(before.stratum_of.size(), 4U);
    const PublicId response = before.stratum_of.begin()->first;
    using enum ExclusionKind;
    const std::vector<std::pair<std::optional<ExclusionKind>, Code>> said{
        {std::nullopt, Code::other},
        {not_eligible, Code::not_eligible_other},
        {duplicate, Code::duplicate},
        {unusable, Code::other},
    };
    for (const auto& [as, code] : said) {
        exclude(response, as);
        const report::SampleFacts without = facts(ExcludedCases::as_excluded);
        EXPECT_EQ(without.rates.whole.cases.of(Code::complete), 3);
        EXPECT_EQ(without.rates.whole.cases.of(code), 1) << recruitment::row_of(code).number;
    }
    // A report that counts their answers weights as many as its sample says that completed.
    const report::SampleFacts with = facts(ExcludedCases::as_they_answered);
    EXPECT_TRUE(with.rates.whole.cases == before.rates.whole.cases);
    EXPECT_EQ(with.stratum_of, before.stratum_of);
    const auto report_with = [&](bool with_excluded) {
        return build_report(
                   desk_.study(),
                   desk_.data(),
                   {.format = ReportFormat::markdown, .origin = {}, .with_excluded = with_excluded}
        )
            ->document;
    };
    EXPECT_TRUE(report_with(false).contains("3 of 10 released cases completed"));
    EXPECT_TRUE(report_with(true).contains("4 of 10 released cases completed"));
}

TEST_F(SampleOfReportTest, WhatWasNoInterviewKeepsItsCodeWhereItIsUnusable) {
    ASSERT_EQ(desk_.answer(&desk_.cases().at(1), 0), RecruitingDesk::Came::left);
    const auto cases = [&] { return facts(ExcludedCases::as_excluded).rates.whole.cases; };
    const auto before = cases();
    const auto store = open_existing(desk_.data(), store::Access::read_only).value();
    const auto snapshot = store->snapshot();
    PublicId begun;
    snapshot->each_response(snapshot->study("tiny")->id, [&](const store::ResponseRow& row) {
        if (row.status == response::Status::in_progress) begun = row.public_id;
    });
    exclude(begun, ExclusionKind::unusable);
    EXPECT_TRUE(cases() == before);
    exclude(begun, ExclusionKind::duplicate);
    EXPECT_EQ(cases().of(Code::duplicate), 1);
}

}  // namespace
}  // namespace querist::actions
