#include "exchange/exchange.hpp"

#include "fixtures/every_kind.hpp"
#include "fixtures/further_kinds.hpp"
#include "fixtures/repeated_study.hpp"
#include "golden/golden.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace querist::exchange {
namespace {

using response::Gap;

/// RFC 4180 read by its grammar, independently of the writer.
std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
    std::vector<std::vector<std::string>> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        std::vector<std::string>& line = lines.emplace_back();
        for (bool more = true; more;) {
            std::string& cell = line.emplace_back();
            if (at < text.size() && text[at] == '"') {
                for (++at; at < text.size(); ++at) {
                    if (text[at] != '"') {
                        cell += text[at];
                    } else if (at + 1 < text.size() && text[at + 1] == '"') {
                        cell += text[++at];
                    } else {
                        break;
                    }
                }
                ++at;
            } else {
                while (at < text.size() && text[at] != ',' && text[at] != '\r') cell += text[at++];
            }
            more = at < text.size() && text[at] == ',';
            at += more ? 1 : 2;
        }
    }
    return lines;
}

/// Rows as maps from column to cell.
std::vector<std::map<std::string, std::string>> records(std::string_view csv) {
    const auto lines = parse_csv(csv);
    std::vector<std::map<std::string, std::string>> all;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        EXPECT_EQ(lines[i].size(), lines[0].size());
        auto& record = all.emplace_back();
        for (std::size_t c = 0; c < lines[i].size(); ++c) record[lines[0][c]] = lines[i][c];
    }
    return all;
}

TEST(CsvTest, ExportsEveryKindAndGap) {
    const instrument::Study study = fixtures::every_kind_study();
    const response::ResponseTable table = fixtures::every_kind_table(study);
    EXPECT_GOLDEN("exchange/every-kind.csv", responses_csv(table, response::Origin::test));
    EXPECT_GOLDEN("exchange/every-kind.labels.csv", labels_csv(table));
    EXPECT_GOLDEN("exchange/every-kind.jsonl", responses_json_lines(table, response::Origin::test));
}

TEST(CsvTest, ExportsFurtherKinds) {
    const instrument::Study study = fixtures::further_kinds_study();
    const response::ResponseTable table = fixtures::further_kinds_table(study);
    EXPECT_GOLDEN("exchange/further-kinds.csv", responses_csv(table, response::Origin::test));
    EXPECT_GOLDEN("exchange/further-kinds.labels.csv", labels_csv(table));
    EXPECT_GOLDEN(
        "exchange/further-kinds.jsonl", responses_json_lines(table, response::Origin::test)
    );
}

TEST(CsvTest, ExportsEachRoundAndSaysWhatItIsFor) {
    const instrument::Study study = fixtures::repeated_study();
    const response::ResponseTable table = fixtures::repeated_table(study);
    EXPECT_GOLDEN("exchange/repeated.labels.csv", labels_csv(table));
    const auto all = records(responses_csv(table, response::Origin::test));
    EXPECT_EQ(all.front().at("often_make"), "rarely");
    EXPECT_EQ(all.back().at("often_make"), "not_shown");
}

TEST(CsvTest, EveryCellIsAnAnswerOrADeclaredGap) {
    const instrument::Study study = fixtures::every_kind_study();
    const response::ResponseTable table = fixtures::every_kind_table(study);
    std::map<std::string, std::set<std::string>> codes;
    for (const auto& label : records(labels_csv(table))) {
        codes[label.at("column")].insert(label.at("code"));
    }
    EXPECT_EQ(codes["*"].size(), 5U);
    for (const auto& record : records(responses_csv(table, response::Origin::test))) {
        for (const auto& [column, cell] : record) {
            ASSERT_TRUE(codes.contains(column)) << column;
            const bool free = codes[column].contains("");
            EXPECT_TRUE(free || codes[column].contains(cell) || codes["*"].contains(cell))
                << column << ": " << cell;
        }
    }
}

TEST(CsvTest, SaysWhereShuffledThingsStood) {
    instrument::Study study = fixtures::every_kind_study();
    const auto position = [&](std::string_view id) { return instrument::item_index(study, id); };
    const int years = position("years");
    study.items[static_cast<std::size_t>(years)].options = instrument::Order::random;
    study.pages.front().items = instrument::Order::random;
    const instrument::Study* const versions[] = {&study};
    response::ResponseTable table(versions);
    table.add_response({.public_id = *PublicId::parse("z0000000000000000000000000")}, Gap::skipped);
    table.set_order(years, "gt5 lt1");
    table.set_place(years, 3);
    table.add_response({.public_id = PublicId{}}, Gap::not_shown);
    table.sort_by_public_id();

    const auto all = records(responses_csv(table, response::Origin::test));
    EXPECT_EQ(all[0].at("years__order"), "");
    EXPECT_EQ(all[1].at("years__order"), "gt5 lt1");
    EXPECT_EQ(all[1].at("years__place"), "3");
    EXPECT_EQ(all[1].at("role__place"), "");
    EXPECT_FALSE(all[1].contains("role__order"));
    std::istringstream lines(responses_json_lines(table, response::Origin::test));
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(nlohmann::json::parse(line)["order"], nlohmann::json::object());
    std::getline(lines, line);
    EXPECT_EQ(nlohmann::json::parse(line)["order"]["years"], "gt5 lt1");
    EXPECT_EQ(nlohmann::json::parse(line)["place"]["years"], 3);
}

