#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"
#include "expression/random_condition.hpp"
#include "expression/walk_rules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>

namespace querist::expression {

namespace {

Expression condition(std::string_view text, std::span<const Subject> subjects) {
    Parsed parsed = parse(text, subjects, {"test", 1, 1});
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << describe(problem, text);
    return parsed.expression.value();
}

std::string_view name(Verdict verdict) {
    return verdict == Verdict::possible     ? "possible"
           : verdict == Verdict::impossible ? "impossible"
                                            : "undecided";
}

TEST(DecideTest, SaysWhatCanBe) {
    struct Row {
        const char* goal;
        const char* verdict;      // of the goal
        const char* verdict_not;  // of its opposite
    };
    const Row rows[] = {
        {"true", "possible", "impossible"},
        {"false", "impossible", "possible"},
        {"uses_onnx", "possible", "possible"},
        {"uses_onnx && !uses_onnx", "impossible", "possible"},
        {"uses_onnx || !uses_onnx", "possible", "possible"},  // unanswered: unknown
        {"answered(uses_onnx) || !answered(uses_onnx)", "possible", "impossible"},
        {R"(ml_years == "lt1" && ml_years == "1-2")", "impossible", "possible"},
        {R"(ml_years in ["1-2", "3-5"] && ml_years != "1-2")", "possible", "possible"},
        {R"(!(ml_years in ["lt1", "1-2", "3-5", "gt5"]))", "impossible", "possible"},
        {R"(ml_years == onnx_years && ml_years == "lt1")", "impossible", "possible"},
        {R"(ml_years != onnx_years && onnx_years == "3-5")", "possible", "possible"},
        {R"("web" in deployment && size(deployment) == 1)", "possible", "possible"},
        {R"("web" in deployment && size(deployment) > 4)", "impossible", "possible"},
        {"size(deployment) == 0", "impossible", "possible"},
        {"size(deployment) + size(targets) == 6", "possible", "possible"},
        {"size(deployment) + size(targets) > 6", "impossible", "possible"},
        {R"(deployment.all(d, d == "web") && size(deployment) == 2)", "impossible", "possible"},
        {R"(deployment.exists(d, d in targets) && !("web" in targets))", "possible", "possible"},
        {R"(deployment.exists(d, d in targets) && !("web" in targets) && !("mobile" in targets))",
         "impossible",
         "possible"},
        {R"(problems.exists(r, problems[r] != "never") && problems.all(r, problems[r] == "never"))",
         "impossible",
         "possible"},
        {R"(problems.exists_one(r, problems[r] == "never") && problems.crashes == "never" &&
            problems.performance == "never")",
         "impossible",
         "possible"},
        {R"(problems.crashes == "never" && size(problems) == 1)", "possible", "possible"},
        {R"(problems.crashes == "never" && !answered(problems))", "impossible", "possible"},
        {R"(problems.all(r, problems[r] == effort[r]) && problems.crashes == "rarely")",
         "impossible",
         "possible"},
        {"age > 17 && age < 18", "impossible", "possible"},
        {"age > 17 && age < 19", "possible", "possible"},
        {"age > 17.2 && age < 17.9", "impossible", "possible"},
        {"share > 0.5 && share < 0.6", "possible", "possible"},
        {"share > 0.5 && share <= 0.5", "impossible", "possible"},
        {"age > share && share > 40", "possible", "possible"},
        {"age * age < 0", "undecided", "possible"},
        {"age / 0 == 1", "undecided", "possible"},
        {R"(role == "lead" && role == "intern")", "impossible", "possible"},
        {R"(role != "lead" && role != "intern")", "possible", "possible"},
        {"size(role) > 3 && size(role) < 5", "possible", "possible"},
        {"size(role) > 3 && size(role) < 4", "impossible", "possible"},
        {"size(role) == 0", "impossible", "possible"},
        {R"(role == "lead" && size(role) != 4)", "impossible", "possible"},
        {R"(role.startsWith("a") && role.startsWith("b"))", "impossible", "possible"},
        {R"(role.startsWith("ab") && !role.startsWith("a"))", "impossible", "possible"},
        {R"(role.startsWith("ab") && role.endsWith("c") && !role.contains("bc"))",
         "possible",
         "possible"},
        {R"(role.contains("ab") && !role.contains("b"))", "impossible", "possible"},
        {R"(role.startsWith("abc") && size(role) < 3)", "undecided", "possible"},
        {R"(role == remedy && role == "a")", "possible", "possible"},
    };
    const auto& subjects = example_subjects();
    const std::vector<Answerable> answerable(subjects.size());
    for (const Row& row : rows) {
        SCOPED_TRACE(row.goal);
        const Expression goal = condition(row.goal, subjects);
        const Decision yes = decide(subjects, answerable, goal);
        EXPECT_EQ(name(yes.verdict), row.verdict);
        if (yes.verdict == Verdict::possible) {
            EXPECT_TRUE(is_walk(subjects, answerable, yes.witness));
            EXPECT_EQ(evaluate(goal, yes.witness), Truth::yes);
        }
        const Decision no = decide_not(subjects, answerable, goal);
        EXPECT_EQ(name(no.verdict), row.verdict_not);
        if (no.verdict == Verdict::possible) {
            EXPECT_TRUE(is_walk(subjects, answerable, no.witness));
            EXPECT_NE(evaluate(goal, no.witness), Truth::yes);
        }
    }
}

TEST(DecideTest, KeepsTheRulesOfAnswers) {
    const auto& subjects = example_subjects();
    const auto position = [&](std::string_view id) {
        return static_cast<std::size_t>(
            std::ranges::find(subjects, id, &Subject::id) - subjects.begin()
        );
    };
    std::vector<Answerable> answerable(subjects.size());
    answerable[position("uses_onnx")].required = true;
    answerable[position("age")] = {.required = true, .minimum = 18, .maximum = 99};
    answerable[position("role")].characters_max = 3;
    answerable[position("ml_years")].asked_when = condition("uses_onnx", subjects);
    answerable[position("onnx_years")].asked_when = condition(R"(ml_years == "1-2")", subjects);
    answerable[position("onnx_years")].required = true;
    answerable[position("deployment")] = {.exclusive = {3}, .at_least = 2, .at_most = 2};
    answerable[position("targets")].offered_when = {condition("uses_onnx", subjects), std::nullopt};
    answerable[position("problems")].required = true;
    answerable[position("problems")].optional_rows = {2};
    answerable[position("effort")].row_offered_when = {
        condition("uses_onnx", subjects), std::nullopt, std::nullopt
    };
    struct Row {
        const char* goal;
        const char* verdict;
    };
    const Row rows[] = {
        {"!answered(uses_onnx)", "impossible"},
        {"age < 18", "impossible"},
        {"age * 2 == 198", "possible"},
        {"age * 2 == 199", "impossible"},  // so few whole numbers that each is tried
        {R"(role == "lead")", "impossible"},
        {R"(!uses_onnx && answered(ml_years))", "impossible"},
        {R"(!uses_onnx && onnx_years == "gt5")", "impossible"},
        {R"(ml_years == "1-2" && !answered(onnx_years))", "impossible"},
        {R"("other" in deployment && "web" in deployment)", "impossible"},
        {R"("other" in deployment && size(deployment) == 1)", "possible"},
        {R"("web" in deployment && size(deployment) == 1)", "impossible"},
        {"size(deployment) == 3", "impossible"},
        {R"("mobile" in targets && !uses_onnx)", "impossible"},
        {R"("mobile" in targets && uses_onnx)", "possible"},
        {"!answered(problems.crashes)", "impossible"},
        {R"(!answered(problems["3rd-party"]))", "possible"},
        {"answered(effort.crashes) && !uses_onnx", "impossible"},
        {"answered(effort.performance) && !uses_onnx", "possible"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.goal);
        const Expression goal = condition(row.goal, subjects);
        const Decision decision = decide(subjects, answerable, goal);
        EXPECT_EQ(name(decision.verdict), row.verdict);
        if (decision.verdict != Verdict::possible) continue;
        EXPECT_TRUE(is_walk(subjects, answerable, decision.witness));
        EXPECT_EQ(evaluate(goal, decision.witness), Truth::yes);
    }
}

TEST(DecideTest, IsUndecidedBeyondTheBound) {
    std::vector<Subject> subjects;
    std::string goal = "true";
    for (int i = 0; i < 14; ++i) {  // pigeonholes: true for none, and no branch is short
        subjects.push_back({fmt::format("q{}", i), SubjectKind::choice, {"a", "b", "c"}, {}});
        for (int j = 0; j < i && goal.size() < 3'900; ++j) goal += fmt::format("&&q{}!=q{}", i, j);
    }
    const std::vector<Answerable> answerable(subjects.size());
    const Expression expression = condition(goal, subjects);
    EXPECT_EQ(name(decide(subjects, answerable, expression).verdict), "impossible");
    EXPECT_EQ(name(decide(subjects, answerable, expression, 50).verdict), "undecided");
}

TEST(DecideTest, FollowsLongChainsOfQuestions) {
    std::vector<Subject> subjects;
    for (int i = 0; i < 500; ++i) {
        subjects.push_back({fmt::format("q{}", i), SubjectKind::boolean, {}, {}});
    }
    std::vector<Answerable> answerable(subjects.size());
    for (std::size_t i = 1; i < subjects.size(); ++i) {
        answerable[i].asked_when = condition(fmt::format("q{}", i - 1), subjects);
    }
    const Decision last = decide(subjects, answerable, condition("q499", subjects));
    EXPECT_EQ(name(last.verdict), "possible");
    EXPECT_TRUE(is_walk(subjects, answerable, last.witness));
    EXPECT_EQ(
        name(decide(subjects, answerable, condition("q499 && !q3", subjects)).verdict), "impossible"
    );
}

TEST(DecideTest, RefusesQuestionsThatDependOnLaterOnes) {
    const std::vector<Subject> subjects = {
        {"a", SubjectKind::boolean, {}, {}}, {"b", SubjectKind::boolean, {}, {}}
    };
    std::vector<Answerable> answerable(2);
    answerable[0].asked_when = condition("b", subjects);
    EXPECT_EQ(name(decide(subjects, answerable, condition("a", subjects)).verdict), "undecided");
}

// Everything that can be answered to a small questionnaire, one walk after the other.
class Enumeration {
public:
    Enumeration(std::span<const Subject> subjects, std::span<const Answerable> answerable)
        : subjects_(subjects), answerable_(answerable) {}

    /// Whether `wanted` is true of any walk.
    bool any(const std::function<bool(const std::vector<Value>&)>& wanted) {
        std::vector<Value> walk(subjects_.size());
        return from(0, walk, wanted);
    }

private:
    bool from(
        std::size_t i,
        std::vector<Value>& walk,
        const std::function<bool(const std::vector<Value>&)>& wanted
    ) {
        if (i == subjects_.size()) return wanted(walk);
        for (const Value& value : values(subjects_[i])) {
            if (!acceptable(subjects_[i], answerable_[i], value, walk)) continue;
            walk[i] = value;
            const bool found = from(i + 1, walk, wanted);
            walk[i] = Unanswered{};
            if (found) return true;
        }
        return false;
    }

    static std::vector<Value> values(const Subject& subject) {
        std::vector<Value> out{Unanswered{}};
        const int codes = static_cast<int>(subject.codes.size());
        switch (subject.kind) {
            case SubjectKind::presence:
                out.emplace_back(true);
                break;
            case SubjectKind::boolean:
                out.emplace_back(true);
                out.emplace_back(false);
                break;
            case SubjectKind::integer:
                for (std::int64_t i = -1; i <= 4; ++i) out.emplace_back(i);
                break;
            case SubjectKind::choice:
                for (int i = 0; i < codes; ++i) out.emplace_back(Choice{i});
                break;
            case SubjectKind::choices:
                for (int bits = 1; bits < (1 << codes); ++bits) {
                    ChoiceSet set;
                    for (int i = 0; i < codes; ++i) {
                        if ((bits >> i & 1) != 0) set.indices.push_back(i);
                    }
                    out.emplace_back(set);
                }
                break;
            case SubjectKind::grid:
                for (int a = -1; a < codes; ++a) {
                    for (int b = -1; b < codes; ++b) {
                        if (a >= 0 || b >= 0) out.emplace_back(Cells{{a, b}});
                    }
                }
                break;
            case SubjectKind::nothing:
            case SubjectKind::number:
            case SubjectKind::text:
                break;
        }
        return out;
    }

    std::span<const Subject> subjects_;
    std::span<const Answerable> answerable_;
};

std::optional<Expression> sometimes(
    std::span<const Subject> subjects, std::size_t before, SeededRandom& random
) {
    if (before == 0 || random.below(2) == 0) return std::nullopt;
    return condition(RandomCondition(subjects.first(before), random).truth(1), subjects);
}

std::vector<Subject> small_questionnaire(SeededRandom& random) {
    std::vector<Subject> subjects;
    const std::size_t count = 1 + random.below(4);
    const std::vector<std::string> codes = {"a", "b", "c"};
    bool grid = false;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = fmt::format("q{}", i);
        switch (random.below(6)) {
            case 5:
                subjects.push_back({id, SubjectKind::presence, {"a", "b"}, {"r", "s"}});
                break;
            case 0:
                subjects.push_back({id, SubjectKind::boolean, {}, {}});
                break;
            case 1:
                subjects.push_back({id, SubjectKind::integer, {}, {}});
                break;
            case 2:
                subjects.push_back({id, SubjectKind::choices, codes, {}});
                break;
            case 3:
                if (!grid) {
                    subjects.push_back({id, SubjectKind::grid, {"a", "b"}, {"r", "s"}});
                    grid = true;
                    break;
                }
                [[fallthrough]];
            default:
                subjects.push_back({id, SubjectKind::choice, codes, {}});
                break;
        }
    }
    return subjects;
}

std::vector<Answerable> random_rules(std::span<const Subject> subjects, SeededRandom& random) {
    std::vector<Answerable> rules(subjects.size());
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        Answerable& one = rules[i];
        one.asked_when = sometimes(subjects, i, random);
        one.required = random.below(3) == 0;
        one.minimum = -1;
        one.maximum = 4;
        if (subjects[i].kind == SubjectKind::choices) {
            if (random.below(2) == 0) one.exclusive = {2};
            if (random.below(3) == 0) one.at_least = 2;
            if (random.below(3) == 0) one.at_most = 2;
        }
        if (subjects[i].kind == SubjectKind::presence && random.below(3) == 0) {
            one.row_offered_when = {sometimes(subjects, i, random), sometimes(subjects, i, random)};
        }
        if (subjects[i].kind == SubjectKind::grid) {
            if (random.below(2) == 0) one.optional_rows = {1};
            if (random.below(3) == 0) one.row_offered_when = {sometimes(subjects, i, random)};
        }
        one.must_agree = random.below(4) == 0;
        if (!subjects[i].codes.empty() && random.below(3) == 0) {
            one.offered_when = {sometimes(subjects, i, random), sometimes(subjects, i, random)};
        }
    }
    return rules;
}

