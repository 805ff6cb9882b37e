#include "report/non_response_weights.hpp"

#include "fixtures/planned_study.hpp"
#include "report/report.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace querist::report {
namespace {

using recruitment::Code;
using recruitment::SampleTally;
using recruitment::Step;

/// Stratum "pro" with `pro` of the respondents, all others "normal"; 100 released of each.
SampleFacts sample_of(const response::ResponseTable& table, std::size_t pro) {
    SampleTally tally(2);
    const auto normal = static_cast<std::int64_t>(table.size() - pro);
    tally.add(0, 1, {Code::complete, Step::counted}, static_cast<std::int64_t>(pro));
    tally.add(
        0, 1, {Code::nothing_returned, Step::delivered}, 100 - static_cast<std::int64_t>(pro)
    );
    tally.add(1, 1, {Code::complete, Step::counted}, normal);
    tally.add(1, 1, {Code::nothing_returned, Step::delivered}, 90 - normal);
    tally.add(1, 1, {Code::screened_out, Step::started}, 10);
    SampleFacts facts{
        .strata =
            {{.name = "pro", .in_frame = 200, .drawn = 100, .chance = 0.5},
             {.name = "normal", .in_frame = 1'000, .drawn = 100, .chance = 0.1}},
        .rates = recruitment::sample_rates(tally),
        .no_answers = {}
    };
    for (std::size_t i = 0; i < table.size(); ++i) {
        facts.stratum_of[table.responses()[i].public_id] = i < pro ? 0 : 1;
    }
    return facts;
}

class NonResponseWeightsTest : public ::testing::Test {
protected:
    ReportWeights made(std::optional<SampleFacts> sample, std::vector<std::string> together = {}) {
        ReportFacts facts;
        facts.sample = std::move(sample);
        const Ground ground{table_, facts, study_};
        instrument::PlannedWeights planned;
        planned.by_strata = true;
        planned.together = std::move(together);
        return non_response_weights(ground, planned);
    }
    instrument::Study study_ = fixtures::planned_study();
    response::ResponseTable table_ = fixtures::planned_table(study_, 60);
};

TEST_F(NonResponseWeightsTest, RespondentsStandForTheReleasedOfTheirStratum) {
    const ReportWeights weights = made(sample_of(table_, 40));
    ASSERT_EQ(weights.weights.size(), 60U) << weights.analysis.answer;
    // Of 200 pro people 40 answered: 5 each. Of the 900 normal ones that the 90 eligible released
    // stand for 20 answered: 45 each. Together 1,100.
    EXPECT_NEAR(weights.weights[0], 5.0 / 1'100, 1e-12);
    EXPECT_NEAR(weights.weights[59], 45.0 / 1'100, 1e-12);
    EXPECT_NEAR(std::accumulate(weights.weights.begin(), weights.weights.end(), 0.0), 1, 1e-12);
    EXPECT_TRUE(weights.analysis.answer.contains("by 2 classes")) << weights.analysis.answer;
}

TEST_F(NonResponseWeightsTest, TakesStrataTogether) {
    const ReportWeights weights = made(sample_of(table_, 40), {"pro", "normal"});
    ASSERT_EQ(weights.weights.size(), 60U);
    // One class: the base weights 2 and 10 stay in their proportion.
    EXPECT_NEAR(weights.weights[59] / weights.weights[0], 5, 1e-12);
}

TEST_F(NonResponseWeightsTest, SaysWhyThereAreNone) {
    struct Row {
        const char* name;
        std::optional<SampleFacts> sample;
        const char* says;
    };
    SampleFacts unlinked = sample_of(table_, 40);
    unlinked.unlinked = Instant{};
    SampleFacts unknown = sample_of(table_, 40);
    unknown.stratum_of.clear();
    for (const Row& row :
         {Row{"no sample", std::nullopt, "Nobody was drawn"},
          Row{"nobody of a stratum", sample_of(table_, 0), "weights: together"},
          Row{"destroyed", unlinked, "link key is destroyed"},
          Row{"open link only", unknown, "No response is of a case"}}) {
        SCOPED_TRACE(row.name);
        const ReportWeights weights = made(row.sample);
        EXPECT_TRUE(weights.weights.empty());
        EXPECT_TRUE(weights.analysis.answer.contains(row.says)) << weights.analysis.answer;
    }
}

TEST_F(NonResponseWeightsTest, WhoseStratumNobodyKnowsHasNoWeight) {
    SampleFacts sample = sample_of(table_, 40);
    sample.stratum_of.erase(table_.responses()[7].public_id);
    const ReportWeights weights = made(sample);
    ASSERT_EQ(weights.weights.size(), 60U);
    EXPECT_EQ(weights.weights[7], 0);
    EXPECT_GT(weights.weights[8], 0);
}

}  // namespace
}  // namespace querist::report
