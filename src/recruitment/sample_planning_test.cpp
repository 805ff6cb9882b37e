#include "recruitment/planning_fixture.hpp"
#include "recruitment/recruitment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace querist::recruitment {
namespace {

using fixture::study_of;
using fixture::study_with_sample;

TEST(PrecisionNeedsTest, TellsEveryWayToTheNumber) {
    struct Row {
        const char* name;
        statistics::Precision precision;
        std::optional<std::int64_t> population;
        std::int64_t large;
        std::optional<std::int64_t> corrected;
        double rounded_z;
        std::int64_t with_rounded_z;
    };
    // z is 1.6449 and 1.9600; 1.65^2 x 0.25 / 0.01 = 68.06, which the survey's 69 may be.
    for (const Row& row : {
             Row{"the published survey", {.margin = 0.1, .level = 0.9}, {}, 68, {}, 1.65, 69},
             Row{"of those invited", {.margin = 0.1, .level = 0.9}, 2213, 68, 66, 1.65, 69},
             Row{"of PRO accounts", {.margin = 0.1, .level = 0.9}, 228, 68, 53, 1.65, 69},
             Row{"the usual", {.margin = 0.05, .level = 0.95}, {}, 385, {}, 1.96, 385},
             Row{"everybody", {.margin = 0.05, .level = 0.95}, 1, 385, 1, 1.96, 385},
         }) {
        SCOPED_TRACE(row.name);
        const auto needs = needs_of(row.precision, row.population);
        ASSERT_TRUE(needs) << needs.error().message;
        EXPECT_EQ(needs->large, row.large);
        EXPECT_EQ(needs->corrected, row.corrected);
        EXPECT_NEAR(needs->rounded_z, row.rounded_z, 1e-12);
        EXPECT_EQ(needs->with_rounded_z, row.with_rounded_z);
        EXPECT_LE(needs->unrounded, static_cast<double>(needs->large));
        EXPECT_GT(needs->unrounded + 1, static_cast<double>(needs->large));
    }
}

TEST(InvitationsOfTest, AreCappedByThoseWhoCanBeReached) {
    struct Row {
        const char* name;
        std::int64_t answers;
        std::optional<std::int64_t> reachable;
        Invitations expected;
    };
    for (const Row& row : {
             Row{"nobody knows how many", 69, {}, {1725, 1725, 69}},
             Row{"just enough", 69, 1725, {1725, 1725, 69}},
             Row{"too few", 69, 1000, {1725, 1000, 40}},
             Row{"nobody", 69, 0, {1725, 0, 0}},
         }) {
        SCOPED_TRACE(row.name);
        const auto found = invitations_of(row.answers, 0.04, row.reachable);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->needed, row.expected.needed);
        EXPECT_EQ(found->possible, row.expected.possible);
        EXPECT_EQ(found->expected, row.expected.expected);
    }
    EXPECT_FALSE(invitations_of(69, std::nullopt, 1000));
}

