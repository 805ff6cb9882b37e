// Values that are computed: what they come out as, and conditions over them decided.

#include "expression/calculated.hpp"
#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"
#include "expression/random_condition.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace querist::expression {

namespace {

constexpr std::size_t age_position = 2;
constexpr std::size_t share_position = 3;
constexpr std::size_t role_position = 4;

Calculation calculation(std::string_view text, std::span<const Subject> subjects) {
    ParsedValue parsed = parse_value(text, subjects, {"test", 1, 1});
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
    return parsed.calculation.value();
}

TEST(CalculationTest, ComesOutAsItsTypeOrNotAtAll) {
    struct Row {
        const char* text;
        Value age;
        Value share;
        ResultType type;
        Value expected;
    };
    constexpr std::int64_t largest = 9'007'199'254'740'991;
    using enum ResultType;
    const Row rows[] = {
        {"age + 1", std::int64_t{7}, {}, whole, std::int64_t{8}},
        {"age + 1", {}, {}, whole, {}},
        {"age + 1", largest, {}, whole, {}},
        {"age / 0", std::int64_t{7}, {}, whole, {}},
        {"age / 2", std::int64_t{7}, {}, whole, std::int64_t{3}},
        {"age / 2.0", std::int64_t{7}, {}, number, 3.5},
        {"share / 0.0", {}, 1.0, number, {}},
        {"share * share", {}, 1e300, number, {}},
        {"age > 1 ? age : share", std::int64_t{7}, {}, number, 7.0},
        {"age >= 18", std::int64_t{18}, {}, truth, true},
        {"age >= 18", {}, {}, truth, {}},
        {"age < 30 ? \"young\" : \"old\"", std::int64_t{40}, {}, text, std::string("old")},
        {"age < 30 ? \"young\" : \"old\"", {}, {}, text, {}},
        {"sum(age, share)", std::int64_t{2}, 0.5, number, 2.5},
        {"sum(age, share)", {}, 0.5, number, 0.5},
        {"sum(age, share)", {}, {}, number, {}},
        {"sum(age, age)", std::int64_t{2}, {}, whole, std::int64_t{4}},
        {"mean(age, share)", std::int64_t{2}, 1.0, number, 1.5},
        {"mean(age, share)", std::int64_t{2}, {}, number, 2.0},
        {"mean(age, age)", {}, {}, number, {}},
        {"math.least(age, share)", std::int64_t{2}, 1.5, number, 1.5},
        {"math.least(age, 3, 1)", std::int64_t{2}, {}, whole, std::int64_t{1}},
        {"math.greatest(age, 3, 1)", std::int64_t{2}, {}, whole, std::int64_t{3}},
        {"math.greatest(age, share)", std::int64_t{2}, {}, number, {}},
        {"math.greatest(1, share, age)", std::int64_t{2}, {}, number, {}},
        {"count(age > 1, share > 1.0)", std::int64_t{2}, 0.5, whole, std::int64_t{1}},
        {"count(age > 1, share > 1.0)", std::int64_t{2}, {}, whole, {}},
        {"count(answered(age), answered(share))", {}, 0.5, whole, std::int64_t{1}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        std::vector<Value> values(example_subjects().size());
        values[age_position] = row.age;
        values[share_position] = row.share;
        const Calculation made = calculation(row.text, example_subjects());
        EXPECT_EQ(made.type, row.type);
        EXPECT_EQ(evaluate(made, values), row.expected);
    }
}

TEST(CalculationTest, NamesWhatCannotBeAValue) {
    struct Row {
        const char* text;
        const char* code;
        int column;
    };
    const Row rows[] = {
        {"ml_years", "expression.type", 1},
        {"deployment", "expression.type", 1},
        {"problems", "expression.type", 1},
        {"started", "expression.type", 1},
        {"age +", "expression.syntax", 6},
        {"sum(age)", "expression.syntax", 1},
        {"sum(age, role)", "expression.type", 10},
        {"sum(age, age * 2)", "expression.type", 10},
        {"mean(age, 1)", "expression.type", 11},
        {"math.least(age, age + 1)", "expression.type", 17},
        {"min(age, 1)", "expression.not-supported", 1},
        {"count()", "expression.syntax", 1},
        {"count(age)", "expression.type", 7},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        const ParsedValue parsed = parse_value(row.text, example_subjects(), {"test", 1, 1});
        EXPECT_FALSE(parsed.calculation);
        ASSERT_EQ(parsed.problems.size(), 1U);
        EXPECT_EQ(parsed.problems[0].code, row.code);
        EXPECT_EQ(parsed.problems[0].place.column, row.column);
        EXPECT_FALSE(parsed.problems[0].cure.empty());
    }
}

TEST(CalculationTest, KnowsWhichTextsCanComeOut) {
    const auto results = [](std::string_view text) {
        return result_texts(calculation(text, example_subjects()).value);
    };
    const ResultTexts closed = results("age > 1 ? \"a\" : (uses_onnx ? \"b\" : \"a\")");
    EXPECT_EQ(closed.texts, (std::vector<std::string>{"a", "b", "a"}));
    EXPECT_TRUE(closed.only);
    EXPECT_FALSE(results("age > 1 ? \"a\" : role").only);
}

/// Any number or text that a random condition computes with is a value of its own that is known and
/// finite, or none.
TEST(CalculationTest, IsNeverNoNumber) {
    EXPECT_TRUE(rc::check("finite or missing", [](std::uint64_t seed) {
        SeededRandom random(seed);
        const std::vector<Subject>& subjects = example_subjects();
        const std::string test = RandomCondition(subjects, random).truth(2);
        const std::vector<Value> values = random_values(subjects, random);
        for (const char* form :
             {"({}) ? age / (age - 3) : age * age", "({}) ? share / (share - share) : share * age"
             }) {
            const std::string text = fmt::format(fmt::runtime(form), test);
            const Value value = evaluate(calculation(text, subjects), values);
            if (const auto* decimal = std::get_if<double>(&value)) {
                RC_ASSERT(std::isfinite(*decimal));
            }
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                RC_ASSERT(*whole <= 9'007'199'254'740'991 && *whole >= -9'007'199'254'740'991);
            }
        }
    }));
}

/// The example's questions, and after them values that are computed from these.
struct Calculated {
    std::vector<Subject> subjects = example_subjects();
    std::vector<Answerable> answerable = std::vector<Answerable>(subjects.size());

