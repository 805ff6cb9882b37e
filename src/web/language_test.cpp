// Which language a page comes in, and that a choice changes nothing else.

#include "web/chosen_language.hpp"

#include "web/route.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

TEST(ChosenLanguageTest, TakesTheAddressThenTheCookieThenTheBrowser) {
    struct Row {
        const char* name;
        Request request;
        const char* chosen;
    };
    const Row rows[] = {
        {"nothing", {.target = "/s/x/"}, "en"},
        {"address",
         {.target = "/s/x/?lang=de", .cookie = "querist-lang=ar", .accept_language = "ar"},
         "de"},
        {"address with more", {.target = "/s/x/p/a?more&lang=ar"}, "ar"},
        {"cookie", {.target = "/s/x/", .cookie = "querist-lang=ar", .accept_language = "de"}, "ar"},
        {"browser", {.target = "/s/x/", .accept_language = "de-CH,fr;q=0.8"}, "de"},
        {"not offered",
         {.target = "/s/x/?lang=xx", .cookie = "querist-lang=<b>", .accept_language = "ja"},
         "en"},
    };
    const std::vector<std::string> offered = {"en", "ar", "de"};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(chosen_language(row.request, offered), row.chosen);
    }
}

TEST(ChosenLanguageTest, SpeaksToTheBrowserWhereNoStudyIsConcerned) {
    EXPECT_EQ(words_of({.accept_language = "ar-EG"}).tongue(), language::Tongue::arabic);
    EXPECT_EQ(words_of({.accept_language = "tlh"}).tongue(), language::Tongue::english);
}

TEST(ChosenLanguageTest, KeepsTheChoiceWithinTheStudy) {
    EXPECT_EQ(
        language_cookie("a b", "zh-Hans", true),
        "Set-Cookie: querist-lang=zh-Hans; Path=/s/a%20b/; Max-Age=2592000; HttpOnly; "
        "SameSite=Lax; Secure\r\n"
    );
}

}  // namespace
}  // namespace querist::web
