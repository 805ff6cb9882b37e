// Population, strata and the sample that is planned, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;
using fixture::count_of;

/// Line 5; its strata stand on line 6.
const std::string two_strata =
    "population: {text: All, size: 1000, source: A count, strata: [\n"
    "  {pro: Paying, size: 200}, {normal: Others, size: 800, frame size: 500, frame source: "
    "List}]}\n";

/// The sample's keys stand on line 7 from column 40.
std::string with_sample(const std::string& keys, const std::string& population = two_strata) {
    return faulty::with_top(population + "recruitment: {text: We write, sample: {" + keys + "}}\n");
}

TEST(PopulationReaderTest, NamesFaults) {
    const std::string lone = "population: {text: All}\n\n";
    faulty::expect_problems({
        {"size of nobody",
         faulty::with_top("population: {text: All, size: 0}\n"),
         "study.out-of-range",
         5,
         31},
        {"size beyond the world",
         faulty::with_top("population: {text: All, size: 100000000001}\n"),
         "study.out-of-range",
         5,
         31},
        {"size in words",
         faulty::with_top("population: {text: All, size: many}\n"),
         "study.wrong-type",
         5,
         31},
        {"stratum's key misspelt",
         faulty::with_top("population: {text: All, strata: [{pro: P, siez: 3}]}\n"),
         "study.unknown-key",
         5,
         43},
        {"a stratum by claim and by column",
         faulty::with_top(
             "population: {text: All, strata: [{pro: P, claim: isPro, column: kind}]}\n"
         ),
         "study.conflicting-keys",
         5,
         65},
        {"two strata with the rest",
         faulty::with_top(
             "population: {text: All, strata: [{pro: P, claim: isPro}, {a: A}, {b: B}]}\n"
         ),
         "study.two-rest-strata",
         5,
         67},
        {"a text of nothing",
         faulty::with_top("population: {text: All, strata: [{pro: P, is: company}]}\n"),
         "study.missing-key",
         5,
         47},
        {"unknown design", with_sample("design: nyeman"), "study.unknown-design", 7, 48},
        {"share of nothing", with_sample("margin: 0 %"), "study.out-of-range", 7, 48},
        {"sure of all", with_sample("confidence: 100 %"), "study.out-of-range", 7, 52},
        {"rate above all",
         with_sample("expected response rate: 104 %"),
         "study.bad-percentage",
         7,
         64},
        {"rate of nobody", with_sample("expected response rate: 0 %"), "study.out-of-range", 7, 64},
        {"no percentage", with_sample("margin: 0.1"), "study.bad-percentage", 7, 48},
        {"nobody wanted", with_sample("target: 0"), "study.out-of-range", 7, 48},
        {"unknown stratum",
         with_sample("strata: [{stratum: pr, target: 3}]"),
         "study.unknown-stratum",
         7,
         59},
        {"stratum twice",
         with_sample("strata: [{stratum: pro}, {stratum: pro}]"),
         "study.duplicate-id",
         7,
         75},
        {"stratum without name", with_sample("strata: [{target: 3}]"), "study.missing-key", 7, 49},
        {"share and deviation",
         with_sample("strata: [{stratum: pro, expected share: 3 %, standard deviation: 1}]"),
         "study.conflicting-keys",
         7,
         105},
        {"deviation below 0",
         with_sample("strata: [{stratum: pro, standard deviation: -1}]"),
         "study.out-of-range",
         7,
         84},
        {"no strata to draw within",
         with_sample("design: proportional", lone),
         "study.no-strata",
         7,
         48},
        {"stratum of no strata",
         with_sample("strata: [{stratum: pro}]", lone),
         "study.unknown-stratum",
         7,
         59},
        {"share without a basis", with_sample("eligible share: 80 %"), "study.no-basis", 7, 56},
        {"basis without a share",
         with_sample("eligible share basis: A check"),
         "study.no-share",
         7,
         62},
        {"fixed without a number",
         with_sample("design: fixed, strata: [{stratum: pro, target: 4}]"),
         "study.no-target",
         7,
         48},
    });
}

