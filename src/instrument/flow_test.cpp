// Screen-outs, earlier answers in texts and random order, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using namespace faulty;

const std::string q = "        - {id: q, ask: Q?, kind: yes/no}\n";

std::string second_page(const std::string& keys, const std::string& ask) {
    return q + "    - id: two\n" + keys +
           fmt::format("      items:\n        - {{id: r, ask: \"{}\", kind: yes/no}}\n", ask);
}

std::string screening(const std::string& when) {
    return second_page(
        fmt::format("      screen out:\n        when: {}\n        message: No.\n", when), "R?"
    );
}

TEST(FlowReaderTest, NamesFaultsOfScreenOuts) {
    const std::string third = "    - id: three\n      items:\n" + q;
    const auto with_third = [&](const std::string& when) {
        std::string more = third;
        more.replace(more.find("id: q"), 5, "id: s");
        return with_items(screening(when) + more);
    };
    expect_problems({
        {"unknown item", with_items(screening("qq")), "expression.unknown-question", 12, 15},
        {"later item", with_third("s"), "study.later-question", 12, 15},
        {"no message",
         with_items(second_page("      screen out: {when: q}\n", "R?")),
         "study.missing-key",
         11,
         19},
        {"no section",
         with_items(second_page("      screen out: q\n", "R?")),
         "study.wrong-type",
         11,
         19},
    });
}

TEST(FlowReaderTest, ReadsScreenOuts) {
    const LoadedStudy loaded = load(with_items(screening("q && !r")));
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    EXPECT_FALSE(loaded.study->pages[0].screen_out);
    ASSERT_TRUE(loaded.study->pages[1].screen_out);
    EXPECT_EQ(loaded.study->pages[1].screen_out->when.text(), "q && !r");
    EXPECT_EQ(loaded.study->pages[1].screen_out->message, "No.");
}

TEST(FlowReaderTest, NamesFaultsOfPipes) {
    const std::string grid =
        "        - {id: g, ask: G?, kind: grid, rows: [a: A], scale: [x: X]}\n";
    expect_problems({
        {"unknown", with_items(second_page("", "{{qq}}?")), "study.unknown-pipe", 12, 24},
        {"no id", with_items(second_page("", "{{}}?")), "study.unknown-pipe", 12, 24},
        {"not closed", with_items(second_page("", "Why {{q?")), "study.bad-pipe", 12, 24},
        {"same page", with_items(second_page("", "{{r|x}}?")), "study.later-pipe", 12, 24},
        {"in a title",
         with_items(second_page("      title: \"{{r}}\"\n", "R?")),
         "study.later-pipe",
         11,
         14},
        {"in a page's text",
         with_items(second_page("      text: \"{{r}}\"\n", "R?")),
         "study.later-pipe",
         11,
         13},
        {"no words", with_items(grid + second_page("", "{{g}}")), "study.wordless-pipe", 13, 24},
    });
}

TEST(FlowReaderTest, FindsPipes) {
    const std::vector<Pipe> pipes = pipes_in("a {{b}} {{ c | d e }} {{f");
    ASSERT_EQ(pipes.size(), 3U);
    EXPECT_EQ(pipes[0].whole, "{{b}}");
    EXPECT_EQ(pipes[0].item, "b");
    EXPECT_EQ(pipes[0].fallback, "");
    EXPECT_EQ(pipes[1].item, "c");
    EXPECT_EQ(pipes[1].fallback, "d e");
    EXPECT_FALSE(pipes[2].closed);
    EXPECT_TRUE(pipes_in("{a} }} {").empty());
}

TEST(FlowReaderTest, ReadsRandomOrder) {
    const LoadedStudy loaded =
        load(with_items("        - {id: c, ask: C?, kind: single choice, random order: true, "
                        "choices: [a: A, {b: B, "
                        "keeps place: true}]}\n"
                        "    - id: two\n      random order: true\n      items:\n"
                        "        - {id: t, ask: T?, kind: short text, keeps place: true}\n"));
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    const Study& study = *loaded.study;
    EXPECT_EQ(study.pages[0].items, Order::as_written);
    EXPECT_EQ(study.pages[1].items, Order::random);
    EXPECT_EQ(study.items[0].options, Order::random);
    EXPECT_FALSE(keeps_place(options_of(study.items[0].kind)[0]));
    EXPECT_TRUE(keeps_place(options_of(study.items[0].kind)[1]));
    EXPECT_TRUE(study.items[1].keeps_place);
}

TEST(FlowReaderTest, RefusesToShuffleWhatDependsOnItsPage) {
    const auto two = [](const std::string& first, const std::string& second) {
        return with_items(fmt::format(
            "{}    - id: two\n      random order: true\n      items:\n"
            "        - {{id: a, ask: A?, kind: yes/no{}}}\n"
            "        - {{id: b, ask: B?, kind: yes/no, shown when: {}}}\n",
            q,
            first,
            second
        ));
    };
    expect_problems({{"depends", two("", "a"), "study.shuffled-dependence", 14, 11}});
    const std::string kept = ", keeps place: true";
    EXPECT_TRUE(load(two(kept, "a" + kept)).study);
    EXPECT_TRUE(load(two("", "q")).study) << "on another page";
}

TEST(FlowLintTest, FindsWhatAnnoys) {
    using namespace fixture;
    StudyBuilder builder;
    builder.add(fixture::item("tool", SingleChoice{options({"A", "B"})}));
    Item years =
        fixture::item("years", SingleChoice{options({"1 – 2 years", "3 – 5 years", "> 5 years"})});
    years.options = Order::random;
    builder.add(years);
    builder.page();
    builder.add(fixture::item("how", Text{}, "How do you use {{tool}}?"));
    builder.add(fixture::item("why", Text{}, "Why do you use {{tool|your tool}}?"));
    const LintReport report = lint(builder.build());
    EXPECT_EQ(count_of(report, "pipe-without-fallback"), 1);
    EXPECT_EQ(count_of(report, "shuffled-scale"), 1);
}

TEST(FlowLintTest, FindsLateAndImpossibleScreenOuts) {
    using namespace fixture;
    const auto screened = [](int questions, const std::string& when) {
        StudyBuilder builder;
        builder.add(fixture::item("used", YesNo{}));
        for (int i = 1; i < questions; ++i) {
            builder.add(fixture::item("q" + std::to_string(i), SingleChoice{options({"A", "B"})}));
        }
        builder.page().add(fixture::item("last", YesNo{}));
        Study study = builder.build();
        expression::Parsed parsed = expression::parse(when, study.subjects, {});
        study.pages[0].screen_out = ScreenOut{*parsed.expression, "No.", ""};
        return study;
    };
    EXPECT_EQ(count_of(lint(screened(10, "!used")), "late-screen-out"), 0);
    EXPECT_EQ(count_of(lint(screened(11, "!used")), "late-screen-out"), 1);
    EXPECT_EQ(count_of(lint(screened(2, "used && !used")), "contradictory-condition"), 1);
    EXPECT_EQ(count_of(lint(screened(2, "!used")), "contradictory-condition"), 0);
}

}  // namespace
}  // namespace querist::instrument
