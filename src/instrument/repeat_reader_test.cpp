// Pages that are asked once for each choice of an earlier question, as study files say them.

#include "golden/golden.hpp"
#include "instrument/faulty_study_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::instrument {
namespace {

using faulty::expect_problems;
using faulty::load;
using faulty::told;

/// Line 7: the page with the question; its choices end on line 17.
const std::string question = R"(instrument:
  pages:
    - id: which
      items:
        - id: tools
          number: 1
          ask: Which tools?
          kind: several choices
          serves: [rq]
          choices:
            - make: Make
            - c-1: Ninja
            - other: Other (please specify)
              text: true
            - none: None of these
              exclusive: true
)";
/// Line 21 and on.
const std::string block = R"(    - id: use
      for each: tools
      title: "About {{each|it}}"
      items:
        - id: often
          number: 2
          ask: "How often do you use {{each|it}}?"
          kind: single choice
          serves: [rq]
          choices:
            - daily: Daily
            - rarely: Rarely
            - unasked: I cannot say
              declines: true
        - id: why
          ask: Why?
          kind: long text
          serves: [rq]
          shown when: often == "rarely"
)";
const std::string after_block = R"(    - id: last
      items:
        - id: regret
          ask: "Really, {{often_make|now and then}}?"
          kind: yes/no
          serves: [rq]
          shown when: often_make == "daily"
)";

std::string whole(const std::string& pages) { return faulty::head + question + pages; }

TEST(RepeatReaderTest, APageIsThereOnceForEachChoiceThatCanStandBesideOthers) {
    const LoadedStudy loaded = load(whole(block + after_block));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    EXPECT_EQ(
        ids_of(study.items),
        (std::vector<std::string>{
            "tools",
            "often_make",
            "why_make",
            "often_c_1",
            "why_c_1",
            "often_other",
            "why_other",
            "regret"
        })
    );
    ASSERT_EQ(study.pages.size(), 5U);
    EXPECT_EQ(study.pages[2].id, "use_c_1");
    EXPECT_EQ(study.pages[2].shown_when->text(), "\"c-1\" in tools");
    EXPECT_EQ(study.pages[2].first_item, 3);
    EXPECT_EQ(study.items[4].page, 2);
    EXPECT_EQ(study.items[4].round->name, "why");
    EXPECT_EQ(study.items[4].round->choice, "tools.c-1");
    EXPECT_EQ(study.items[4].round->label, "Ninja");
    // A condition within the block means the item of the same round, one after it any.
    EXPECT_EQ(study.items[4].shown_when->references().front().subject, 3);
    EXPECT_EQ(study.items[7].shown_when->references().front().subject, 1);
    ASSERT_EQ(study.repeats.size(), 1U);
    EXPECT_EQ(study.repeats[0].rounds, 3);
}

TEST(RepeatReaderTest, ASectionIsRepeatedAsAWhole) {
    const std::string head = faulty::head +
                             "instrument:\n  sections:\n    - {id: each_tool, for each: tools}\n" +
                             question.substr(question.find("  pages:"));
    const LoadedStudy loaded = load(head + R"(    - id: years_page
      section: each_tool
      items:
        - {id: years, ask: "How many years of {{each|it}}?", kind: number}
    - id: trouble_page
      section: each_tool
      shown when: years > 2
      items:
        - {id: trouble, ask: "What of {{years|the}} years?", kind: long text}
)");
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    EXPECT_EQ(
        ids_of(study.items),
        (std::vector<std::string>{
            "tools",
            "years_make",
            "trouble_make",
            "years_c_1",
            "trouble_c_1",
            "years_other",
            "trouble_other"
        })
    );
    EXPECT_EQ(study.pages[4].shown_when->text(), "(\"c-1\" in tools) && (years > 2)");
    EXPECT_EQ(study.pages[4].shown_when->references().back().subject, 3);
    EXPECT_EQ(study.pages[4].own_condition->text(), "years > 2");
    EXPECT_EQ(study.sections[0].page_count, 6);
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("Pages 2 to 3: Asked once for each choice"), std::string::npos)
        << document;
    EXPECT_NE(document.find("page 3 of 3"), document.find("Page 3 of 3")) << document;
}

