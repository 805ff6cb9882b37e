#pragma once

// Numbers of conditions: whole numbers where doubles are exact, IEEE 754 doubles, or unknown.

#include "expression/node.hpp"

#include <cmath>
#include <cstdint>

namespace querist::expression {

enum class Exactness : std::uint8_t { unknown, whole, decimal };

struct Numeric {
    Exactness exactness = Exactness::unknown;
    std::int64_t whole = 0;
    double decimal = 0;

    [[nodiscard]] bool known() const { return exactness != Exactness::unknown; }
    [[nodiscard]] double as_double() const {
        return exactness == Exactness::whole ? static_cast<double>(whole) : decimal;
    }
};

/// Unknown beyond `integer_max`: a double could not tell it from its neighbours.
[[nodiscard]] inline Numeric whole_number(std::int64_t value) {
    if (value > integer_max || value < -integer_max) return {};
    return {.exactness = Exactness::whole, .whole = value};
}

/// Unknown when it is no number or infinite.
[[nodiscard]] inline Numeric decimal_number(double value) {
    if (!std::isfinite(value)) return {};
    return {.exactness = Exactness::decimal, .decimal = value};
}

[[nodiscard]] inline Numeric whole_arithmetic(Op op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (op == Op::multiply) {
        return __builtin_mul_overflow(a, b, &result) ? Numeric{} : whole_number(result);
    }
    if (op == Op::add) return whole_number(a + b);  // 2^54 at most
    if (op == Op::subtract) return whole_number(a - b);
    if (b == 0) return {};
    return whole_number(op == Op::divide ? a / b : a % b);
}

[[nodiscard]] inline Numeric arithmetic(Op op, const Numeric& a, const Numeric& b) {
    if (!a.known() || !b.known()) return {};
    if (a.exactness == Exactness::whole && b.exactness == Exactness::whole) {
        return whole_arithmetic(op, a.whole, b.whole);
    }
    const double x = a.as_double();
    const double y = b.as_double();
    if (op == Op::add) return decimal_number(x + y);
    if (op == Op::subtract) return decimal_number(x - y);
    if (op == Op::multiply) return decimal_number(x * y);
    if (op == Op::divide && y != 0) return decimal_number(x / y);
    return {};
}

[[nodiscard]] inline Numeric negated(const Numeric& a) {
    if (a.exactness == Exactness::whole) return whole_number(-a.whole);
    if (a.exactness == Exactness::decimal) return decimal_number(-a.decimal);
    return {};
}

// Whole numbers within integer_max convert to double exactly, so one comparison serves both.
[[nodiscard]] inline bool holds(Comparison comparison, double a, double b) {
    switch (comparison) {
        case Comparison::equal:
            return a == b;
        case Comparison::not_equal:
            return a != b;
        case Comparison::less:
            return a < b;
        case Comparison::less_equal:
            return a <= b;
        case Comparison::greater:
            return a > b;
        case Comparison::greater_equal:
            return a >= b;
    }
    return false;
}

}  // namespace querist::expression
