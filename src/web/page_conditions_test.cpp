#include "web/page_conditions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::web {
namespace {

constexpr std::string_view shown_rows_yaml = R"(querist: 1
id: live
title: What comes and goes
language: en
time zone: UTC
mode: confidential
research questions:
  - id: rq
    text: Does it?
instrument:
  pages:
    - id: before
      title: Before
      items:
        - id: expert
          ask: Are you one?
          kind: yes/no
          serves: [rq]
        - id: name
          ask: What is your name?
          kind: short text
          serves: [rq]
    - id: now
      title: Now
      items:
        - id: age
          ask: How old are you?
          kind: number
          serves: [rq]
        - id: why
          ask: Why?
          kind: short text
          serves: [rq]
          shown when: age > 10 && expert
        - id: part
          ask: Which?
          kind: single choice
          serves: [rq]
          choices:
            - a: A
              shown when: age > 20 || name == "secret"
            - b: B
              shown when: expert
            - c: C
)";

const instrument::Study& study() {
    static const instrument::LoadedStudy loaded =
        instrument::load_study({{"study.yaml", std::string(shown_rows_yaml)}}, "live");
    EXPECT_TRUE(loaded.study.has_value());
    return *loaded.study;
}

TEST(PageConditionsTest, TellsTheBrowserWhatIsLeftToDecide) {
    const auto yes = [](bool value) { return response::Answer{value, {}}; };
    const auto text = [](const char* value) { return response::Answer{std::string(value), {}}; };
    struct Row {
        const char* name;
        int page;
        response::Answer expert;
        response::Answer typed;
        std::string json;
    };
    const std::string subjects = R"("s":[{"i":"age","k":"i"}])";
    const std::string why = R"(["why",["<",["n",0],["i",10],4]])";
    const std::string part = R"(["part:0",["<",["n",0],["i",20],4]])";
    for (const Row& row : {
             Row{"no condition on the page", 0, yes(true), text("x"), ""},
             Row{"earlier answers are settled",
                 1,
                 yes(true),
                 text("x"),
                 R"({"p":[)" + why + "," + part + "]," + subjects + "}"},
             Row{"what they close never comes",
                 1,
                 yes(false),
                 text("x"),
                 R"({"p":[)" + part + "]," + subjects + "}"},
             Row{"what they open is there for good", 1, yes(false), text("secret"), ""},
         }) {
        SCOPED_TRACE(row.name);
        std::vector<response::Answer> answers(study().items.size());
        answers[0] = row.expert;
        answers[1] = row.typed;
        EXPECT_EQ(page_conditions(study(), answers, row.page).json, row.json);
    }
}

TEST(PageConditionsTest, NamesWhatComesAndGoes) {
    std::vector<response::Answer> answers(study().items.size());
    answers[0].value = true;
    const PageConditions conditions = page_conditions(study(), answers, 1);
    EXPECT_EQ(conditions.part_name(study(), 3), "why");
    EXPECT_EQ(conditions.part_name(study(), 4), "");
    EXPECT_EQ(conditions.part_name(study(), 4, 0), "part:0");
    EXPECT_EQ(conditions.part_name(study(), 4, 1), "");
}

}  // namespace
}  // namespace querist::web
