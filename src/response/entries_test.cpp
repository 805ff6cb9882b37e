#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::response {
namespace {

using namespace fixture;
using nlohmann::json;

/// Every kind answered once.
Form full_form() {
    return {
        {"one", "other"},
        {"one.text.other", "\"mine\"\\"},
        {"several", "c"},
        {"several", "a"},
        {"yes", "yes"},
        {"grid.row.r2", "never"},
        {"grid.row.other", "often"},
        {"grid.text.other", "Zeilenende"},
        {"line", "short"},
        {"lines", "a\r\nb\tc"},
        {"whole", "31"},
        {"decimal", "-0.5"},
    };
}

TEST(EntriesTest, WriteAPageAsDocumented) {
    const Study study = every_kind_study();
    const PageCheck check = check_page(study, fresh_state(study), 0, full_form());
    ASSERT_TRUE(check.faults.empty());
    EXPECT_EQ(
        page_body_text(study, 0, 1, noon, std::nullopt, check),
        R"({"answers":{"decimal":-0.5,"grid":{"other":"often","r2":"never"},"line":"short",)"
        R"("lines":"a\nb\tc","one":"other","several":["a","c"],"whole":31,"yes":true},)"
        R"("at":"2027-01-15T08:00:00.000001Z","page":"first","revision":1,)"
        R"("shown":["intro","one","several","yes","grid","line","lines","whole","decimal"],)"
        R"("texts":{"grid":{"other":"Zeilenende"},"one":{"other":"\"mine\"\\"}}})"
    );
    const json body = page_body(study, 0, 1, noon, noon, check);
    EXPECT_EQ(page_body_text(study, 0, 1, noon, noon, check), canonical_json(body));
    EXPECT_EQ(body.at("answers"), answers_json(study, check.answers));
}

TEST(EntriesTest, WriteTheOtherBodies) {
    EXPECT_EQ(consent_body_text(3, true, noon), canonical_json(consent_body(3, true, noon)));
    EXPECT_EQ(consent_body_text(3, false, noon), canonical_json(consent_body(3, false, noon)));
    EXPECT_EQ(completion_body_text(noon), canonical_json(completion_body(noon)));
    EXPECT_EQ(
        canonical_json(exclusion_body(true, "a test", noon)),
        R"({"at":"2027-01-15T08:00:00.000001Z","excluded":true,"reason":"a test"})"
    );
}

TEST(EntriesTest, FoldIntoTheStateThatTheWalkHad) {
    const Study study = every_kind_study();
    State live = fresh_state(study);
    State folded = live;
    const auto fold = [&](EntryKind kind, const json& body) {
        const Result<void> applied = apply(study, folded, kind, body);
        EXPECT_TRUE(applied) << applied.error().message;
    };
    accept_consent(live, 2, true);
    fold(EntryKind::consent, consent_body(2, true, noon));
    const PageCheck check = check_page(study, live, 0, full_form());
    accept_page(live, 0, 1, check);
    fold(EntryKind::page, page_body(study, 0, 1, noon, noon, check));
    accept_completion(live);
    fold(EntryKind::completion, completion_body(noon));
    EXPECT_TRUE(folded == live);
    EXPECT_EQ(folded.consent_version, 2);
    EXPECT_EQ(folded.page_revisions, (std::vector<int>{1, 0}));

    fold(EntryKind::flag, flag_body("fast", noon));
    fold(EntryKind::flag, flag_body("fast", noon));
    EXPECT_EQ(folded.flags, std::vector<std::string>{"fast"});
    fold(EntryKind::exclusion, exclusion_body(true, "a robot", noon));
    EXPECT_TRUE(folded.excluded);
    fold(EntryKind::exclusion, exclusion_body(false, "no robot", noon));
    EXPECT_FALSE(folded.excluded);
    fold(EntryKind::withdrawal, withdrawal_body(noon));
    State nothing = fresh_state(study);
    nothing.status = Status::withdrawn;
    EXPECT_TRUE(folded == nothing) << "a withdrawal leaves nothing";
    fold(EntryKind::withdrawal, withdrawal_body(noon, true));
    nothing.excluded = true;
    EXPECT_TRUE(folded == nothing) << "who was excluded stays so";
    fold(EntryKind::consent, consent_body(2, false, noon));
    EXPECT_EQ(folded.status, Status::refused);
}

