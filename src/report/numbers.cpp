#include "report/numbers.hpp"

#include <fmt/format.h>

#include <cmath>

namespace querist::report {

namespace {

constexpr std::int64_t decimal_from_base = 1'000;

/// `count` of `base` in units of a percent (scale 1) or a tenth of it (scale 10), half up.
std::int64_t rounded_percent(std::int64_t count, std::int64_t base, std::int64_t scale) {
    return (2 * 100 * scale * count + base) / (2 * base);
}

/// A lower bound is never written as 100 nor an upper bound as 0 when it is not exactly that.
enum class Bound { lower, upper };

std::string bound_text(double fraction, std::int64_t base, Bound bound) {
    const bool tenths = base >= decimal_from_base;
    const double rounded = std::round(100 * fraction * (tenths ? 10 : 1)) / (tenths ? 10 : 1);
    if (bound == Bound::upper && rounded == 0) return tenths ? "<0.1" : "<1";
    if (bound == Bound::lower && rounded == 100 && fraction < 1) return tenths ? ">99.9" : ">99";
    return fmt::format("{:.{}f}", rounded, tenths ? 1 : 0);
}

}  // namespace

std::string percent_text(const Share& share) {
    if (share.base == 0) return "–";
    const std::int64_t scale = share.base < decimal_from_base ? 1 : 10;
    const std::int64_t rounded = rounded_percent(share.count, share.base, scale);
    if (rounded == 0 && share.count > 0) return scale == 1 ? "<1%" : "<0.1%";
    if (rounded == 100 * scale && share.count < share.base) return scale == 1 ? ">99%" : ">99.9%";
    if (scale == 1) return fmt::format("{}%", rounded);
    return fmt::format("{}.{}%", rounded / 10, rounded % 10);
}

std::string interval_text(const Share& share) {
    if (!share.interval) return "–";
    return fmt::format(
        "{}–{}%",
        bound_text(share.interval->low, share.base, Bound::lower),
        bound_text(share.interval->high, share.base, Bound::upper)
    );
}

std::string share_text(const Share& share) {
    std::string counts = count_text(share.count) + " of " + count_text(share.base);
    if (share.base < small_base) return counts;
    return fmt::format(
        "{} ({}; {} {})",
        counts,
        percent_text(share),
        interval_name(share.level),
        interval_text(share)
    );
}

std::string score_text(double fraction) {
    const auto score = static_cast<int>(std::lround(100 * fraction));
    return score == 0 ? "0" : fmt::format("{:+}", score);
}

std::string number_text(double number) {
    if (!std::isfinite(number)) return "–";
    if (number == 0) return "0";  // and not "-0"
    const double size = std::abs(number);
    if (size >= 1e15 || size < 1e-6) return fmt::format("{:.4g}", number);
    const int whole_digits = size < 1 ? 0 : static_cast<int>(std::floor(std::log10(size))) + 1;
    const int leading_zeros = size < 1 ? static_cast<int>(-std::floor(std::log10(size))) - 1 : 0;
    const int decimals = whole_digits >= 4 ? 0 : 4 - whole_digits + leading_zeros;
    std::string text = fmt::format("{:.{}f}", number, decimals);
    if (text.contains('.')) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
    }
    return text;
}

std::string bin_text(const statistics::Bin& bin, statistics::Spacing spacing) {
    if (spacing == statistics::Spacing::any) {
        return number_text(bin.low) + " to under " + number_text(bin.high);
    }
    const double last = bin.high - 1;
    if (last <= bin.low) return number_text(bin.low);
    return number_text(bin.low) + "–" + number_text(last);
}

std::string interval_name(double level) { return number_text(100 * level) + "% CI"; }

std::string p_text(double p_value) {
    if (p_value < 0.001) return "<0.001";
    // 0.0498 must not look like 0.050, nor 0.0501 like it.
    for (const double bound : {0.05, 0.01, 0.1}) {
        if (std::abs(p_value - bound) < 0.0005) return fmt::format("{:.4f}", p_value);
    }
    return fmt::format("{:.3f}", p_value);
}

std::string p_relation(double p_value) {
    return p_value < 0.001 ? "< 0.001" : "= " + p_text(p_value);
}

std::string coefficient_text(double value) {
    if (std::isinf(value)) return "unbounded";
    if (!std::isfinite(value)) return "–";
    const std::string text = fmt::format("{:.2f}", value);
    return text == "-0.00" ? "0.00" : text;
}

std::string effect_text(
    double estimate, const std::optional<statistics::Interval>& interval, double level
) {
    const std::string text = coefficient_text(estimate);
    if (!interval) return text + " (no interval)";
    return text + " (" + interval_name(level) + " " + coefficient_text(interval->low) + " to " +
           coefficient_text(interval->high) + ")";
}

std::string effect_text(const statistics::Interval& interval, double level) {
    return effect_text(interval.estimate, interval, level);
}

std::string short_version(const Digest& version) { return version.hex().substr(0, 8); }

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count_text(count), count == 1 ? one : many);
}

}  // namespace querist::report
