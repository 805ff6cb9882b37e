#include "exchange/csv_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace querist::exchange {
namespace {

struct Read {
    std::vector<CsvRow> rows;
    std::string problem;  ///< Its code.
    int problem_line = 0;
};

/// Reads `text` in pieces of `piece` bytes.
Read read_all(std::string_view text, std::size_t piece, char delimiter = ',') {
    Read read;
    CsvReader reader("file.csv", delimiter);
    const auto take = [&](CsvRow row) -> Result<void> {
        read.rows.push_back(std::move(row));
        return {};
    };
    Result<void> done;
    for (std::size_t at = 0; done && at < text.size(); at += piece) {
        done = reader.feed(text.substr(at, piece), take);
    }
    if (done) done = reader.finish(take);
    if (!done) {
        read.problem = done.error().code;
        read.problem_line = done.error().place.line;
        EXPECT_FALSE(done.error().cure.empty());
    }
    return read;
}

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(const Read& read) {
    Cells cells;
    for (const CsvRow& row : read.rows) cells.push_back(row.cells);
    return cells;
}

TEST(CsvReaderTest, ReadsWhatProgramsWrite) {
    struct Row {
        const char* name;
        std::string text;
        Cells cells;
    };
    for (const Row& row : {
             Row{"nothing", "", {}},
             Row{"a mark alone", "\xEF\xBB\xBF", {}},
             Row{"a byte", "a", {{"a"}}},
             Row{"CR LF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
             Row{"LF", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
             Row{"CR", "a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
             Row{"no last line end", "a\nb", {{"a"}, {"b"}}},
             Row{"byte order mark", "\xEF\xBB\xBF\"a\",b\n", {{"a", "b"}}},
             Row{"empty cells", ",\n", {{"", ""}}},
             Row{"an empty quoted cell is a row", "\"\"\n", {{""}}},
             Row{"empty lines are none", "a\n\n\r\nb\n", {{"a"}, {"b"}}},
             Row{"quoted delimiter", "\"a,b\",c\n", {{"a,b", "c"}}},
             Row{"doubled quote", "\"say \"\"yes\"\"\"\n", {{"say \"yes\""}}},
             Row{"line ends within", "\"a\r\nb\nc\",d\n", {{"a\r\nb\nc", "d"}}},
             Row{"a quote within an unquoted cell", "5\" disk,b\n", {{"5\" disk", "b"}}},
             Row{"beyond ASCII", "\xC3\xA9,\xE2\x80\x9C\n", {{"\xC3\xA9", "\xE2\x80\x9C"}}},
         }) {
        SCOPED_TRACE(row.name);
        for (const std::size_t piece : {1UL, 2UL, 7UL, 4'096UL}) {
            const Read read = read_all(row.text, piece);
            EXPECT_EQ(read.problem, "");
            EXPECT_EQ(cells_of(read), row.cells);
        }
    }
}

TEST(CsvReaderTest, TakesOtherDelimiters) {
    EXPECT_EQ(cells_of(read_all("a;b,c\n", 3, ';')), (Cells{{"a", "b,c"}}));
    EXPECT_EQ(cells_of(read_all("a\tb\n", 3, '\t')), (Cells{{"a", "b"}}));
}

TEST(CsvReaderTest, KnowsTheLineThatARowBeginsOn) {
    const Read read = read_all("a\r\n\"b\r\nc\nd\"\n\ne\n", 5);
    ASSERT_EQ(read.rows.size(), 3U);
    EXPECT_EQ(read.rows[0].line, 1);
    EXPECT_EQ(read.rows[1].line, 2);
    EXPECT_EQ(read.rows[2].line, 6);
}

TEST(CsvReaderTest, SaysWhatItCannotRead) {
    struct Row {
        const char* name;
        std::string text;
        const char* code;
        int line;
    };
    for (const Row& row : {
             Row{"open quote", "a\n\"b\nc\n", "import.open-quote", 2},
             Row{"text after a quote", "a\n\"b\"c\n", "import.after-quote", 2},
             Row{"Latin-1", "a\nb,\xE9\n", "import.not-utf8", 2},
             Row{"UTF-16 little",
                 std::string(
                     "\xFF\xFE"
                     "a\0",
                     4
                 ),
                 "import.not-text",
                 1},
             Row{"UTF-16 big", std::string("\xFE\xFF\0a", 4), "import.not-text", 1},
             Row{"a NUL", std::string("a\nb\0", 4), "import.not-text", 2},
             Row{"too many columns",
                 std::string(limits::import_columns_max, ','),
                 "import.too-many-columns",
                 1},
             Row{"too long a row",
                 "a\n\"" + std::string(limits::import_row_bytes_max, 'x'),
                 "import.row-too-long",
                 2},
         }) {
        SCOPED_TRACE(row.name);
        const Read read = read_all(row.text, 4'096);
        EXPECT_EQ(read.problem, row.code);
        EXPECT_EQ(read.problem_line, row.line);
    }
}

TEST(CsvReaderTest, StopsWhereItsTakerStops) {
    CsvReader reader("file.csv");
    int taken = 0;
    const Result<void> done = reader.feed("a\nb\nc\n", [&](const CsvRow&) -> Result<void> {
        if (++taken == 2) return failure("test.stop", "enough", "none");
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "test.stop");
    EXPECT_EQ(taken, 2);
}

RC_GTEST_PROP(CsvReaderProperty, WhatIsQuotedReadsBack, ()) {
    const auto some_cell =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,;\"\r\n\t ")));
    const auto cells = *rc::gen::nonEmpty(rc::gen::container<Cells>(
        rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(some_cell))
    ));
    std::string text;
    for (const auto& row : cells) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += i == 0 ? "\"" : ",\"";
            for (const char c : row[i]) text += c == '"' ? "\"\"" : std::string(1, c);
            text += '"';
        }
        text += "\r\n";
    }
    const auto piece = *rc::gen::inRange<std::size_t>(1, 20);
    const Read read = read_all(text, piece);
    RC_ASSERT(read.problem.empty());
    RC_ASSERT(cells_of(read) == cells);
}

}  // namespace
}  // namespace querist::exchange
