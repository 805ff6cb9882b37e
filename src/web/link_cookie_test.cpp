#include "web/link_cookie.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace querist::web {
namespace {

instrument::Study linked_study() {
    instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml",
          "querist: 1\nid: linked\ntitle: Linked\ninstrument:\n  from link:\n"
          "    - {id: source, title: Where, allowed: [{forum: F}, {list: L}]}\n"
          "    - {id: wave, title: Wave}\n"
          "  pages: [{id: one, items: [{id: q, ask: Q?, kind: yes/no}]}]\n"}},
        "linked"
    );
    if (!loaded.study) throw std::invalid_argument(loaded.problems.front().message);
    return std::move(*loaded.study);
}

TEST(LinkCookieTest, KeepsWhatTheStudyTakes) {
    const instrument::Study study = linked_study();
    const std::string end = "; Path=/s/linked/consent; HttpOnly; SameSite=Lax\r\n";
    struct Row {
        const char* name;
        const char* target;
        std::string fields;
    };
    for (const Row& row : {
             Row{"a switch of languages", "/s/linked/?lang=de", ""},
             Row{"both", "/s/linked/?wave=2&source=forum", "source=forum&wave=2"},
             Row{"escaped", "/s/linked/?source=%66orum", "source=forum"},
             Row{"refused", "/s/linked/?source=a;b%0d%0aX:1&wave=1", "=source&wave=1"},
         }) {
        SCOPED_TRACE(row.name);
        const std::string line = link_cookie(study, {.target = row.target}, false);
        EXPECT_EQ(line, row.fields.empty() ? "" : "Set-Cookie: querist-link=" + row.fields + end);
        const std::string header = "querist-start=x; querist-link=" + row.fields;
        EXPECT_EQ(
            response::read_link(study, link_values({.cookie = header})).refused.size(),
            row.fields.starts_with("=") ? 1U : 0U
        );
    }
    const std::string forgotten =
        "Set-Cookie: querist-link=; Path=/s/linked/consent; Max-Age=0; HttpOnly; SameSite=Lax\r\n";
    EXPECT_EQ(forgotten_link(study), forgotten);
    for (const char* silent : {"/s/linked/", "/s/linked/?utm=1", "/s/linked/?source=%ff"}) {
        SCOPED_TRACE(silent);
        EXPECT_EQ(link_cookie(study, {.target = silent}, false), forgotten);
        EXPECT_EQ(link_cookie({}, {.target = silent}, false), "") << "the study takes no fields";
    }
    const std::string secure = link_cookie(study, {.target = "/s/linked/?wave=2"}, true);
    EXPECT_TRUE(secure.ends_with("; Secure\r\n")) << secure;
    EXPECT_TRUE(link_values({.cookie = "querist-link=%zz"}).empty());
}

}  // namespace
}  // namespace querist::web
