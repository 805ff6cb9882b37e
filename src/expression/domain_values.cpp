#include "expression/domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <utility>

namespace querist::expression {

namespace {

constexpr double enumerated_max = 256;      // so many whole numbers are tried one by one
constexpr std::size_t values_max = 2'048;   // texts to try for one question
constexpr std::size_t parts_exact_max = 5;  // `contains` constants whose subsets are all tried

/// Whole numbers around each constant: every gap between constants that has one is met.
std::set<std::int64_t> around(const std::vector<double>& constants, double low, double high) {
    std::set<std::int64_t> out;
    const auto add = [&](double value) {
        if (value >= low && value <= high) out.insert(static_cast<std::int64_t>(value));
    };
    for (const double c : constants) {
        for (const double value :
             {std::floor(c) - 1, std::floor(c), std::ceil(c), std::ceil(c) + 1}) {
            add(value);
        }
    }
    add(0);
    return out;
}

/// Small amounts first: what is found should look like an answer.
template <class T>
void take_values(Domain& domain, const std::set<T>& values) {
    std::vector<T> ordered(values.begin(), values.end());
    std::ranges::stable_sort(ordered, {}, [](T value) { return std::abs(value); });
    for (const T value : ordered) domain.values.emplace_back(value);
}

/// A character that no constant has: text made of it meets no constant by chance.
std::string fresh_character(const Comparisons& all) {
    const auto used = [&](const std::string& character) {
        const auto has = [&](const std::string& text) {
            return text.find(character) != std::string::npos;
        };
        return std::ranges::any_of(all.texts, has) || std::ranges::any_of(all.prefixes, has) ||
               std::ranges::any_of(all.suffixes, has) || std::ranges::any_of(all.parts, has);
    };
    for (const char c : std::string_view("xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW")) {
        if (!used(std::string(1, c))) return std::string(1, c);
    }
    for (int c = 0;; ++c) {  // CJK from U+4E00: more characters than a condition has bytes
        std::string character = {
            static_cast<char>(0xE4 + ((0x4E00 + c) >> 12) - 4),
            static_cast<char>(0x80 + (((0x4E00 + c) >> 6) & 0x3F)),
            static_cast<char>(0x80 + ((0x4E00 + c) & 0x3F))
        };
        if (!used(character)) return character;
    }
}

std::vector<std::string> with_none(const std::vector<std::string>& texts) {
    std::vector<std::string> out{""};
    for (const std::string& text : texts) {
        if (std::ranges::find(out, text) == out.end()) out.push_back(text);
    }
    return out;
}

/// Middles that contain each subset of `parts`, kept apart by `fresh`.
std::vector<std::string> middles(
    const std::vector<std::string>& parts, const std::string& fresh, bool& exact
) {
    std::vector<std::string> out;
    const std::vector<std::string> distinct = with_none(parts);
    const std::size_t count = distinct.size() - 1;
    const std::size_t tried = std::min(count, parts_exact_max);
    if (tried < count) exact = false;
    for (std::size_t subset = 0; subset < (std::size_t{1} << tried); ++subset) {
        std::string middle = fresh;
        for (std::size_t i = 0; i < tried; ++i) {
            if ((subset >> i & 1U) != 0) middle += distinct[i + 1] + fresh;
        }
        out.push_back(std::move(middle));
    }
    if (tried < count) {
        std::string all = fresh;
        for (const std::string& part : distinct) all += part + fresh;
        out.push_back(std::move(all));
    }
    return out;
}

std::string repeated(const std::string& text, std::int64_t count) {
    std::string out;
    for (std::int64_t i = 0; i < count; ++i) out += text;
    return out;
}

}  // namespace

void fill_whole_numbers(
    Domain& domain, const Comparisons& comparisons, double minimum, double maximum
) {
    const double low = std::max(std::ceil(minimum), -static_cast<double>(integer_max));
    const double high = std::min(std::floor(maximum), static_cast<double>(integer_max));
    if (low > high) return;
    if (high - low < enumerated_max && comparisons.entangled) {
        const auto last = static_cast<std::int64_t>(high);
        for (auto value = static_cast<std::int64_t>(low); value <= last; ++value) {
            domain.values.emplace_back(value);
        }
        return;
    }
    std::vector<double> constants = comparisons.numbers;
    if (std::isfinite(minimum)) constants.push_back(low);
    if (std::isfinite(maximum)) constants.push_back(high);
    take_values(domain, around(constants, low, high));
    if (comparisons.entangled) domain.exact = false;
}

void fill_decimals(Domain& domain, const Comparisons& comparisons, double minimum, double maximum) {
    constexpr double largest = std::numeric_limits<double>::max();
    const double low = std::max(minimum, -largest);
    const double high = std::min(maximum, largest);
    std::set<double> points;
    for (const double c : comparisons.numbers) {
        if (c >= low && c <= high) points.insert(c);
    }
    if (std::isfinite(minimum) && low <= high) points.insert(low);
    if (std::isfinite(maximum) && low <= high) points.insert(high);
    if (low <= 0 && high >= 0) points.insert(0);
    if (points.empty() && low <= high) points.insert(std::max(low, std::min(high, 0.0)));
    if (!points.empty()) {
        const double below =
            std::min(*points.begin() - 1, std::nextafter(*points.begin(), -largest));
        const double above =
            std::max(*points.rbegin() + 1, std::nextafter(*points.rbegin(), largest));
        if (below >= low) points.insert(below);
        if (above <= high) points.insert(above);
    }
    std::set<double> all = points;
    for (auto one = points.begin(); one != points.end() && std::next(one) != points.end(); ++one) {
        const double next = *std::next(one);
        const double middle = *one / 2 + next / 2;
        if (middle > *one && middle < next) all.insert(middle);
    }
    take_values(domain, all);
    if (comparisons.entangled) domain.exact = false;
}

// Whatever is answered, conditions cannot tell it from: its longest constant beginning, the
// constants that it contains and its longest constant end, with characters between them that no
// constant has. Only where lengths matter too can a shorter text, whose parts overlap, differ.
void fill_texts(Domain& domain, const Comparisons& comparisons, int characters_max) {
    const std::string fresh = fresh_character(comparisons);
    std::set<std::string> texts;
    const auto add = [&](const std::string& text) {
        if (text.empty()) return true;  // an empty text is no answer
        if (code_points(text) > static_cast<std::size_t>(characters_max)) return false;
        if (texts.size() >= values_max) return false;
        texts.insert(text);
        return true;
    };
    for (const std::string& text : comparisons.texts) add(text);
    if (texts.size() >= values_max) domain.exact = false;
    std::set<std::int64_t> lengths;
    if (!comparisons.lengths.empty()) {
        std::vector<double> constants = comparisons.lengths;
        constants.push_back(1);
        constants.push_back(characters_max);
        lengths = around(constants, 1, characters_max);
    }
    for (const std::string& prefix : with_none(comparisons.prefixes)) {
        for (const std::string& middle : middles(comparisons.parts, fresh, domain.exact)) {
            for (const std::string& suffix : with_none(comparisons.suffixes)) {
                if (!add(fmt::format("{}{}{}", prefix, middle, suffix))) domain.exact = false;
                const auto length = static_cast<std::int64_t>(
                    code_points(prefix) + code_points(middle) + code_points(suffix)
                );
                for (const std::int64_t wanted : lengths) {
                    if (wanted <= length) continue;
                    const std::string padding = repeated(fresh, wanted - length);
                    if (!add(fmt::format("{}{}{}{}", prefix, padding, middle, suffix))) {
                        domain.exact = false;
                    }
                }
            }
        }
    }
    const bool affixes = !comparisons.prefixes.empty() || !comparisons.suffixes.empty() ||
                         !comparisons.parts.empty();
    if (affixes && !comparisons.lengths.empty()) domain.exact = false;
    if (comparisons.entangled) {
        domain.exact = false;
        add(fresh + fresh);
    }
    for (const std::string& text : texts) domain.values.emplace_back(text);
}

}  // namespace querist::expression
