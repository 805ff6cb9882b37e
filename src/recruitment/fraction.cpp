#include "recruitment/fraction.hpp"

#include <numeric>
#include <stdexcept>

namespace querist::recruitment {

Fraction::Fraction(std::int64_t numerator, std::int64_t denominator)
    : numerator_(numerator), denominator_(denominator) {
    if (numerator < 0 || denominator <= 0) {
        throw std::domain_error("a fraction is not negative and has a denominator above 0");
    }
    const std::int64_t common = std::gcd(numerator, denominator);
    numerator_ /= common;
    denominator_ /= common;
}

}  // namespace querist::recruitment