TEST(InvitationsOfTest, OneFewerWouldNotSuffice) {
    EXPECT_TRUE(rc::check([] {
        const auto answers = *rc::gen::inRange<std::int64_t>(1, 100'000);
        const double rate = *rc::gen::inRange(1, 1001) / 1000.0;
        const auto found = invitations_of(answers, rate, std::nullopt);
        RC_ASSERT(found.has_value());
        const double wanted = static_cast<double>(answers);
        RC_ASSERT(static_cast<double>(found->needed) * rate >= wanted * (1 - 1e-8));
        RC_ASSERT(static_cast<double>(found->needed - 1) * rate < wanted);
    }));
}

struct DesignRow {
    const char* name;
    std::string keys;
    std::optional<std::int64_t> answers;
    AnswersFrom from;
    std::vector<std::optional<std::int64_t>> strata;
    std::optional<std::int64_t> invitations;
};

std::vector<std::optional<std::int64_t>> answers_of(const RecruitmentPlan& plan) {
    std::vector<std::optional<std::int64_t>> answers;
    for (const StratumNeeds& one : plan.strata) answers.push_back(one.answers);
    return answers;
}

TEST(RecruitmentPlanTest, FollowsTheDesign) {
    using enum AnswersFrom;
    const std::string rates =
        "expected response rate: 40 %, "
        "strata: [{stratum: pro, expected response rate: 50 %}]";
    for (const DesignRow& row : {
             DesignRow{
                 "by precision, corrected for 1,000",
                 "design: proportional, margin: 10 %, confidence: 90 %, " + rates,
                 64,
                 precision,
                 {13, 51},
                 26 + 128
             },
             DesignRow{
                 "the target is what is wanted",
                 "design: proportional, margin: 10 %, target: 200, " + rates,
                 200,
                 target,
                 {40, 160},
                 80 + 400
             },
             DesignRow{
                 "at least 30 in each",
                 "design: proportional, target: 100, least per stratum: 30, " + rates,
                 100,
                 target,
                 {30, 70},
                 60 + 175
             },
             DesignRow{
                 "neyman",
                 "design: neyman, target: 69, expected response rate: 50 %, strata: "
                 "[{stratum: pro, standard deviation: 0.4}, "
                 "{stratum: normal, standard deviation: 0.1}]",
                 69,
                 target,
                 {35, 34},
                 70 + 68
             },
             DesignRow{
                 "fixed",
                 "design: fixed, strata: [{stratum: pro, target: 40, expected response rate: 50 "
                 "%}, "
                 "{stratum: normal, target: 30, expected response rate: 10 %}]",
                 70,
                 strata,
                 {40, 30},
                 80 + 300
             },
             DesignRow{
                 "simple random: one rate for all",
                 "design: simple random, target: 70, " + rates,
                 70,
                 target,
                 {std::nullopt, std::nullopt},
                 175
             },
             DesignRow{
                 "no design",
                 "target: 70, expected response rate: 40 %",
                 70,
                 target,
                 {std::nullopt, std::nullopt},
                 175
             },
             DesignRow{
                 "census: everybody is invited",
                 "design: census, " + rates,
                 420,
                 everybody,
                 {100, 320},
                 1000
             },
             DesignRow{
                 "convenience: no margin asks for anything",
                 "design: convenience, margin: 10 %",
                 std::nullopt,
                 nowhere,
                 {std::nullopt, std::nullopt},
                 std::nullopt
             },
             DesignRow{
                 "nothing said",
                 "added: Nothing",
                 std::nullopt,
                 nowhere,
                 {std::nullopt, std::nullopt},
                 std::nullopt
             },
         }) {
        SCOPED_TRACE(row.name);
        const auto plan = plan_recruitment(study_with_sample(row.keys));
        ASSERT_TRUE(plan) << plan.error().message;
        EXPECT_EQ(plan->answers, row.answers);
        EXPECT_EQ(plan->from, row.from);
        EXPECT_EQ(answers_of(*plan), row.strata);
        EXPECT_EQ(
            plan->invitations ? std::optional(plan->invitations->possible) : std::nullopt,
            row.invitations
        );
        EXPECT_TRUE(plan->warnings.empty());
    }
}

TEST(RecruitmentPlanTest, CorrectsForTheListWhereThePopulationIsNotCounted) {
    struct Row {
        const char* name;
        const char* extent;
        std::optional<std::int64_t> corrected;
        std::optional<std::int64_t> for_list;
        std::int64_t answers;
    };
    for (const Row& row : {
             Row{"nothing counted", "", {}, {}, 68},
             Row{"a list", ", frame size: 2213", {}, 66, 68},
             Row{"a population", ", size: 2213", 66, {}, 66},
             Row{"both", ", size: 228, frame size: 100", 53, {}, 53},
         }) {
        SCOPED_TRACE(row.name);
        const auto plan = plan_recruitment(study_of(
            std::string("population: {text: All, source: S, frame source: L") + row.extent +
            "}\nrecruitment: {text: W, sample: {margin: 10 %, confidence: 90 %}}\n"
        ));
        ASSERT_TRUE(plan) << plan.error().message;
        ASSERT_TRUE(plan->needs);
        EXPECT_EQ(plan->needs->corrected, row.corrected);
        EXPECT_EQ(plan->corrected_for_list, row.for_list);
        EXPECT_EQ(plan->answers, row.answers);
    }
}

TEST(RecruitmentPlanTest, UnequalChancesWidenTheMargin) {
    const auto proportional =
        plan_recruitment(study_with_sample("design: proportional, target: 100"));
    const auto equal = plan_recruitment(study_with_sample(
        "design: fixed, strata: [{stratum: pro, target: 50}, {stratum: normal, target: 50}]"
    ));
    ASSERT_TRUE(proportional && equal);
    EXPECT_FALSE(proportional->design_effect);
    ASSERT_TRUE(proportional->margin && equal->margin && equal->margin_with_effect);
    EXPECT_DOUBLE_EQ(*proportional->margin, *equal->margin);
    EXPECT_NEAR(equal->design_effect.value_or(0), 1.36, 1e-12);
    // 100 / 1.36 = 73.5: the margin of 73 answers.
    EXPECT_DOUBLE_EQ(*equal->margin_with_effect, *statistics::margin_reached(73, 1000));
}

TEST(RecruitmentPlanTest, WarnsOfWhatCannotBeReached) {
    struct Row {
        const char* name;
        std::string keys;
        std::vector<std::string> codes;
    };
    for (const Row& row : {
             Row{"fine", "target: 69, margin: 10 %, confidence: 90 %", {}},
             Row{"too few for the margin",
                 "target: 60, margin: 10 %, confidence: 90 %",
                 {"recruitment.below-precision"}},
             Row{"too few people",
                 "target: 69, expected response rate: 4 %",
                 {"recruitment.too-few-people"}},
             Row{"too few in one stratum",
                 "design: fixed, strata: [{stratum: pro, target: 40, expected response rate: 10 "
                 "%}, "
                 "{stratum: normal, target: 40, expected response rate: 10 %}]",
                 {"recruitment.too-few-people"}},
         }) {
        SCOPED_TRACE(row.name);
        const auto plan = plan_recruitment(study_with_sample(row.keys));
        ASSERT_TRUE(plan) << plan.error().message;
        std::vector<std::string> codes;
        for (const Problem& one : plan->warnings) {
            codes.push_back(one.code);
            EXPECT_GT(one.place.line, 0);
            EXPECT_FALSE(one.cure.empty());
        }
        EXPECT_EQ(codes, row.codes);
    }
}

TEST(RecruitmentPlanTest, SaysWhyNothingIsDivided) {
    struct Row {
        const char* name;
        std::string top;
        const char* says;
    };
    const auto with = [](const char* strata, const char* sample) {
        return std::string("population: {text: All, strata: [") + strata +
               "]}\nrecruitment: {text: We write, sample: {" + sample + "}}\n";
    };
    for (const Row& row : {
             Row{"no strata", "recruitment: {text: We write, sample: {target: 69}}\n", ""},
             Row{"a size is missing",
                 with("{a: A, size: 9}, {b: B}", "design: proportional, target: 5"),
                 "The size of the stratum \"b\" is not known"},
             Row{"nothing is wanted",
                 with("{a: A, size: 9}", "design: proportional"),
                 "It is not known how many are wanted"},
             Row{"no design", with("{a: A, size: 9}", "target: 5"), "names no design"},
             Row{"nobody is drawn",
                 with("{a: A, size: 9}", "target: 5, design: convenience"),
                 "Nobody is drawn"},
             Row{"chance alone",
                 with("{a: A, size: 9}", "target: 5, design: simple random"),
                 "does not look at strata"},
         }) {
        SCOPED_TRACE(row.name);
        const auto plan = plan_recruitment(study_of(row.top));
        ASSERT_TRUE(plan) << plan.error().message;
        EXPECT_NE(plan->no_allocation.find(row.says), std::string::npos) << plan->no_allocation;
        EXPECT_EQ(plan->no_allocation.empty(), std::string_view(row.says).empty());
    }
}

TEST(RecruitmentPlanTest, SaysWhatCannotBePlanned) {
    struct Row {
        const char* name;
        std::string top;
        const char* code;
    };
    const std::string strata =
        "population: {text: All, strata: [{a: A, size: 9}, {b: B, size: 9}]}\n";
    for (const Row& row : {
             Row{"no recruitment", "", "recruitment.no-sample"},
             Row{"no sample", "recruitment: {text: We write}\n", "recruitment.no-sample"},
             Row{"more than there are",
                 strata + "recruitment: {text: W, sample: {design: proportional, target: 19}}\n",
                 "statistics.sample-size"},
             Row{"too many at least",
                 strata + "recruitment: {text: W, sample: {design: proportional, target: 9, least "
                          "per stratum: 5}}\n",
                 "recruitment.least-per-stratum"},
         }) {
        SCOPED_TRACE(row.name);
        const auto plan = plan_recruitment(study_of(row.top));
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().code, row.code);
        EXPECT_EQ(
            plan.error().place.line > 0, row.code != std::string_view("recruitment.no-sample")
        );
        EXPECT_FALSE(plan.error().cure.empty());
    }
}

}  // namespace
}  // namespace querist::recruitment