TEST(RepeatReaderTest, AValueOfABlockIsComputedInItsRound) {
    const LoadedStudy loaded = load(whole(
        "    - id: use\n      for each: tools\n      items:\n"
        "        - {id: hours, ask: \"Hours with {{each}}?\", kind: number, serves: [rq]}\n"
        "      calculated:\n        - {id: days, title: \"Days\", value: hours / 8, serves: [rq]}\n"
        "    - id: last\n      shown when: days_c_1 > 4\n      items:\n"
        "        - {id: much, ask: Why?, kind: yes/no, serves: [rq]}\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    ASSERT_EQ(
        ids_of(study.items),
        (std::vector<std::string>{
            "tools",
            "hours_make",
            "days_make",
            "hours_c_1",
            "days_c_1",
            "hours_other",
            "days_other",
            "much"
        })
    );
    ASSERT_TRUE(study.items[4].calculation);
    EXPECT_EQ(study.items[4].calculation->value.references().front().subject, 3);
    EXPECT_EQ(study.subjects[4].kind, expression::SubjectKind::integer);
    EXPECT_EQ(study.pages[2].value_count, 1);
    EXPECT_EQ(study.pages[4].shown_when->references().front().subject, 4);
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("`days`"), std::string::npos) << document;
    EXPECT_EQ(document.find("`days_make`"), std::string::npos) << document;
}

TEST(RepeatReaderTest, RoundsChangePlacesTogetherOrOneByOne) {
    struct Row {
        const char* name;
        const char* blocks;
        std::vector<std::pair<int, int>> pages;
    };
    for (const Row& row : {
             Row{"as one block", "{use: Use}, {last: Last}", {{1, 3}, {4, 1}}},
             Row{"one by one",
                 "{use_make: A}, {use_c_1: B}, {use_other: C}",
                 {{1, 1}, {2, 1}, {3, 1}}},
         }) {
        SCOPED_TRACE(row.name);
        std::string yaml = whole(
            "    - id: use\n      for each: tools\n      items:\n"
            "        - {id: often, ask: \"How often {{each}}?\", kind: yes/no, serves: [rq]}\n"
            "    - id: last\n      items:\n"
            "        - {id: much, ask: Why?, kind: yes/no, serves: [rq]}\n"
        );
        const std::string page_list =
            "instrument:\n  shuffled pages:\n    - id: topics\n"
            "      title: Order\n      blocks: [" +
            std::string(row.blocks) + "]\n";
        yaml.replace(yaml.find("instrument:\n"), 12, page_list);
        const LoadedStudy loaded = load(yaml);
        ASSERT_TRUE(loaded.study) << told(loaded);
        std::vector<std::pair<int, int>> pages;
        for (const PageBlock& one : loaded.study->shuffles[0].blocks) {
            pages.emplace_back(one.first_page, one.page_count);
        }
        EXPECT_EQ(pages, row.pages);
    }
}

