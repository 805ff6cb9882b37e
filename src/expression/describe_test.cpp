#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"

#include <gtest/gtest.h>

namespace querist::expression {

namespace {

const Subject& subject(int position) {
    return example_subjects()[static_cast<std::size_t>(position)];
}

// Codes in capitals stand for labels.
std::string label(const std::string& code) {
    std::string out = code;
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

TEST(DescribeTest, SaysConditionsInWords) {
    const Wording wording{
        .question = [](int position) { return subject(position).id; },
        .option = [](int position, int index) -> std::string {
            if (subject(position).kind == SubjectKind::boolean) return index == 1 ? "Yes" : "No";
            return label(subject(position).codes[static_cast<std::size_t>(index)]);
        },
        .row = [](int position, int index
               ) { return label(subject(position).rows[static_cast<std::size_t>(index)]); }
    };
    struct Row {
        const char* text;
        const char* words;
    };
    const Row rows[] = {
        {"uses_onnx", R"(uses_onnx is "Yes")"},
        {"!uses_onnx", R"(uses_onnx is "No")"},
        {"uses_onnx == true", R"(uses_onnx is "Yes")"},
        {R"(ml_years == "lt1")", R"(ml_years is "LT1")"},
        {R"(ml_years != "lt1")", R"(ml_years is not "LT1")"},
        {R"(!(ml_years == "lt1"))", R"(ml_years is not "LT1")"},
        {R"(ml_years in ["lt1", "3-5", "gt5"])", R"(ml_years is "LT1", "3-5" or "GT5")"},
        {R"(!(ml_years in ["lt1", "gt5"]))", R"(ml_years is neither "LT1" nor "GT5")"},
        {R"("web" in deployment && !("mobile" in deployment))",
         R"(deployment includes "WEB" and deployment does not include "MOBILE")"},
        {R"(uses_onnx || age >= 18 && role == "lead")",
         R"(uses_onnx is "Yes" or (age is at least 18 and role is "lead"))"},
        {R"(!(uses_onnx || age > 18))",
         R"(uses_onnx is "No" and it is not so that age is more than 18)"},
        {R"(problems.crashes == "never")", R"("CRASHES" in problems is "NEVER")"},
        {R"(problems.exists(r, problems[r] != "never"))",
         R"(for at least one row of problems, the row's answer is not "NEVER")"},
        {R"(!problems.exists(r, problems[r] != "never"))",
         R"(for every row of problems, the row's answer is "NEVER")"},
        {R"(problems.all(r, r == "crashes" || effort[r] == "much"))",
         R"(for every row of problems, the row is "CRASHES" or the same row of effort is "MUCH")"},
        {R"(deployment.exists_one(d, d in targets))",
         R"(for exactly one choice of deployment, targets includes the choice)"},
        {"size(deployment) > 1", "the number of choices in deployment is more than 1"},
        {"size(problems) == 3", "the number of answered rows of problems is 3"},
        {"size(role) <= 20", "the length of role is at most 20"},
        {"age * 2 + 1 < share", "((age × 2) + 1) is less than share"},
        {R"(role.contains("dev"))", R"(role contains "dev")"},
        {R"(!role.startsWith("dev"))", R"(role does not start with "dev")"},
        {"answered(role) && !answered(problems.crashes)",
         R"(role is answered and "CRASHES" in problems is not answered)"},
        {R"(uses_onnx ? age > 1 : ml_years == onnx_years)",
         R"(if uses_onnx is "Yes", then age is more than 1, otherwise ml_years is the same as onnx_years)"
        },
        {"!(age in [1, 2])", "age is neither 1 nor 2"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        const Parsed parsed = parse(row.text, example_subjects(), {"test", 1, 1});
        ASSERT_TRUE(parsed.expression.has_value());
        EXPECT_EQ(describe_condition(*parsed.expression, wording), row.words);
    }
}

}  // namespace

}  // namespace querist::expression
