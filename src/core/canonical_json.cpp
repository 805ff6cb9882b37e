#include "core/canonical_json.hpp"

#include "core/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace querist {

namespace {

using nlohmann::json;

/// Shortest digits that read back as the same number, laid out as ECMAScript's Number::toString.
void append_number(std::string& out, double value) {
    if (!std::isfinite(value)) throw std::invalid_argument("JSON has no NaN and no infinity");
    if (value == 0) {
        out += '0';
        return;
    }
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    if (text.front() == '-') {
        out += '-';
        text.remove_prefix(1);
    }
    const std::size_t e = text.find('e');
    int exponent = 0;
    const std::size_t sign = text[e + 1] == '+' ? 1 : 0;
    std::from_chars(text.data() + e + 1 + sign, text.data() + text.size(), exponent);
    std::string digits(text.substr(0, e));
    std::erase(digits, '.');
    const int count = static_cast<int>(digits.size());
    const int point = exponent + 1;  // the decimal point stands after so many digits
    if (point > 21 || point < -5) {
        out += digits[0];
        if (count > 1) out.append(".").append(digits, 1);
        out += fmt::format("e{}{}", exponent < 0 ? '-' : '+', std::abs(exponent));
    } else if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else if (point >= count) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0');
    } else {
        out.append(digits, 0, static_cast<std::size_t>(point)).append(".");
        out.append(digits, static_cast<std::size_t>(point));
    }
}

/// UTF-8 bytes order as code points; UTF-16 units differ from that only where one text has a
/// supplementary character (surrogates, D800..DFFF) and the other one of E000..FFFF.
bool before_in_utf16(std::string_view a, std::string_view b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    if (left == a.end() || right == b.end()) return a.size() < b.size();
    const auto x = static_cast<unsigned char>(*left);
    const auto y = static_cast<unsigned char>(*right);
    const bool x_supplementary = x >= 0xF0;
    const bool y_supplementary = y >= 0xF0;
    if (x_supplementary != y_supplementary && x >= 0xEE && y >= 0xEE) return x_supplementary;
    return x < y;
}

void append(std::string& out, const json& value);

void append_object(std::string& out, const json& object) {
    std::vector<json::const_iterator> members;
    members.reserve(object.size());
    for (auto it = object.begin(); it != object.end(); ++it) members.push_back(it);
    std::ranges::sort(members, [](const auto& a, const auto& b) {
        return before_in_utf16(a.key(), b.key());
    });
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, members[i].key());
        out += ':';
        append(out, members[i].value());
    }
    out += '}';
}

void append_array(std::string& out, const json& array) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) out += ',';
        append(out, array[i]);
    }
    out += ']';
}

void append_integer(std::string& out, const json& value) {
    // RFC 8785 numbers are IEEE doubles: a whole number beyond 2^53 prints as its nearest double.
    constexpr std::int64_t exact = std::int64_t{1} << 53U;
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(exact)) {
        append_number(out, static_cast<double>(value.get<std::uint64_t>()));
        return;
    }
    const auto number = value.get<std::int64_t>();
    if (number > exact || number < -exact)
        append_number(out, static_cast<double>(number));
    else
        out += fmt::format("{}", number);
}

void append(std::string& out, const json& value) {
    if (value.is_object())
        append_object(out, value);
    else if (value.is_array())
        append_array(out, value);
    else if (value.is_string())
        append_json_string(out, value.get_ref<const std::string&>());
    else if (value.is_boolean())
        out += value.get<bool>() ? "true" : "false";
    else if (value.is_number_integer())
        append_integer(out, value);
    else if (value.is_number_float())
        append_number(out, value.get<double>());
    else
        out += "null";
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    if (first_invalid_utf8(text)) throw std::invalid_argument("JSON text must be valid UTF-8");
    out += '"';
    // Most texts need no escape, and are taken as they are.
    const auto is_plain = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20U && c != '"' && c != '\\';
    };
    if (std::ranges::all_of(text, is_plain)) {
        out += text;
        out += '"';
        return;
    }
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20U) {
                    out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

std::string canonical_json(const nlohmann::json& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace querist
