#include "expression/checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::expression {

namespace {

struct LeftOut {
    std::string_view name;
    std::string_view cure;
};

// What readers of CEL's documentation will try.
constexpr std::array<LeftOut, 21> left_out = {{
    {"min", "write math.least(a, b)"},
    {"max", "write math.greatest(a, b)"},
    {"average", "write mean(a, b)"},
    {"has", "ask whether a question has an answer with answered(question)"},
    {"matches", "compare with ==, startsWith, endsWith or contains"},
    {"map", "ask with exists, all or exists_one"},
    {"filter", "ask with exists, all or exists_one"},
    {"int", "numbers of both kinds can be compared as they are"},
    {"uint", "numbers of both kinds can be compared as they are"},
    {"double", "numbers of both kinds can be compared as they are"},
    {"string", "compare values of the same type"},
    {"bool", "compare values of the same type"},
    {"bytes", "compare texts as they are"},
    {"type", "every question has one type, which the study gives it"},
    {"dyn", "every question has one type, which the study gives it"},
    {"timestamp", "conditions know answers only, no times"},
    {"duration", "conditions know answers only, no times"},
    {"lowerAscii", "compare with each spelling: role in [\"Lead\", \"lead\"]"},
    {"upperAscii", "compare with each spelling: role in [\"Lead\", \"lead\"]"},
    {"trim", "answers are stored as typed; use contains"},
    {"split", "use contains"},
}};

bool is_macro(std::string_view name) {
    return name == "exists" || name == "all" || name == "exists_one";
}
bool is_text_method(std::string_view name) {
    return name == "startsWith" || name == "endsWith" || name == "contains";
}

}  // namespace

bool Checker::has_arguments(const Syntax& syntax, std::size_t count, std::string_view usage) {
    if (syntax.children.size() == count) return true;
    for (const Syntax& child : syntax.children) {
        if (!is_macro(syntax.text)) check(child);
    }
    reporter_.report(
        "expression.syntax",
        syntax.sign,
        fmt::format("{} takes other arguments", syntax.text),
        fmt::format("write {}", usage)
    );
    return false;
}

Typed Checker::unknown_function(const Syntax& syntax) {
    const auto found = std::ranges::find(left_out, syntax.text, &LeftOut::name);
    if (found != left_out.end()) {
        return not_supported(
            syntax.sign,
            fmt::format("{} is left out of this language", syntax.text),
            std::string(found->cure)
        );
    }
    static const std::vector<std::string> known = {
        "size",
        "answered",
        "exists",
        "all",
        "exists_one",
        "startsWith",
        "endsWith",
        "contains",
        "sum",
        "mean",
        "count"
    };
    const auto near = nearest(syntax.text, known);
    return not_supported(
        syntax.sign,
        fmt::format("there is no function {}", syntax.text),
        near ? fmt::format("{} is the nearest one", *near)
             : "the functions are size, answered, exists, all, exists_one, startsWith, endsWith, "
               "contains, sum, mean, count, math.least and math.greatest"
    );
}

Typed Checker::check_call(const Syntax& syntax) {
    if (syntax.text == "size") return check_size(syntax);
    if (syntax.text == "answered") return check_answered(syntax);
    if (syntax.text == "sum" || syntax.text == "mean") return check_aggregate(syntax);
    if (syntax.text == "count") return check_count(syntax);
    if (is_macro(syntax.text) || is_text_method(syntax.text)) {
        reporter_.report(
            "expression.syntax",
            syntax.sign,
            fmt::format("{} follows a question and a dot", syntax.text),
            is_macro(syntax.text) ? fmt::format("write question.{}(row, …)", syntax.text)
                                  : fmt::format("write question.{}(\"…\")", syntax.text)
        );
        return {};
    }
    for (const Syntax& child : syntax.children) check(child);
    return unknown_function(syntax);
}

Typed Checker::check_method(const Syntax& syntax) {
    if (is_extreme(syntax)) return check_extreme(syntax);
    if (syntax.text == "size") return check_size(syntax);
    if (is_macro(syntax.text)) return check_macro(syntax);
    if (is_text_method(syntax.text)) return check_text_method(syntax);
    check(syntax.children[0]);
    if (syntax.text == "answered") {
        reporter_.report(
            "expression.syntax",
            syntax.sign,
            "answered stands before what it asks about",
            fmt::format("write answered({})", source(syntax.children[0]))
        );
        return {};
    }
    return unknown_function(syntax);
}

Typed Checker::check_size(const Syntax& syntax) {
    if (!has_arguments(syntax, 1, "size(question)")) return {};
    Typed of = check(syntax.children[0]);
    switch (of.type) {
        case Type::broken:
            return {};
        case Type::text: {
            Typed out{Type::integer, {.op = Op::size_of_text}};
            out.node.children.push_back(std::move(of.node));
            return out;
        }
        case Type::choices:
        case Type::grid:
            return {Type::integer, std::move(of.node)};
        case Type::truth:
        case Type::integer:
        case Type::number:
        case Type::code:
        case Type::row:
        case Type::presence:
            break;
    }
    return type_problem(
        syntax.children[0].begin,
        fmt::format("{} is {} and has no size", source(syntax.children[0]), described(of)),
        of.type == Type::presence ? presence_cure(syntax.children[0])
                                  : "ask for the size of a text, of several choices or of a grid"
    );
}

