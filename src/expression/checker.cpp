#include "expression/checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::expression {

namespace {

constexpr std::size_t codes_named_max = 8;

int find(const std::vector<std::string>& list, std::string_view text) {
    const auto found = std::ranges::find(list, text);
    return found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

}  // namespace

bool is_number(Type type) { return type == Type::integer || type == Type::number; }

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string listed(std::span<const std::string> codes) {
    std::string out;
    const std::size_t shown = std::min(codes.size(), codes_named_max);
    for (std::size_t i = 0; i < shown; ++i) {
        const bool last = i + 1 == codes.size();
        if (i > 0) out += last ? " or " : ", ";
        out += in_quotes(codes[i]);
    }
    if (shown < codes.size()) out += fmt::format(" and {} more", codes.size() - shown);
    return out;
}

Node joined(Op op, std::vector<Node> operands) {
    Node out{.op = op};
    for (Node& operand : operands) {
        if (operand.op == op) {
            for (Node& inner : operand.children) out.children.push_back(std::move(inner));
        } else {
            out.children.push_back(std::move(operand));
        }
    }
    return out;
}

Typed Checker::type_problem(std::size_t at, std::string message, std::string cure) {
    reporter_.report("expression.type", at, std::move(message), std::move(cure));
    return {};
}

Typed Checker::not_supported(std::size_t at, std::string message, std::string cure) {
    reporter_.report("expression.not-supported", at, std::move(message), std::move(cure));
    return {};
}

std::string Checker::source(const Syntax& syntax) const {
    return std::string(reporter_.text().substr(syntax.begin, syntax.end - syntax.begin));
}

std::string Checker::described(const Typed& typed) const {
    switch (typed.type) {
        case Type::broken:
            return "something broken";
        case Type::truth:
            return "yes or no";
        case Type::integer:
            return "a whole number";
        case Type::number:
            return "a number";
        case Type::text:
            return "a text";
        case Type::code:
            return "one choice";
        case Type::row:
            return fmt::format("a row of {}", subject(typed.subject).id);
        case Type::choices:
            return "several choices";
        case Type::grid:
            return "a grid";
        case Type::presence:
            return "an answer that conditions do not look into";
    }
    return {};
}

std::string Checker::truth_cure(const Syntax& syntax, const Typed& typed) const {
    const std::string text = source(syntax);
    const auto example = [&](const std::vector<std::string>* codes) {
        return codes == nullptr || codes->empty() ? std::string("\"…\"")
                                                  : in_quotes(codes->front());
    };
    switch (typed.type) {
        case Type::broken:
        case Type::truth:
            return {};
        case Type::integer:
        case Type::number:
            return fmt::format("compare it with a number: {} > 0", text);
        case Type::text:
            return typed.node.op == Op::text_constant
                       ? std::string("compare a question with it")
                       : fmt::format("compare it with a text, or ask answered({})", text);
        case Type::code:
        case Type::row:
            return fmt::format("compare it: {} == {}", text, example(typed.codes));
        case Type::choices:
            return fmt::format("ask for a choice: {} in {}", example(typed.codes), text);
        case Type::grid:
            return fmt::format(
                "ask for its rows: {}.exists(row, {}[row] == {})", text, text, example(typed.codes)
            );
        case Type::presence:
            return fmt::format("ask whether there is one: answered({})", text);
    }
    return {};
}

Node Checker::condition(const Syntax& syntax) { return truth_of(syntax); }

Typed Checker::value(const Syntax& syntax) {
    Typed typed = check(syntax);
    switch (typed.type) {
        case Type::broken:
        case Type::truth:
        case Type::integer:
        case Type::number:
        case Type::text:
            return typed;
        case Type::code:
        case Type::row:
        case Type::choices:
        case Type::grid:
        case Type::presence:
            break;
    }
    return type_problem(
        syntax.begin,
        fmt::format(
            "{} is {}, and no value can be computed as that", source(syntax), described(typed)
        ),
        typed.type == Type::code
            ? fmt::format("write what it means: {} == \"…\" ? \"…\" : \"…\"", source(syntax))
            : truth_cure(syntax, typed)
    );
}

Node Checker::truth_of(const Syntax& syntax) {
    Typed typed = check(syntax);
    if (typed.type != Type::truth && typed.type != Type::broken) {
        type_problem(
            syntax.begin,
            fmt::format("{} is {}, not yes or no", source(syntax), described(typed)),
            truth_cure(syntax, typed)
        );
    }
    return std::move(typed.node);
}

Typed Checker::check(const Syntax& syntax) {
    switch (syntax.kind) {
        case SyntaxKind::broken:
            for (const Syntax& child : syntax.children) check(child);
            return {};
        case SyntaxKind::truth:
            return {
                Type::truth, {.op = Op::truth_constant, .index = static_cast<int>(syntax.integer)}
            };
        case SyntaxKind::integer:
            return {Type::integer, {.op = Op::integer_constant, .integer = syntax.integer}};
        case SyntaxKind::decimal:
            return {Type::number, {.op = Op::number_constant, .number = syntax.number}};
        case SyntaxKind::text:
            return {Type::text, {.op = Op::text_constant, .text = syntax.text}};
        case SyntaxKind::name:
            return check_name(syntax);
        case SyntaxKind::list:
            for (const Syntax& child : syntax.children) check(child);
            return type_problem(
                syntax.begin,
                "a list stands only after in",
                "write question in [\"a\", \"b\"], or join comparisons with &&"
            );
        case SyntaxKind::unary:
            return check_unary(syntax);
        case SyntaxKind::binary:
            return check_binary(syntax);
        case SyntaxKind::conditional:
            return check_conditional(syntax);
        case SyntaxKind::select:
            return check_select(syntax);
        case SyntaxKind::index:
            return check_index(syntax);
        case SyntaxKind::call:
            return check_call(syntax);
        case SyntaxKind::method:
            return check_method(syntax);
    }
    return {};
}

Typed Checker::subject_value(int position) {
    const Subject& one = subject(position);
    const auto value = [&](Type type, Op op) {
        return Typed{type, {.op = op, .subject = position}, position, &one.codes};
    };
    switch (one.kind) {
        case SubjectKind::nothing:
            return {};
        case SubjectKind::boolean:
            return value(Type::truth, Op::truth_subject);
        case SubjectKind::integer:
            return value(Type::integer, Op::integer_subject);
        case SubjectKind::number:
            return value(Type::number, Op::number_subject);
        case SubjectKind::text:
            return value(Type::text, Op::text_subject);
        case SubjectKind::choice:
            return value(Type::code, Op::code_subject);
        case SubjectKind::choices:
            return value(Type::choices, Op::size_of_choices);
        case SubjectKind::grid:
            return value(Type::grid, Op::size_of_grid);
        case SubjectKind::presence:
            return value(Type::presence, Op::answered);
    }
    return {};
}

Typed Checker::check_name(const Syntax& syntax) {
    for (std::size_t i = variables_.size(); i-- > 0;) {
        const Variable& one = variables_[i];
        if (one.name != syntax.text) continue;
        const Subject& of = subject(one.subject);
        return {
            one.type,
            {.op = Op::variable, .index = static_cast<int>(i), .text = one.name},
            one.subject,
            one.type == Type::row ? &of.rows : &of.codes
        };
    }
    const auto found = std::ranges::find(subjects_, syntax.text, &Subject::id);
    if (found == subjects_.end()) return unknown_name(syntax);
    const int position = static_cast<int>(found - subjects_.begin());
    references_.push_back({position, reporter_.place_at(syntax.begin)});
    if (found->kind == SubjectKind::nothing) {
        return type_problem(
            syntax.begin,
            fmt::format("{} is information and has no answer", syntax.text),
            "name a question that can be answered"
        );
    }
    if (!is_identifier(syntax.text)) {
        return not_supported(
            syntax.begin,
            fmt::format("{} is a reserved word and names no question", syntax.text),
            "give the question another id"
        );
    }
    return subject_value(position);
}

Typed Checker::unknown_name(const Syntax& syntax) {
    std::vector<std::string> ids;
    ids.reserve(variables_.size() + subjects_.size());
    for (const Variable& one : variables_) ids.push_back(one.name);
    for (const Subject& one : subjects_) {
        if (one.kind != SubjectKind::nothing) ids.push_back(one.id);
    }
    const auto has_code = [&](const Subject& one) { return find(one.codes, syntax.text) >= 0; };
    std::string cure = "name a question by the id that the study gives it";
    if (std::ranges::any_of(subjects_, has_code)) {
        cure = fmt::format("if the choice is meant, put it in quotes: {}", in_quotes(syntax.text));
    } else if (const auto near = nearest(syntax.text, ids)) {
        cure = fmt::format("{} is the nearest id", *near);
    }
    reporter_.report(
        "expression.unknown-question",
        syntax.begin,
        fmt::format("there is no question {}", syntax.text),
        std::move(cure)
    );
    return {};
}

Typed Checker::check_unary(const Syntax& syntax) {
    const Syntax& operand = syntax.children[0];
    if (syntax.text == "!") {
        Typed out{Type::truth, {.op = Op::negation}};
        out.node.children.push_back(truth_of(operand));
        return out;
    }
    Typed typed = check(operand);
    if (typed.type == Type::broken) return {};
    if (!is_number(typed.type)) {
        return type_problem(
            syntax.begin,
            fmt::format("- stands before {}, which is {}", source(operand), described(typed)),
            "take the - out; it negates numbers only"
        );
    }
    if (typed.node.op == Op::integer_constant) {
        typed.node.integer = -typed.node.integer;
        return typed;
    }
    if (typed.node.op == Op::number_constant) {
        typed.node.number = -typed.node.number;
        return typed;
    }
    Typed out{typed.type, {.op = Op::negate}};
    out.node.children.push_back(std::move(typed.node));
    return out;
}

Typed Checker::check_binary(const Syntax& syntax) {
    const std::string& sign = syntax.text;
    if (sign == "&&" || sign == "||") {
        std::vector<Node> operands;
        operands.reserve(syntax.children.size());
        for (const Syntax& child : syntax.children) operands.push_back(truth_of(child));
        return {Type::truth, joined(sign == "&&" ? Op::all_of : Op::any_of, std::move(operands))};
    }
    if (sign == "==" || sign == "!=") return check_equality(syntax);
    if (sign == "in") return check_in(syntax);
    if (sign[0] == '<' || sign[0] == '>') return check_order(syntax);
    return check_arithmetic(syntax);
}

Typed Checker::check_arithmetic(const Syntax& syntax) {
    Typed left = check(syntax.children[0]);
    Typed right = check(syntax.children[1]);
    if (left.type == Type::broken || right.type == Type::broken) return {};
    for (const auto& [typed, part] :
         {std::pair{&left, &syntax.children[0]}, std::pair{&right, &syntax.children[1]}}) {
        if (is_number(typed->type)) continue;
        const bool text = typed->type == Type::text;
        return type_problem(
            part->begin,
            fmt::format("{} is {} and cannot be reckoned with", source(*part), described(*typed)),
            text ? std::string("texts can be compared, but not joined or reckoned with")
                 : fmt::format("{} takes numbers only", syntax.text)
        );
    }
    const bool whole = left.type == Type::integer && right.type == Type::integer;
    if (syntax.text == "%" && !whole) {
        return type_problem(
            syntax.sign, "% takes whole numbers only", "use % with whole numbers, or take it out"
        );
    }
    const Op op = syntax.text == "+"   ? Op::add
                  : syntax.text == "-" ? Op::subtract
                  : syntax.text == "*" ? Op::multiply
                  : syntax.text == "/" ? Op::divide
                                       : Op::remainder;
    Typed out{whole ? Type::integer : Type::number, {.op = op}};
    out.node.children.push_back(std::move(left.node));
    out.node.children.push_back(std::move(right.node));
    return out;
}

Typed Checker::check_conditional(const Syntax& syntax) {
    Node condition = truth_of(syntax.children[0]);
    Typed yes = check(syntax.children[1]);
    Typed no = check(syntax.children[2]);
    if (yes.type == Type::broken || no.type == Type::broken) return {};
    Type type = yes.type;
    if (is_number(yes.type) && is_number(no.type) && yes.type != no.type)
        type = Type::number;
    else if (yes.type != no.type) {
        return type_problem(
            syntax.sign,
            fmt::format("one result is {}, the other {}", described(yes), described(no)),
            "give both results the same type"
        );
    }
    if (type != Type::truth && !is_number(type) && type != Type::text) {
        return type_problem(
            syntax.sign,
            fmt::format("a result of ? : cannot be {}", described(yes)),
            "put the comparison inside: condition ? a == \"x\" : b == \"x\""
        );
    }
    Typed out{type, {.op = Op::conditional}};
    out.node.children.push_back(std::move(condition));
    out.node.children.push_back(std::move(yes.node));
    out.node.children.push_back(std::move(no.node));
    return out;
}

Typed Checker::cell_of(const Typed& grid, std::string_view row, std::size_t at) {
    const Subject& of = subject(grid.subject);
    const int index = find(of.rows, row);
    if (index < 0) {
        const auto near = nearest(row, of.rows);
        reporter_.report(
            "expression.unknown-choice",
            at,
            fmt::format("{} has no row {}", of.id, in_quotes(row)),
            near ? fmt::format("{} is the nearest row", in_quotes(*near))
                 : fmt::format("its rows are {}", listed(of.rows))
        );
        return {};
    }
    return {
        Type::code,
        {.op = Op::cell, .subject = grid.subject, .index = index},
        grid.subject,
        &of.codes
    };
}

Typed Checker::check_select(const Syntax& syntax) {
    const Typed of = check(syntax.children[0]);
    if (of.type == Type::broken) return {};
    if (of.type != Type::grid) {
        return type_problem(
            syntax.sign,
            fmt::format(
                "{} is {} and has no rows to name with a dot",
                source(syntax.children[0]),
                described(of)
            ),
            of.type == Type::choices
                ? fmt::format(
                      "ask whether it was chosen: {} in {}",
                      in_quotes(syntax.text),
                      source(syntax.children[0])
                  )
                : std::string("take the dot and what follows out; only grids have rows")
        );
    }
    if (syntax.text == "in" || syntax.text == "true" || syntax.text == "false" ||
        syntax.text == "null") {
        return not_supported(
            syntax.sign,
            fmt::format("the word {} cannot follow a dot", syntax.text),
            fmt::format("write {}[{}]", source(syntax.children[0]), in_quotes(syntax.text))
        );
    }
    return cell_of(of, syntax.text, syntax.sign);
}

Typed Checker::check_index(const Syntax& syntax) {
    const Typed of = check(syntax.children[0]);
    const Syntax& place = syntax.children[1];
    Typed key = check(place);
    if (of.type == Type::broken || key.type == Type::broken) return {};
    if (of.type != Type::grid) {
        return type_problem(
            syntax.sign,
            fmt::format("{} is {}, not a grid", source(syntax.children[0]), described(of)),
            of.type == Type::choices ? "ask whether a choice was made: \"code\" in question"
                                     : "only grids are indexed, by their rows"
        );
    }
    if (key.node.op == Op::text_constant) return cell_of(of, key.node.text, place.begin);
    const Subject& grid = subject(of.subject);
    if (key.type != Type::row) {
        return type_problem(
            place.begin,
            fmt::format("{} is not a row of {}", source(place), grid.id),
            fmt::format("name a row in quotes: {}", listed(grid.rows))
        );
    }
    Typed out{
        Type::code,
        {.op = Op::cell_at, .subject = of.subject, .index = key.node.index},
        of.subject,
        &grid.codes
    };
    out.node.text = key.node.text;
    if (key.subject == of.subject) return out;
    for (const std::string& row : *key.codes) {
        const int index = find(grid.rows, row);
        if (index < 0) {
            return type_problem(
                place.begin,
                fmt::format(
                    "{} ranges over the rows of {}, and {} has no row {}",
                    key.node.text,
                    subject(key.subject).id,
                    grid.id,
                    in_quotes(row)
                ),
                "use grids with the same rows, or name the rows one by one"
            );
        }
        out.node.table.push_back(index);
    }
    return out;
}

}  // namespace querist::expression
