#include "exchange/import_fixture.hpp"

namespace querist::exchange {
namespace {

using fixture::import_study;

std::vector<CsvRow> rows_of(const std::string& csv, char delimiter) {
    std::vector<CsvRow> rows;
    CsvReader reader("file.csv", delimiter);
    const auto take = [&](CsvRow row) -> Result<void> {
        rows.push_back(std::move(row));
        return {};
    };
    EXPECT_TRUE(reader.feed(csv, take));
    EXPECT_TRUE(reader.finish(take));
    return rows;
}

ProposedMapping propose(const std::string& csv) {
    const char delimiter = likely_delimiter(csv.substr(0, csv.find('\n')));
    return propose_mapping(import_study(), delimiter, rows_of(csv, delimiter));
}

TEST(ImportProposalTest, ReadsQualtricsByItsQuestionTexts) {
    const ProposedMapping made = propose(
        "StartDate,Finished,ResponseId,IPAddress,QC,Q1,Q1_3_TEXT,Q2,Q3_1,Q4\n"
        "Start Date,Finished,Response ID,IP Address,Do you consent?,How many years?,"
        "How many years? - Other - Text,Which problems? - Selected Choice,How often? - Part A,"
        "Something else\n"
        "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",,,,,,,,\n"
        "2024-01-01 10:00:00,True,R_1,::1,\"Yes, I do\",1 - 2 years,,\"Slow,Heat\",Never,x\n"
    );
    EXPECT_FALSE(made.complete);
    EXPECT_EQ(
        made.yaml,
        R"(# A first mapping, made from the file's columns: read it, and mend what is not so.
querist import: 1
header rows: 3
consent:
  column: QC
  agreed: ["Yes, I do"]
started: StartDate
finished: {column: Finished, values: ["True", "1"]}
response id: ResponseId
columns:
  Q1: years
  Q1_3_TEXT: years.text.other
  Q2:
    to: problems
    # These are no labels of the study. Say what they are:
    # values:
    #   Heat: CODE
  Q3_1: often.row.a
  # Q4: ITEM     # Something else
left out:
  IPAddress: no answer
)"
    );
}

TEST(ImportProposalTest, ReadsLimeSurveyByItsCodes) {
    const ProposedMapping made = propose(
        "\"id\";\"submitdate\";\"uses\";\"problems[slow]\";\"problems[other]\";\"often[b]\"\n"
        "\"1\";\"2024-01-01 10:00:00\";\"Y\";\"Y\";\"Heat\";\"always\"\n"
    );
    EXPECT_TRUE(made.complete) << made.yaml;
    const ImportMapping mapping = fixture::mapping_of(made.yaml);
    EXPECT_EQ(mapping.delimiter, ';');
    EXPECT_EQ(mapping.response_id, "id");
    EXPECT_EQ(mapping.finished.column, "submitdate");
    ASSERT_EQ(mapping.columns.size(), 4U);
    EXPECT_EQ(target_text(import_study(), mapping.columns[1].target), "problems.choice.slow");
    EXPECT_EQ(target_text(import_study(), mapping.columns[2].target), "problems.text.other");
    EXPECT_EQ(target_text(import_study(), mapping.columns[3].target), "often.row.b");
}

TEST(ImportProposalTest, WritesWhatCanBeReadWhateverTheColumnsAreCalled) {
    const ProposedMapping made = propose("\"a: b\",\"# \"\"c\"\"\",- d,\nx,y,z,\n");
    EXPECT_FALSE(made.complete);
    EXPECT_TRUE(read_import_mapping(made.yaml, "proposal", import_study()).mapping) << made.yaml;
}

TEST(ImportProposalTest, GuessesTheDelimiter) {
    EXPECT_EQ(likely_delimiter("a,b;c,d"), ',');
    EXPECT_EQ(likely_delimiter("\"a, b\";c;d"), ';');
    EXPECT_EQ(likely_delimiter("a\tb"), '\t');
    EXPECT_EQ(likely_delimiter("a"), ',');
}

}  // namespace
}  // namespace querist::exchange
