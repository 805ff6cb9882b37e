#include "exchange/import_fixture.hpp"

namespace querist::exchange {
namespace {

using fixture::import_study;

constexpr const char* whole = R"(querist import: 1
header rows: 3
delimiter: tab
separator: ";"
consent: {column: C, agreed: [Yes], refused: "No"}
response id: I
started: S
ended: E
finished: {column: F, values: ["1"]}
no answer: ["-99"]
ignored: [Order]
columns:
  A: {to: years, values: {"one  year": few}}
  B: problems.text.other
left out: {X: not needed}
rows:
  - exclude: a test row
    where: {A: "1"}
)";

TEST(ImportMappingTest, ReadsEveryKey) {
    const ImportMapping mapping = fixture::mapping_of(whole);
    EXPECT_EQ(mapping.header_rows, 3);
    EXPECT_EQ(mapping.delimiter, '\t');
    EXPECT_EQ(mapping.separator, ";");
    ASSERT_TRUE(mapping.consent);
    EXPECT_EQ(mapping.consent->column, "C");
    EXPECT_EQ(mapping.consent->refused, std::vector<std::string>{"No"});
    EXPECT_EQ(mapping.response_id + mapping.started + mapping.ended, "ISE");
    EXPECT_EQ(mapping.finished.by, Finished::By::column);
    EXPECT_EQ(mapping.finished.column, "F");
    EXPECT_EQ(mapping.no_answer, std::vector<std::string>{"-99"});
    EXPECT_EQ(mapping.ignored, std::vector<std::string>{"Order"});
    ASSERT_EQ(mapping.columns.size(), 2U);
    EXPECT_EQ(target_text(import_study(), mapping.columns[0].target), "years");
    EXPECT_EQ(mapping.columns[0].values.at("one year"), "few");
    EXPECT_EQ(target_text(import_study(), mapping.columns[1].target), "problems.text.other");
    EXPECT_EQ(mapping.left_out.at("X"), "not needed");
    ASSERT_EQ(mapping.rows.size(), 1U);
    EXPECT_EQ(mapping.rows[0].reason, "a test row");
}

TEST(ImportMappingTest, EveryTargetReadsBack) {
    for (const char* text :
         {"years",
          "years.text.other",
          "problems.choice.slow",
          "often.row.a",
          "often.text.b",
          "tools.row.work",
          "tools.row.home.choice.y",
          "order.row.speed"}) {
        SCOPED_TRACE(text);
        const Result<Target> target = read_target(import_study(), text);
        ASSERT_TRUE(target) << describe(target.error());
        EXPECT_EQ(target_text(import_study(), *target), text);
    }
}

TEST(ImportMappingTest, AnUnclosedBracketIsOneProblem) {
    const LoadedMapping loaded = read_import_mapping(
        "querist import: 1\ncolumns:\n  A: {to: years, values: {x: few}\nconsent: not in the "
        "file\n",
        "mapping.yaml",
        import_study()
    );
    EXPECT_FALSE(loaded.mapping);
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.problems.front().code, "study.syntax");
}

TEST(ImportMappingTest, SaysWhereAndWhatIsWrong) {
    struct Row {
        const char* name;
        std::string yaml;
        const char* code;
        int line;
        const char* cure;
    };
    const std::string begin = "querist import: 1\nconsent: not in the file\n";
    for (const Row& row : {
             Row{"no mapping", "- a\n", "import.wrong-value", 1, "querist import: 1"},
             Row{"no version",
                 "consent: not in the file\ncolumns: {}\n",
                 "import.wrong-value",
                 1,
                 "begin the file"},
             Row{"no consent",
                 "querist import: 1\ncolumns: {}\n",
                 "import.missing-key",
                 1,
                 "not in the file"},
             Row{"no columns", begin, "import.missing-key", 1, "columns:"},
             Row{"unknown key",
                 begin + "colums: {}\ncolumns: {}\n",
                 "import.unknown-key",
                 3,
                 "\"columns\""},
             Row{"header rows",
                 begin + "header rows: 4\ncolumns: {}\n",
                 "import.wrong-value",
                 3,
                 "2 or 3"},
             Row{"delimiter", begin + "delimiter: x\ncolumns: {}\n", "import.wrong-value", 3, "tab"
             },
             Row{"unknown item",
                 begin + "columns:\n  A: yeers\n",
                 "import.unknown-item",
                 4,
                 "did you mean years?"},
             Row{"unknown part",
                 begin + "columns:\n  A: years.txt.other\n",
                 "import.unknown-item",
                 4,
                 "item.text.code"},
             Row{"a part as plans name it",
                 begin + "columns:\n  A: often.a\n",
                 "import.unknown-item",
                 4,
                 "write often.row.a"},
             Row{"a choice as plans name it",
                 begin + "columns:\n  A: problems.slow\n",
                 "import.unknown-item",
                 4,
                 "write problems.choice.slow"},
             Row{"unknown choice",
                 begin + "columns:\n  A: problems.choice.slaw\n",
                 "import.unknown-code",
                 4,
                 "did you mean slow?"},
             Row{"a choice without text",
                 begin + "columns:\n  A: problems.text.slow\n",
                 "import.unknown-code",
                 4,
                 "use a code"},
             Row{"a grid without row",
                 begin + "columns:\n  A: often\n",
                 "import.unknown-code",
                 4,
                 "often.row.a"},
             Row{"unknown code",
                 begin + "columns:\n  A: {to: years, values: {x: fwe}}\n",
                 "import.unknown-code",
                 4,
                 "did you mean few?"},
             Row{"a column twice",
                 begin + "columns: {A: years}\nleft out: {A: no}\n",
                 "import.column-twice",
                 4,
                 "keep one"},
             Row{"a key twice",
                 begin + "columns: {A: years, A: uses}\n",
                 "study.duplicate-key",
                 3,
                 "keep one"},
             Row{"no reason",
                 begin + "columns: {A: years}\nleft out: {B: \"\"}\n",
                 "import.missing-key",
                 4,
                 "after the column"},
             Row{"a rule without condition",
                 begin + "columns: {A: years}\nrows:\n  - exclude: why\n",
                 "import.missing-key",
                 5,
                 "where:"},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedMapping loaded = read_import_mapping(row.yaml, "mapping.yaml", import_study());
        EXPECT_FALSE(loaded.mapping);
        ASSERT_FALSE(loaded.problems.empty());
        EXPECT_EQ(loaded.problems[0].code, row.code);
        EXPECT_EQ(loaded.problems[0].place.line, row.line);
        EXPECT_NE(loaded.problems[0].cure.find(row.cure), std::string::npos)
            << loaded.problems[0].cure;
    }
}

}  // namespace
}  // namespace querist::exchange