TEST(RepeatReaderTest, NamesFaults) {
    const std::string single =
        "    - id: use\n      for each: NAME\n      items:\n"
        "        - {id: often, ask: Q?, kind: yes/no}\n";
    const auto for_each = [&](const std::string& name) {
        std::string text = single;
        return text.replace(text.find("NAME"), 4, name);
    };
    const std::string yes_no =
        "    - id: first\n      items:\n"
        "        - {id: uses, ask: Q?, kind: yes/no}\n";
    const std::string later =
        "    - id: later\n      items:\n"
        "        - {id: kinds, ask: Q?, kind: several choices, choices: "
        "[{a: A}, {b: B}]}\n";
    const std::string alone =
        "    - id: first\n      items:\n"
        "        - {id: ways, ask: Q?, kind: several choices, choices: "
        "[{a: A, exclusive: true}, {b: B, declines: true}]}\n";
    const std::string long_id(60, 'a');
    std::string many =
        "    - id: first\n      items:\n"
        "        - {id: lots, ask: Q?, kind: several choices, choices: [";
    for (int i = 0; i <= 50; ++i) many += fmt::format("{{c{}: \"C{}\"}}, ", i, i);
    many += "]}\n";
    expect_problems({
        {"unknown", whole(for_each("tolls")), "study.unknown-question", 22, 17},
        {"asked later", whole(for_each("kinds") + later), "study.later-question", 22, 17},
        {"of the page itself", whole(for_each("often")), "study.later-question", 22, 17},
        {"one answer", whole(yes_no + for_each("uses")), "study.unfit-repeat", 25, 17},
        {"nothing to choose beside", whole(alone + for_each("ways")), "study.unfit-repeat", 25, 17},
        {"too many", whole(many + for_each("lots")), "study.too-many", 25, 17},
        {"a repeated question",
         whole(
             "    - id: use\n      for each: tools\n      items:\n"
             "        - {id: parts, ask: Q?, kind: several choices, choices: [{a: A}, {b: B}]}\n" +
             std::string("    - id: more\n      for each: parts\n      items:\n"
                         "        - {id: part_use, ask: Q?, kind: yes/no}\n")
         ),
         "study.nested-repeat",
         26,
         17},
        {"an id of another item",
         whole(
             "    - id: taken\n      items:\n        - {id: often_make, ask: Q?, kind: yes/no}\n" +
             for_each("tools")
         ),
         "study.duplicate-id",
         27,
         11},
        {"an id that another item takes later",
         whole(
             for_each("tools") +
             "    - id: taken\n      items:\n        - {id: often_make, ask: Q?, kind: yes/no}\n"
         ),
         "study.duplicate-id",
         27,
         16},
        {"the name itself is another item's",
         whole(
             for_each("tools") +
             "    - id: taken\n      items:\n        - {id: often, ask: Q?, kind: yes/no}\n"
         ),
         "study.duplicate-id",
         27,
         16},
        {"too long an id",
         whole(
             "    - id: use\n      for each: tools\n      items:\n        - {id: " + long_id +
             ", ask: Q?, kind: yes/no}\n"
         ),
         "study.long-id",
         24,
         11},
        {"each outside",
         whole("    - id: use\n      items:\n        - {id: often, ask: \"{{each}}?\", kind: "
               "yes/no}\n"),
         "study.unknown-pipe",
         23,
         28},
        {"the written id from outside",
         whole(
             block + "    - id: last\n      shown when: often == \"daily\"\n      items:\n"
                     "        - {id: regret, ask: Q?, kind: yes/no}\n"
         ),
         "expression.unknown-question",
         41,
         19},
        {"a fault of every round",
         whole("    - id: use\n      for each: tools\n      items:\n"
               "        - {id: often, ask: Q?, kind: yes/no, shown when: tools == 3}\n"),
         "expression.type",
         24,
         64},
        {"a computed fault of every round",
         whole("    - id: use\n      for each: tools\n      items:\n"
               "        - {id: often, ask: Q?, kind: yes/no}\n"
               "      calculated: [{id: half, title: Half, value: often / 2}]\n"),
         "expression.type",
         25,
         51},
        {"an item with the name of the choice",
         whole("    - id: use\n      for each: tools\n      items:\n"
               "        - {id: each, ask: \"{{each}}?\", kind: yes/no}\n"),
         "study.bad-id",
         24,
         11},
        {"a fault of one round",
         whole("    - id: use\n      for each: tools\n      items:\n"
               "        - {id: often, ask: Q?, kind: yes/no}\n"
               "        - {id: why, ask: Q?, kind: yes/no, shown when: often_make}\n"),
         "expression.unknown-question",
         25,
         56},
    });
}

