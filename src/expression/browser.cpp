// Conditions as frontend/src/condition.ts reads them: one JSON array a node, its sign first.

#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace querist::expression {

namespace {

using nlohmann::json;

json of_truth(Truth truth) { return truth == Truth::unknown ? json() : json(truth == Truth::yes); }

/// all_of and any_of without the parts that decide nothing; the truth itself when one decides.
json combined(const char* sign, bool decisive, std::vector<json> parts) {
    if (std::ranges::find(parts, json(decisive)) != parts.end()) return decisive;
    std::erase(parts, json(!decisive));
    if (parts.empty()) return !decisive;
    if (parts.size() == 1) return std::move(parts.front());
    json result = json::array({sign});
    for (json& part : parts) result.push_back(std::move(part));
    return result;
}

struct ValueJson {
    json operator()(const Unanswered&) const { return {}; }
    json operator()(bool value) const { return value; }
    json operator()(std::int64_t value) const { return value; }
    json operator()(double value) const { return value; }
    json operator()(const std::string& value) const { return value; }
    json operator()(const Choice& value) const { return value.index; }
    json operator()(const ChoiceSet& value) const { return value.indices; }
    json operator()(const Cells& value) const { return value.indices; }
    json operator()(const CellSets&) const { return true; }  // conditions do not look into them
    json operator()(const Figures&) const { return true; }
};

}  // namespace

json browser_value(const Value& value) { return std::visit(ValueJson{}, value); }

int BrowserConditions::position(int subject) {
    const auto known = std::ranges::find(subjects_, subject);
    if (known != subjects_.end()) return static_cast<int>(known - subjects_.begin());
    subjects_.push_back(subject);
    return static_cast<int>(subjects_.size()) - 1;
}

bool BrowserConditions::hangs(const Node& node) const {
    bool result = false;
    for_each_node(node, [&](const Node& one) {
        const auto subject = static_cast<std::size_t>(one.subject);
        result = result || (one.subject >= 0 && subject < asked_.size() && asked_[subject] != 0);
    });
    return result;
}

json BrowserConditions::add(const Expression& condition) { return truth(condition.node()); }

json BrowserConditions::truth(const Node& node) {
    const std::size_t before = subjects_.size();
    json result = unsettled(node);
    // Of what was settled on the way down nothing is left that names a subject.
    if (!result.is_array()) subjects_.resize(before);
    return result;
}

json BrowserConditions::unsettled(const Node& node) {
    // Within a macro a part may hang on its variable alone.
    if (macros_ == 0 && !hangs(node)) {
        const Expression part(std::make_shared<Node>(node), {}, {});
        return of_truth(evaluate(part, values_));
    }
    switch (node.op) {
        case Op::truth_constant:
            return node.index != 0;
        case Op::truth_subject:
            return {"b", position(node.subject)};
        case Op::negation: {
            json part = truth(node.children[0]);
            if (part.is_boolean()) return !part.get<bool>();
            if (part.is_null()) return part;
            return {"!", std::move(part)};
        }
        case Op::all_of:
        case Op::any_of: {
            std::vector<json> parts;
            parts.reserve(node.children.size());
            for (const Node& child : node.children) parts.push_back(truth(child));
            const bool any = node.op == Op::any_of;
            return combined(any ? "|" : "&", any, std::move(parts));
        }
        case Op::same_truth: {
            json a = truth(node.children[0]);
            json b = truth(node.children[1]);
            if (a.is_null() || b.is_null()) return {};
            if (a.is_boolean() && b.is_boolean()) return (a == b) != node.negated;
            return {"=b", std::move(a), std::move(b), node.negated ? 1 : 0};
        }
        case Op::answered:
            return {"a", position(node.subject)};
        case Op::chosen:
            return {"has", position(node.subject), node.index};
        case Op::for_some:
            return macro("some", node);
        case Op::for_all:
            return macro("all", node);
        case Op::for_one:
            return macro("one", node);
        case Op::conditional: {
            json condition = truth(node.children[0]);
            if (condition.is_null()) return condition;
            if (condition.is_boolean()) return truth(node.children[condition.get<bool>() ? 1 : 2]);
            json then = truth(node.children[1]);
            json otherwise = truth(node.children[2]);
            return {"?", std::move(condition), std::move(then), std::move(otherwise)};
        }
        default:
            return comparison(node);
    }
}