void compare_with_enumeration(SeededRandom& random) {
    const std::vector<Subject> subjects = small_questionnaire(random);
    const std::vector<Answerable> rules = random_rules(subjects, random);
    const Expression goal = condition(RandomCondition(subjects, random).truth(2), subjects);
    RC_LOG() << to_text(goal, subjects) << "\n";
    for (const bool opposite : {false, true}) {
        const auto wanted = [&](const std::vector<Value>& walk) {
            return (evaluate(goal, walk) == Truth::yes) != opposite;
        };
        const Decision decision = opposite ? decide_not(subjects, rules, goal, 2'000'000)
                                           : decide(subjects, rules, goal, 2'000'000);
        RC_LOG() << name(decision.verdict) << "\n";
        if (decision.verdict == Verdict::possible) {
            RC_ASSERT(is_walk(subjects, rules, decision.witness));
            RC_ASSERT(wanted(decision.witness));
        } else {
            RC_ASSERT(decision.verdict == Verdict::impossible);
            RC_ASSERT(!Enumeration(subjects, rules).any(wanted));
        }
    }
}

TEST(DecideTest, AgreesWithTryingEverything) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        for (int i = 0; i < 20; ++i) compare_with_enumeration(random);
    }));
}

// Numbers and texts without bounds cannot be enumerated: random answers look for a witness that
// the verdict "impossible" denies.
TEST(DecideTest, IsNeverContradictedByAnAnswer) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        const auto& subjects = example_subjects();
        const std::vector<Answerable> rules(subjects.size());
        const Expression goal = condition(RandomCondition(subjects, random).truth(2), subjects);
        RC_LOG() << to_text(goal, subjects) << "\n";
        const Decision yes = decide(subjects, rules, goal, 20'000);
        const Decision no = decide_not(subjects, rules, goal, 20'000);
        if (yes.verdict == Verdict::possible) RC_ASSERT(evaluate(goal, yes.witness) == Truth::yes);
        if (no.verdict == Verdict::possible) RC_ASSERT(evaluate(goal, no.witness) != Truth::yes);
        for (int i = 0; i < 50; ++i) {
            const std::vector<Value> values = random_values(subjects, random);
            const bool holds = evaluate(goal, values) == Truth::yes;
            if (holds) RC_ASSERT(yes.verdict != Verdict::impossible);
            if (!holds) RC_ASSERT(no.verdict != Verdict::impossible);
        }
    }));
}

}  // namespace

}  // namespace querist::expression
