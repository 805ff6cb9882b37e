#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"
#include "expression/random_condition.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::expression {

namespace {

Expression random_expression(SeededRandom& random, int depth) {
    const std::string text = RandomCondition(example_subjects(), random).truth(depth);
    Parsed parsed = parse(text, example_subjects(), {"random", 1, 1});
    RC_LOG() << text << "\n";
    for (const Problem& problem : parsed.problems) RC_LOG() << describe(problem, text) << "\n";
    RC_ASSERT(parsed.problems.empty());
    RC_ASSERT(parsed.expression.has_value());
    return *std::move(parsed.expression);
}

Expression parsed(const std::string& text) {
    Parsed result = parse(text, example_subjects(), {"built", 1, 1});
    RC_ASSERT(result.expression.has_value());
    return *std::move(result.expression);
}

TEST(ConditionProperties, PrintedConditionsReadAsTheSameTree) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const Expression expression = random_expression(random, 3);
        const std::string printed = to_text(expression, example_subjects());
        RC_LOG() << printed << "\n";
        const Expression again = parsed(printed);
        RC_ASSERT(again.node() == expression.node());
        RC_ASSERT(to_text(again, example_subjects()) == printed);
    }));
}

TEST(ConditionProperties, DeMorganHoldsWithUnansweredQuestions) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const std::string a = random_expression(random, 2).text();
        const std::string b = random_expression(random, 2).text();
        const auto values = random_values(example_subjects(), random);
        const auto same = [&](const std::string& left, const std::string& right) {
            return evaluate(parsed(left), values) == evaluate(parsed(right), values);
        };
        RC_ASSERT(same(fmt::format("!(({}) && ({}))", a, b), fmt::format("!({}) || !({})", a, b)));
        RC_ASSERT(same(fmt::format("!(({}) || ({}))", a, b), fmt::format("!({}) && !({})", a, b)));
    }));
}

TEST(ConditionProperties, ConjunctionIsTheLesserTruthDisjunctionTheGreater) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const Expression a = random_expression(random, 2);
        const Expression b = random_expression(random, 2);
        const Expression both = conjunction(a, b);
        const auto values = random_values(example_subjects(), random);
        RC_ASSERT(evaluate(both, values) == std::min(evaluate(a, values), evaluate(b, values)));
        RC_ASSERT(both.references().size() == a.references().size() + b.references().size());
        RC_ASSERT(parsed(both.text()).node() == both.node());
        const Expression either = disjunction(a, b);
        RC_ASSERT(evaluate(either, values) == std::max(evaluate(a, values), evaluate(b, values)));
        RC_ASSERT(parsed(either.text()).node() == either.node());
    }));
}

TEST(ConditionProperties, MacrosAreTheirRowsWrittenOut) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const auto values = random_values(example_subjects(), random);
        const std::string some = R"(problems.exists(r, problems[r] != "never"))";
        const std::string every = R"(problems.all(r, problems[r] != "never"))";
        const std::string crashes = R"(problems.crashes != "never")";
        const std::string performance = R"(problems.performance != "never")";
        const std::string third = R"(problems["3rd-party"] != "never")";
        RC_ASSERT(
            evaluate(parsed(some), values) ==
            evaluate(parsed(fmt::format("{} || {} || {}", crashes, performance, third)), values)
        );
        RC_ASSERT(
            evaluate(parsed(every), values) ==
            evaluate(parsed(fmt::format("{} && {} && {}", crashes, performance, third)), values)
        );
    }));
}

// Answers of the wrong kind, positions outside their lists, too few values.
TEST(ConditionProperties, EvaluationNeverThrows) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const Expression expression = random_expression(random, 3);
        std::vector<Value> values(random.below(14));
        for (Value& value : values) {
            const int index = static_cast<int>(random.below(9)) - 3;
            switch (random.below(8)) {
                case 0:
                    value = true;
                    break;
                case 1:
                    value = std::int64_t{1} << (random.below(63));
                    break;
                case 2:
                    value = std::numeric_limits<double>::quiet_NaN();
                    break;
                case 3:
                    value = std::string("\xFF");
                    break;
                case 4:
                    value = Choice{index};
                    break;
                case 5:
                    value = ChoiceSet{{index, index + 1}};
                    break;
                case 6:
                    value = Cells{{index}};
                    break;
                default:
                    break;
            }
        }
        static_cast<void>(evaluate(expression, values));
    }));
}

TEST(ConditionProperties, WordsAreFoundForEveryCondition) {
    const Wording wording{
        .question = [](int subject) { return fmt::format("question {}", subject); },
        .option = [](int, int index) { return fmt::format("option {}", index); },
        .row = [](int, int index) { return fmt::format("row {}", index); }
    };
    EXPECT_TRUE(rc::check([&](std::uint64_t seed) {
        SeededRandom random(seed);
        const std::string words = describe_condition(random_expression(random, 3), wording);
        RC_ASSERT(!words.empty());
        RC_ASSERT(words.find("  ") == std::string::npos);
    }));
}

}  // namespace

}  // namespace querist::expression
