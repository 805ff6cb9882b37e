#include "report/screening.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::report {
namespace {

TEST(ScreeningTest, KnowsTheOnlyAnswerThatIsNotScreenedOut) {
    struct Row {
        const char* name;
        const char* screen_out;
        const char* item;
        std::optional<std::size_t> only;
    };
    for (const Row& row : {
             Row{"no is sent away", "!uses", "uses", 0},
             Row{"yes is sent away", "uses", "uses", 1},
             Row{"all roles but one", "role != 'user'", "role", 1},
             Row{"one of three roles", "role == 'user'", "role", std::nullopt},
             Row{"each of two", "!uses || role != 'user'", "uses", 0},
             Row{"each of two, the other", "!uses || role != 'user'", "role", 1},
             Row{"both together only", "!uses && role == 'none'", "uses", std::nullopt},
             Row{"whoever answers", "answered(uses)", "role", std::nullopt},
             Row{"nobody is left", "uses || !uses", "uses", std::nullopt},
             Row{"several choices", "'x' in tools", "tools", std::nullopt},
         }) {
        SCOPED_TRACE(row.name);
        const std::string yaml = fmt::format(
            "querist: 1\nid: s\ntitle: S\nresearch questions: [{{id: rq, text: Why?}}]\n"
            "instrument:\n  pages:\n    - id: one\n      items:\n"
            "        - {{id: uses, ask: Uses?, kind: yes/no}}\n"
            "        - {{id: role, ask: Role?, kind: single choice, choices: [{{none: None}}, "
            "{{user: User}}, {{dev: Developer}}, {{mute: Prefer not to say, declines: true}}]}}\n"
            "        - {{id: tools, ask: Tools?, kind: several choices, choices: [{{x: X}}, {{y: "
            "Y}}]}}\n"
            "    - id: two\n      screen out: {{when: \"{}\", message: Bye.}}\n      items:\n"
            "        - {{id: more, ask: More?, kind: yes/no}}\n",
            row.screen_out
        );
        const instrument::LoadedStudy loaded = instrument::load_study({{"study.yaml", yaml}}, "");
        ASSERT_TRUE(loaded.study) << describe(loaded.problems.front());
        const auto item = std::ranges::find(loaded.study->items, row.item, &instrument::Item::id);
        ASSERT_NE(item, loaded.study->items.end());
        EXPECT_EQ(only_admitted(*loaded.study, *item), row.only);
    }
}

}  // namespace
}  // namespace querist::report