    void add(
        std::string id,
        SubjectKind kind,
        std::string_view text,
        std::vector<std::string> codes = {},
        std::string_view asked_when = {}
    ) {
        Answerable one;
        one.calculation = calculation(text, subjects);
        one.calculation->codes = codes;
        if (!asked_when.empty()) one.asked_when = parse(asked_when, subjects, {}).expression;
        answerable.push_back(std::move(one));
        subjects.push_back({std::move(id), kind, std::move(codes), {}});
    }
    [[nodiscard]] Expression condition(std::string_view text) const {
        Parsed parsed = parse(text, subjects, {"test", 1, 1});
        for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
        return parsed.expression.value();
    }
    /// Answers with what is computed from them.
    [[nodiscard]] std::vector<Value> completed(std::vector<Value> values) const {
        values.resize(subjects.size());
        for (std::size_t i = 0; i < subjects.size(); ++i) {
            const auto& rules = answerable[i];
            if (!rules.calculation) continue;
            const bool asked =
                !rules.asked_when || evaluate(*rules.asked_when, values) == Truth::yes;
            values[i] = asked ? evaluate(*rules.calculation, values) : Value{};
        }
        return values;
    }
};

Calculated calculated_subjects() {
    Calculated all;
    all.add("older", SubjectKind::integer, "age + 1");
    all.add("adult", SubjectKind::boolean, "age >= 18");
    all.add("part", SubjectKind::number, "uses_onnx ? age : share", {}, "answered(role)");
    all.add("group", SubjectKind::choice, "age < 18 ? \"minor\" : \"adult\"", {"minor", "adult"});
    all.add("label", SubjectKind::text, "adult ? \"yes\" : role");
    return all;
}

TEST(CalculationTest, DecidesOverWhatItIsComputedFrom) {
    Calculated all = calculated_subjects();
    all.answerable[age_position].minimum = 0;
    all.answerable[age_position].maximum = 120;
    struct Row {
        const char* goal;
        Verdict expected;
    };
    for (const Row& row :
         {Row{"adult", Verdict::possible},
          Row{"adult && age < 18", Verdict::impossible},
          Row{"older > 121", Verdict::impossible},
          Row{"older == 121", Verdict::possible},
          Row{"group == \"minor\" && age > 17", Verdict::impossible},
          Row{"group in [\"minor\", \"adult\"]", Verdict::possible},
          Row{"part > 0 && age > 1 && uses_onnx", Verdict::possible},
          // A decimal that is reckoned with leaves no finite set of cases.
          Row{"part > 0 && !answered(role)", Verdict::undecided},
          Row{"label == \"yes\" && age > 18", Verdict::possible},
          Row{"answered(older)", Verdict::undecided}}) {
        SCOPED_TRACE(row.goal);
        const Expression goal = all.condition(row.goal);
        const Decision decision = decide(all.subjects, all.answerable, goal);
        EXPECT_EQ(decision.verdict, row.expected);
        if (decision.verdict != Verdict::possible) continue;
        EXPECT_EQ(evaluate(goal, decision.witness), Truth::yes);
        EXPECT_EQ(all.completed(decision.witness), decision.witness) << "as it would be computed";
    }
}

/// With the calculations in their place a condition is the same condition.
TEST(CalculationTest, StandsInTheirPlace) {
    const Calculated all = calculated_subjects();
    EXPECT_TRUE(rc::check("inlined", [&](std::uint64_t seed) {
        SeededRandom random(seed);
        const Expression condition = all.condition(RandomCondition(all.subjects, random).truth(2));
        const std::vector<Value> values = all.completed(random_values(example_subjects(), random));
        const Expression plain = with_calculations(condition, all.answerable);
        RC_ASSERT(evaluate(plain, values) == evaluate(condition, values));
    }));
}

}  // namespace

}  // namespace querist::expression