TEST(RepeatReaderTest, TellsHowToNameARound) {
    struct Row {
        const char* name;
        std::string pages;
        const char* cure;
    };
    const std::string outside = "    - id: last\n";
    const std::string item = "      items: [{id: regret, ask: Q?, kind: yes/no}]\n";
    const std::string within =
        "    - id: use\n      for each: tools\n      items:\n"
        "        - {id: often, ask: Q?, kind: yes/no}\n"
        "        - {id: why, ask: Q?, kind: yes/no, shown when: ";
    const Row rows[] = {
        {"a condition elsewhere",
         block + outside + "      shown when: often == \"daily\"\n" + item,
         "such as often_make"},
        {"a text elsewhere",
         block + outside + "      title: \"{{often|Seldom}}\"\n" + item,
         "such as often_make"},
        {"its own round", within + "often_make}\n", "the item of the same round: often"},
        {"another round", within + "often_c_1}\n", "the item of the same round: often"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(whole(row.pages));
        ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
        EXPECT_NE(loaded.problems[0].cure.find(row.cure), std::string::npos)
            << loaded.problems[0].message << "; " << loaded.problems[0].cure;
    }
}

TEST(RepeatReaderTest, TheQuestionComesBeforeItsBlockInEveryOrder) {
    const auto shuffled = [](const std::string& blocks) {
        std::string yaml =
            whole(block + "    - id: last\n      items: [{id: regret, ask: Q?, kind: yes/no}]\n");
        return yaml.insert(
            yaml.find("  pages:"),
            "  shuffled pages:\n    - {id: places, title: T, blocks: [" + blocks + "]}\n"
        );
    };
    const std::string both = "{which: One}, {use: Two}";
    for (const std::string& blocks : {both, both + ", {last: Three}"}) {
        const LoadedStudy loaded = load(shuffled(blocks));
        ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
        EXPECT_EQ(loaded.problems[0].code, "study.shuffled-dependence");
        EXPECT_EQ(loaded.problems[0].place.line, 24);
    }
    const LoadedStudy kept = load(
        shuffled("{which: One, keeps place: true}, {use: Two, keeps place: true}, {last: Three}")
    );
    EXPECT_NE(told(kept).find("study.lone-block"), std::string::npos) << told(kept);
    EXPECT_EQ(told(kept).find("study.shuffled-dependence"), std::string::npos) << told(kept);
    EXPECT_TRUE(load(shuffled("{use: Two}, {last: Three}")).study);
}

TEST(RepeatReaderTest, BlocksDoNotStandInRepeatedSections) {
    const std::string head = faulty::head +
                             "instrument:\n  sections:\n    - {id: each_tool, for each: tools}\n" +
                             question.substr(question.find("  pages:"));
    const LoadedStudy loaded = load(
        head +
        "    - id: use\n      section: each_tool\n      for each: tools\n      items:\n"
        "        - {id: often, ask: Q?, kind: yes/no}\n"
    );
    ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
    EXPECT_EQ(loaded.problems[0].code, "study.nested-repeat");
}

TEST(RepeatReaderTest, TheProtocolTellsTheBlockOnce) {
    const LoadedStudy loaded = load(whole(block + after_block));
    ASSERT_TRUE(loaded.study) << told(loaded);
    Study study = *loaded.study;
    study.version = sha256("a fixed version");
    EXPECT_GOLDEN("instrument/repeated-protocol.md", protocol_markdown(study, lint(study)));
}

TEST(RepeatReaderTest, TheLinterTellsOfAllRoundsOnce) {
    const LoadedStudy loaded = load(whole(
        "    - id: use\n      for each: tools\n      items:\n"
        "        - {id: often, ask: \"How often {{each}}?\", kind: yes/no}\n"
        "        - id: income\n          ask: \"What is your income from {{each}} and how do you "
        "earn it?\"\n          kind: number\n          required: true\n"
        "          acknowledged: [{rule: serves-nothing, reason: It is asked for a friend.}]\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const LintReport report = lint(*loaded.study);
    const auto count = [&](std::string_view code) {
        return std::ranges::count(report.findings, code, [](const Finding& one) {
            return one.problem.code;
        });
    };
    EXPECT_EQ(count("lint.serves-nothing"), 2);
    EXPECT_EQ(count("lint.required-item"), 1);
    EXPECT_EQ(count("lint.unused-acknowledgement"), 0);
    EXPECT_EQ(count("lint.pipe-without-fallback"), 0) << "a round always has its choice";
    for (const Finding& finding : report.findings) {
        EXPECT_EQ(finding.problem.message.find("often_make"), std::string::npos)
            << finding.problem.message;
    }
}

TEST(RepeatReaderTest, WhatIsWrongWithOneRoundIsToldOfThatRound) {
    const LoadedStudy loaded = load(
        whole("    - id: ask_other\n      items:\n"
              "        - {id: sure, ask: Sure?, kind: yes/no, serves: [rq], shown when: "
              "'!(\"make\" in tools)'}\n"
              "    - id: use\n      for each: tools\n      shown when: sure\n      items:\n"
              "        - {id: often, ask: \"How often {{each}}?\", kind: yes/no, serves: [rq]}\n")
    );
    ASSERT_TRUE(loaded.study) << told(loaded);
    std::vector<std::string> messages;
    for (const Finding& finding : lint(*loaded.study).findings) {
        if (finding.problem.code == "lint.contradictory-condition") {
            messages.push_back(finding.problem.message);
        }
    }
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_NE(messages[0].find("page \"use_make\""), std::string::npos) << messages[0];
}

LoadedPlan plan_of(const Study& study, const std::string& plan) {
    return load_analysis_plan(
        "querist: 1\nplan:\n  - answers: rq\n" + plan, study, "analysis.yaml"
    );
}

TEST(RepeatReaderTest, APlanNamesAllRoundsAtOnce) {
    const LoadedStudy loaded = load(whole(block));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const LoadedPlan read = plan_of(
        *loaded.study,
        "    items: [tools, often]\n    subgroups: [tools.make]\n    comparisons:\n"
        "      - {id: alike, compare: [often], test: friedman}\n"
    );
    ASSERT_EQ(read.problems.size(), 1U) << "the choices are in no order, which is told once";
    EXPECT_EQ(read.problems[0].code, "plan.unfit-variable");
    const LoadedPlan planned = plan_of(*loaded.study, "    items: [tools, often, why_make]\n");
    ASSERT_TRUE(planned.plan);
    EXPECT_EQ(planned.plan->answers[0].items, (std::vector<int>{0, 1, 3, 5, 2}));
    Study study = *loaded.study;
    study.analysis = planned.plan;
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("`tools`, `often` and `why_make`"), std::string::npos) << document;
}

TEST(RepeatReaderTest, GroupsAreOfOneRound) {
    const LoadedStudy loaded = load(whole(block));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const LoadedPlan read = plan_of(
        *loaded.study,
        "    items: [tools]\n    comparisons:\n"
        "      - {id: groups, compare: tools.make, by: often, test: chi-square}\n"
    );
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, "plan.unfit-groups");
}

TEST(RepeatReaderTest, AnotherLabelOfTheChoiceIsAnotherQuestion) {
    const LoadedStudy before = load(whole(block));
    std::string renamed = whole(block);
    renamed.replace(renamed.find("Ninja"), 5, "Ninja 2");
    const LoadedStudy after = load(renamed);
    ASSERT_TRUE(before.study && after.study);
    std::vector<std::string> items;
    for (const VersionChange& change : compare_versions(*before.study, *after.study)) {
        if (!change.comparable) items.push_back(change.item);
    }
    EXPECT_EQ(items, (std::vector<std::string>{"tools", "often_c_1"}));
}

}  // namespace
}  // namespace querist::instrument