Typed Checker::check_answered(const Syntax& syntax) {
    if (!has_arguments(syntax, 1, "answered(question)")) return {};
    Typed of = check(syntax.children[0]);
    if (of.type == Type::broken) return {};
    switch (of.node.op) {
        case Op::cell:
        case Op::cell_at: {
            Typed out{Type::truth, {.op = Op::answered_cell}};
            out.node.children.push_back(std::move(of.node));
            return out;
        }
        case Op::truth_subject:
        case Op::integer_subject:
        case Op::number_subject:
        case Op::text_subject:
        case Op::code_subject:
            return {Type::truth, {.op = Op::answered, .subject = of.node.subject}};
        default:
            break;
    }
    if (of.type == Type::choices || of.type == Type::grid || of.type == Type::presence) {
        return {Type::truth, {.op = Op::answered, .subject = of.subject}};
    }
    return type_problem(
        syntax.children[0].begin,
        fmt::format("{} is no question", source(syntax.children[0])),
        "ask answered of a question's id or of one row of a grid"
    );
}

Typed Checker::check_text_method(const Syntax& syntax) {
    const std::string usage = fmt::format("question.{}(\"…\")", syntax.text);
    if (!has_arguments(syntax, 2, usage)) return {};
    Typed of = check(syntax.children[0]);
    Typed part = check(syntax.children[1]);
    if (of.type == Type::broken || part.type == Type::broken) return {};
    if (of.type == Type::text && part.type == Type::text) {
        const Op op = syntax.text == "startsWith" ? Op::starts_with
                      : syntax.text == "endsWith" ? Op::ends_with
                                                  : Op::contains;
        Typed out{Type::truth, {.op = op}};
        out.node.children.push_back(std::move(of.node));
        out.node.children.push_back(std::move(part.node));
        return out;
    }
    const bool receiver = of.type != Type::text;
    const Syntax& wrong = syntax.children[receiver ? 0 : 1];
    std::string cure = "use it with texts only";
    if (of.type == Type::choices) {
        cure = fmt::format(
            "ask whether it was chosen: {} in {}",
            source(syntax.children[1]),
            source(syntax.children[0])
        );
    } else if (of.type == Type::code || of.type == Type::row) {
        cure = fmt::format("list the codes that are meant: {} in [\"…\"]", source(wrong));
    }
    return type_problem(
        wrong.begin,
        fmt::format(
            "{} is {}, and {} takes texts",
            source(wrong),
            described(receiver ? of : part),
            syntax.text
        ),
        std::move(cure)
    );
}

bool Checker::check_variable_name(const Syntax& name) {
    if (name.kind != SyntaxKind::name || name.parenthesized || !is_identifier(name.text)) {
        if (name.kind != SyntaxKind::broken) {
            reporter_.report(
                "expression.syntax",
                name.begin,
                "the first argument names a variable",
                "write a new name, such as row"
            );
        }
        return false;
    }
    const auto is_name = [&](const Subject& one) { return one.id == name.text; };
    const auto is_variable = [&](const Variable& one) { return one.name == name.text; };
    if (std::ranges::any_of(subjects_, is_name)) {
        type_problem(
            name.begin,
            fmt::format("the variable {} has the name of a question", name.text),
            "give the variable another name"
        );
    } else if (std::ranges::any_of(variables_, is_variable)) {
        type_problem(
            name.begin,
            fmt::format("the variable {} is in use already", name.text),
            "give the inner variable another name"
        );
    }
    return true;
}

Typed Checker::check_macro(const Syntax& syntax) {
    const std::string usage = fmt::format("question.{}(row, …)", syntax.text);
    const Typed of = check(syntax.children[0]);
    if (!has_arguments(syntax, 3, usage)) return {};
    if (!check_variable_name(syntax.children[1])) return {};
    if (of.type == Type::broken) return {};
    if (of.type != Type::grid && of.type != Type::choices) {
        return type_problem(
            syntax.children[0].begin,
            fmt::format(
                "{} is {}, and {} ranges over grids and several choices",
                source(syntax.children[0]),
                described(of),
                syntax.text
            ),
            of.type == Type::presence ? presence_cure(syntax.children[0])
                                      : "compare the answer itself"
        );
    }
    if (variables_.size() == macro_depth_max) {
        return not_supported(
            syntax.sign,
            fmt::format(
                "more than {} of exists, all and exists_one within another are left out",
                macro_depth_max
            ),
            "name rows or choices one by one"
        );
    }
    const bool rows = of.type == Type::grid;
    const Subject& range = subject(of.subject);
    const Op op = syntax.text == "exists" ? Op::for_some
                  : syntax.text == "all"  ? Op::for_all
                                          : Op::for_one;
    Typed out{Type::truth, {.op = op, .over_rows = rows, .subject = of.subject}};
    out.node.index = static_cast<int>(variables_.size());
    out.node.count = static_cast<int>(rows ? range.rows.size() : range.codes.size());
    out.node.text = syntax.children[1].text;
    variables_.push_back({out.node.text, rows ? Type::row : Type::code, of.subject});
    out.node.children.push_back(truth_of(syntax.children[2]));
    variables_.pop_back();
    return out;
}

}  // namespace querist::expression