TEST(CsvTest, SaysInWhichLanguageWasAnswered) {
    instrument::Study study = fixtures::every_kind_study();
    study.languages = {"en", "de"};
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    for (std::uint8_t language = 0; language < 3; ++language) {
        table.add_response(
            {.public_id = fixtures::public_id(language), .language = language}, Gap::skipped
        );
    }
    const auto rows = records(responses_csv(table, response::Origin::test));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].at("language"), "") << "not known";
    EXPECT_EQ(rows[1].at("language"), "en");
    EXPECT_EQ(rows[2].at("language"), "de");
    std::istringstream lines(responses_json_lines(table, response::Origin::test));
    std::string line;
    std::getline(lines, line);
    EXPECT_FALSE(nlohmann::json::parse(line).contains("language"));
    std::getline(lines, line);
    std::getline(lines, line);
    EXPECT_EQ(nlohmann::json::parse(line).at("language"), "de");
}

TEST(CsvTest, TextsComeBackAsTyped) {
    const instrument::Study study = fixtures::every_kind_study();
    EXPECT_TRUE(rc::check([&] {
        const std::vector<const instrument::Study*> versions{&study};
        response::ResponseTable table(versions);
        const auto texts = *rc::gen::container<std::vector<std::string>>(
            rc::gen::container<std::string>(rc::gen::elementOf(std::string("a=\"',;\n\r\t|-@ Z")))
        );
        for (std::size_t i = 0; i < texts.size(); ++i) {
            table.add_response(
                {.public_id = fixtures::public_id(static_cast<int>(i % 256)),
                 .version = 0,
                 .completion = response::Completion::complete},
                Gap::skipped
            );
            table.set_text(8, texts[i]);
        }
        const auto back = records(responses_csv(table, response::Origin::test));
        RC_ASSERT(back.size() == texts.size());
        std::istringstream lines(responses_json_lines(table, response::Origin::test));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            RC_ASSERT(back[i].at("remedy") == texts[i]);
            RC_ASSERT(back[i].at("remedy__gap").empty());
            RC_ASSERT(back[i].at("word__gap") == "skipped");
            std::string line;
            std::getline(lines, line);
            RC_ASSERT(nlohmann::json::parse(line)["answers"]["remedy"] == texts[i]);
        }
    }));
}

TEST(CsvTest, GuardsFormulasWhenAsked) {
    const instrument::Study study = fixtures::every_kind_study();
    const response::ResponseTable table = fixtures::every_kind_table(study);
    const auto word = [&](const CsvOptions& options) {
        return records(responses_csv(table, response::Origin::test, options)).front().at("word");
    };
    EXPECT_EQ(word({}), "=SUM(1,2)");
    EXPECT_EQ(word({.formulas = Formulas::guarded}), "'=SUM(1,2)");
    const std::string marked =
        responses_csv(table, response::Origin::test, {.byte_order_mark = ByteOrderMark::present});
    EXPECT_TRUE(marked.starts_with("\xEF\xBB\xBFresponse,"));
}

TEST(CsvTest, ATextThatLooksLikeAGapIsToldFromOne) {
    const instrument::Study study = fixtures::every_kind_study();
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    table.add_response(
        {.public_id = {}, .version = 0, .completion = response::Completion::complete}, Gap::skipped
    );
    table.set_text(9, "skipped");
    const auto record = records(responses_csv(table, response::Origin::test)).front();
    EXPECT_EQ(record.at("word"), "skipped");
    EXPECT_EQ(record.at("word__gap"), "");
    EXPECT_EQ(record.at("remedy__gap"), "skipped");
}

TEST(CsvTest, NoTwoColumnsShareAName) {
    instrument::Study study = fixtures::every_kind_study();
    study.items.push_back(fixtures::item("tools__onnx", "", "Clash?", instrument::YesNo{}));
    study.items.push_back(fixtures::item("version", "", "Clash?", instrument::YesNo{}));
    const std::vector<const instrument::Study*> versions{&study};
    const response::ResponseTable table(versions);
    const auto header = parse_csv(responses_csv(table, response::Origin::test)).front();
    EXPECT_EQ(std::set<std::string>(header.begin(), header.end()).size(), header.size());
    EXPECT_EQ(std::ranges::count(header, "tools__onnx_"), 1);
    EXPECT_EQ(std::ranges::count(header, "version_"), 1);
}

}  // namespace
}  // namespace querist::exchange
