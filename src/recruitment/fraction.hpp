#pragma once

#include <cstdint>

namespace querist::recruitment {

/// An exact fraction in lowest terms, not negative.
class Fraction {
public:
    /// Nothing.
    constexpr Fraction() = default;
    /// `numerator` is 0 or more and `denominator` above 0; else std::domain_error.
    Fraction(std::int64_t numerator, std::int64_t denominator);

    [[nodiscard]] std::int64_t numerator() const { return numerator_; }
    [[nodiscard]] std::int64_t denominator() const { return denominator_; }
    [[nodiscard]] double value() const {
        return static_cast<double>(numerator_) / static_cast<double>(denominator_);
    }
    bool operator==(const Fraction&) const = default;

private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

}  // namespace querist::recruitment
