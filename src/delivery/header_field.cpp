#include "delivery/header_field.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace querist::delivery {

namespace {

constexpr std::size_t line_characters_max = 76;          // RFC 2047, 2, with encoded words.
constexpr std::size_t encoded_word_characters_max = 75;  // The same.
constexpr std::string_view word_start = "=?UTF-8?B?";
constexpr std::string_view word_end = "?=";
constexpr std::string_view fold = "\r\n ";

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

std::string base64(std::string_view bytes) {
    std::vector<unsigned char> out(4 * ((bytes.size() + 2) / 3) + 1);
    const int size = EVP_EncodeBlock(
        out.data(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    return {reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(size)};
}

/// So many bytes of the text, no code point cut.
std::string_view whole_characters(std::string_view text, std::size_t bytes) {
    if (bytes >= text.size()) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
    return text.substr(0, bytes);
}

/// Writes a header field and knows how far its line has come.
class FieldWriter {
public:
    FieldWriter(std::string& out, std::string_view name) : out_(out), column_(name.size() + 1) {
        out_ += name;
        out_ += ':';
    }
    /// One unbreakable piece behind a space, or on the next line.
    void add(std::string_view piece) {
        const bool fits = column_ + 1 + piece.size() <= line_characters_max;
        if (fits || column_ <= 1) {
            out_ += ' ';
            column_ += 1 + piece.size();
        } else {
            out_ += fold;
            column_ = 1 + piece.size();
        }
        out_ += piece;
    }
    /// Encoded words: the spaces between them are not read, so nothing is cut where words end.
    void add_encoded(std::string_view words) {
        while (!words.empty()) {
            constexpr std::size_t frame = word_start.size() + word_end.size();
            constexpr std::size_t least_bytes = 6;  // A code point has up to 4.
            std::size_t room = line_characters_max - std::min(line_characters_max, column_ + 1);
            room = std::min(room, encoded_word_characters_max);
            std::size_t bytes = room > frame ? (room - frame) / 4 * 3 : 0;
            if (bytes < least_bytes) bytes = (encoded_word_characters_max - frame) / 4 * 3;
            const std::string_view piece = whole_characters(words, bytes);
            add(fmt::format("{}{}{}", word_start, base64(piece), word_end));
            words.remove_prefix(piece.size());
        }
    }
    void end() { out_ += "\r\n"; }

private:
    std::string& out_;
    std::size_t column_;
};

/// Whether words can stand as they are: folding at single spaces gives them back.
bool can_stand(std::string_view words) {
    if (!is_printable_ascii(words) || words.contains("=?") || words.contains("  ")) return false;
    if (words.starts_with(' ') || words.ends_with(' ')) return false;
    std::size_t longest = 0;
    for (std::size_t from = 0; from <= words.size();) {
        const std::size_t end = std::min(words.find(' ', from), words.size());
        longest = std::max(longest, end - from);
        from = end + 1;
    }
    return longest < line_characters_max - 1;
}

void add_words(FieldWriter& field, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        field.add(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

/// A quoted string (RFC 5322, 3.2.4) of printable ASCII.
std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace

void append_words_field(std::string& out, std::string_view name, std::string_view words) {
    FieldWriter field(out, name);
    can_stand(words) ? add_words(field, words) : field.add_encoded(words);
    field.end();
}

void append_mailbox_field(
    std::string& out, std::string_view name, std::string_view words, std::string_view address
) {
    FieldWriter field(out, name);
    if (!words.empty()) {
        const std::string in_quotes = quoted(words);
        const bool fits = in_quotes.size() + name.size() + 2 <= line_characters_max;
        if (is_printable_ascii(words) && !words.contains("=?") && fits) {
            field.add(in_quotes);
        } else {
            field.add_encoded(words);
        }
    }
    field.add(words.empty() ? std::string(address) : fmt::format("<{}>", address));
    field.end();
}

void append_plain_field(std::string& out, std::string_view name, std::string_view value) {
    FieldWriter field(out, name);
    field.add(value);
    field.end();
}

std::string mail_date(Instant instant) {
    static constexpr std::array<const char*, 7> days = {
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"
    };
    static constexpr std::array<const char*, 12> months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day day(midnight);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - midnight));
    return fmt::format(
        "{}, {} {} {} {:02}:{:02}:{:02} +0000",
        days.at(std::chrono::weekday(midnight).c_encoding()),
        static_cast<unsigned>(day.day()),
        months.at(static_cast<unsigned>(day.month()) - 1),
        static_cast<int>(day.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

}  // namespace querist::delivery