json BrowserConditions::macro(const char* sign, const Node& node) {
    const int subject = position(node.subject);
    ++macros_;
    json predicate = truth(node.children[0]);
    --macros_;
    return {sign, subject, node.over_rows ? 1 : 0, node.index, node.count, std::move(predicate)};
}

json BrowserConditions::comparison(const Node& node) {
    const int negated = node.negated ? 1 : 0;
    const auto both = [&](const char* sign, auto part) -> json {
        json a = (this->*part)(node.children[0]);
        json b = (this->*part)(node.children[1]);
        return {sign, std::move(a), std::move(b)};
    };
    const auto with = [](json test, int further) {
        test.push_back(further);
        return test;
    };
    switch (node.op) {
        case Op::compare_numbers:
            return with(both("<", &BrowserConditions::quantity), static_cast<int>(node.comparison));
        case Op::number_in: {
            json test = {"#"};
            for (const Node& child : node.children) test.push_back(quantity(child));
            return test;
        }
        case Op::same_text:
            return with(both("=t", &BrowserConditions::text), negated);
        case Op::starts_with:
            return both("^", &BrowserConditions::text);
        case Op::ends_with:
            return both("$", &BrowserConditions::text);
        case Op::contains:
            return both("~", &BrowserConditions::text);
        case Op::text_in: {
            json test = {"@", text(node.children[0])};
            for (std::size_t i = 1; i < node.children.size(); ++i) {
                test.push_back(node.children[i].text);
            }
            return test;
        }
        case Op::code_is:
            return {"is", code(node.children[0]), node.index, negated};
        case Op::code_in:
            return {"in", code(node.children[0]), node.table};
        case Op::same_code: {
            json test = both("=c", &BrowserConditions::code);
            test.push_back(node.table);
            return with(std::move(test), negated);
        }
        case Op::code_chosen: {
            json one = code(node.children[0]);
            return {"any", std::move(one), position(node.subject), node.table};
        }
        case Op::answered_cell:
            return {"ac", code(node.children[0])};
        default:
            return {};
    }
}

json BrowserConditions::quantity(const Node& node) {
    const auto sign = [&](const char* of) -> json {
        json a = quantity(node.children[0]);
        json b = quantity(node.children[1]);
        return {of, std::move(a), std::move(b)};
    };
    switch (node.op) {
        case Op::integer_constant:
            return {"i", node.integer};
        case Op::number_constant:
            return {"d", node.number};
        case Op::size_of_text:
            return {"len", text(node.children[0])};
        case Op::size_of_choices:
        case Op::size_of_grid:
            return {"sz", position(node.subject)};
        case Op::add:
            return sign("+");
        case Op::subtract:
            return sign("-");
        case Op::multiply:
            return sign("*");
        case Op::divide:
            return sign("/");
        case Op::remainder:
            return sign("%");
        case Op::negate:
            return {"neg", quantity(node.children[0])};
        case Op::conditional: {
            json condition = truth(node.children[0]);
            json then = quantity(node.children[1]);
            json otherwise = quantity(node.children[2]);
            return {"?", std::move(condition), std::move(then), std::move(otherwise)};
        }
        default:
            return {"n", position(node.subject)};
    }
}

json BrowserConditions::text(const Node& node) {
    if (node.op == Op::text_constant) return {"s", node.text};
    if (node.op == Op::text_subject) return {"t", position(node.subject)};
    json condition = truth(node.children[0]);
    json then = text(node.children[1]);
    json otherwise = text(node.children[2]);
    return {"?", std::move(condition), std::move(then), std::move(otherwise)};
}

json BrowserConditions::code(const Node& node) {
    if (node.op == Op::variable) return {"v", node.index};
    const int subject = position(node.subject);
    if (node.op == Op::code_subject) return {"c", subject};
    if (node.op == Op::cell) return {"r", subject, node.index};
    return {"ra", subject, node.index, node.table};
}

}  // namespace querist::expression
