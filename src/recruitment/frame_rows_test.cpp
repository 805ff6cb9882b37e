// Columns of a frame's file and the rows under them.

#include "recruitment/frame_row.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::recruitment {
namespace {

using Cells = std::vector<std::string>;

TEST(FrameColumnsTest, AreFoundByUsualHeadersAndByMaps) {
    const Cells header{"E-Mail", "USERNAME", "Plan", "City", "tz", "Notes"};
    const Result<FrameColumns> columns =
        find_frame_columns(header, Cells{"stratum=Plan", "city=city"});
    ASSERT_TRUE(columns) << columns.error().message;
    EXPECT_EQ(columns->of(FrameField::address), 0U);
    EXPECT_EQ(columns->of(FrameField::account), 1U);
    EXPECT_EQ(columns->of(FrameField::stratum), 2U);
    EXPECT_EQ(columns->of(FrameField::time_zone), 4U);
    EXPECT_EQ(columns->of(FrameField::name), std::nullopt);
    ASSERT_EQ(columns->further.size(), 1U);
    EXPECT_EQ(columns->further.front(), std::pair(std::string("city"), std::size_t{3}));
    EXPECT_EQ(columns->ignored, Cells{"Notes"});
}

TEST(FrameColumnsTest, SayWhatIsWrong) {
    struct Row {
        const char* name;
        Cells header;
        Cells maps;
        const char* code;
        const char* says;
    };
    for (const Row& row :
         {Row{"no contact", {"x", "name"}, {}, "recruitment.no-contact", "addresses or accounts"},
          Row{"two usual ones", {"mail", "email"}, {}, "recruitment.header", "\"email\""},
          Row{"no such column", {"mail"}, {"name=Nam"}, "recruitment.map", "no column \"Nam\""},
          Row{"no equals", {"mail"}, {"name"}, "recruitment.map", "which column is what"},
          Row{"no field", {"mail"}, {"=mail"}, "recruitment.map", "which column is what"},
          Row{"bad placeholder", {"mail"}, {"My City=mail"}, "recruitment.map", "placeholder"},
          Row{"twice", {"mail"}, {"name=mail", "name=mail"}, "recruitment.map", "twice"},
          Row{"ambiguous", {"Mail", "MAIL"}, {"name=mail"}, "recruitment.map", "2 columns"}}) {
        SCOPED_TRACE(row.name);
        const Result<FrameColumns> columns = find_frame_columns(row.header, row.maps);
        ASSERT_FALSE(columns);
        EXPECT_EQ(columns.error().code, row.code);
        EXPECT_NE(columns.error().message.find(row.says), std::string::npos)
            << columns.error().message;
    }
}

FrameColumns every_column() {
    return find_frame_columns(
               Cells{"address", "account", "name", "stratum", "language", "time zone", "city"},
               Cells{"city=city"}
    )
        .value();
}

TEST(FrameRowTest, TakesWhatItTells) {
    const FrameRules rules{.strata = {"pro", "normal"}};
    const auto entry = judge_frame_row(
        every_column(),
        rules,
        Cells{" Ada@Example.org ", "@AdaL", "Ada", "normal", "pt-BR", "Europe/Berlin", "Köln"}
    );
    ASSERT_TRUE(entry) << entry.error().reason;
    EXPECT_EQ(entry->address.value().text(), "Ada@Example.org");
    EXPECT_EQ(entry->account, "AdaL");
    EXPECT_EQ(entry->normal_account, "adal");
    EXPECT_EQ(entry->stratum, 1U);
    EXPECT_EQ(entry->language, "pt-BR");
    EXPECT_EQ(entry->further.front().second, "Köln");
    const auto short_row = judge_frame_row(every_column(), rules, Cells{"", "ada", "", "pro"});
    ASSERT_TRUE(short_row);
    EXPECT_FALSE(short_row->address);
    EXPECT_TRUE(short_row->further.empty());
}

TEST(FrameRowTest, StrataComeFromTheStudyOrTheWholeFile) {
    const Cells cells{"ada@example.org", "", "", "", "", "", ""};
    const auto in_second =
        judge_frame_row(every_column(), {.strata = {"pro", "normal"}, .everybody_in = 1}, cells);
    ASSERT_TRUE(in_second);
    EXPECT_EQ(in_second->stratum, 1U);
    Cells with = cells;
    with[3] = "whatever";
    EXPECT_EQ(judge_frame_row(every_column(), {.strata = {""}}, with).value().stratum, 0U);
}

TEST(FrameRowTest, StrataComeFromTheColumnsThatMarkThem) {
    const FrameRules rules{
        .strata = {"companies", "university", "others"},
        .marks = {{"Organisation type", "company", 0}, {"kind", "University", 1}, {"gone", "x", 1}},
        .unmarked_in = 2
    };
    const Cells header{"account", "ORGANISATION TYPE", "Kind", "stratum"};
    const FrameColumns columns = find_frame_columns(header, Cells{}, rules.marks).value();
    EXPECT_EQ(columns.marked.size(), 2U);
    EXPECT_TRUE(columns.ignored.empty());
    struct Row {
        const char* name;
        Cells cells;
        std::size_t stratum;
    };
    for (const Row& row :
         {Row{"the first mark", {"ada", " Company ", "university", ""}, 0},
          Row{"the second", {"ada", "club", "university", ""}, 1},
          Row{"neither", {"ada", "club", "", ""}, 2},
          Row{"the row itself says more", {"ada", "company", "", "others"}, 2}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(judge_frame_row(columns, rules, row.cells).value().stratum, row.stratum);
    }
    const FrameColumns without = find_frame_columns(Cells{"account"}, Cells{}, rules.marks).value();
    EXPECT_EQ(judge_frame_row(without, rules, Cells{"ada"}).error().fault, RowFault::no_stratum);
}

TEST(FrameRowTest, ComparedColumnsAreReadAndJudged) {
    const Cells header{"email", "Employer", "country"};
    const FrameRules rules{.strata = {""}, .compared = {"COUNTRY", "employer"}};
    const FrameColumns columns = find_frame_columns(header, Cells{}, {}, rules.compared).value();
    EXPECT_TRUE(columns.ignored.empty());
    const auto entry = judge_frame_row(columns, rules, Cells{"a@example.org", "", " Peru "});
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->compared, (Cells{"Peru", ""}));
    const auto fault = [&](const std::string& cell) {
        return judge_frame_row(columns, rules, Cells{"a@example.org", cell, ""}).error().fault;
    };
    EXPECT_EQ(fault(std::string(61, 'x')), RowFault::too_long);
    EXPECT_EQ(fault("a\nb"), RowFault::control_character);
    const Result<FrameColumns> missing =
        find_frame_columns(header, Cells{}, {}, Cells{"continent"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, "recruitment.compare");
    EXPECT_TRUE(missing.error().message.contains("\"continent\"")) << missing.error().message;
}

TEST(FrameRowTest, WhatIsKeptEncryptedIsNotCompared) {
    const Cells header{"email", "user", "Name", "Town", "kind"};
    const Cells maps{"town=Town"};
    struct Row {
        const char* compared;
        const char* kept_as;
    };
    for (const Row& row :
         {Row{"EMAIL", "(address)"},
          Row{"user", "(account)"},
          Row{"name", "(name)"},
          Row{"Town", "(town)"}}) {
        SCOPED_TRACE(row.compared);
        const Result<FrameColumns> columns =
            find_frame_columns(header, maps, {}, Cells{"kind", row.compared});
        ASSERT_FALSE(columns);
        EXPECT_EQ(columns.error().code, "recruitment.compare");
        EXPECT_TRUE(columns.error().message.contains(row.kept_as)) << columns.error().message;
    }
    EXPECT_TRUE(find_frame_columns(header, maps, {}, Cells{"kind"}));
}

TEST(FrameRowTest, ATextThatNamesItsPersonIsTold) {
    FrameEntry ada;
    ada.normal_account = "ada1";
    ada.name = "Ada Example";
    struct Row {
        const char* text;
        bool names;
    };
    for (const Row& row :
         {Row{"ada@example.org", true},
          Row{"ADA EXAMPLE", true},
          Row{"ada1", true},
          Row{"Firm", false},
          Row{"", false}}) {
        EXPECT_EQ(names_person(ada, row.text), row.names) << row.text;
    }
    EXPECT_FALSE(names_person(FrameEntry{}, ""));
}

TEST(FrameRowTest, TextsThatMostHaveAloneNamePeople) {
    struct Row {
        const char* name;
        std::vector<std::int64_t> people;
        bool names;
    };
    for (const Row& row :
         {Row{"nobody has one", {0, 0}, false},
          Row{"each alone", {1, 1, 1}, true},
          Row{"half alone", {2, 1, 1}, false},
          Row{"more than half alone", {2, 1, 1, 1}, true},
          Row{"one of many alone", {900, 1}, false}}) {
        EXPECT_EQ(name_people(row.people), row.names) << row.name;
    }
}

TEST(FrameRowTest, AnAccountMayWaitToTellItsStratum) {
    const FrameRules rules{.strata = {"pro", "normal"}, .untold = FrameRules::Untold::waits};
    const auto waits = judge_frame_row(every_column(), rules, Cells{"", "ada", "", ""});
    ASSERT_TRUE(waits);
    EXPECT_EQ(waits->stratum, std::nullopt);
    EXPECT_EQ(
        judge_frame_row(every_column(), rules, Cells{"a@b.org", "", "", ""}).error().fault,
        RowFault::no_stratum
    );
    EXPECT_EQ(
        judge_frame_row(every_column(), rules, Cells{"", "ada", "", "pro"}).value().stratum, 0U
    );
}

TEST(FrameRowTest, SaysTheFirstFault) {
    struct Row {
        const char* name;
        Cells cells;
        RowFault fault;
        const char* says;
    };
    const std::string long_name(201, 'x');
    for (const Row& row :
         {Row{"too many",
              {"a@b.c", "", "", "pro", "", "", "", "more"},
              RowFault::too_many_cells,
              "8 cells"},
          Row{"nobody", {"", " ", "Ada", "pro"}, RowFault::no_contact, "neither"},
          Row{"bad address", {"ada", "", "", "pro"}, RowFault::address, "none, such as"},
          Row{"SMTPUTF8", {"ad\u00e4@example.org", "", "", "pro"}, RowFault::address, "RFC 6531"},
          Row{"one label", {"ada@localhost", "", "", "pro"}, RowFault::address, "no domain"},
          Row{"a number", {"ada@127.0.0.1", "", "", "pro"}, RowFault::address, "no domain"},
          Row{"two addresses",
              {"a@b.org,c@d.org", "", "", "pro"},
              RowFault::address,
              "none, such as"},
          Row{"line end in the address",
              {"ada@example.org\n", "", "", "pro"},
              RowFault::control_character,
              "line end"},
          Row{"header in the address",
              {"ada@example.org\r\nBcc: all@example.org", "", "", "pro"},
              RowFault::control_character,
              "line end"},
          Row{"line end in the name",
              {"a@b.c", "", "Ada\nBcc: x", "pro"},
              RowFault::control_character,
              "name"},
          Row{"next line in the name",
              {"a@b.c", "", "Ada\u0085x", "pro"},
              RowFault::control_character,
              "name"},
          Row{"line separator",
              {"a@b.c", "", "Ada\u2028x", "pro"},
              RowFault::control_character,
              "name"},
          Row{"control in the account",
              {"", "a\tb", "", "pro"},
              RowFault::control_character,
              "account"},
          Row{"long name", {"a@b.c", "", long_name, "pro"}, RowFault::too_long, "200"},
          Row{"long placeholder",
              {"a@b.c", "", "", "pro", "", "", std::string(501, 'y')},
              RowFault::too_long,
              "city"},
          Row{"no stratum", {"a@b.c", "", "", " "}, RowFault::no_stratum, "no stratum"},
          Row{"unknown stratum",
              {"a@b.c", "", "", "Pro"},
              RowFault::unknown_stratum,
              "\"Pro\"; it has pro, normal"},
          Row{"language", {"a@b.c", "", "", "pro", "english!"}, RowFault::language, "BCP 47"},
          Row{"time zone", {"a@b.c", "", "", "pro", "en", "Berlin"}, RowFault::time_zone, "IANA"}
         }) {
        SCOPED_TRACE(row.name);
        const auto entry =
            judge_frame_row(every_column(), {.strata = {"pro", "normal"}}, row.cells);
        ASSERT_FALSE(entry);
        EXPECT_EQ(word_of(entry.error().fault), word_of(row.fault));
        EXPECT_NE(entry.error().reason.find(row.says), std::string::npos) << entry.error().reason;
    }
}

}  // namespace
}  // namespace querist::recruitment
