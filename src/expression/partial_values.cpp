// Numbers and texts of answers that are still open: ranges and lists.

#include "expression/partial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace querist::expression {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Numeric numeric(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return whole_number(*whole);
    if (const auto* decimal = std::get_if<double>(&value)) return decimal_number(*decimal);
    return {};
}

bool text_holds(const Node& node, const std::string& a, const std::string& b) {
    switch (node.op) {
        case Op::starts_with:
            return a.starts_with(b);
        case Op::ends_with:
            return a.ends_with(b);
        case Op::contains:
            return a.find(b) != std::string::npos;
        default:
            return (a == b) != node.negated;
    }
}

template <class Range>
Range exactly(const Numeric& value) {
    Range out;
    out.can_be_unknown = !value.known();
    out.can_be_known = value.known();
    out.single = value;
    out.low = out.high = value.as_double();
    return out;
}

template <class Range>
Range from_to(double low, double high, bool can_be_unknown) {
    Range out;
    out.can_be_unknown = can_be_unknown;
    out.can_be_known = true;
    out.low = low;
    out.high = high;
    return out;
}

}  // namespace

PartialEvaluation::Range PartialEvaluation::range(const Node& node) {
    ++visits_;
    switch (node.op) {
        case Op::integer_constant:
            return exactly<Range>(whole_number(node.integer));
        case Op::number_constant:
            return exactly<Range>(decimal_number(node.number));
        case Op::integer_subject:
        case Op::number_subject:
            return subject_range(part(node.subject));
        case Op::size_of_text:
            return size_of_text(node);
        case Op::size_of_choices:
            return size_of_choices(part(node.subject));
        case Op::size_of_grid:
            return size_of_grid(part(node.subject));
        case Op::conditional: {
            const Truths condition = truths(node.children[0]);
            if (condition == can_be_unknown) return exactly<Range>({});
            if (condition == can_be_yes) return range(node.children[1]);
            if (condition == can_be_no) return range(node.children[2]);
            return from_to<Range>(-infinity, infinity, true);
        }
        default:
            return arithmetic_range(node);
    }
}

PartialEvaluation::Range PartialEvaluation::subject_range(const Part& one) const {
    const std::vector<Value>& values = one.domain->values;
    if (one.value >= 0) return exactly<Range>(numeric(values[static_cast<std::size_t>(one.value)]));
    if (one.value == is_unanswered || !one.can_have_answer() || values.empty()) {
        return exactly<Range>({});
    }
    double low = infinity;
    double high = -infinity;
    for (const Value& value : values) {
        low = std::min(low, numeric(value).as_double());
        high = std::max(high, numeric(value).as_double());
    }
    return from_to<Range>(low, high, one.can_lack_answer());
}

PartialEvaluation::Range PartialEvaluation::size_of_text(const Node& node) {
    const Texts one = texts(node.children[0]);
    if (one.any) return from_to<Range>(0, infinity, true);
    if (one.open == nullptr) {
        if (one.single == nullptr) return exactly<Range>({});
        return exactly<Range>(whole_number(static_cast<std::int64_t>(code_points(*one.single))));
    }
    double low = infinity;
    double high = 0;
    for (const Value& value : *one.open) {
        const double size = static_cast<double>(code_points(std::get<std::string>(value)));
        low = std::min(low, size);
        high = std::max(high, size);
    }
    return from_to<Range>(low, high, one.can_be_unknown);
}

PartialEvaluation::Range PartialEvaluation::size_of_choices(const Part& one) const {
    if (one.value == is_unanswered || !one.can_have_answer()) return exactly<Range>({});
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (const int option : one.domain->options) {
        const int state = one.options[static_cast<std::size_t>(option)];
        if (state != 0) ++most;
        if (state == 1) ++least;
    }
    if (one.others == lone_other_chosen) {
        ++least;
        ++most;
    } else if (one.others == is_open) {
        most += static_cast<std::int64_t>(one.domain->others.size()) +
                (one.domain->lone_other >= 0 ? 1 : 0);
    } else {
        least += one.others;
        most += one.others;
    }
    if (least == most && one.others != is_open && one.value != is_open) {
        return exactly<Range>(whole_number(least));
    }
    least = std::max<std::int64_t>(least, 1);
    const bool lacking = one.value == is_open && one.can_lack_answer();
    return from_to<Range>(
        static_cast<double>(least), static_cast<double>(std::max(least, most)), lacking
    );
}

PartialEvaluation::Range PartialEvaluation::size_of_grid(const Part& one) const {
    std::int64_t least = 0;
    std::int64_t most = 0;
    bool open = false;
    for (const int cell : one.cells) {
        if (cell >= 0) ++least;
        if (cell == is_open) open = true;
        if (cell >= 0 || (cell == is_open && one.can_have_answer())) ++most;
    }
    if (!open || most == 0) return exactly<Range>(most == 0 ? Numeric{} : whole_number(least));
    return from_to<Range>(
        static_cast<double>(std::max<std::int64_t>(least, 1)), static_cast<double>(most), least == 0
    );
}

