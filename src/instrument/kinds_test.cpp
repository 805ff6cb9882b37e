// Kinds as a study file says them: read, shown, compared and looked at by the linter.

#include "instrument/instrument.hpp"
#include "instrument/study_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using namespace fixture;

std::string study_with(const std::string& item) {
    return "querist: 1\nid: a\ntitle: A\ninstrument:\n  pages:\n    - id: one\n      items:\n"
           "        - {id: q, ask: Q?, " +
           item + "}\n";
}

LoadedStudy loaded(const std::string& item) {
    return load_study({{"study.yaml", study_with(item)}}, "");
}

Study read(const std::string& item) {
    LoadedStudy read = loaded(item);
    for (const Problem& problem : read.problems) ADD_FAILURE() << problem.message;
    return std::move(read.study).value();
}

const std::string matrix_item =
    "kind: matrix, rows: [{r: R}], choices: [{a: A}, {n: N, exclusive: true}]";
const std::string poles_item =
    "kind: semantic differential, points: 5, rows: [{r: Slow, opposite: Fast}]";
const std::string ranking_item =
    "kind: ranking, at least: 1, at most: 2, choices: [{a: A}, {b: B}]";
const std::string sum_item = "kind: constant sum, total: 40, unit: hours, rows: [{r: R}, {s: S}]";
const std::string promoter_item = "kind: net promoter, lowest label: Never, highest label: Always";
const std::string check_item = "kind: single choice, attention check: b, choices: [{a: A}, {b: B}]";
const std::string slider_item =
    "kind: number, minimum: 0, maximum: 10, slider: true, lowest label: Low, highest label: High";
const std::string date_item = "kind: date, earliest: 2020-01-01, latest: 2030-12-31";

TEST(KindsTest, AreRead) {
    const auto kind_of = [](const std::string& item) { return read(item).items[0].kind; };
    const auto matrix = std::get<Matrix>(kind_of(matrix_item));
    EXPECT_TRUE(matrix.choices[1].exclusive);
    const auto poles = std::get<SemanticDifferential>(kind_of(poles_item));
    EXPECT_EQ(poles.points.size(), 5U);
    EXPECT_EQ(poles.points[4].code, "5");
    EXPECT_EQ(row_words(poles.rows[0]), "Slow – Fast");
    const auto ranking = std::get<Ranking>(kind_of(ranking_item));
    EXPECT_EQ(ranking.at_least, 1);
    EXPECT_EQ(ranking.at_most, 2);
    EXPECT_EQ(std::get<ConstantSum>(kind_of(sum_item)).total, 40);
    EXPECT_EQ(std::get<NetPromoter>(kind_of(promoter_item)).highest_label, "Always");
    EXPECT_EQ(std::get<SingleChoice>(kind_of(check_item)).attention_check, "b");
    EXPECT_EQ(std::get<Date>(kind_of(date_item)).latest, "2030-12-31");
    EXPECT_EQ(std::get<Number>(kind_of(slider_item)).slider, (Slider{"Low", "High"}));
    EXPECT_FALSE(std::get<Number>(kind_of("kind: number")).slider);
    EXPECT_TRUE(std::holds_alternative<Email>(kind_of("kind: e-mail")));
    const auto dropdown =
        std::get<SingleChoice>(kind_of("kind: single choice, shown as: dropdown, choices: [{a: A}]")
        );
    EXPECT_EQ(dropdown.appearance, Appearance::dropdown);
}

