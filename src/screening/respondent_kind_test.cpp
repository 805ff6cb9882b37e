#include "screening/screening.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace querist::screening {
namespace {

using Parts = std::array<std::uint64_t, respondent_kinds>;

TEST(MixTest, ReadsPartsAndSaysWhatIsWrong) {
    struct Row {
        const char* name;
        const char* text;
        Parts parts;          ///< All 0: it is wrong.
        const char* message;  ///< A part of it.
    };
    for (const Row& row : {
             Row{"all kinds", "honest=80,careless=10,scripted=5,generated=5", {80, 10, 5, 5}, ""},
             Row{"some of them", "scripted=1", {0, 0, 1, 0}, ""},
             Row{"one twice", "honest=1,honest=2", {}, "honest stands twice"},
             Row{"nothing", "", {}, "no kind of respondent \"\""},
             Row{"no part at all", "honest=0", {}, "no kind of respondent has a part"},
             Row{"strange kind", "robots=3", {}, "no kind of respondent \"robots\""},
             Row{"no number", "honest", {}, "how many are honest is not said"},
             Row{"no whole number", "honest=1.5", {}, "\"1.5\" is no whole number"},
             Row{"below zero", "honest=-1", {}, "\"-1\" is no whole number"},
             Row{"too large", "honest=1001", {}, "from 0 to 1,000"},
             Row{"a comma too many", "honest=1,", {}, "no kind of respondent \"\""},
         }) {
        SCOPED_TRACE(row.name);
        const Result<Mix> mix = parse_mix(row.text);
        ASSERT_EQ(mix.has_value(), *row.message == '\0');
        if (mix) {
            EXPECT_EQ(mix->parts, row.parts);
        } else {
            EXPECT_EQ(mix.error().code, "screening.bad-mix");
            EXPECT_NE(mix.error().message.find(row.message), std::string::npos)
                << mix.error().message;
            EXPECT_FALSE(mix.error().cure.empty());
        }
    }
}

TEST(MixTest, DrawsKindsAsOftenAsTheirParts) {
    SeededRandom random(7);
    const Mix mix{{60, 0, 30, 10}};
    Parts drawn{};
    constexpr int draws = 10'000;
    for (int i = 0; i < draws; ++i) ++drawn[static_cast<std::size_t>(drawn_kind(mix, random))];
    EXPECT_NEAR(static_cast<double>(drawn[0]), 6'000, 200);
    EXPECT_EQ(drawn[1], 0U);
    EXPECT_NEAR(static_cast<double>(drawn[2]), 3'000, 200);
    EXPECT_NEAR(static_cast<double>(drawn[3]), 1'000, 120);
}

TEST(KindFlagTest, SaysTheKindAndNothingElseDoes) {
    for (const RespondentKind kind : all_respondent_kinds) {
        EXPECT_EQ(kind_of_flag(kind_flag(kind)), kind);
    }
    EXPECT_FALSE(kind_of_flag("simulated:robot"));
    EXPECT_FALSE(kind_of_flag("honest"));
    EXPECT_FALSE(kind_of_flag("by-hand"));
}

const instrument::Study& asked() {
    static const instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml", R"(
querist: 1
id: asked
title: Asked
instrument:
  pages:
    - id: all
      items:
        - id: problems
          ask: How often?
          kind: grid
          rows: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
          scale: [{never: Never}, {rarely: Rarely}, {often: Often}]
        - {id: careful, ask: Choose B., kind: single choice, attention check: b, choices: [{a: A}, {b: B}]}
        - {id: remedy, ask: What do you do?, kind: long text, characters max: 90}
        - id: tools
          ask: Which tools?
          kind: several choices
          choices:
            - {a: A}
            - {other: Other, text: true}
)"}},
        ""
    );
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << problem.message;
    static const instrument::Study none;
    return loaded.study ? *loaded.study : none;
}

response::Form filled(RespondentKind kind, std::uint64_t seed) {
    SeededRandom random(seed);
    const Manner manner(kind, random);
    const instrument::Study& study = asked();
    response::Form form = response::synthetic_form(study, response::fresh_state(study), 0, random);
    manner.fill(study, 0, random, form);
    return form;
}

RC_GTEST_PROP(MannerTest, EveryKindSendsWhatThePageTakes, ()) {
    const auto kind = *rc::gen::elementOf(
        std::vector<RespondentKind>(all_respondent_kinds.begin(), all_respondent_kinds.end())
    );
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const response::Form form = filled(kind, seed);
    RC_ASSERT(form == filled(kind, seed));
    const auto check = response::check_page(asked(), response::fresh_state(asked()), 0, form);
    RC_ASSERT(check.faults.empty());
}

TEST(MannerTest, KindsAnswerAsTheyAreMeantTo) {
    struct Count {
        int straight = 0;
        int attentive = 0;
    };
    constexpr int forms = 400;
    const auto counted = [](RespondentKind kind) {
        Count count;
        for (std::uint64_t seed = 0; seed < forms; ++seed) {
            std::vector<std::string> points;
            for (const auto& [field, value] : filled(kind, seed)) {
                if (field.starts_with("problems.row.")) points.push_back(value);
                if (field == "careful" && value == "b") ++count.attentive;
            }
            const auto same = [&](const std::string& point) { return point == points.front(); };
            if (points.size() >= straight_rows_min && std::ranges::all_of(points, same)) {
                ++count.straight;
            }
        }
        return count;
    };
    const Count honest = counted(RespondentKind::honest);
    EXPECT_LT(honest.straight, forms / 10);
    EXPECT_GT(honest.attentive, forms * 9 / 10);
    const Count careless = counted(RespondentKind::careless);
    EXPECT_GT(careless.straight, forms * 6 / 10);
    EXPECT_LT(careless.attentive, forms * 8 / 10);
    EXPECT_LT(counted(RespondentKind::scripted).straight, forms / 10);
    EXPECT_GT(counted(RespondentKind::generated).attentive, forms * 9 / 10);
}

TEST(MannerTest, TakesTimeAsItsKindDoes) {
    const auto total = [](RespondentKind kind) {
        std::chrono::milliseconds sum{};
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            SeededRandom random(seed);
            const Manner manner(kind, random);
            sum += manner.time_on(asked(), 0, filled(RespondentKind::honest, seed), random);
        }
        return sum;
    };
    const auto honest = total(RespondentKind::honest);
    EXPECT_LT(total(RespondentKind::careless), honest / 2);
    EXPECT_LT(total(RespondentKind::scripted), honest / 10);
    EXPECT_GT(total(RespondentKind::generated), honest / 2);
}

TEST(TrialTest, CountsFalseAlarmsAndWhatIsFound) {
    using enum RespondentKind;
    const std::vector<Tried> tried = {
        {honest, 0, 3, {}},
        {honest, 1, 3, {"fast pages"}},
        {honest, 3, 3, {"fast", "fast pages"}},
        {scripted, 5, 3, {"copied", "fast", "b-check"}},
        {scripted, 0, 3, {}},
    };
    const Trial trial = tried_out(tried);
    EXPECT_EQ(trial.respondents, 5);
    std::string told;
    for (const auto* rows : {&trial.signals, &trial.thresholds}) {
        for (const TrialRow& row : *rows) {
            told += fmt::format(
                "{}{}{}: {}/{} {}/{}\n",
                row.name,
                row.threshold,
                row.in_force ? "!" : "",
                row.kinds[0].found,
                row.kinds[0].of,
                row.others.found,
                row.others.of
            );
        }
    }
    EXPECT_EQ(
        told,
        "fast0: 1/3 1/2\nfast pages0: 2/3 0/2\ncopied0: 0/3 1/2\nb-check0: 0/3 1/2\n"
        "1: 2/3 1/2\n3!: 1/3 1/2\n5: 0/3 1/2\n"
    );
    EXPECT_FALSE(trial.signals[0].kinds[1].share) << "there is no careless one";
    const auto wilson = statistics::wilson_interval(1, 3);
    EXPECT_EQ(trial.signals[0].kinds[0].share, wilson);
}

TEST(TrialTest, OfNobodyIsEmpty) {
    const Trial trial = tried_out({});
    EXPECT_TRUE(trial.signals.empty());
    EXPECT_TRUE(trial.thresholds.empty());
}

}  // namespace
}  // namespace querist::screening