PartialEvaluation::Range PartialEvaluation::arithmetic_range(const Node& node) {
    const Range a = range(node.children[0]);
    const bool unary = node.op == Op::negate;
    const Range b = unary ? a : range(node.children[1]);
    if (!a.can_be_known || !b.can_be_known) return exactly<Range>({});
    if (a.single.known() && b.single.known()) {
        return exactly<Range>(unary ? negated(a.single) : arithmetic(node.op, a.single, b.single));
    }
    const bool unknown = a.can_be_unknown || b.can_be_unknown;
    Range out = from_to<Range>(-infinity, infinity, true);
    if (node.op == Op::add) out = from_to<Range>(a.low + b.low, a.high + b.high, unknown);
    if (node.op == Op::subtract) out = from_to<Range>(a.low - b.high, a.high - b.low, unknown);
    if (unary) out = from_to<Range>(-a.high, -a.low, unknown);
    const double exact = static_cast<double>(integer_max);
    if (std::isnan(out.low) || std::isnan(out.high) || out.low < -exact || out.high > exact) {
        return from_to<Range>(-infinity, infinity, true);  // a result may have no exact value
    }
    return out;
}

Truths PartialEvaluation::compare(const Node& node) {
    const Range a = range(node.children[0]);
    const Range b = range(node.children[1]);
    Truths out = a.can_be_unknown || b.can_be_unknown ? can_be_unknown : Truths{0};
    if (!a.can_be_known || !b.can_be_known) return can_be_unknown;
    if (a.single.known() && b.single.known()) {
        return truths_of(holds(node.comparison, a.single.as_double(), b.single.as_double()));
    }
    const auto add = [&](bool can_hold, bool can_fail) {
        if (can_hold) out |= can_be_yes;
        if (can_fail) out |= can_be_no;
    };
    const bool meet = a.low <= b.high && b.low <= a.high;
    const bool one_point = a.low == a.high && b.low == b.high && a.low == b.low;
    switch (node.comparison) {
        case Comparison::equal:
            add(meet, !one_point);
            break;
        case Comparison::not_equal:
            add(!one_point, meet);
            break;
        case Comparison::less:
            add(a.low < b.high, a.high >= b.low);
            break;
        case Comparison::less_equal:
            add(a.low <= b.high, a.high > b.low);
            break;
        case Comparison::greater:
            add(a.high > b.low, a.low <= b.high);
            break;
        case Comparison::greater_equal:
            add(a.high >= b.low, a.low < b.high);
            break;
    }
    return out;
}

Truths PartialEvaluation::number_in(const Node& node) {
    const Range one = range(node.children[0]);
    if (!one.can_be_known) return can_be_unknown;
    const auto listed = [&](const auto& wanted) {
        return std::any_of(node.children.begin() + 1, node.children.end(), [&](const Node& c) {
            return wanted(c.op == Op::integer_constant ? static_cast<double>(c.integer) : c.number);
        });
    };
    if (one.single.known()) {
        return truths_of(listed([&](double value) { return value == one.single.as_double(); }));
    }
    Truths out = one.can_be_unknown ? can_be_unknown : Truths{0};
    if (listed([&](double value) { return value >= one.low && value <= one.high; })) {
        out |= can_be_yes;
    }
    return out | can_be_no;
}

PartialEvaluation::Texts PartialEvaluation::texts(const Node& node) {
    ++visits_;
    if (node.op == Op::text_constant) return {.single = &node.text};
    if (node.op == Op::conditional) {
        const Truths condition = truths(node.children[0]);
        if (condition == can_be_unknown) return {.can_be_unknown = true};
        if (condition == can_be_yes) return texts(node.children[1]);
        if (condition == can_be_no) return texts(node.children[2]);
        return {.can_be_unknown = true, .any = true};
    }
    const Part& one = part(node.subject);
    const std::vector<Value>& values = one.domain->values;
    if (one.value >= 0) {
        return {.single = &std::get<std::string>(values[static_cast<std::size_t>(one.value)])};
    }
    if (one.value == is_unanswered || !one.can_have_answer() || values.empty()) {
        return {.can_be_unknown = true};
    }
    return {.can_be_unknown = one.can_lack_answer(), .open = &values};
}

Truths PartialEvaluation::text_test(const Node& node) {
    const Texts a = texts(node.children[0]);
    const bool listed = node.op == Op::text_in;
    const Texts b = listed ? Texts{.single = &node.children[0].text} : texts(node.children[1]);
    if (a.any || b.any) return can_be_any;
    Truths out = a.can_be_unknown || b.can_be_unknown ? can_be_unknown : Truths{0};
    if ((a.single == nullptr && a.open == nullptr) || (b.single == nullptr && b.open == nullptr)) {
        return can_be_unknown;
    }
    const auto holds_for = [&](const std::string& one, const std::string& other) {
        if (!listed) return text_holds(node, one, other);
        return std::any_of(node.children.begin() + 1, node.children.end(), [&](const Node& c) {
            return c.text == one;
        });
    };
    if (a.open != nullptr && b.open != nullptr) return out | can_be_yes | can_be_no;
    if (a.open == nullptr && b.open == nullptr) {
        return out | truths_of(holds_for(*a.single, *b.single));
    }
    for (const Value& value : a.open != nullptr ? *a.open : *b.open) {
        const std::string& text = std::get<std::string>(value);
        out |=
            truths_of(a.open != nullptr ? holds_for(text, *b.single) : holds_for(*a.single, text));
        if ((out & (can_be_yes | can_be_no)) == (can_be_yes | can_be_no)) break;
    }
    return out;
}

}  // namespace querist::expression
