#include "response/typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace querist::response {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Removes digits from the front; how many.
std::size_t skip_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    text.remove_prefix(count);
    return count;
}

/// [digits][.digits][(e|E)[sign]digits] with at least one digit before the exponent.
bool is_unsigned_number(std::string_view text) {
    std::size_t digits = skip_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += skip_digits(text);
    }
    if (digits == 0) return false;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (skip_digits(text) == 0) return false;
    }
    return text.empty();
}

std::optional<double> parse(std::string_view text) {
    constexpr std::string_view minus = "\xE2\x88\x92";
    bool negative = false;
    if (text.starts_with('+') || text.starts_with('-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    } else if (text.starts_with(minus)) {
        negative = true;
        text.remove_prefix(minus.size());
    }
    if (!is_unsigned_number(text)) return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) {
        // Too small for a double is zero; too large is told by its infinity. from_chars says both
        // in one word, so look at the exponent's sign.
        number = text.contains("e-") || text.contains("E-") ? 0 : HUGE_VAL;
    } else if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    if (number == 0) return 0.0;  // without a sign: -0 is no other answer
    return negative ? -number : number;
}

/// Control characters that no keyboard puts into a text: C0 without tab and line ends, DEL, C1.
bool is_control(std::string_view text, std::size_t i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20) return byte != '\t' && byte != '\n' && byte != '\r';
    if (byte == 0x7F) return true;
    return byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
}

bool is_letter_or_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// One part of a host name between dots: letters, digits and hyphens, these only within.
bool is_host_label(std::string_view label) {
    constexpr std::size_t label_characters_max = 63;
    if (label.empty() || label.size() > label_characters_max) return false;
    if (label.starts_with('-') || label.ends_with('-')) return false;
    return std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

bool is_email_address(std::string_view typed) {
    const std::size_t sign = typed.find('@');
    if (sign == 0 || sign == typed.npos || typed.size() > email_characters_max) return false;
    const bool local = std::ranges::all_of(typed.substr(0, sign), [](char c) {
        return is_letter_or_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").contains(c);
    });
    if (!local) return false;
    std::string_view host = typed.substr(sign + 1);
    for (;;) {
        const std::size_t dot = host.find('.');
        if (!is_host_label(host.substr(0, dot))) return false;
        if (dot == host.npos) return true;
        host.remove_prefix(dot + 1);
    }
}

std::optional<std::string> clean_text(std::string_view typed, instrument::TextLength length) {
    if (first_invalid_utf8(typed)) return std::nullopt;
    const char line_end = length == instrument::TextLength::one_line ? ' ' : '\n';
    typed = trimmed(typed);
    std::string text;
    text.reserve(typed.size());
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (is_control(typed, i)) return std::nullopt;
        if (typed[i] == '\r') {
            if (i + 1 < typed.size() && typed[i + 1] == '\n') ++i;
            text += line_end;
        } else {
            text += typed[i] == '\n' ? line_end : typed[i];
        }
    }
    return text;
}

std::variant<double, NotANumber> read_number(std::string_view typed) {
    const std::string_view text = trimmed(typed);
    if (const std::optional<double> number = parse(text)) return *number;
    const std::size_t comma = text.find(',');
    constexpr std::size_t longest_suggestion = 32;
    if (comma == text.npos || text.size() > longest_suggestion) return NotANumber{};
    // "1,500" may mean either; three digits after a comma get no suggestion.
    if (text.size() - comma - 1 == 3) return NotANumber{};
    std::string with_point(text);
    with_point[comma] = '.';
    return NotANumber{parse(with_point) ? with_point : std::string{}};
}

std::string number_text(double number) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (std::abs(number) < exact && std::trunc(number) == number) {
        return fmt::format("{}", static_cast<std::int64_t>(number));
    }
    return fmt::format("{}", number);
}

}  // namespace querist::response
