// Prints random conditions with random answers and their truth, one JSON line each, for the
// browser's evaluator to agree with. Arguments: how many, and the seed.

#include "expression/example_subjects.hpp"
#include "expression/random_condition.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

namespace {

using namespace querist;
using nlohmann::json;

std::uint64_t number(std::string_view text) {
    std::uint64_t result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

json truth_json(expression::Truth truth) {
    return truth == expression::Truth::unknown ? json() : json(truth == expression::Truth::yes);
}

/// One case: {"text","condition","expected","subjects":[{"value","whole"},…]}.
json condition_case(SeededRandom& random) {
    const std::vector<expression::Subject>& all = expression::example_subjects();
    const int depth = 1 + static_cast<int>(random.below(4));
    const std::string text = expression::RandomCondition(all, random).truth(depth);
    const expression::Parsed parsed = expression::parse(text, all, {"random", 1, 1});
    const std::vector<expression::Value> values = expression::random_values(all, random);
    std::vector<char> asked;
    for (std::size_t i = 0; i < all.size(); ++i) asked.push_back(random.below(3) == 0 ? 0 : 1);
    expression::BrowserConditions conditions(values, asked);
    json result = {
        {"text", text},
        {"condition", conditions.add(parsed.expression.value())},
        {"expected", truth_json(expression::evaluate(*parsed.expression, values))},
        {"subjects", json::array()}
    };
    for (const int subject : conditions.subjects()) {
        const auto position = static_cast<std::size_t>(subject);
        result["subjects"].push_back(
            {{"value", expression::browser_value(values[position])},
             {"whole", all[position].kind == expression::SubjectKind::integer}}
        );
    }
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 3) {
        fmt::print(stderr, "Usage: condition_cases COUNT SEED\n");
        return 2;
    }
    SeededRandom random(number(arguments[2]));
    for (std::uint64_t left = number(arguments[1]); left > 0; --left) {
        fmt::print("{}\n", condition_case(random).dump());
    }
    return 0;
}
