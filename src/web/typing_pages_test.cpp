// Pages whose script counts how open answers come.

#include "web/assets.hpp"
#include "web/pages.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

instrument::Study counted_study(const std::string& screening) {
    instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml",
          "querist: 1\nid: counted\ntitle: Counted\n" + screening +
              "instrument:\n  pages:\n    - id: open\n      items:\n"
              "        - {id: why, ask: Why?, kind: long text}\n"
              "        - {id: where, ask: Where?, kind: short text}\n"
              "    - id: shut\n      items:\n        - {id: yes_no, ask: Yes?, kind: yes/no}\n"}},
        ""
    );
    return loaded.study ? *loaded.study : instrument::Study();
}

std::string shown(const instrument::Study& study, int page, const response::Form* typed = nullptr) {
    const response::State state = response::fresh_state(study);
    return question_page(
        {.study = study,
         .life = actions::Life::open,
         .id = PublicId{},
         .state = state,
         .answers = state.answers,
         .page = page,
         .csrf = "token",
         .shown_at = std::nullopt,
         .typed = typed}
    );
}

TEST(TypingPagesTest, HaveTheFieldAndItsScriptWhereSomethingIsCounted) {
    const instrument::Study screened = counted_study("screening: {review at: 3}\n");
    const std::string page = shown(screened, 0);
    EXPECT_TRUE(page.contains(R"(name="_typing" value="why where")")) << page;
    EXPECT_TRUE(page.contains(typing_script_path())) << page;
    for (const std::string& other :
         {shown(screened, 1),
          shown(counted_study(""), 0),
          shown(counted_study("screening: {points: {pasted: 0, not typed: 0}}\n"), 0)}) {
        EXPECT_FALSE(other.contains("_typing")) << other;
        EXPECT_FALSE(other.contains(typing_script_path())) << other;
    }
}

TEST(TypingPagesTest, ComeBackWithWhatWasCounted) {
    const instrument::Study study = counted_study("screening: {review at: 3}\n");
    const response::Form typed{{"why", "x"}, {"_typing", "why:41:7 where"}};
    EXPECT_TRUE(shown(study, 0, &typed).contains(R"(name="_typing" value="why:41:7 where")"));
    const response::Form strange{{"why", "x"}, {"_typing", "\"><script>"}};
    EXPECT_TRUE(shown(study, 0, &strange).contains(R"(name="_typing" value="why where")"));
}

}  // namespace
}  // namespace querist::web
