#pragma once

// Random conditions that are right for their subjects, for property tests.

#include "expression/checker.hpp"
#include "expression/expression.hpp"

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

namespace querist::expression {

class RandomCondition {
public:
    RandomCondition(std::span<const Subject> subjects, SeededRandom& random)
        : subjects_(subjects), random_(random) {}

    std::string truth(int depth) {
        if (depth <= 0) return test(0);
        switch (below(8)) {
            case 0:
                return fmt::format("!{}", operand(depth));
            case 1:
                return fmt::format("{} && {}", operand(depth), operand(depth));
            case 2:
                return fmt::format("{} || {}", operand(depth), operand(depth));
            case 3:
                return fmt::format(
                    "{} && {} && {}", operand(depth), operand(depth), operand(depth)
                );
            case 4:
                return fmt::format("{} ? {} : {}", operand(depth), operand(depth), operand(depth));
            case 5:
                return fmt::format(
                    "{} {} {}", operand(depth), chance() ? "==" : "!=", operand(depth)
                );
            default:
                return test(depth);
        }
    }

private:
    struct Variable {
        std::string name;
        const Subject* subject;
        bool rows;
    };

    std::size_t below(std::size_t bound) { return random_.below(bound); }
    bool chance() { return below(2) == 0; }
    const std::string& one_of(const std::vector<std::string>& list) {
        return list[below(list.size())];
    }

    std::string operand(int depth) { return fmt::format("({})", truth(depth - 1)); }

    std::string test(int depth) {
        if (!variables_.empty() && chance()) {
            const Variable& one = variables_[below(variables_.size())];
            return one.rows ? row_test(one) : code_test(one.name, one.subject->codes);
        }
        for (int tries = 0; tries < 50; ++tries) {
            const Subject& one = subjects_[below(subjects_.size())];
            const std::string text = subject_test(one, depth);
            if (!text.empty()) return text;
        }
        return chance() ? "true" : "false";
    }

    std::string row_test(const Variable& one) {
        switch (below(3)) {
            case 0:
                return code_test(one.name, one.subject->rows);
            case 1:
                return fmt::format("answered({}[{}])", one.subject->id, one.name);
            default:
                return code_test(
                    fmt::format("{}[{}]", one.subject->id, one.name), one.subject->codes
                );
        }
    }

    std::string code_test(const std::string& code, const std::vector<std::string>& codes) {
        switch (below(4)) {
            case 0:
                return fmt::format("{} == {}", code, in_quotes(one_of(codes)));
            case 1:
                return fmt::format("{} != {}", in_quotes(one_of(codes)), code);
            case 2:
                return fmt::format("{} == {}", code, code);
            default: {
                std::string list = in_quotes(one_of(codes));
                while (chance()) list += ", " + in_quotes(one_of(codes));
                return fmt::format("{} in [{}]", code, list);
            }
        }
    }

    std::string subject_test(const Subject& one, int depth) {
        if (one.kind != SubjectKind::nothing && below(6) == 0) {
            return fmt::format("answered({})", one.id);
        }
        switch (one.kind) {
            case SubjectKind::nothing:
                return {};
            case SubjectKind::presence:
                return fmt::format("answered({})", one.id);
            case SubjectKind::boolean:
                return one.id;
            case SubjectKind::integer:
            case SubjectKind::number:
                return number_test(depth);
            case SubjectKind::text:
                return text_test(one);
            case SubjectKind::choice:
                return code_test(one.id, one.codes);
            case SubjectKind::choices:
                switch (below(4)) {
                    case 0:
                        return number_test(depth);
                    case 1:
                        return macro(one, depth);
                    default:
                        return fmt::format("{} in {}", in_quotes(one_of(one.codes)), one.id);
                }
            case SubjectKind::grid:
                switch (below(4)) {
                    case 0:
                        return number_test(depth);
                    case 1:
                        return macro(one, depth);
                    default:
                        return code_test(
                            fmt::format("{}[{}]", one.id, in_quotes(one_of(one.rows))), one.codes
                        );
                }
        }
        return {};
    }

    std::string macro(const Subject& one, int depth) {
        static const std::vector<std::string> names = {"exists", "all", "exists_one"};
        if (variables_.size() == macro_depth_max) return {};
        const std::string name = fmt::format("v{}", variables_.size());
        variables_.push_back({name, &one, one.kind == SubjectKind::grid});
        std::string text =
            fmt::format("{}.{}({}, {})", one.id, one_of(names), name, truth(depth - 1));
        variables_.pop_back();
        return text;
    }

