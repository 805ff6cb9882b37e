// The language of a page, from the form to the entry, the state and the projection.

#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::response {
namespace {

using namespace fixture;
using nlohmann::json;

Study study_in(std::vector<std::string> languages) {
    Study study = every_kind_study();
    study.language = languages.front();
    study.languages = std::move(languages);
    return study;
}

Form german_form() { return {{"yes", "yes"}, {"_language", "de"}}; }

TEST(LanguageEntriesTest, TakeTheLanguageThatAFormSays) {
    struct Row {
        const char* name;
        std::vector<std::string> languages;
        Form form;
        int language;
    };
    const std::vector<std::string> both = {"en", "de"};
    const Row rows[] = {
        {"its own", both, {{"_language", "en"}}, 0},
        {"another", both, {{"_language", "de"}}, 1},
        {"not offered", both, {{"_language", "fr"}}, -1},
        {"no language", both, {{"_language", "<b>"}}, -1},
        {"nothing", both, {}, -1},
        {"one language only: its version says it", {"en"}, {{"_language", "en"}}, -1},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Study study = study_in(row.languages);
        EXPECT_EQ(check_page(study, fresh_state(study), 0, row.form).language, row.language);
    }
}

TEST(LanguageEntriesTest, SayItInTheirBodies) {
    const Study study = study_in({"en", "de"});
    const PageCheck check = check_page(study, fresh_state(study), 0, german_form());
    const std::string text = page_body_text(study, 0, 1, noon, std::nullopt, check);
    EXPECT_TRUE(text.contains(R"("at":"2027-01-15T08:00:00.000001Z","language":"de","page")"))
        << text;
    EXPECT_EQ(text, canonical_json(page_body(study, 0, 1, noon, std::nullopt, check)));
    EXPECT_EQ(
        consent_body_text(1, true, noon, "de"),
        R"({"agreed":true,"at":"2027-01-15T08:00:00.000001Z","consent_version":1,"language":"de"})"
    );
    EXPECT_EQ(
        consent_body_text(1, true, noon, "de"), canonical_json(consent_body(1, true, noon, "de"))
    );
}

TEST(LanguageEntriesTest, FoldIntoTheLanguageAnsweredLast) {
    const Study study = study_in({"en", "de"});
    State live = fresh_state(study);
    State folded = live;
    EXPECT_EQ(live.language, -1);
    accept_consent(live, 1, true, 0);
    ASSERT_TRUE(apply(study, folded, EntryKind::consent, consent_body(1, true, noon, "en")));
    EXPECT_EQ(live.language, 0);
    EXPECT_EQ(folded, live);
    const PageCheck check = check_page(study, live, 0, german_form());
    accept_page(live, 0, 1, check);
    ASSERT_TRUE(
        apply(study, folded, EntryKind::page, page_body(study, 0, 1, noon, std::nullopt, check))
    );
    EXPECT_EQ(live.language, 1);
    EXPECT_EQ(folded, live);
    const PageCheck silent = check_page(study, live, 0, {{"yes", "no"}});
    accept_page(live, 0, 2, silent);
    EXPECT_EQ(live.language, 1) << "a page that does not say one changes none";
}

TEST(LanguageEntriesTest, GoThroughTheProjection) {
    const Study study = study_in({"en", "de"});
    State state = fresh_state(study);
    accept_page(state, 0, 1, check_page(study, state, 0, german_form()));
    const std::string text = projection_text(study, state);
    EXPECT_TRUE(text.contains(R"(,"l":"de",)")) << text;
    for (const ProjectionParts parts : {ProjectionParts::all, ProjectionParts::answers}) {
        ProjectionReader reader(study, parts);
        ASSERT_TRUE(reader.read(text));
        EXPECT_EQ(reader.language(), 1);
        ASSERT_TRUE(reader.read(projection_text(study, fresh_state(study))));
        EXPECT_EQ(reader.language(), -1) << "nothing stays of the row before";
    }
    const Result<State> read = state_from_projection(study, text);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, state);
}

TEST(LanguageEntriesTest, RefuseLanguagesThatTheVersionDoesNotHave) {
    struct Row {
        const char* name;
        json said;
        const char* code;
    };
    const Row rows[] = {
        {"not offered", "fr", "response.unknown-answer"},
        {"no text", 7, "response.damaged-body"},
    };
    const Study study = study_in({"en", "de"});
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        json page = page_body(
            study, 0, 1, noon, std::nullopt, check_page(study, fresh_state(study), 0, {})
        );
        json consent = consent_body(1, true, noon);
        page["language"] = row.said;
        consent["language"] = row.said;
        for (const auto& [kind, body] :
             {std::pair(EntryKind::page, page), std::pair(EntryKind::consent, consent)}) {
            State state = fresh_state(study);
            const Result<void> applied = apply(study, state, kind, body);
            ASSERT_FALSE(applied);
            EXPECT_EQ(applied.error().code, row.code);
            EXPECT_EQ(state, fresh_state(study)) << "nothing changed";
        }
    }
    EXPECT_FALSE(state_from_projection(
        study_in({"en", "fr"}), R"({"a":[],"g":"","l":"de","p":"","r":[],"s":"x"})"
    ));
}

}  // namespace
}  // namespace querist::response
