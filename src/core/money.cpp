#include "core/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist {

namespace {

// ISO 4217: currencies whose minor unit is not a hundredth.
constexpr std::array<std::string_view, 16> without_decimals = {
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF"
};
constexpr std::array<std::string_view, 7> with_three_decimals = {
    "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"
};

std::size_t decimals_of(std::string_view currency) {
    if (std::ranges::find(without_decimals, currency) != without_decimals.end()) return 0;
    if (std::ranges::find(with_three_decimals, currency) != with_three_decimals.end()) return 3;
    return 2;
}

std::int64_t power_of_ten(std::size_t exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

}  // namespace

std::string to_text(const Money& money) {
    const std::size_t decimals = decimals_of(money.currency);
    const std::int64_t unit = power_of_ten(decimals);
    const std::string_view sign = money.minor_units < 0 ? "-" : "";
    const std::int64_t major = std::abs(money.minor_units / unit);
    if (decimals == 0) return fmt::format("{}{} {}", sign, major, money.currency);
    const std::int64_t minor = std::abs(money.minor_units % unit);
    return fmt::format("{}{}.{:0{}} {}", sign, major, minor, decimals, money.currency);
}

std::optional<Money> parse_money(std::string_view amount, std::string_view currency) {
    constexpr std::int64_t major_max = 1'000'000'000;
    const bool three_letters = currency.size() == 3 && std::ranges::all_of(currency, [](char c) {
                                   return c >= 'A' && c <= 'Z';
                               });
    if (!three_letters) return std::nullopt;
    const std::size_t point = amount.find('.');
    const std::string_view whole = amount.substr(0, point);
    const std::string_view part =
        point == std::string_view::npos ? std::string_view{} : amount.substr(point + 1);
    const std::size_t decimals = decimals_of(currency);
    const bool dangling_point = point != std::string_view::npos && part.empty();
    if (whole.empty() || whole.size() > 10 || dangling_point || part.size() > decimals) {
        return std::nullopt;
    }
    std::int64_t minor = 0;
    for (const char c : whole) {
        if (c < '0' || c > '9') return std::nullopt;
        minor = minor * 10 + (c - '0');
    }
    if (minor > major_max) return std::nullopt;
    for (std::size_t i = 0; i < decimals; ++i) {
        const char c = i < part.size() ? part[i] : '0';
        if (c < '0' || c > '9') return std::nullopt;
        minor = minor * 10 + (c - '0');
    }
    return Money{.minor_units = minor, .currency = std::string(currency)};
}

}  // namespace querist