TEST(KindsTest, NameTheirFaults) {
    struct Row {
        const char* name;
        std::string item;
        const char* code;
    };
    for (const Row& row : {
             Row{"matrix without choices", "kind: matrix, rows: [{r: R}]", "study.missing-key"},
             Row{"text beside a matrix's choice",
                 "kind: matrix, rows: [{r: R}], choices: [{a: A, text: true}]",
                 "study.key-of-other-kind"},
             Row{"one pole", "kind: semantic differential, rows: [{r: Slow}]", "study.missing-key"},
             Row{"one point",
                 "kind: semantic differential, points: 1, rows: [{r: Slow, opposite: Fast}]",
                 "study.out-of-range"},
             Row{"too many points",
                 "kind: semantic differential, points: 12, rows: [{r: Slow, opposite: Fast}]",
                 "study.out-of-range"},
             Row{"opposite in a grid",
                 "kind: grid, rows: [{r: R, opposite: S}], scale: [{a: A}]",
                 "study.key-of-other-kind"},
             Row{"more ranks than choices",
                 "kind: ranking, at least: 3, choices: [{a: A}, {b: B}]",
                 "study.out-of-range"},
             Row{"ranks exchanged",
                 "kind: ranking, at least: 2, at most: 1, choices: [{a: A}, {b: B}]",
                 "study.empty-range"},
             Row{"a condition in a ranking",
                 "kind: ranking, choices: [{a: A, shown when: true}, {b: B}]",
                 "study.key-of-other-kind"},
             Row{"no total", "kind: constant sum, rows: [{r: R}]", "study.missing-key"},
             Row{"total of nothing",
                 "kind: constant sum, total: 0, rows: [{r: R}]",
                 "study.out-of-range"},
             Row{"days exchanged",
                 "kind: date, earliest: 2030-01-01, latest: 2020-01-01",
                 "study.empty-range"},
             Row{"no day", "kind: date, latest: 2021-02-29", "study.bad-date"},
             Row{"bounds of a number", "kind: date, minimum: 3", "study.key-of-other-kind"},
             Row{"a slider without ends",
                 "kind: number, minimum: 0, slider: true",
                 "study.slider-without-ends"},
             Row{"a slider that cannot move",
                 "kind: number, minimum: 3, maximum: 3, slider: true",
                 "study.slider-without-ends"},
             Row{"an end without a slider",
                 "kind: number, lowest label: Low",
                 "study.conflicting-keys"},
             Row{"a check that cannot be passed",
                 "kind: single choice, attention check: c, choices: [{a: A}, {b: B}]",
                 "study.unknown-choice"},
             Row{"a check of several choices",
                 "kind: several choices, attention check: a, choices: [{a: A}]",
                 "study.key-of-other-kind"},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy one = loaded(row.item);
        ASSERT_EQ(one.problems.size(), 1U);
        EXPECT_EQ(one.problems[0].code, row.code);
        EXPECT_FALSE(one.problems[0].cure.empty());
        EXPECT_EQ(one.problems[0].place.line, 8);
    }
}

TEST(KindsTest, AreShownAsAProtocol) {
    struct Row {
        std::string item;
        const char* words;
    };
    for (const Row& row : {
             Row{matrix_item, "several answers in each row"},
             Row{poles_item, "one of 5 points between two poles in each row"},
             Row{poles_item, "Slow – Fast"},
             Row{ranking_item, "an order of the choices, at least 1, at most 2"},
             Row{sum_item, "whole numbers that add up to 40 hours"},
             Row{promoter_item, "a number from 0 (\"Never\") to 10 (\"Always\")"},
             Row{check_item, "one answer; attention check: passed with \"B\""},
             Row{date_item, "a date, from 2020-01-01 to 2030-12-31"},
             Row{slider_item,
                 "a whole number from 0 to 10, with a slider, from \"Low\", to \"High\""},
             Row{"kind: date, latest: 2030-12-31", "a date, to 2030-12-31"},
             Row{"kind: e-mail", "an e-mail address"},
             Row{"kind: single choice, shown as: dropdown, choices: [{a: A}]",
                 "one answer from a dropdown"},
         }) {
        SCOPED_TRACE(row.item);
        const Study made = read(row.item);
        const std::string document = protocol_markdown(made, lint(made));
        EXPECT_NE(document.find(row.words), std::string::npos) << document;
    }
}

TEST(KindsTest, AreCompared) {
    struct Row {
        std::string before;
        std::string after;
        const char* change;
    };
    const auto changed = [](std::string item, const std::string& what, const std::string& with) {
        return item.replace(item.find(what), what.size(), with);
    };
    for (const Row& row : {
             Row{matrix_item, changed(matrix_item, "{r: R}", "{s: R}"), "row \"r\" removed"},
             Row{matrix_item,
                 changed(matrix_item, "{a: A}", "{a: B}"),
                 "label of choice \"a\" changed"},
             Row{poles_item, changed(poles_item, "5", "7"), "\"points\" changed"},
             Row{poles_item, changed(poles_item, "Fast", "Swift"), "opposite of row \"r\" changed"},
             Row{ranking_item, changed(ranking_item, "most: 2", "most: 1"), "\"at most\" changed"},
             Row{sum_item, changed(sum_item, "40", "100"), "\"total\" changed"},
             Row{promoter_item,
                 changed(promoter_item, "Never", "Seldom"),
                 "\"lowest label\" changed"},
             Row{slider_item, changed(slider_item, "High", "Much"), "\"slider\" changed"},
             Row{check_item, changed(check_item, "check: b", "check: a"), "attention check changed"
             },
             Row{date_item, changed(date_item, "2020", "2021"), "\"earliest\" changed"},
             Row{"kind: single choice, choices: [{a: A}]",
                 "kind: single choice, shown as: dropdown, choices: [{a: A}]",
                 "\"shown as\" changed"},
         }) {
        SCOPED_TRACE(row.change);
        const auto changes = compare_versions(read(row.before), read(row.after));
        ASSERT_FALSE(changes.empty());
        EXPECT_EQ(changes[0].what, row.change);
        EXPECT_FALSE(changes[0].comparable);
        EXPECT_TRUE(compare_versions(read(row.before), read(row.before)).empty());
    }
}

TEST(KindsTest, AreLookedAtByTheLinter) {
    const auto found = [](const char* rule, Item made) {
        StudyBuilder builder;
        builder.add(std::move(made));
        return count_of(lint(builder.build()), rule);
    };
    EXPECT_EQ(found("email-beside-answers", item("q", Email{})), 1);
    EXPECT_EQ(found("email-beside-answers", item("q", Text{})), 0);
    const Matrix matrix{options({"Work"}), options({"ONNX", "NNEF"})};
    EXPECT_EQ(found("no-none", item("q", matrix)), 1);
    EXPECT_EQ(found("no-none", item("q", Matrix{matrix.rows, with(matrix.choices, none())})), 0);
    Item check = item("q", SingleChoice{options({"Never", "Often"}), Appearance::list, "c2"});
    check.serves.clear();
    EXPECT_EQ(found("serves-nothing", check), 0);
    StudyBuilder builder;
    const auto frequency = options({"Never", "Rarely", "Occasionally", "Regularly"});
    builder.add(item("often", Grid{options({"Crashes"}), frequency})).add(check);
    EXPECT_EQ(count_of(lint(builder.build()), "unequal-scales"), 0);
}

TEST(KindsTest, KnowTheDaysOfTheCalendar) {
    struct Row {
        const char* text;
        bool day;
    };
    for (const Row& row : {
             Row{"2024-02-29", true},
             Row{"2023-02-29", false},
             Row{"1900-02-29", false},
             Row{"2000-02-29", true},
             Row{"0000-01-01", true},
             Row{"9999-12-31", true},
             Row{"2024-13-01", false},
             Row{"2024-00-10", false},
             Row{"2024-1-1", false},
             Row{"2024/01/01", false},
             Row{"-024-01-01", false},
             Row{"2024-01-01 ", false},
             Row{"", false},
         }) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(calendar_day(row.text).has_value(), row.day);
    }
}

}  // namespace
}  // namespace querist::instrument
