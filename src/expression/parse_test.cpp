#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"
#include "golden/golden.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace querist::expression {

namespace {

const Place place{"study.yaml", 12, 20};

std::string codes_of(const std::vector<Problem>& problems) {
    std::string out;
    for (const Problem& problem : problems) {
        if (!out.empty()) out += " ";
        out += fmt::format("{}:{}", problem.place.column, problem.code);
    }
    return out;
}

TEST(ParseTest, PrintsWhatItReadCanonically) {
    struct Row {
        const char* text;
        const char* canonical;
    };
    const Row rows[] = {
        {"uses_onnx", "uses_onnx"},
        {"  ( ( uses_onnx ) )  // a comment", "uses_onnx"},
        {"!uses_onnx&&true", "!uses_onnx && true"},
        {"uses_onnx || false && true", "uses_onnx || false && true"},
        {"(uses_onnx || false) && true", "(uses_onnx || false) && true"},
        {"(uses_onnx && false) && true", "uses_onnx && false && true"},
        {"uses_onnx && (false && true)", "uses_onnx && false && true"},
        {"ml_years=='1-2'", R"(ml_years == "1-2")"},
        {R"("gt5" != ml_years)", R"(ml_years != "gt5")"},
        {R"(ml_years in ["gt5", "lt1", "gt5"])", R"(ml_years in ["lt1", "gt5"])"},
        {R"("web" in deployment)", R"("web" in deployment)"},
        {"deployment.size() > 1", "size(deployment) > 1"},
        {R"(problems["crashes"] == "never")", R"(problems.crashes == "never")"},
        {R"(problems["3rd-party"] == "never")", R"(problems["3rd-party"] == "never")"},
        {R"(problems.exists(row, problems[row] != "never"))",
         R"(problems.exists(row, problems[row] != "never"))"},
        {"age + 1 * 2 - -3 >= .5e1", "age + 1 * 2 - -3 >= 5.0"},
        {"(age + 1) * (2 - age) % 7 == 0", "(age + 1) * (2 - age) % 7 == 0"},
        {"age - (1 - 2) == 0", "age - (1 - 2) == 0"},
        {"-(-age) > -1", "-(-age) > -1"},
        {"(uses_onnx ? age : share) > 1", "(uses_onnx ? age : share) > 1"},
        {"uses_onnx ? true : uses_onnx ? false : true",
         "uses_onnx ? true : uses_onnx ? false : true"},
        {R"(role == 'a\'\"\\\x41\u00e9\U0001F600\101\n')", R"(role == "a'\"\\Aé😀A\n")"},
        {R"(role.startsWith("a") == uses_onnx)", R"(role.startsWith("a") == uses_onnx)"},
        {"ml_years == onnx_years", "ml_years == onnx_years"},
        {"ml_years\n  in\n  ['lt1']", R"(ml_years in ["lt1"])"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        const Parsed parsed = parse(row.text, example_subjects(), place);
        EXPECT_EQ(codes_of(parsed.problems), "");
        ASSERT_TRUE(parsed.expression.has_value());
        EXPECT_EQ(to_text(*parsed.expression, example_subjects()), row.canonical);
        EXPECT_EQ(parsed.expression->text(), row.text);
    }
}

// One text a line; everything a reader is told is in the golden file.
TEST(ParseTest, TellsEveryProblemWithItsCure) {
    const char* const texts[] = {
        // names
        "uses_onx",
        "uses_onx && ml_yeers == \"1-2\"",
        "intro",
        "ml_years == lt1",
        "while == 1",
        // choices and rows
        R"(ml_years == "1-3")",
        R"(ml_years in ["1-2", "3–5", "nothing like it"])",
        R"("desktop" in deployment)",
        "problems.crash == \"never\"",
        R"(problems["slow"] == "often")",
        R"(problems.exists(r, r == "crash"))",
        R"(ml_years == deployment)",
        R"(problems.crashes == ml_years)",
        // types
        "ml_years",
        "deployment",
        "problems",
        "age",
        "\"text\"",
        "role",
        "uses_onnx == \"yes\"",
        "age == \"18\"",
        "ml_years == 3",
        "deployment == \"web\"",
        "deployment == [\"web\"]",
        "problems == \"never\"",
        "ml_years >= \"3-5\"",
        "\"3-5\" > ml_years",
        "ml_years < 3",
        "role < \"m\"",
        "18 <= age < 65",
        "ml_years in \"1-2\"",
        "\"1-2\" in ml_years",
        "\"a\" in role",
        "\"crashes\" in problems",
        "role in [1, \"a\"]",
        "deployment in [\"web\"]",
        "ml_years in []",
        "[1, 2]",
        "size(age) > 1",
        "size(ml_years) > 1",
        "age + role > 1",
        "age % 1.5 == 0",
        "-role == 1",
        "!age",
        "answered(1 + 1)",
        "(uses_onnx ? 1 : \"a\") == 1",
        "(uses_onnx ? ml_years : onnx_years) == \"1-2\"",
        "ml_years.crashes == \"never\"",
        "deployment[0] == \"web\"",
        "problems[1] == \"never\"",
        "problems[role] == \"never\"",
        "ml_years.exists(r, true)",
        "deployment.contains(\"web\")",
        "ml_years.startsWith(\"1\")",
        "problems.exists(age, true)",
        "problems.exists(r, problems.all(r, true))",
        "deployment.exists(d, problems[d] == \"never\")",
        "started",
        "started == \"2031-12-31\"",
        "started > 1",
        "size(started) > 1",
        "\"a\" in started",
        "started.exists(d, true)",
        // left out of CEL
        "has(problems.crashes)",
        "age == null",
        "role.matches(\"a.*\")",
        "{\"a\": 1}",
        "timestamp(\"2026-01-01\") == 1",
        "int(share) == 1",
        "b\"a\" == role",
        "r'a' == role",
        "0x10 == age",
        "10u == age",
        "role == \"\"\"a\"\"\"",
        "problems.in == \"never\"",
        "problems.map(r, r)",
        "sise(role) > 1",
        "problems.exists(a, problems.exists(b, problems.exists(c, true)))",
        // syntax
        "",
        "   ",
        "uses_onnx &&",
        "&& uses_onnx",
        "uses_onnx uses_onnx",
        "uses_onnx = true",
        "uses_onnx and not (age > 1 or true)",
        "NOT uses_onnx AND age > 1 Or age IN [3]",
        "uses_onnx & true | false",
        "age <> 1",
        "age => 1",
        "age ≥ 18",
        "(uses_onnx",
        "uses_onnx)",
        "ml_years in [\"1-2\", ",
        "role == \"lead",
        "role == “lead”",
        "role == \"\\q\"",
        "role == \"\\ud800\"",
        "age == 1x",
        "age == 9007199254740992",
        "share == 1e999",
        "uses_onnx ? true",
        "problems. == \"never\"",
        "answered()",
        "size(role, role) > 1",
        "problems.exists(r)",
        "problems.exists(1, true)",
        "exists(problems, true)",
        "role.answered()",
        "5(3) == 1",
        "age == 1 # comment",
        "a\x01",
        "é == 1",
        "ml_years === \"1-2\" || uses_onx || \"x\" in deployment",
    };
    std::string out;
    for (const std::string text : texts) {
        const Parsed parsed = parse(text, example_subjects(), {"study.yaml", 1, 1});
        EXPECT_FALSE(parsed.expression.has_value()) << text;
        EXPECT_FALSE(parsed.problems.empty()) << text;
        for (const Problem& problem : parsed.problems) out += describe(problem, text) + "\n";
        out += "\n";
    }
    EXPECT_GOLDEN("expression/problems.txt", out);
}

TEST(ParseTest, PointsIntoTheFile) {
    struct Row {
        const char* text;
        const char* problems;
    };
    const Row rows[] = {
        {"uses_onx", "20:expression.unknown-question"},
        {R"(role == "日本" && x)", "36:expression.unknown-question"},  // columns in code points
        {R"(role == nobody && (true)", "43:expression.syntax"},  // what it swallowed says nothing
        {"x && y", "20:expression.unknown-question 25:expression.unknown-question"},
        {R"(ml_years == "?" && size(age) > 1 && z)",
         "32:expression.unknown-choice 44:expression.type 56:expression.unknown-question"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(codes_of(parse(row.text, example_subjects(), place).problems), row.problems);
    }
    const Parsed lines = parse("true &&\n  x", example_subjects(), place);
    ASSERT_EQ(lines.problems.size(), 1U);
    EXPECT_EQ(lines.problems[0].place, (Place{"study.yaml", 13, 3}));
}

TEST(ParseTest, KeepsReferencesWithTheirPlaces) {
    const Parsed parsed = parse("uses_onnx && age > 1 && uses_onnx", example_subjects(), place);
    ASSERT_TRUE(parsed.expression.has_value());
    const auto& references = parsed.expression->references();
    ASSERT_EQ(references.size(), 3U);
    EXPECT_EQ(references[0].subject, 1);
    EXPECT_EQ(references[1].subject, 2);
    EXPECT_EQ(references[1].place, (Place{"study.yaml", 12, 33}));
    EXPECT_EQ(references[2].subject, 1);
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

TEST(ParseTest, HasLimits) {
    struct Row {
        const char* name;
        std::string text;
        const char* code;  // empty: right
    };
    const std::size_t many = limits::condition_bytes_max / 2;
    const Row rows[] = {
        {"too long", repeated("t", limits::condition_bytes_max + 1), "expression.too-long"},
        {"parentheses", repeated("(", many), "expression.too-deep"},
        {"closed parentheses",
         repeated("(", 100) + "true" + repeated(")", 100),
         "expression.too-deep"},
        {"negations", repeated("!", many) + "true", "expression.too-deep"},
        {"minus signs", repeated("-", many) + "1 == 1", "expression.too-deep"},
        {"lists", repeated("[", many), "expression.too-deep"},
        {"conditionals", repeated("true?true:", 300) + "true", "expression.too-deep"},
        {"sums", "0" + repeated("+1", 1'000) + " > 1", "expression.too-deep"},
        {"dots", "problems" + repeated(".a", 1'000), "expression.too-deep"},
        {"calls", repeated("size(", 700), "expression.too-deep"},
        {"forty negations", repeated("!", 40) + "true", ""},
        {"many operands are not deep", "true" + repeated("&&true", 600), ""},
        {"not UTF-8", "role == \"\xC3\"", "expression.syntax"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Parsed parsed = parse(row.text, example_subjects(), place);
        EXPECT_EQ(parsed.expression.has_value(), row.code[0] == '\0');
        if (row.code[0] == '\0') continue;
        ASSERT_FALSE(parsed.problems.empty());
        EXPECT_EQ(parsed.problems.back().code, row.code);
    }
}

TEST(ParseTest, KnowsIdentifiers) {
    for (const char* good : {"a", "_", "ml_years", "A1"}) EXPECT_TRUE(is_identifier(good)) << good;
    for (const char* bad : {"", "1-2", "ml-years", "é", "in", "true", "while", "a b"}) {
        EXPECT_FALSE(is_identifier(bad)) << bad;
    }
}

}  // namespace

}  // namespace querist::expression
