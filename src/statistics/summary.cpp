#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace querist::statistics {

namespace {

/// Neumaier 1974: carries what each addition rounds away.
class ExactSum {
public:
    void add(double value) {
        const double next = sum_ + value;
        carried_ +=
            std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    [[nodiscard]] double value() const { return sum_ + carried_; }

private:
    double sum_ = 0;
    double carried_ = 0;
};

/// How many bins of `width`, starting at a multiple of it, hold everything from `low` to `high`.
double bins_needed(double low, double high, double width) {
    return std::floor(high / width) - std::floor(low / width) + 1;
}

double bin_width(double low, double high, Spacing spacing, int bins_max) {
    const double least = (high - low) / bins_max;
    const double power = least > 0 ? std::pow(10.0, std::floor(std::log10(least))) : 1.0;
    for (double scale = power;; scale *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double width = factor * scale;
            if (spacing == Spacing::whole && width < 1) continue;
            if (bins_needed(low, high, width) <= bins_max) return width;
        }
    }
}

}  // namespace

std::optional<double> quantile(std::span<const double> sorted, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
        throw std::domain_error("a quantile's fraction lies between 0 and 1");
    }
    if (sorted.empty()) return std::nullopt;
    const double position = static_cast<double>(sorted.size() - 1) * fraction;
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = position - static_cast<double>(below);
    if (part == 0) return sorted[below];
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

std::optional<double> mean(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    const auto count = static_cast<double>(values.size());
    ExactSum sum;
    for (const double value : values) sum.add(value);
    if (std::isfinite(sum.value())) return sum.value() / count;
    // The sum is beyond a double, the mean is not: sum up what is smaller by a power of two.
    const int shift = std::ilogb(count) + 2;
    ExactSum smaller;
    for (const double value : values) smaller.add(std::ldexp(value, -shift));
    return std::ldexp(smaller.value() / count, shift);
}

std::optional<double> standard_deviation(std::span<const double> values) {
    const std::optional<double> average = mean(values);
    if (values.size() < 2 || !average) return std::nullopt;
    const double centre = *average;
    ExactSum squares;
    for (const double value : values) squares.add((value - centre) * (value - centre));
    if (!std::isfinite(squares.value())) return std::nullopt;
    return std::sqrt(squares.value() / static_cast<double>(values.size() - 1));
}

std::optional<Summary> summarize(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); })) {
        throw std::domain_error("what is summarized must be finite");
    }
    if (!std::ranges::is_sorted(values)) std::ranges::sort(values);
    return Summary{
        .count = static_cast<std::int64_t>(values.size()),
        .mean = mean(values).value_or(0),
        .standard_deviation = standard_deviation(values),
        .minimum = values.front(),
        .lower_quartile = quantile(values, 0.25).value_or(0),
        .median = quantile(values, 0.5).value_or(0),
        .upper_quartile = quantile(values, 0.75).value_or(0),
        .maximum = values.back(),
    };
}

std::vector<Bin> histogram(std::span<const double> values, Spacing spacing, int bins_max) {
    if (values.empty()) return {};
    if (bins_max < 2) throw std::domain_error("a histogram needs at least two bins");
    const auto [low, high] = std::ranges::minmax(values);
    if (!std::isfinite(high - low)) return {};  // no width divides it
    const double width = bin_width(low, high, spacing, bins_max);
    const double first = std::floor(low / width);
    const auto count = static_cast<std::size_t>(bins_needed(low, high, width));
    std::vector<Bin> bins(count);
    for (std::size_t i = 0; i < count; ++i) {
        // Multiples are computed, not added up, so that every edge is as exact as can be.
        bins[i].low = (first + static_cast<double>(i)) * width;
        bins[i].high = (first + static_cast<double>(i) + 1) * width;
    }
    for (const double value : values) {
        const double place = std::floor(value / width) - first;
        ++bins[std::min(count - 1, static_cast<std::size_t>(std::max(place, 0.0)))].count;
    }
    return bins;
}

}  // namespace querist::statistics
