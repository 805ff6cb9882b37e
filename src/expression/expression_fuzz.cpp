// Any bytes: problems or a condition, never a crash; what is read can be evaluated, printed and
// read again.

#include "expression/example_subjects.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <cstdlib>

using namespace querist;
using namespace querist::expression;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto& subjects = example_subjects();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Parsed parsed = parse(text, subjects, {"fuzz", 1, 1});
    if (parsed.expression.has_value() != parsed.problems.empty()) std::abort();
    if (!parsed.expression) return 0;
    std::vector<Value> values(subjects.size());
    static_cast<void>(evaluate(*parsed.expression, values));
    for (std::size_t i = 0; i < values.size(); ++i) {
        switch (subjects[i].kind) {
            case SubjectKind::nothing:
                break;
            case SubjectKind::boolean:
                values[i] = true;
                break;
            case SubjectKind::integer:
                values[i] = std::int64_t{42};
                break;
            case SubjectKind::number:
                values[i] = 0.5;
                break;
            case SubjectKind::text:
                values[i] = std::string("lead");
                break;
            case SubjectKind::choice:
                values[i] = Choice{1};
                break;
            case SubjectKind::choices:
                values[i] = ChoiceSet{{0, 1}};
                break;
            case SubjectKind::grid:
                values[i] = Cells{{0, 2, -1}};
                break;
            case SubjectKind::presence:
                values[i] = std::string("2031-12-31");
                break;
        }
        static_cast<void>(evaluate(*parsed.expression, values));
    }
    const std::string printed = to_text(*parsed.expression, subjects);
    const Parsed again = parse(printed, subjects, {"fuzz", 1, 1});
    if (again.expression && !(again.expression->node() == parsed.expression->node())) std::abort();
    const std::vector<Answerable> answerable(subjects.size());
    const Decision decision = decide(subjects, answerable, *parsed.expression, 500);
    const bool wrong = decision.verdict == Verdict::possible &&
                       evaluate(*parsed.expression, decision.witness) != Truth::yes;
    if (wrong) std::abort();
    return 0;
}
