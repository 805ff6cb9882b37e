// Calculated values, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::expect_problems;
using faulty::load;
using faulty::told;

const std::string number_items =
    "        - {id: work, ask: Years of work?, kind: number, minimum: 0, maximum: 60, serves: "
    "[rq]}\n"
    "        - {id: study, ask: Years of study?, kind: number, minimum: 0, maximum: 60, serves: "
    "[rq]}\n";

/// The calculated values begin on line 12, at column 9.
std::string with_values(const std::string& values, const std::string& more = "") {
    return faulty::with_items(number_items) + "      calculated:\n" + values + more;
}

/// One value, whose expression begins on line 12, at column 30.
std::string with_value(const std::string& value, const std::string& more = "") {
    return with_values("        - {id: v, title: V, value: " + value + more + "}\n");
}

TEST(CalculatedReaderTest, StandsBehindThePagesItems) {
    const LoadedStudy loaded = load(with_values(
        "        - {id: all, title: In all, value: work + study, unit: years, serves: [rq]}\n"
        "        - {id: half, title: Half, value: all / 2.0}\n"
        "        - {id: long, title: Long, value: all > 9}\n"
        "        - id: group\n          title: Group\n"
        "          value: 'long ? \"old\" : \"new\"'\n"
        "          choices: [{old: Experienced}, {new: New}]\n",
        "    - id: two\n      shown when: group == \"old\" && half > 4.5\n"
        "      title: \"After {{all|some}}\"\n"
        "      items: [{id: q, ask: \"{{group|You}}?\", kind: yes/no}]\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    ASSERT_EQ(study.items.size(), 7U);
    EXPECT_EQ(study.pages[0].item_count, 2);
    EXPECT_EQ(study.pages[0].value_count, 4);
    EXPECT_EQ(study.pages[1].first_item, 6);
    EXPECT_EQ(study.pages[1].value_count, 0);
    const Item& all = study.items[2];
    EXPECT_EQ(all.source, Source::calculation);
    EXPECT_FALSE(is_on_page(all));
    EXPECT_EQ(all.ask, "In all");
    ASSERT_TRUE(all.calculation);
    EXPECT_EQ(all.calculation->value.text(), "work + study");
    EXPECT_EQ(std::get<Number>(all.kind).number, NumberKind::whole);
    EXPECT_EQ(std::get<Number>(all.kind).unit, "years");
    EXPECT_EQ(std::get<Number>(study.items[3].kind).number, NumberKind::decimal);
    EXPECT_TRUE(std::holds_alternative<YesNo>(study.items[4].kind));
    const Item& group = study.items[5];
    EXPECT_EQ(std::get<SingleChoice>(group.kind).choices[0].label, "Experienced");
    ASSERT_TRUE(group.calculation);
    EXPECT_EQ(group.calculation->codes, (std::vector<std::string>{"old", "new"}));
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("work + study"), std::string::npos) << document;
}

TEST(CalculatedReaderTest, ScreensOutOnItsOwnPage) {
    const LoadedStudy loaded =
        load(with_values("        - {id: all, title: In all, value: work + study}\n"
                         "      screen out: {when: all < 1, message: Not for you.}\n"));
    EXPECT_TRUE(loaded.study) << told(loaded);
}

TEST(CalculatedReaderTest, NamesFaults) {
    expect_problems({
        {"unknown", with_value("wrok + 1"), "expression.unknown-question", 12, 36},
        {"type", with_value("work + \"a\""), "expression.type", 12, 43},
        {"itself", with_value("v + 1"), "study.own-answer", 12, 36},
        {"later value",
         with_values(
             "        - {id: v, title: V, value: w + 1}\n        - {id: w, title: W, value: work}\n"
         ),
         "study.later-question",
         12,
         36},
        {"on its own page",
         faulty::with_items("        - {id: q, ask: Q?, kind: yes/no, shown when: v > 1}\n"
                            "      calculated:\n        - {id: v, title: V, value: \"3\"}\n"),
         "study.later-question",
         9,
         54},
        {"unit of a truth",
         with_value("work > 1", ", unit: years"),
         "study.conflicting-keys",
         12,
         52},
        {"choices of a number",
         with_value("work", ", choices: [{a: A}]"),
         "study.wrong-type",
         12,
         36},
        {"unknown code",
         with_value("'work > 1 ? \"a\" : \"b\"'", ", choices: [{a: A}]"),
         "study.unknown-choice",
         12,
         36},
        {"nothing", with_value("'work > 1 ? \"a\" : \"\"'"), "study.empty-value", 12, 36},
        {"missing", with_values("        - {id: v, title: V}\n"), "study.missing-key", 12, 11},
        {"same id",
         with_values("        - {id: work, title: V, value: study}\n"),
         "study.duplicate-id",
         12,
         16},
    });
}

TEST(CalculatedReaderTest, IsNotKnownOnItsOwnPage) {
    std::string yaml = with_value("work + 1");
    yaml.insert(
        yaml.find("      calculated:"),
        "        - {id: much, ask: Why?, kind: short text, serves: [rq], shown when: v > 9}\n"
    );
    const LoadedStudy loaded = load(yaml);
    ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
    EXPECT_EQ(loaded.problems[0].code, "study.later-question");
    EXPECT_EQ(loaded.problems[0].message, "\"v\" is computed once this page is answered");
}

TEST(CalculatedReaderTest, IsComparedBetweenVersions) {
    const LoadedStudy before = load(with_value("work + study"));
    const LoadedStudy after = load(with_value("work * study"));
    ASSERT_TRUE(before.study && after.study);
    const std::vector<VersionChange> changes = compare_versions(*before.study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].item, "v");
    EXPECT_FALSE(changes[0].comparable);
}

TEST(CalculatedReaderTest, IsDecidedByWhatItIsComputedFrom) {
    const LoadedStudy loaded = load(with_values(
        "        - {id: all, title: In all, value: work + study, serves: [rq]}\n",
        "    - id: two\n      shown when: all < 0\n"
        "      items: [{id: q, ask: Q?, kind: yes/no, serves: [rq]}]\n"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    EXPECT_EQ(fixture::count_of(lint(*loaded.study), "contradictory-condition"), 1);
}

TEST(CalculatedReaderTest, IsComputedWhereAnItemOfItsPageIsShown) {
    const std::string all = "        - {id: all, title: A, value: work + study, serves: [rq]}\n";
    const std::string pages =
        "    - id: two\n"
        "      items: [{id: q, ask: Q?, kind: yes/no, serves: [rq], shown when: work > 3}]\n"
        "      calculated: [{id: v, title: V, value: work * 2, serves: [rq]}]\n"
        "    - id: three\n      shown when: v < 8\n"
        "      items: [{id: r, ask: R?, kind: yes/no, serves: [rq]}]\n";
    const LoadedStudy never = load(with_values(all, pages));
    ASSERT_TRUE(never.study) << told(never);
    EXPECT_EQ(fixture::count_of(lint(*never.study), "contradictory-condition"), 1);
    std::string always = pages;
    always.insert(always.find("items: [") + 8, "{id: p, ask: P?, kind: yes/no, serves: [rq]}, ");
    const LoadedStudy loaded = load(with_values(all, always));
    ASSERT_TRUE(loaded.study) << told(loaded);
    EXPECT_EQ(fixture::count_of(lint(*loaded.study), "contradictory-condition"), 0);
}

}  // namespace
}  // namespace querist::instrument
