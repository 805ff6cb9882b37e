#include "exchange/import_fixture.hpp"

#include <nlohmann/json.hpp>

namespace querist::exchange {

namespace fixture {

std::string Imported::answers(std::size_t response) const {
    nlohmann::json all = nlohmann::json::object();
    for (const auto& [page, check] : responses.at(response).pages) {
        const nlohmann::json body =
            response::page_body(import_study(), page, 1, Instant{}, {}, check);
        all.update(body["answers"]);
        if (!body["texts"].empty()) all["texts"].update(body["texts"]);
    }
    return all.dump();
}

}  // namespace fixture

namespace {

using fixture::import_csv;
using fixture::Imported;
using fixture::mapping_of;
using Consent = ImportedResponse::Consent;
using Strings = std::vector<std::string>;

/// A mapping of the column A alone.
std::string mapping_to(const std::string& target, const std::string& more = "") {
    return "querist import: 1\nconsent: not in the file\nignored: [AnswerDisplayOrder]\n"
           "no answer: [N/A, \"-99\"]\n" +
           more + "columns:\n  A: " + target + "\n";
}

TEST(ImportRowTest, ReadsCellsOfEveryKind) {
    struct Row {
        const char* name;
        const char* target;
        const char* cell;
        const char* answers;
        Strings flags;
        Strings found;
    };
    for (const Row& row : {
             Row{"empty", "years", "", "{}", {}, {}},
             Row{"no answer", "years", "N/A", "{}", {}, {}},
             Row{"a label", "years", "less than 1 year", R"({"years":"few"})", {}, {}},
             Row{"a label with other spaces",
                 "years",
                 " 1 -  2 years ",
                 R"({"years":"some"})",
                 {},
                 {}},
             Row{"a code", "years", "some", R"({"years":"some"})", {}, {}},
             Row{"no label",
                 "years",
                 "3 years",
                 "{}",
                 {"unknown-value:years"},
                 {"import.unknown-value A 3 years"}},
             Row{"a mapped label",
                 "{to: years, values: {\"1\": few}}",
                 "1",
                 R"({"years":"few"})",
                 {},
                 {}},
             Row{"yes", "uses", "Y", R"({"uses":true})", {}, {}},
             Row{"a mapped yes",
                 "{to: uses, values: {\"Yes, I do\": \"yes\"}}",
                 "Yes, I do",
                 R"({"uses":true})",
                 {},
                 {}},
             Row{"several in a cell",
                 "problems",
                 "Slow,Crashes (e.g., it does not convert),Wrong, silently",
                 R"({"problems":["crashes","slow","wrong"]})",
                 {},
                 {}},
             Row{"an artefact beside",
                 "problems",
                 "Slow,AnswerDisplayOrder",
                 R"({"problems":["slow"]})",
                 {"artefact:problems"},
                 {"import.artefact A AnswerDisplayOrder"}},
             Row{"an artefact alone",
                 "problems",
                 "AnswerDisplayOrder",
                 "{}",
                 {"artefact:problems"},
                 {"import.artefact A AnswerDisplayOrder"}},
             Row{"an artefact as a text",
                 "remark",
                 "AnswerDisplayOrder",
                 "{}",
                 {"artefact:remark"},
                 {"import.artefact A AnswerDisplayOrder"}},
             Row{"a contradiction is kept",
                 "problems",
                 "I meet none,Slow",
                 R"({"problems":["none","slow"]})",
                 {"contradiction:problems"},
                 {"import.contradiction A I meet none,Slow"}},
             Row{"too many are kept",
                 "problems",
                 "Crashes (e.g., it does not convert),Slow,Wrong, silently,Other (please specify)",
                 R"({"problems":["crashes","slow","wrong","other"]})",
                 {"too-many:problems"},
                 {"import.too-many A Crashes (e.g., it does not convert),Slow,Wrong, "
                  "silently,Other "
                  "(please specify)"}},
             Row{"a text beside chooses",
                 "problems.text.other",
                 "Heat",
                 R"({"problems":["other"],"texts":{"problems":{"other":"Heat"}}})",
                 {},
                 {}},
             Row{"a column of one choice",
                 "problems.choice.slow",
                 "Y",
                 R"({"problems":["slow"]})",
                 {},
                 {}},
             Row{"a choice not made", "problems.choice.slow", "No", "{}", {}, {}},
             Row{"a grid's row", "often.row.a", "Never", R"({"often":{"a":"never"}})", {}, {}},
             Row{"a matrix' row",
                 "tools.row.work",
                 "Tool Y, the new one,Tool X",
                 R"({"tools":{"work":["x","y"]}})",
                 {},
                 {}},
             Row{"a matrix' choice",
                 "tools.row.home.choice.y",
                 "1",
                 R"({"tools":{"home":["y"]}})",
                 {},
                 {}},
             Row{"a number", "people", " 3 ", R"({"people":3})", {}, {}},
             Row{"no number",
                 "people",
                 "three",
                 "{}",
                 {"unreadable:people"},
                 {"import.unreadable A three"}},
             Row{"a number out of range",
                 "people",
                 "12",
                 R"({"people":12})",
                 {"out-of-range:people"},
                 {"import.out-of-range A 12"}},
             Row{"a date", "since", "2024-02-29", R"({"since":"2024-02-29"})", {}, {}},
             Row{"a rank", "order.row.ease", "1", R"({"order":{"ease":1}})", {}, {}},
             Row{"a text of two lines", "remark", "one\r\ntwo", R"({"remark":"one\ntwo"})", {}, {}},
             Row{"not asked",
                 "reason",
                 "because",
                 "{}",
                 {"not-asked:reason"},
                 {"import.not-asked A because"}},
         }) {
        SCOPED_TRACE(row.name);
        const ImportMapping mapping = mapping_of(mapping_to(row.target));
        const Imported imported = import_csv(mapping, std::string("A\n\"") + row.cell + "\"\n");
        ASSERT_EQ(imported.responses.size(), 1U);
        EXPECT_EQ(imported.answers(), row.answers);
        EXPECT_EQ(imported.responses[0].flags, row.flags);
        EXPECT_EQ(imported.found(), row.found);
    }
}

TEST(ImportRowTest, FollowsConditionsAcrossColumns) {
    const ImportMapping mapping =
        mapping_of("querist import: 1\nconsent: not in the file\ncolumns: {A: uses, B: reason}\n");
    const Imported imported = import_csv(mapping, "A,B\nYes,speed\nNo,speed\n");
    EXPECT_EQ(imported.answers(0), R"({"reason":"speed","uses":true})");
    EXPECT_EQ(imported.answers(1), R"({"uses":false})");
    EXPECT_EQ(imported.responses[1].flags, Strings{"not-asked:reason"});
}

TEST(ImportRowTest, TellsWhoAgreedAndWhoDidNot) {
    const ImportMapping mapping = mapping_of(R"(querist import: 1
header rows: 2
consent: {column: C, agreed: ["Yes, I consent"], refused: ["No"]}
ignored: [AnswerDisplayOrder]
columns: {A: uses, B: problems}
rows:
  - exclude: leftover of a header row
    where: {C: "", B: AnswerDisplayOrder}
)");
    const Imported imported = import_csv(
        mapping,
        "C,A,B\nConsent?,Used?,Which?\n,Yes,AnswerDisplayOrder\n\"Yes, I consent\",Yes,Slow\n"
        "No,Yes,Slow\n,No,\nPerhaps,No,\n"
    );
    ASSERT_EQ(imported.responses.size(), 5U);
    EXPECT_EQ(imported.responses[0].consent, Consent::none);
    EXPECT_EQ(imported.responses[0].exclude, "leftover of a header row");
    EXPECT_EQ(imported.answers(0), R"({"uses":true})");
    EXPECT_EQ(imported.responses[1].consent, Consent::agreed);
    EXPECT_EQ(imported.responses[1].exclude, "");
    EXPECT_EQ(imported.responses[2].consent, Consent::refused);
    EXPECT_TRUE(imported.responses[2].pages.empty()) << "who refused has no answers";
    EXPECT_EQ(imported.responses[3].exclude, "no consent");
    EXPECT_EQ(imported.responses[4].exclude, "no consent");
    EXPECT_EQ(imported.found().back(), "import.unknown-fact C Perhaps");
    EXPECT_TRUE(imported.findings.any_lost());
}

TEST(ImportRowTest, GoesAsFarAsTheRowDoes) {
    struct Row {
        const char* name;
        const char* finished;
        const char* cells;
        std::size_t pages;
        bool complete;
    };
    for (const Row& row : {
             Row{"nothing answered", "", ",,", 0, false},
             Row{"to the second page", "", "x,Slow,", 2, false},
             Row{"a later page alone", "", "x,,3", 3, false},
             Row{"every row", "finished: every row\n", ",,", 3, true},
             Row{"a submit date", "finished: {column: S}\n", "2024-01-01,Slow,", 3, true},
             Row{"no submit date", "finished: {column: S}\n", ",Slow,", 2, false},
             Row{"a value", "finished: {column: S, values: [\"True\"]}\n", "True,,", 3, true},
             Row{"another value", "finished: {column: S, values: [\"True\"]}\n", "False,,", 0, false
             },
         }) {
        SCOPED_TRACE(row.name);
        const ImportMapping mapping = mapping_of(
            std::string("querist import: 1\nconsent: not in the file\n") + row.finished +
            "columns: {B: problems, C: people}\nleft out: {S2: nothing}\n"
        );
        const Imported imported = import_csv(mapping, std::string("S,B,C\n") + row.cells + "\n");
        ASSERT_EQ(imported.responses.size(), 1U);
        EXPECT_EQ(imported.responses[0].pages.size(), row.pages);
        EXPECT_EQ(imported.responses[0].complete, row.complete);
    }
}

TEST(ImportRowTest, ReportsColumnsAndRowsThatDoNotFit) {
    const ImportMapping mapping = mapping_of(mapping_to("uses"));
    EXPECT_EQ(import_csv(mapping, "A,B\nYes,1\n").found(), Strings{"import.unknown-column B "});
    EXPECT_EQ(import_csv(mapping, "A\nYes,1\n").found(), Strings{"import.row-width  2 cells"});
    EXPECT_EQ(import_csv(mapping, "B\nYes\n").problem->code, "import.column-missing");
    EXPECT_EQ(import_csv(mapping, "A,A\nYes,No\n").problem->code, "import.column-twice");
}

TEST(ImportRowTest, ReadsTimesAndForeignIds) {
    const ImportMapping mapping = mapping_of(
        "querist import: 1\nconsent: not in the file\nresponse id: I\nstarted: S\nended: E\n"
        "columns: {A: uses}\n"
    );
    const Imported imported = import_csv(
        mapping, "I,S,E,A\nR_1,2024-03-01 14:05:00,2024-03-01T14:06:00Z,Yes\nR_2,1.3.2024,,No\n"
    );
    EXPECT_EQ(imported.responses[0].foreign_id, "R_1");
    EXPECT_EQ(to_text(*imported.responses[0].started), "2024-03-01T14:05:00.000000Z");
    EXPECT_EQ(to_text(*imported.responses[0].ended), "2024-03-01T14:06:00.000000Z");
    EXPECT_FALSE(imported.responses[1].started);
    EXPECT_EQ(imported.found(), Strings{"import.unknown-fact S 1.3.2024"});
}

TEST(ImportRowTest, KnowsTheThirdHeaderRowOfQualtrics) {
    EXPECT_TRUE(is_import_id_row({1, {"{\"ImportId\":\"QID1\"}", "", "{\"ImportId\":\"QID2\"}"}}));
    EXPECT_FALSE(is_import_id_row({1, {"{\"ImportId\":\"QID1\"}", "Yes"}}));
    EXPECT_FALSE(is_import_id_row({1, {"", ""}}));
}

TEST(ImportFindingsTest, CountsTheSameOnceAndListsSoMany) {
    ImportFindings findings;
    for (int line = 1; line <= 50; ++line) {
        findings.add(
            {.code = "c",
             .column = "A",
             .value = "x",
             .message = "m",
             .cure = "c",
             .loss = Loss::kept,
             .count = 0,
             .lines = {}},
            line
        );
    }
    EXPECT_EQ(findings.listed().at(0).count, 50);
    EXPECT_EQ(findings.listed().at(0).lines.size(), finding_lines_max);
    EXPECT_FALSE(findings.any_lost());
    for (std::size_t i = 0; i < limits::import_findings_max; ++i) {
        findings.add(
            {.code = "c",
             .column = "A",
             .value = std::to_string(i),
             .message = "m",
             .cure = "c",
             .loss = Loss::lost,
             .count = 0,
             .lines = {}},
            60
        );
    }
    EXPECT_EQ(findings.listed().size(), limits::import_findings_max);
    EXPECT_EQ(findings.unlisted(), 1);
    EXPECT_TRUE(findings.any_lost());
    findings.add(
        {.code = "long",
         .column = "A",
         .value = std::string(500, 'x'),
         .message = "m",
         .cure = "c",
         .loss = Loss::lost,
         .count = 0,
         .lines = {}},
        70
    );
    EXPECT_EQ(findings.unlisted(), 2);
}

}  // namespace
}  // namespace querist::exchange
