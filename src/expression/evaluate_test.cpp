#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace querist::expression {

namespace {

constexpr std::size_t age = 2;
constexpr std::size_t share = 3;
constexpr std::int64_t largest = 9'007'199'254'740'991;

Truth truth(std::string_view text, const std::vector<Value>& values) {
    const Parsed parsed = parse(text, example_subjects(), {"test", 1, 1});
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
    return parsed.expression ? evaluate(*parsed.expression, values) : Truth::unknown;
}

TEST(EvaluateTest, KeepsNumbersWhereDoublesAreExact) {
    struct Row {
        const char* text;
        Value age;
        Value share;
        Truth expected;
    };
    const double infinity = std::numeric_limits<double>::infinity();
    const Row rows[] = {
        {"age == 9007199254740991", largest, {}, Truth::yes},
        {"age + 1 > 0", largest, {}, Truth::unknown},
        {"age + 1 > 0", largest - 1, {}, Truth::yes},
        {"-age - 1 < 0", largest, {}, Truth::unknown},
        {"age * age > 0", largest, {}, Truth::unknown},
        {"age > 0", largest + 1, {}, Truth::unknown},
        {"age > 0", std::numeric_limits<std::int64_t>::min(), {}, Truth::unknown},
        {"answered(age)", largest + 1, {}, Truth::yes},
        {"7 / age == 2", std::int64_t{3}, {}, Truth::yes},
        {"-7 / age == -2", std::int64_t{3}, {}, Truth::yes},
        {"-7 % age == -1", std::int64_t{3}, {}, Truth::yes},
        {"7 / age == 2", std::int64_t{0}, {}, Truth::unknown},
        {"7 % age == 2", std::int64_t{0}, {}, Truth::unknown},
        {"7 / share > 2", {}, 0.0, Truth::unknown},
        {"7 / share == 2", {}, 3.5, Truth::yes},
        {"age / share == 3.5", std::int64_t{7}, 2.0, Truth::yes},
        {"age == share", std::int64_t{2}, 2.0, Truth::yes},
        {"age < share", std::int64_t{2}, 2.25, Truth::yes},
        {"share > 0", {}, infinity, Truth::unknown},
        {"share == share", {}, std::numeric_limits<double>::quiet_NaN(), Truth::unknown},
        {"share * share > 1", {}, 1e300, Truth::unknown},
        {"share == 0", {}, -0.0, Truth::yes},
        {"0.1 + 0.2 == 0.3", {}, {}, Truth::no},  // as doubles everywhere
        {"age in [1, 2.0]", std::int64_t{2}, {}, Truth::yes},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        std::vector<Value> values(example_subjects().size());
        values[age] = row.age;
        values[share] = row.share;
        EXPECT_EQ(truth(row.text, values), row.expected);
    }
}

TEST(EvaluateTest, WhatIsStillToBeAskedDecidesNothing) {
    struct Row {
        const char* text;
        Truth expected;
    };
    const Row rows[] = {
        {"uses_onnx", Truth::unknown},
        {"answered(uses_onnx)", Truth::unknown},
        {"!answered(uses_onnx)", Truth::unknown},
        {"answered(uses_onnx) && age > 40", Truth::no},
        {"answered(uses_onnx) || age < 40", Truth::yes},
        {"answered(age)", Truth::yes},
        {"answered(share)", Truth::no},
        {"answered(problems)", Truth::unknown},
        {"answered(problems.crashes)", Truth::unknown},
        {"problems.exists(row, answered(problems[row]))", Truth::unknown},
        {"answered(effort.crashes)", Truth::no},
        {"problems.exists(row, problems[row] != \"never\")", Truth::unknown},
    };
    std::vector<Value> values(example_subjects().size());
    values[age] = std::int64_t{31};
    std::vector<char> open(example_subjects().size(), 0);
    open[1] = 1;   // uses_onnx
    open[10] = 1;  // problems
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        const Parsed parsed = parse(row.text, example_subjects(), {"test", 1, 1});
        ASSERT_TRUE(parsed.expression);
        EXPECT_EQ(evaluate_so_far(*parsed.expression, values, open), row.expected);
        EXPECT_EQ(
            evaluate_so_far(*parsed.expression, values, {}), evaluate(*parsed.expression, values)
        );
    }
}

TEST(EvaluateTest, TakesAnswersOfTheWrongKindForNone) {
    const std::vector<Value> values(example_subjects().size(), Value{std::string("x")});
    EXPECT_EQ(truth("uses_onnx", values), Truth::unknown);
    EXPECT_EQ(truth(R"(ml_years == "lt1")", values), Truth::unknown);
    EXPECT_EQ(truth(R"("web" in deployment)", values), Truth::unknown);
    EXPECT_EQ(truth("size(problems) > 0", values), Truth::unknown);
    EXPECT_EQ(truth("uses_onnx", {}), Truth::unknown);
}

TEST(EvaluateTest, TakesAnEmptyGridForUnanswered) {
    std::vector<Value> values(example_subjects().size());
    values[10] = Cells{{-1, -1, -1}};
    EXPECT_EQ(truth("answered(problems)", values), Truth::no);
    EXPECT_EQ(truth("size(problems) == 0", values), Truth::unknown);
}

}  // namespace

}  // namespace querist::expression