    std::string number_test(int depth) {
        static const std::vector<std::string> signs = {"==", "!=", "<", "<=", ">", ">="};
        if (below(4) == 0)
            return fmt::format("({}) in [{}, {}]", number(1), constant(), constant());
        return fmt::format("({}) {} ({})", number(depth), one_of(signs), number(0));
    }

    std::string constant() {
        return chance() ? fmt::format("{}", below(6)) : fmt::format("-{}", below(4));
    }

    std::string number(int depth) {
        static const std::vector<std::string> signs = {"+", "-", "*", "/"};
        if (depth > 0 && below(3) == 0) {
            return fmt::format("({}) {} ({})", number(depth - 1), one_of(signs), number(depth - 1));
        }
        if (depth > 0 && below(5) == 0) return fmt::format("-({})", number(depth - 1));
        if (depth > 0 && below(5) == 0) return aggregate();
        for (int tries = 0; tries < 20 && below(5) != 0; ++tries) {
            const Subject& one = subjects_[below(subjects_.size())];
            const bool plain = one.kind == SubjectKind::integer || one.kind == SubjectKind::number;
            if (plain) return one.id;
            const bool sized = one.kind == SubjectKind::text || one.kind == SubjectKind::choices ||
                               one.kind == SubjectKind::grid;
            if (sized && chance()) return fmt::format("size({})", one.id);
        }
        return below(4) == 0 ? fmt::format("{}.5", below(4)) : constant();
    }

    /// Several numbers or truths as one.
    std::string aggregate() {
        static const std::vector<std::string> names = {
            "sum", "mean", "math.least", "math.greatest"
        };
        std::vector<std::string> numbers;
        for (const Subject& one : subjects_) {
            const bool plain = one.kind == SubjectKind::integer || one.kind == SubjectKind::number;
            if (plain) numbers.push_back(one.id);
        }
        if (numbers.empty() || below(5) == 0) {
            return fmt::format("count({}, {})", truth(0), truth(0));
        }
        std::string arguments = one_of(numbers) + ", " + one_of(numbers);
        if (chance()) arguments += ", " + one_of(numbers);
        return fmt::format("{}({})", one_of(names), arguments);
    }

    std::string text_test(const Subject& one) {
        static const std::vector<std::string> texts = {"a", "ab", "b", "é\n\"", "ba"};
        const std::string text = in_quotes(one_of(texts));
        switch (below(5)) {
            case 0:
                return fmt::format("{} == {}", one.id, text);
            case 1:
                return fmt::format("{} in [{}, {}]", one.id, text, in_quotes(one_of(texts)));
            case 2:
                return fmt::format("{}.startsWith({})", one.id, text);
            case 3:
                return fmt::format("{}.endsWith({})", one.id, text);
            default:
                return fmt::format("{}.contains({})", one.id, text);
        }
    }

    std::span<const Subject> subjects_;
    SeededRandom& random_;
    std::vector<Variable> variables_;
};

/// Any answer, or none, to each subject.
inline std::vector<Value> random_values(std::span<const Subject> subjects, SeededRandom& random) {
    std::vector<Value> values(subjects.size());
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        const Subject& one = subjects[i];
        if (random.below(4) == 0) continue;
        const auto code = [&] { return static_cast<int>(random.below(one.codes.size())); };
        switch (one.kind) {
            case SubjectKind::nothing:
                break;
            case SubjectKind::presence:
            case SubjectKind::boolean:
                values[i] = random.below(2) == 0;
                break;
            case SubjectKind::integer:
                values[i] = static_cast<std::int64_t>(random.below(8)) - 2;
                break;
            case SubjectKind::number:
                values[i] = static_cast<double>(random.below(16)) / 4 - 1;
                break;
            case SubjectKind::text: {
                static const std::vector<std::string> texts = {"a", "ab", "bab", "é\n\"", "x"};
                values[i] = texts[random.below(texts.size())];
                break;
            }
            case SubjectKind::choice:
                values[i] = Choice{code()};
                break;
            case SubjectKind::choices: {
                ChoiceSet set;
                for (std::size_t c = 0; c < one.codes.size(); ++c) {
                    if (random.below(2) == 0) set.indices.push_back(static_cast<int>(c));
                }
                if (!set.indices.empty()) values[i] = set;
                break;
            }
            case SubjectKind::grid: {
                Cells cells{std::vector<int>(one.rows.size(), -1)};
                for (int& cell : cells.indices) {
                    if (random.below(3) != 0) cell = code();
                }
                values[i] = cells;
                break;
            }
        }
    }
    return values;
}

}  // namespace querist::expression