TEST(PopulationReaderTest, ReadsWhatIsPlanned) {
    const LoadedStudy loaded = load(with_sample(
        "design: neyman, confidence: 90 %, margin: 10 %, expected share: 40 %, target: 69, "
        "expected response rate: 100 %, least per stratum: 5, stop when complete: 70, "
        "added: New, strata: [{stratum: normal, expected share: 20 %, expected response rate: 4 %, "
        "target: 9}, {stratum: pro, standard deviation: 0.25}]"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    ASSERT_TRUE(loaded.study->population && loaded.study->recruitment);
    const Population& population = *loaded.study->population;
    EXPECT_EQ(population.extent, (Extent{1000, "A count", {}, ""}));
    ASSERT_EQ(population.strata.size(), 2U);
    EXPECT_EQ(reachable(population.strata[0].extent), 200);
    EXPECT_EQ(reachable(population.strata[1].extent), 500);
    ASSERT_TRUE(loaded.study->recruitment->sample);
    SamplePlan plan = *loaded.study->recruitment->sample;
    plan.place = {};
    for (StratumSample& one : plan.strata) one.place = {};
    const SamplePlan expected{
        .design = SamplingDesign::neyman,
        .confidence = 0.9,
        .margin = 0.1,
        .share = 0.4,
        .response_rate = 1.0,
        .target = 69,
        .least_per_stratum = 5,
        .stop_when_complete = 70,
        .strata = {{"normal", 9, 0.04, 0.2, std::nullopt, {}}, {"pro", {}, {}, {}, 0.25, {}}},
        .added = "New",
        .place = {}
    };
    EXPECT_EQ(plan, expected);
    EXPECT_DOUBLE_EQ(assumed_deviation(plan, "pro"), 0.25);
    EXPECT_DOUBLE_EQ(assumed_deviation(plan, "normal"), 0.4);
    EXPECT_EQ(assumed_response_rate(plan, "pro"), 1.0);
    EXPECT_EQ(assumed_response_rate(plan, "normal"), 0.04);
}

TEST(PopulationReaderTest, ShowsAndComparesThePlan) {
    const std::string keys =
        "margin: 10 %, confidence: 90 %, stop when complete: 69, eligible share: 80.5 %, eligible "
        "share basis: A check, target: ";
    const LoadedStudy before = load(with_sample(keys + "69"));
    const LoadedStudy after = load(with_sample(keys + "80"));
    ASSERT_TRUE(before.study && after.study) << told(before) << told(after);
    const std::string document = protocol_markdown(*before.study, lint(*before.study));
    for (const char* words :
         {"Size: 1000 people (A count)",
          "Others `normal` (800 people; 500 on the list, List)",
          "Precision: a margin of 10 percentage points, 90 % confidence",
          "Complete responses wanted: 69",
          "Stop rule: until 69 are complete",
          "Eligible share, of whom it is not known (e): 80.5 % (A check)"}) {
        EXPECT_NE(document.find(words), std::string::npos) << words << "\n" << document;
    }
    const auto changes = compare_versions(*before.study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].what, "plan of the sample changed");
    EXPECT_TRUE(changes[0].comparable);
}

TEST(PopulationReaderTest, TellsWhenOthersAreStudied) {
    const auto with = [](const std::string& population) {
        return load(faulty::with_top("population: {" + population + "}\n"));
    };
    struct Row {
        const char* name;
        const char* population;
        const char* what;
        bool comparable;
    };
    const LoadedStudy before = with("text: All, size: 9, strata: [{pro: Paying}]");
    ASSERT_TRUE(before.study) << told(before);
    for (const Row& row : {
             Row{"other words",
                 "text: Some, size: 9, strata: [{pro: Paying}]",
                 "population changed",
                 false},
             Row{"another stratum",
                 "text: All, size: 9, strata: [{pro: Paying}, {normal: Others}]",
                 "population changed",
                 false},
             Row{"counted anew",
                 "text: All, size: 8, strata: [{pro: Paying}]",
                 "size of the population changed",
                 true},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy after = with(row.population);
        ASSERT_TRUE(after.study) << told(after);
        const auto changes = compare_versions(*before.study, *after.study);
        ASSERT_EQ(changes.size(), 1U);
        EXPECT_EQ(changes[0].what, row.what);
        EXPECT_EQ(changes[0].comparable, row.comparable);
    }
}

TEST(InvitationsTest, AreRoundedUpAndNeverOneTooMany) {
    struct Row {
        const char* name;
        std::int64_t answers;
        double rate;
        std::int64_t expected;
    };
    for (const Row& row :
         {Row{"even", 69, 0.04, 1725},
          Row{"everybody answers", 69, 1, 69},
          Row{"a part of a person", 70, 0.03, 2334},
          Row{"a rate that is no binary fraction", 3, 0.3, 10},
          Row{"seventh", 1, 1.0 / 7, 7},
          Row{"nobody wanted", 0, 0.5, 0}}) {
        EXPECT_EQ(invitations_for(row.answers, row.rate), row.expected) << row.name;
    }
}

// --- Linter ---

constexpr const char* sampling_rule_ids[] = {
    "target-sum",
    "strata-sum",
    "target-above-population",
    "target-out-of-reach",
    "frame-above-population",
    "unsourced-size",
    "margin-without-chance",
    "unused-assumption",
    "neyman-without-variation",
    "early-stop"
};

struct LintRow {
    const char* name;
    std::string yaml;
    const char* rule;  ///< The only rule of sampling that finds something; empty: none does.
};

std::string with_population(const std::string& keys) {
    return faulty::with_top("population: {text: All, " + keys + "}\n");
}

void expect_lint(const std::vector<LintRow>& rows) {
    for (const LintRow& row : rows) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(row.yaml);
        ASSERT_TRUE(loaded.study) << told(loaded);
        const LintReport report = lint(*loaded.study);
        for (const char* rule : sampling_rule_ids) {
            EXPECT_EQ(count_of(report, rule), std::string_view(rule) == row.rule ? 1 : 0) << rule;
        }
    }
}

TEST(LintSamplingTest, FindsNumbersThatDoNotFit) {
    const std::string targets = "strata: [{stratum: pro, target: 30}, {stratum: normal, target: ";
    expect_lint({
        {"nothing planned", with_sample("confidence: 90 %"), ""},
        {"targets add up", with_sample("design: fixed, target: 70, " + targets + "40}]"), ""},
        {"targets do not",
         with_sample("design: fixed, target: 69, " + targets + "40}]"),
         "target-sum"},
        {"the others get the rest",
         with_sample("target: 69, strata: [{stratum: pro, target: 30}]"),
         ""},
        {"one alone is too many",
         with_sample("target: 69, strata: [{stratum: pro, target: 70}]"),
         "target-sum"},
        {"strata too small",
         with_population("size: 9, source: S, strata: [{a: A, size: 4}, {b: B, size: 4}]"),
         "strata-sum"},
        {"a stratum not counted",
         with_population("size: 9, source: S, strata: [{a: A, size: 4}, {b: B}]"),
         ""},
        {"all wanted", with_sample("target: 1000"), ""},
        {"more than all", with_sample("target: 1001"), "target-above-population"},
        {"more than on the list",
         with_sample("strata: [{stratum: normal, target: 501}]"),
         "target-above-population"},
        {"just enough", with_sample("target: 40, expected response rate: 4 %"), ""},
        {"too few to invite",
         with_sample("target: 41, expected response rate: 4 %"),
         "target-out-of-reach"},
        {"too few on the list",
         with_sample("expected response rate: 4 %, strata: [{stratum: normal, target: 21}]"),
         "target-out-of-reach"},
        {"a better rate there",
         with_sample("expected response rate: 4 %, "
                     "strata: [{stratum: normal, target: 21, expected response rate: 5 %}]"),
         ""},
        {"a list of strangers",
         with_population("size: 9, source: S, frame size: 10, frame source: L"),
         "frame-above-population"},
        {"a number from nowhere", with_population("size: 9"), "unsourced-size"},
        {"a stratum from nowhere", with_population("strata: [{a: A, size: 9}]"), "unsourced-size"},
        {"a list from nowhere", with_population("source: S, frame size: 9"), "unsourced-size"},
    });
}

TEST(LintSamplingTest, FindsDesignsThatContradictThemselves) {
    const std::string differ =
        ", strata: [{stratum: pro, expected share: 10 %}, {stratum: normal, expected share: 40 %}]";
    expect_lint({
        {"a census", with_sample("design: census, target: 900"), ""},
        {"a census with a margin",
         with_sample("design: census, margin: 5 %"),
         "margin-without-chance"},
        {"an open link with a confidence",
         with_sample("design: convenience, confidence: 95 %"),
         "margin-without-chance"},
        {"an open link", with_sample("design: convenience, target: 60"), ""},
        {"a target for nothing",
         with_sample("design: proportional, strata: [{stratum: pro, target: 3}]"),
         "unused-assumption"},
        {"a share for nothing",
         with_sample("design: simple random, strata: [{stratum: pro, expected share: 3 %}]"),
         "unused-assumption"},
        {"a rate is always used",
         with_sample("design: census, strata: [{stratum: pro, expected response rate: 3 %}]"),
         ""},
        {"strata that vary", with_sample("design: neyman" + differ), ""},
        {"strata that vary alike",
         with_sample("design: neyman, expected share: 10 %"),
         "neyman-without-variation"},
        {"stops in time", with_sample("target: 69, stop when complete: 69"), ""},
        {"stops early", with_sample("target: 69, stop when complete: 68"), "early-stop"},
    });
}

TEST(PopulationReaderTest, ReadsByWhatTheFrameIsCompared) {
    const LoadedStudy loaded = load(faulty::with_top(
        "recruitment: {text: We write, compare: [{employer: Where they work, column: Organisation "
        "type}, {country: Country, added: It may matter}]}\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const std::vector<FrameComparison>& compare = loaded.study->recruitment->compare;
    ASSERT_EQ(compare.size(), 2U);
    EXPECT_EQ(compare[0].text, "Where they work");
    EXPECT_EQ(compare[0].column, "Organisation type");
    EXPECT_EQ(compare[1].column, "country") << "its code, where nothing else is said";
    EXPECT_EQ(compare[1].added, "It may matter");
    const LoadedStudy twice =
        load(faulty::with_top("recruitment: {text: We write, compare: [{a: A}, {a: A}]}\n"));
    ASSERT_FALSE(twice.problems.empty());
    EXPECT_EQ(twice.problems.front().code, "study.duplicate-id");
    const LoadedStudy many = load(faulty::with_top(
        "recruitment: {text: We write, compare: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]}\n"
    ));
    ASSERT_FALSE(many.problems.empty());
    EXPECT_EQ(many.problems.front().code, "study.too-many");
}

TEST(PopulationReaderTest, ReadsByWhatStrataAreKnown) {
    const LoadedStudy loaded = load(faulty::with_top(
        "population: {text: All, strata: [{pro: P, claim: isPro}, {enterprise: E, claim: "
        "orgs.isEnterprise}, {companies: C, column: organisation type, is: company}, "
        "{university: U, column: organisation type}, {normal: N}, {others: O, column: kind}]}\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const std::vector<Stratum>& strata = loaded.study->population->strata;
    ASSERT_EQ(strata.size(), 6U);
    EXPECT_EQ(recognition_words(strata[0]), "accounts with isPro");
    EXPECT_EQ(recognition_words(strata[2]), "people whose \"organisation type\" is company");
    EXPECT_EQ(recognition_words(strata[3]), "people whose \"organisation type\" is university");
    EXPECT_EQ(recognition_words(strata[4]), "");
    const std::vector<StratumClaim> rules = lookup_rules(*loaded.study);
    ASSERT_EQ(rules.size(), 3U);
    EXPECT_EQ(rules[0].claim, "isPro");
    EXPECT_EQ(rules[1].stratum, "enterprise");
    EXPECT_EQ(rules[2].stratum, "normal");
    EXPECT_EQ(rules[2].claim, "");
    const std::string document = protocol_markdown(*loaded.study, lint(*loaded.study));
    EXPECT_TRUE(document.contains("accounts with orgs.isEnterprise")) << document;
}

TEST(PopulationReaderTest, TakesTheRulesOfTheSignInWhereStrataSayNothing) {
    const std::string sign_in =
        "sign in: {issuer: https://hub.example, client id: abc, strata: [{stratum: pro, claim: "
        "tier, is: paid}, {stratum: normal}]}";
    struct Row {
        const char* name;
        std::string top;
        std::vector<std::string> claims;
    };
    for (const Row& row : {
             Row{"strata alone", "population: {text: All, strata: [{pro: P}]}\n", {}},
             Row{"a sign-in",
                 "population: {text: All, strata: [{pro: P}, {normal: N}]}\nrecruitment: {text: We "
                 "post, " +
                     sign_in + "}\n",
                 {"tier", ""}},
             Row{"both",
                 "population: {text: All, strata: [{pro: P, claim: isPro}, {normal: "
                 "N}]}\nrecruitment: {text: We post, " +
                     sign_in + "}\n",
                 {"isPro", ""}},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(faulty::with_top(row.top));
        ASSERT_TRUE(loaded.study) << told(loaded);
        std::vector<std::string> claims;
        for (const StratumClaim& rule : lookup_rules(*loaded.study)) claims.push_back(rule.claim);
        EXPECT_EQ(claims, row.claims);
    }
}

}  // namespace
}  // namespace querist::instrument
