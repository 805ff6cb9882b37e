#include "statistics/distributions.hpp"

#include "statistics/contract.hpp"
#include "statistics/proportion.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <numbers>

namespace querist::statistics {

double normal_upper_tail(double z) { return boost::math::erfc(z / std::numbers::sqrt2) / 2; }

double normal_two_sided(double z) { return boost::math::erfc(std::abs(z) / std::numbers::sqrt2); }

double chi_square_upper_tail(double x, double degrees) {
    return boost::math::gamma_q(degrees / 2, x / 2);
}

double student_two_sided(double t, double degrees) {
    return boost::math::ibeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double binomial_at_most(std::int64_t count, std::int64_t total, double share) {
    if (count < 0) return 0;
    if (count >= total) return 1;
    const auto below = static_cast<double>(count);
    return boost::math::ibetac(below + 1, static_cast<double>(total) - below, share);
}

double normal_reach(double level) {
    require_level(level);
    // The upper tail is asked for directly: 1 - (1 - level) / 2 would lose digits near level 1.
    return -normal_quantile((1 - level) / 2);
}

}  // namespace querist::statistics
