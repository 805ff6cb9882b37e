#include "statistics/power.hpp"

#include "statistics/contract.hpp"
#include "statistics/proportion.hpp"
#include "statistics/whole_answers.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>

namespace querist::statistics {

namespace {

void require_share(double share) { require(share >= 0 && share <= 1, "a share lies in [0, 1]"); }

void require_significance(double significance) {
    require(significance > 0 && significance < 1, "a significance lies between 0 and 1");
}

void require_aim(const TestAim& aim) {
    require_significance(aim.significance);
    require(aim.power > aim.significance && aim.power < 1, "power exceeds the significance");
}

std::unexpected<Problem> no_answers() {
    return failure(
        "statistics.no-values", "a test of no answers finds nothing", "plan for at least one answer"
    );
}

std::unexpected<Problem> too_small_an_effect() {
    return failure(
        "statistics.sample-size",
        "no sample is large enough to find so small a difference",
        "name the smallest difference that would matter"
    );
}

double critical(double significance, Sides sides) {
    return -normal_quantile(sides == Sides::two ? significance / 2 : significance);
}

/// The root of the summed variance of both groups when their shares are the same.
double spread_without_difference(double first, double second) {
    const double sum = first + second;
    return std::sqrt(sum * (1 - sum / 2));
}

double spread_with_difference(double first, double second) {
    return std::sqrt(first * (1 - first) + second * (1 - second));
}

double share_power(double group_size, double first, double second, double z) {
    const double reach = std::sqrt(group_size) * std::abs(first - second) -
                         z * spread_without_difference(first, second);
    const double spread = spread_with_difference(first, second);
    // Shares 0 and 1 leave no chance to either outcome.
    if (spread == 0) return reach >= 0 ? 1 : 0;
    return boost::math::cdf(boost::math::normal(), reach / spread);
}

/// Where `rising`, below 0 at `low` and not at `high`, becomes 0.
template <class Function>
double root_of(const Function& rising, double low, double high) {
    std::uintmax_t rounds = 200;
    const auto [left, right] = boost::math::tools::toms748_solve(
        rising, low, high, boost::math::tools::eps_tolerance<double>(), rounds
    );
    return left + (right - left) / 2;
}

/// The nearest share above `first` that is found.
std::optional<double> detectable_above(double group_size, double first, const TestAim& aim) {
    const double z = critical(aim.significance, aim.sides);
    const auto missing = [&](double second) {
        return share_power(group_size, first, second, z) - aim.power;
    };
    if (first == 1 || missing(1) < 0) return std::nullopt;
    // Just above the first share nothing is found: both ends must differ in sign.
    const double near = first + (1 - first) * 1e-12;
    if (missing(near) >= 0) return near;
    return root_of(missing, near, 1.0);
}

double chi_square_critical(std::int64_t degrees, double significance) {
    const boost::math::chi_squared central(static_cast<double>(degrees));
    return boost::math::quantile(boost::math::complement(central, significance));
}

double chi_square_power(double noncentrality, std::int64_t degrees, double critical_value) {
    const auto freedom = static_cast<double>(degrees);
    if (noncentrality == 0) {
        const boost::math::chi_squared central(freedom);
        return boost::math::cdf(boost::math::complement(central, critical_value));
    }
    const boost::math::non_central_chi_squared shifted(freedom, noncentrality);
    return boost::math::cdf(boost::math::complement(shifted, critical_value));
}

/// The non-centrality that gives the power: n w^2.
double noncentrality_for(std::int64_t degrees, const TestAim& aim) {
    const double value = chi_square_critical(degrees, aim.significance);
    const auto missing = [&](double noncentrality) {
        return chi_square_power(noncentrality, degrees, value) - aim.power;
    };
    double high = 1;
    while (missing(high) < 0) high *= 2;
    return root_of(missing, 0.0, high);
}

}  // namespace

Result<double> power_of_two_shares(
    std::int64_t group_size, double first, double second, double significance, Sides sides
) {
    require_significance(significance);
    require_share(first);
    require_share(second);
    if (group_size < 1) return no_answers();
    if (first == second && (first == 0 || first == 1)) {
        return failure(
            "statistics.no-variation",
            "shares that are both 0 or both 1 leave nothing to find",
            "expect a share between 0 and 1 in one of the groups"
        );
    }
    const double z = critical(significance, sides);
    return share_power(static_cast<double>(group_size), first, second, z);
}

Result<std::int64_t> group_size_for_two_shares(double first, double second, TestAim aim) {
    require_aim(aim);
    require_share(first);
    require_share(second);
    const double reach =
        critical(aim.significance, aim.sides) * spread_without_difference(first, second) +
        normal_quantile(aim.power) * spread_with_difference(first, second);
    const double root = std::max(reach, 0.0) / std::abs(first - second);
    if (first == second || !(root * root < answers_max)) return too_small_an_effect();
    return std::max<std::int64_t>(1, rounded_up(root * root));
}

Result<DetectableShares> detectable_shares(std::int64_t group_size, double first, TestAim aim) {
    require_aim(aim);
    require_share(first);
    if (group_size < 1) return no_answers();
    const auto size = static_cast<double>(group_size);
    DetectableShares shares{.below = {}, .above = detectable_above(size, first, aim)};
    const std::optional<double> mirrored = detectable_above(size, 1 - first, aim);
    if (mirrored) shares.below = 1 - *mirrored;
    return shares;
}

Result<double> power_of_chi_square(
    std::int64_t answers, double effect, std::int64_t degrees, double significance
) {
    require_significance(significance);
    require(std::isfinite(effect) && effect >= 0, "an effect is not negative");
    require(degrees >= 1, "a chi-square test has at least one degree of freedom");
    if (answers < 1) return no_answers();
    const double noncentrality = static_cast<double>(answers) * effect * effect;
    // Where the non-centrality is is so large the chance to miss is below the least number.
    if (noncentrality > 1e4 * static_cast<double>(degrees)) return 1;
    return chi_square_power(noncentrality, degrees, chi_square_critical(degrees, significance));
}

Result<std::int64_t> answers_for_chi_square(double effect, std::int64_t degrees, TestAim aim) {
    require_aim(aim);
    require(std::isfinite(effect) && effect > 0, "an effect to be found is positive");
    require(degrees >= 1, "a chi-square test has at least one degree of freedom");
    const double answers = noncentrality_for(degrees, aim) / (effect * effect);
    if (!(answers < answers_max)) return too_small_an_effect();
    return std::max<std::int64_t>(1, rounded_up(answers));
}

Result<double> detectable_chi_square_effect(
    std::int64_t answers, std::int64_t degrees, TestAim aim
) {
    require_aim(aim);
    require(degrees >= 1, "a chi-square test has at least one degree of freedom");
    if (answers < 1) return no_answers();
    return std::sqrt(noncentrality_for(degrees, aim) / static_cast<double>(answers));
}

}  // namespace querist::statistics