TEST(EntriesTest, RefuseWhatIsOfAnotherVersionAndChangeNothing) {
    const Study study = every_kind_study();
    const auto page = [](const char* members) {
        return json::parse(
            std::string(R"({"page":"first","revision":1,"shown":["one","yes","grid",)") +
            R"("several","whole","decimal","line","intro"],)" + members + "}"
        );
    };
    struct Row {
        const char* name;
        EntryKind kind;
        json body;
        const char* code;
    };
    constexpr const char* unknown = "response.unknown-answer";
    constexpr const char* damaged = "response.damaged-body";
    const std::vector<Row> rows = {
        {"page", EntryKind::page, json::parse(R"({"page":"zzz"})"), unknown},
        {"choice", EntryKind::page, page(R"("answers":{"one":"zzz"})"), unknown},
        {"item", EntryKind::page, page(R"("answers":{"zzz":"a"})"), unknown},
        {"item of another page", EntryKind::page, page(R"("answers":{"agree":true})"), unknown},
        {"item that was not shown", EntryKind::page, page(R"("answers":{"more":"x"})"), unknown},
        {"row", EntryKind::page, page(R"("answers":{"grid":{"zzz":"never"}})"), unknown},
        {"point", EntryKind::page, page(R"("answers":{"grid":{"r1":"zzz"}})"), unknown},
        {"option with text",
         EntryKind::page,
         page(R"("answers":{},"texts":{"one":{"z":"x"}})"),
         unknown},
        {"shown",
         EntryKind::page,
         json::parse(R"({"page":"first","revision":1,"shown":["zzz"],"answers":{}})"),
         unknown},
        {"no page", EntryKind::page, json::object(), damaged},
        {"no object", EntryKind::page, json::array(), damaged},
        {"no revision", EntryKind::page, json::parse(R"({"page":"first"})"), damaged},
        {"revision 0", EntryKind::page, json::parse(R"({"page":"first","revision":0})"), damaged},
        {"no answers", EntryKind::page, page(R"("texts":{})"), damaged},
        {"a yes as text", EntryKind::page, page(R"("answers":{"yes":"yes"})"), damaged},
        {"an empty set", EntryKind::page, page(R"("answers":{"several":[]})"), damaged},
        {"half a year", EntryKind::page, page(R"("answers":{"whole":0.5})"), damaged},
        {"text as number", EntryKind::page, page(R"("answers":{"line":1})"), damaged},
        {"answered information", EntryKind::page, page(R"("answers":{"intro":"x"})"), damaged},
        {"null", EntryKind::page, page(R"("answers":{"one":null})"), damaged},
        {"consent", EntryKind::consent, json::object(), damaged},
        {"flag", EntryKind::flag, json::object(), damaged},
        {"exclusion", EntryKind::exclusion, json::parse(R"({"excluded":1})"), damaged},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        State state = fresh_state(study);
        const Result<void> applied = apply(study, state, row.kind, row.body);
        ASSERT_FALSE(applied);
        EXPECT_EQ(applied.error().code, row.code);
        EXPECT_FALSE(applied.error().cure.empty());
        EXPECT_TRUE(state == fresh_state(study));
    }
}

TEST(NamesTest, ReadWhatTheyPrint) {
    for (const Origin one :
         {Origin::real, Origin::pilot, Origin::test, Origin::synthetic, Origin::imported}) {
        EXPECT_EQ(parse_origin(to_text(one)), one);
    }
    for (const Status one :
         {Status::in_progress, Status::complete, Status::refused, Status::withdrawn}) {
        EXPECT_EQ(parse_status(to_text(one)), one);
    }
    for (const EntryKind one :
         {EntryKind::consent,
          EntryKind::page,
          EntryKind::completion,
          EntryKind::flag,
          EntryKind::exclusion,
          EntryKind::withdrawal}) {
        EXPECT_EQ(parse_entry_kind(to_text(one)), one);
    }
    EXPECT_EQ(parse_origin("zzz"), std::nullopt);
    EXPECT_EQ(parse_status(""), std::nullopt);
    EXPECT_EQ(parse_entry_kind("Page"), std::nullopt);
    EXPECT_EQ(to_text(Gap::broken_off), "broken_off");
    EXPECT_EQ(to_text(Completion::partial), "partial");
}

}  // namespace
}  // namespace querist::response
