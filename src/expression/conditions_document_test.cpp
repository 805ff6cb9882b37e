// docs/conditions.md is true: its examples are run, its limits and codes compared.

#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace querist::expression {

namespace {

std::string document() {
    std::ifstream file(std::string(QUERIST_SOURCE_DIR) + "/docs/conditions.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The cells of a table's row; in Markdown a bar within a cell is written \|.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            cell += line[++i];
        } else if (line[i] == '|') {
            cells.emplace_back(trimmed(cell));
            cell.clear();
        } else {
            cell += line[i];
        }
    }
    return cells;
}

/// What stands between the backquotes of a cell.
std::vector<std::string> code_in(const std::string& cell) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    while ((begin = cell.find('`', begin)) != std::string::npos) {
        const std::size_t end = std::min(cell.find('`', begin + 1), cell.size());
        out.push_back(cell.substr(begin + 1, end - begin - 1));
        begin = end + 1;
    }
    return out;
}

std::vector<std::vector<std::string>> table_after(const std::string& heading) {
    std::istringstream lines(document());
    std::vector<std::vector<std::string>> rows;
    std::string line;
    bool inside = false;
    while (std::getline(lines, line)) {
        if (line.starts_with("## ")) inside = line == heading;
        if (inside && line.starts_with("|")) rows.push_back(cells_of(line));
    }
    return rows.size() < 2 ? std::vector<std::vector<std::string>>{}
                           : std::vector(rows.begin() + 2, rows.end());
}

int position(const std::vector<std::string>& codes, const std::string& code) {
    const auto found = std::ranges::find(codes, code);
    if (found == codes.end()) ADD_FAILURE() << "no code " << code;
    return static_cast<int>(found - codes.begin());
}

Value value_of(const Subject& subject, const nlohmann::json& answer) {
    switch (subject.kind) {
        case SubjectKind::nothing:
            return {};
        case SubjectKind::boolean:
            return answer.get<bool>();
        case SubjectKind::integer:
            return answer.get<std::int64_t>();
        case SubjectKind::number:
            return answer.get<double>();
        case SubjectKind::text:
        case SubjectKind::presence:
            return answer.get<std::string>();
        case SubjectKind::choice:
            return Choice{position(subject.codes, answer)};
        case SubjectKind::choices: {
            ChoiceSet set;
            for (const auto& code : answer) set.indices.push_back(position(subject.codes, code));
            std::ranges::sort(set.indices);
            return set;
        }
        case SubjectKind::grid: {
            Cells cells{std::vector<int>(subject.rows.size(), -1)};
            for (const auto& [row, code] : answer.items()) {
                cells.indices[static_cast<std::size_t>(position(subject.rows, row))] =
                    position(subject.codes, code);
            }
            return cells;
        }
    }
    return {};
}

std::vector<Value> values_of(const std::string& answers) {
    std::vector<Value> values(example_subjects().size());
    const auto json = nlohmann::json::parse(answers);
    std::size_t used = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Subject& subject = example_subjects()[i];
        if (!json.contains(subject.id)) continue;
        values[i] = value_of(subject, json.at(subject.id));
        ++used;
    }
    EXPECT_EQ(used, json.size()) << "answers to unknown questions";
    return values;
}

TEST(ConditionsDocument, ExamplesComeOutAsWritten) {
    const auto rows = table_after("## Examples");
    EXPECT_GE(rows.size(), 50U);
    for (const auto& row : rows) {
        ASSERT_EQ(row.size(), 3U);
        const std::string text = code_in(row[0]).at(0);
        SCOPED_TRACE(text + " with " + row[1]);
        const Parsed parsed = parse(text, example_subjects(), {"docs/conditions.md", 1, 1});
        for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
        ASSERT_TRUE(parsed.expression.has_value());
        const Truth truth = evaluate(*parsed.expression, values_of(code_in(row[1]).at(0)));
        EXPECT_EQ(truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown", row[2]);
    }
}

TEST(ConditionsDocument, ValuesComeOutAsWritten) {
    const auto rows = table_after("## Values");
    EXPECT_GE(rows.size(), 12U);
    for (const auto& row : rows) {
        ASSERT_EQ(row.size(), 3U);
        const std::string text = code_in(row[0]).at(0);
        SCOPED_TRACE(text + " with " + row[1]);
        const ParsedValue parsed =
            parse_value(text, example_subjects(), {"docs/conditions.md", 1, 1});
        ASSERT_TRUE(parsed.calculation.has_value());
        const Value value = evaluate(*parsed.calculation, values_of(code_in(row[1]).at(0)));
        if (std::holds_alternative<Unanswered>(value)) {
            EXPECT_EQ(row[2], "nothing");
        } else {
            EXPECT_EQ("`" + browser_value(value).dump() + "`", row[2]);
        }
    }
}

TEST(ConditionsDocument, WhatCanBeSaidIsRight) {
    const auto rows = table_after("## Questions and their types");
    EXPECT_GE(rows.size(), 8U);
    int read = 0;
    for (const auto& row : rows) {
        for (const std::string& text : code_in(row.at(2))) {
            SCOPED_TRACE(text);
            const Parsed parsed = parse(text, example_subjects(), {"docs/conditions.md", 1, 1});
            for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
            ++read;
        }
    }
    EXPECT_GE(read, 15);
}

TEST(ConditionsDocument, NamesTheLimits) {
    const std::string text = document();
    for (const std::size_t limit :
         {limits::condition_bytes_max, limits::condition_depth_max, limits::decision_steps_max}) {
        EXPECT_TRUE(text.contains(std::to_string(limit))) << limit;
    }
}

}  // namespace

}  // namespace querist::expression
