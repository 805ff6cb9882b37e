#include "instrument/yaml_scalars.hpp"

#include "core/core.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace querist::instrument {

namespace {

std::optional<std::string> truth_surprise(const std::string& lower) {
    if (lower == "yes" || lower == "on" || lower == "true") return "the truth value true";
    if (lower == "no" || lower == "off" || lower == "false") return "the truth value false";
    return std::nullopt;
}

/// Digits of `base` and underscores only, at least one digit.
std::optional<std::string> based_number(std::string_view digits, int base) {
    std::string bare;
    for (const char c : digits) {
        if (c != '_') bare += c;
    }
    if (bare.empty()) return std::nullopt;
    unsigned long long value = 0;
    const char* begin = bare.data();
    const char* end = begin + bare.size();
    const auto [stopped, error] = std::from_chars(begin, end, value, base);
    if (stopped != end) return std::nullopt;
    if (error != std::errc()) return "a number too large to keep its digits";
    return fmt::format("the number {}", value);
}

std::optional<std::string> whole_surprise(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.empty() || !is_digit(digits[0])) return std::nullopt;
    const std::string lower = lower_case(digits);
    const std::string_view rest =
        std::string_view(lower).substr(std::min<std::size_t>(2, lower.size()));
    if (lower.starts_with("0x")) return based_number(rest, 16);
    if (lower.starts_with("0o")) return based_number(rest, 8);
    if (lower.starts_with("0b")) return based_number(rest, 2);
    if (lower.size() > 1 && lower[0] == '0') {
        if (auto octal = based_number(lower, 8)) return octal;
    }
    return based_number(lower, 10);
}

/// 1:30 is 90 in YAML 1.1.
std::optional<std::string> base_60_surprise(std::string_view text) {
    unsigned long long value = 0;
    std::size_t parts = 0;
    while (!text.empty()) {
        const std::size_t colon = std::min(text.find(':'), text.size());
        const std::string_view part = text.substr(0, colon);
        unsigned digits = 0;
        const char* begin = part.data();
        const char* end = begin + part.size();
        const auto [stopped, error] = std::from_chars(begin, end, digits);
        if (part.empty() || stopped != end || error != std::errc()) return std::nullopt;
        if (parts > 5 || digits > 9999 || (parts > 0 && digits >= 60)) return std::nullopt;
        value = value * 60 + digits;
        ++parts;
        if (colon == text.size()) break;
        text.remove_prefix(colon + 1);
        if (text.empty()) return std::nullopt;
    }
    if (parts < 2) return std::nullopt;
    return fmt::format("the number {} (in base 60)", value);
}

std::optional<std::string> fraction_surprise(std::string_view text) {
    std::string bare;
    for (const char c : text) {
        if (c != '_') bare += c;
    }
    std::string_view digits = bare;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    const std::string lower = lower_case(digits);
    if (lower == ".inf") return "infinity";
    if (lower == ".nan") return "not a number";
    if (digits.empty() || (!is_digit(digits[0]) && digits[0] != '.')) return std::nullopt;
    double value = 0;
    const char* begin = digits.data();
    const char* end = begin + digits.size();
    const auto [stopped, error] = std::from_chars(begin, end, value);
    if (stopped != end || error == std::errc::invalid_argument) return std::nullopt;
    if (error == std::errc::result_out_of_range) return "a number beyond what computers keep";
    return fmt::format("the number {}", bare.starts_with('-') ? -value : value);
}

/// 2026-11-23, and with a time behind it.
bool looks_like_date(std::string_view text) {
    static constexpr std::string_view shape = "dddd-dd-dd";
    if (text.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return false;
    }
    if (text.size() == shape.size()) return true;
    const char next = text[shape.size()];
    return (next == 'T' || next == 't' || next == ' ') && text.size() > shape.size() + 1 &&
           is_digit(text[shape.size() + 1]) && text.find(':') != std::string_view::npos;
}

}  // namespace

std::optional<long long> parse_whole(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-')) digits.remove_prefix(1);
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0') || text == "-0") {
        return std::nullopt;
    }
    long long value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto [stopped, error] = std::from_chars(begin, end, value);
    constexpr long long exact_in_json = 1LL << 53;  // beyond it other tools lose digits
    if (stopped != end || error != std::errc()) return std::nullopt;
    if (value > exact_in_json || value < -exact_in_json) return std::nullopt;
    return value;
}

std::optional<double> parse_decimal(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-')) digits.remove_prefix(1);
    if (digits.empty() || !is_digit(digits.front()) || !is_digit(digits.back()))
        return std::nullopt;
    if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return std::nullopt;
    double value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto [stopped, error] = std::from_chars(begin, end, value, std::chars_format::fixed);
    if (stopped != end || error != std::errc()) return std::nullopt;
    return value;
}

std::optional<std::string> yaml_surprise(std::string_view text) {
    if (text.empty() || text.size() > 64) return std::nullopt;
    const char first = text[0];
    if (first == '~' || lower_case(text) == "null") {
        if (text.size() == 1 || first != '~') return "nothing";
        return std::nullopt;
    }
    if (text == "<<") return "an order to merge another section";
    if (auto truth = truth_surprise(lower_case(text))) return truth;
    if (!is_digit(first) && first != '-' && first != '+' && first != '.') return std::nullopt;
    if (parse_whole(text)) return std::nullopt;
    if (looks_like_date(text)) return "a date";
    if (auto whole = whole_surprise(text)) return whole;
    if (auto sixty = base_60_surprise(text)) return sixty;
    return fraction_surprise(text);
}

std::optional<std::string> lost_comment(const YamlNode& scalar, std::string_view source) {
    if (scalar.kind != YamlNode::Kind::scalar || scalar.style != YamlNode::Style::plain) {
        return std::nullopt;
    }
    std::size_t at = scalar.end.offset;
    while (at < source.size() && source[at] == ' ') ++at;
    if (at + 1 >= source.size() || source[at] != '#') return std::nullopt;
    const char next = source[at + 1];
    if (next == ' ' || next == '#' || next == '\t' || next == '\r' || next == '\n' || next == '-' ||
        next == '=') {
        return std::nullopt;
    }
    const std::string_view line = line_at(source, at);
    const auto line_start = static_cast<std::size_t>(line.data() - source.data());
    return std::string(line.substr(at - line_start));
}

}  // namespace querist::instrument
