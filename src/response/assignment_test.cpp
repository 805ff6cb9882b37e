#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::response {
namespace {

using instrument::Option;
using instrument::Study;

using Counts = std::vector<std::int64_t>;

/// Three arms, of which some have a quota (0: none).
Study experiment(const std::vector<int>& quotas) {
    std::vector<Option> arms = fixture::options(static_cast<int>(quotas.size()));
    for (std::size_t i = 0; i < arms.size(); ++i) {
        if (quotas[i] > 0) arms[i].quota = quotas[i];
    }
    Study study = fixture::StudyBuilder()
                      .given("arm", instrument::SingleChoice{arms})
                      .page("one")
                      .item("q", instrument::YesNo{}, "arm == \"c1\"")
                      .build();
    study.items[0].source = instrument::Source::assignment;
    return study;
}

Given assigned(const Study& study, const Counts& counts, RandomSource& random) {
    Given given;
    given.answers.resize(1);
    assign_arm(study, 0, counts, random, given);
    return given;
}

int arm_of(const Given& given) {
    return std::get<expression::Choice>(given.answers[0].value).index;
}

TEST(AssignmentTest, GoesWhereTheFewestAre) {
    struct Row {
        const char* name;
        std::vector<int> quotas;
        Counts counts;
        std::vector<int> arms;  // that may be drawn
        bool over_quota;
    };
    SeededRandom random(3);
    for (const Row& row : {
             Row{"the least", {0, 0, 0}, {4, 2, 3}, {1}, false},
             Row{"by lot", {0, 0, 0}, {2, 2, 3}, {0, 1}, false},
             Row{"full", {2, 0, 0}, {2, 5, 4}, {2}, false},
             Row{"all but one full", {2, 3, 0}, {2, 3, 90}, {2}, false},
             Row{"all full", {2, 2, 2}, {3, 2, 2}, {1, 2}, true},
             Row{"the last place", {2, 2, 2}, {2, 1, 2}, {1}, false},
         }) {
        SCOPED_TRACE(row.name);
        const Study study = experiment(row.quotas);
        std::vector<int> seen;
        for (int i = 0; i < 64; ++i) {
            const Given given = assigned(study, row.counts, random);
            seen.push_back(arm_of(given));
            EXPECT_EQ(given.over_quota, row.over_quota ? std::vector<int>{0} : std::vector<int>{});
        }
        std::ranges::sort(seen);
        const auto rest = std::ranges::unique(seen);
        seen.erase(rest.begin(), rest.end());
        EXPECT_EQ(seen, row.arms);
    }
}

TEST(AssignmentTest, DecidesConditions) {
    const Study study = experiment({0, 0});
    SeededRandom random(1);
    State state = fresh_state(study);
    accept_consent(state, 1, true);
    accept_given(study, state, assigned(study, {1, 0}, random));
    EXPECT_TRUE(applicable_items(study, state.answers)[1]);
    EXPECT_EQ(gaps(study, state)[0], Gap::none);
}

TEST(AssignmentTest, FoldsToTheLiveState) {
    const Study study = experiment({2, 2});
    SeededRandom random(1);
    const Given given = assigned(study, {2, 3}, random);
    State live = fresh_state(study);
    accept_consent(live, 1, true);
    accept_given(study, live, given);
    EXPECT_EQ(live.flags, std::vector<std::string>{"over-quota:arm"});
    const nlohmann::json body = consent_body(study, 1, given, fixture::noon);
    EXPECT_EQ(
        canonical_json(body),
        R"({"agreed":true,"at":"2027-01-15T08:00:00.000001Z","consent_version":1,)"
        R"("given":{"arm":"c0"},"over_quota":["arm"],"refused":[]})"
    );
    State folded = fresh_state(study);
    ASSERT_TRUE(apply(study, folded, EntryKind::consent, body));
    EXPECT_EQ(folded, live);
}

RC_GTEST_PROP(AssignmentPropertyTest, ArmsStayBalanced, (std::uint64_t seed, bool quotas)) {
    const Study study = experiment(quotas ? std::vector<int>{5, 7, 9} : std::vector<int>{0, 0, 0});
    SeededRandom random(seed);
    Counts counts(3, 0);
    for (int i = 0; i < 30; ++i) {
        const Given given = assigned(study, counts, random);
        const auto arm = static_cast<std::size_t>(arm_of(given));
        const auto quota = instrument::options_of(study.items[0].kind)[arm].quota;
        if (quota) RC_ASSERT(counts[arm] < *quota || !given.over_quota.empty());
        ++counts[arm];
    }
    const auto [least, most] = std::ranges::minmax(counts);
    RC_ASSERT(quotas || most - least <= 1);
    RC_ASSERT(!quotas || most - least <= 4);
}

}  // namespace
}  // namespace querist::response
