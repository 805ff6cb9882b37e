// Which language a page comes in, and that a choice changes nothing else.

#include "web/chosen_language.hpp"

#include "web/route.hpp"
#include "web/site_fixture.hpp"

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

constexpr const char* pages_in_german = R"(language: de
texts:
  title: {source: "Pages & <people>", text: "Seiten & <Leute>"}
  consent.agree: {source: "I agree", text: "Ich stimme zu"}
  items.years.choices.long: {source: "Long", text: "Lange"}
  items.name.ask: {source: "What name?", text: "Welcher Name?"}
)";

class SiteLanguageTest : public fixture::SiteTest {
protected:
    SiteLanguageTest() {
        fieldwork.served = fixture::study_with(
            {{"translations/de.yaml", pages_in_german}, {"translations/ar.yaml", "language: ar\n"}}
        );
    }
    fixture::Answered ask(
        std::string_view target, std::string_view accept, std::string_view cookie
    ) {
        return send({.target = target, .cookie = cookie, .accept_language = accept});
    }
};

TEST_F(SiteLanguageTest, TheFirstPageComesInTheLanguageAskedFor) {
    struct Row {
        const char* name;
        const char* target;
        const char* accept;
        const char* html;
        bool kept;
    };
    const Row rows[] = {
        {"nothing", "/s/pages/", "", "<html lang=\"en\" dir=\"ltr\">", false},
        {"the browser", "/s/pages/", "de-CH, en;q=0.5", "<html lang=\"de\" dir=\"ltr\">", false},
        {"the link", "/s/pages/?lang=ar", "de", "<html lang=\"ar\" dir=\"rtl\">", true},
        {"a link to what is not offered", "/s/pages/?lang=fr", "de", "<html lang=\"de\"", false},
        {"a link to nonsense", "/s/pages/?lang=%22%3E", "", "<html lang=\"en\"", false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const fixture::Answered page = ask(row.target, row.accept, "");
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(page.body.contains(row.html)) << page.body.substr(0, 200);
        EXPECT_EQ(page.head.contains("querist-lang="), row.kept);
        EXPECT_TRUE(page.header("Vary").contains("Accept-Language"));
    }
    const fixture::Answered german = ask("/s/pages/", "de", "");
    EXPECT_TRUE(german.body.contains("Seiten &amp; &lt;Leute&gt;"));
    EXPECT_TRUE(german.body.contains("Ich stimme zu"));
    EXPECT_TRUE(german.body.contains("href=\"?lang=ar\""));
    EXPECT_NE(german.header("ETag"), ask("/s/pages/", "en", "").header("ETag"));
}

TEST_F(SiteLanguageTest, TheFirstPageIsMadeInEveryLanguageBeforeItIsAskedFor) {
    const auto study = fieldwork.study("pages");
    const actions::Life life = fieldwork.life("pages");
    prepare_front_pages(fieldwork, fronts);
    EXPECT_TRUE(fronts.has(study, "en", life));
    EXPECT_FALSE(fronts.has(study, "de", life));
    std::stop_source stopper;
    prepare_translated_front_pages(fieldwork, fronts, stopper.get_token());
    for (const std::string& language : study->languages) {
        EXPECT_TRUE(fronts.has(study, language, life)) << language;
    }
    const auto before = fronts.page(study, "de", life);
    EXPECT_EQ(fronts.page(study, "de", life), before) << "made once";
    EXPECT_NE(fronts.page(study, "de", actions::Life::paused), before) << "another life";
    stopper.request_stop();
    FrontPages none;
    prepare_translated_front_pages(fieldwork, none, stopper.get_token());
    EXPECT_FALSE(none.has(study, "de", life));
}

TEST_F(SiteLanguageTest, ALinkToTheServerLeadsOnInItsLanguage) {
    EXPECT_EQ(ask("/?lang=de", "", "").header("Location"), "/s/pages/?lang=de");
    EXPECT_EQ(ask("/?source=forum", "", "").header("Location"), "/s/pages/?source=forum");
    EXPECT_EQ(
        ask("/s/pages?source=forum&lang=de", "", "").header("Location"),
        "/s/pages/?source=forum&lang=de"
    );
    EXPECT_TRUE(ask("/s/pages?lang=de", "", "").head.contains("querist-lang=de"));
}

TEST_F(SiteLanguageTest, TheConsentSaysInWhichLanguageItWasAsked) {
    EXPECT_EQ(
        post("/s/pages/consent", "", fixture::encoded({{"agree", "yes"}, {"_language", "de"}}))
            .status,
        303
    );
    EXPECT_EQ(
        post("/s/pages/consent", "", fixture::encoded({{"agree", "yes"}, {"_language", "fr"}}))
            .status,
        303
    );
    EXPECT_EQ(fieldwork.languages, (std::vector<std::string>{"de", "en"}));
}

TEST_F(SiteLanguageTest, TheSwitchKeepsWhatWasTypedAndStoresNothing) {
    const std::string secret = fieldwork.begin();
    response::Form form = first_page();
    form.emplace_back("name", "Anna & Co");
    form.emplace_back("years", "long");
    std::erase(form, response::Form::value_type("years", "short"));
    std::erase(form, response::Form::value_type("_go", "next"));
    form.emplace_back("_go", "language:de");
    const fixture::Answered page = submit("first", secret, form);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.body.contains("<html lang=\"de\""));
    EXPECT_TRUE(page.body.contains("Welcher Name?"));
    EXPECT_TRUE(page.body.contains("value=\"Anna &amp; Co\""));
    EXPECT_TRUE(page.body.contains("name=\"_language\" value=\"de\""));
    EXPECT_TRUE(page.head.contains("Set-Cookie: querist-lang=de; Path=/s/pages/;"));
    EXPECT_EQ(fieldwork.submissions, 0);
    const std::size_t first = page.body.find("<button");
    EXPECT_LT(page.body.find("value=\"next\"", first), page.body.find("value=\"language:"))
        << "Enter in a field goes on and changes no language";
    form.back().second = "language:tlh";
    EXPECT_TRUE(submit("first", secret, form).body.contains("<html lang=\"en\""));
    EXPECT_EQ(post("/s/pages/p/first", secret, fixture::encoded(form)).status, 403)
        << "without a token";
}

TEST_F(SiteLanguageTest, FaultsAreSaidInTheLanguageOfTheForm) {
    const std::string secret = fieldwork.begin();
    const fixture::Answered page =
        submit("first", secret, {{"_revision", "0"}, {"_go", "next"}, {"_language", "de"}});
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(page.body.contains("<title>Fehler: "));
}

}  // namespace
}  // namespace querist::web
