#include "instrument/range_label.hpp"

#include "core/core.hpp"
#include "instrument/folded_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>

namespace querist::instrument {

namespace {

struct Token {
    enum class Kind { number, word, sign } kind = Kind::word;
    std::string text;
    double value = 0;
    double step = 1;
};

bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || static_cast<unsigned char>(byte) >= 0x80;
}

/// Where a number's thousands group ("…,000") begins, if one does.
bool starts_thousands(std::string_view text, std::size_t at) {
    if (at + 3 >= text.size() || (text[at] != ',' && text[at] != ' ' && text[at] != '\'')) {
        return false;
    }
    for (std::size_t i = 1; i <= 3; ++i) {
        if (!is_digit(text[at + i])) return false;
    }
    return at + 4 >= text.size() || !is_digit(text[at + 4]);
}

Token read_number(std::string_view text, std::size_t& at) {
    std::string digits;
    double step = 1;
    while (at < text.size() && is_digit(text[at])) {
        digits += text[at++];
        if (digits.size() <= 3 && starts_thousands(text, at)) {
            while (starts_thousands(text, at)) {
                digits += text.substr(at + 1, 3);
                at += 4;
            }
            break;
        }
    }
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        digits += text[at++];
        while (at < text.size() && is_digit(text[at])) {
            digits += text[at++];
            step /= 10;
        }
    }
    Token token{.kind = Token::Kind::number, .text = digits};
    std::from_chars(digits.data(), digits.data() + digits.size(), token.value);
    const bool letter_follows = at + 1 < text.size() && is_letter(text[at + 1]);
    if (at < text.size() && (text[at] == 'k' || text[at] == 'm') && !letter_follows) {
        const double factor = text[at] == 'k' ? 1'000 : 1'000'000;
        token.value *= factor;
        step *= factor;
        ++at;
    }
    token.step = step;
    return token;
}

/// The part of a label that holds the range: what stands in brackets when only that has digits.
std::string_view range_part(std::string_view label) {
    const auto has_digit = [](std::string_view text) {
        return std::ranges::any_of(text, is_digit);
    };
    const std::size_t open = label.find('(');
    if (open != std::string_view::npos) {
        const std::size_t close = label.find(')', open);
        const std::string_view outside = label.substr(0, open);
        const std::string_view inside = label.substr(
            open + 1, (close == std::string_view::npos ? label.size() : close) - open - 1
        );
        if (has_digit(inside) && !has_digit(outside)) return inside;
        if (has_digit(outside)) label = outside;
    }
    const std::size_t colon = label.find(':');
    if (colon != std::string_view::npos && !has_digit(label.substr(0, colon))) {
        label = label.substr(colon + 1);
    }
    return label;
}

std::optional<double> number_word(std::string_view word) {
    constexpr std::array<std::string_view, 13> names{
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve"
    };
    const auto* found = std::ranges::find(names, word);
    if (found == names.end()) return std::nullopt;
    return static_cast<double>(found - names.begin());
}

/// Empty when the label holds a character that no range has.
std::optional<std::vector<Token>> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < text.size()) {
        const char byte = text[at];
        if (byte == ' ' || byte == ',' || byte == '.') {
            ++at;
        } else if (is_digit(byte)) {
            tokens.push_back(read_number(text, at));
        } else if (is_letter(byte)) {
            const std::size_t start = at;
            while (at < text.size() && (is_letter(text[at]) || text[at] == '\'')) ++at;
            const std::string_view word = text.substr(start, at - start);
            const std::optional<double> value = number_word(word);
            tokens.push_back(
                {.kind = value ? Token::Kind::number : Token::Kind::word,
                 .text = std::string(word),
                 .value = value.value_or(0)}
            );
        } else if (text.substr(at).starts_with("<=") || text.substr(at).starts_with(">=")) {
            tokens.push_back({.kind = Token::Kind::sign, .text = std::string(text.substr(at, 2))});
            at += 2;
        } else if (std::string_view("<>-+%$").find(byte) != std::string_view::npos) {
            tokens.push_back({.kind = Token::Kind::sign, .text = std::string(1, byte)});
            ++at;
        } else {
            return std::nullopt;
        }
    }
    return tokens;
}

using Phrase = std::string_view;
constexpr std::array<Phrase, 8> below_phrases{
    "<", "less than", "under", "below", "fewer than", "younger than", "shorter than", "smaller than"
};
constexpr std::array<Phrase, 7> up_to_phrases{
    "<=", "up to", "at most", "maximum", "max", "no more than", "not more than"
};
constexpr std::array<Phrase, 8> above_phrases{
    ">", "more than", "over", "above", "greater than", "older than", "longer than", "larger than"
};
constexpr std::array<Phrase, 6> from_phrases{
    ">=", "at least", "minimum", "min", "no less than", "no fewer than"
};
constexpr std::array<Phrase, 9> upwards{
    "more", "over", "above", "older", "greater", "longer", "higher", "up", "larger"
};
constexpr std::array<Phrase, 9> downwards{
    "less", "fewer", "under", "below", "younger", "lower", "shorter", "smaller", "down"
};

/// Reads the tokens of one label from left to right.
class RangeReader {
public:
    explicit RangeReader(std::span<const Token> tokens) : tokens_(tokens) {}

    std::optional<RangeLabel> read() {
        if (takes("between") || takes("from")) return read_pair();
        const std::size_t start = at_;
        if (takes_any(below_phrases)) return read_bound(Bound::below);
        if (takes_any(up_to_phrases)) return read_bound(Bound::up_to);
        if (takes_any(above_phrases)) return read_bound(Bound::above);
        if (takes_any(from_phrases)) return read_bound(Bound::from);
        at_ = start;
        return read_pair();
    }

private:
    enum class Bound { below, up_to, above, from };

    bool takes(Phrase phrase) {
        std::size_t at = at_;
        for (std::size_t i = 0; i < phrase.size();) {
            const std::size_t end = std::min(phrase.find(' ', i), phrase.size());
            if (at >= tokens_.size() || tokens_[at].text != phrase.substr(i, end - i)) return false;
            ++at;
            i = end + 1;
        }
        at_ = at;
        return true;
    }
    bool takes_any(std::span<const Phrase> phrases) {
        return std::ranges::any_of(phrases, [&](Phrase phrase) { return takes(phrase); });
    }
    bool at_end() const { return at_ == tokens_.size(); }

    const Token* take_number() {
        if (takes("$")) unit_ = "$";
        if (at_end() || tokens_[at_].kind != Token::Kind::number) return nullptr;
        return &tokens_[at_++];
    }
    /// Takes the unit behind a number: its first word; the rest ("of experience") says no more.
    void take_unit() {
        while (!at_end()) {
            const Token& token = tokens_[at_];
            const bool joins = token.text == "to" || token.text == "and" || token.text == "or";
            if (token.kind == Token::Kind::number || joins) return;
            if (token.kind == Token::Kind::sign && token.text != "%" && token.text != "$") return;
            if (unit_.empty()) unit_ = singular(token.text);
            ++at_;
        }
    }

    std::optional<RangeLabel> read_bound(Bound bound) {
        static const Token one{.kind = Token::Kind::number, .text = "1", .value = 1};
        const Token* number = takes("a") || takes("an") ? &one : take_number();
        if (number == nullptr) return std::nullopt;
        take_unit();
        if (!at_end()) return std::nullopt;
        RangeLabel range;
        if (bound == Bound::below || bound == Bound::up_to) {
            range.high = number->value;
            range.high_included = bound == Bound::up_to;
        } else {
            range.low = number->value;
            range.low_included = bound == Bound::from;
        }
        return finished(range, number->step);
    }

    std::optional<RangeLabel> read_pair() {
        const Token* first = take_number();
        if (first == nullptr) return std::nullopt;
        RangeLabel range;
        range.low = first->value;
        range.low_included = true;
        if (takes("+")) {
            take_unit();
            return at_end() ? finished(range, first->step) : std::nullopt;
        }
        take_unit();
        if (at_end()) {
            range.high = first->value;
            range.high_included = true;
            return finished(range, first->step);
        }
        if (takes_following(range)) {
            take_unit();
            return at_end() ? finished(range, first->step) : std::nullopt;
        }
        const std::size_t joint = at_;
        if ((takes("or") || takes("and"))) {
            if (takes_any(upwards)) return after_words(range, first->step);
            if (takes_any(downwards)) {
                RangeLabel downward;
                downward.high = first->value;
                downward.high_included = true;
                return after_words(downward, first->step);
            }
            at_ = joint;
        }
        if (!takes("-") && !takes("to") && !takes("and")) return std::nullopt;
        const bool excluded = takes_any(below_phrases);
        if (!excluded) takes_any(up_to_phrases);
        const Token* second = take_number();
        if (second == nullptr || second->value < first->value) return std::nullopt;
        take_unit();
        if (!at_end()) return std::nullopt;
        range.high = second->value;
        range.high_included = !excluded;
        return finished(range, std::min(first->step, second->step));
    }

    /// The rest of "1, 2 or 3": whole numbers that follow one another, each by its own.
    bool takes_following(RangeLabel& range) {
        const std::size_t start = at_;
        double last = range.low;
        bool joined = false;
        while (!joined && !at_end()) {
            joined = takes("or") || takes("and");
            const Token* next = take_number();
            if (next == nullptr || next->step != 1 || next->value != last + 1) break;
            last = next->value;
            if (!joined) continue;
            range.high = last;
            range.high_included = true;
            return true;
        }
        at_ = start;
        return false;
    }

    std::optional<RangeLabel> after_words(const RangeLabel& range, double step) {
        take_unit();
        return at_end() ? finished(range, step) : std::nullopt;
    }

    std::optional<RangeLabel> finished(RangeLabel range, double step) const {
        struct Time {
            std::string_view unit;
            double days;
        };
        constexpr std::array times{
            Time{"second", 1.0 / 86'400},
            Time{"minute", 1.0 / 1'440},
            Time{"hour", 1.0 / 24},
            Time{"day", 1},
            Time{"week", 7},
            Time{"month", 30.4375},
            Time{"year", 365.25},
            Time{"decade", 3'652.5},
        };
        double scale = 1;
        for (const Time& time : times) {
            if (unit_ == time.unit) scale = time.days;
        }
        range.low *= scale;
        range.high *= scale;
        range.step = step * scale;
        range.unit = unit_;
        return range;
    }

    std::span<const Token> tokens_;
    std::size_t at_ = 0;
    std::string unit_;
};

bool is_time(std::string_view unit) {
    constexpr std::array<std::string_view, 8> units{
        "second", "minute", "hour", "day", "week", "month", "year", "decade"
    };
    return std::ranges::find(units, unit) != units.end();
}

bool same_measure(std::string_view a, std::string_view b) {
    return a.empty() || b.empty() || a == b || (is_time(a) && is_time(b));
}

bool says_none(std::string_view label) {
    const std::string text = folded(label);
    for (std::string_view start :
         {"none",
          "never",
          "no ",
          "not ",
          "nothing",
          "n/a",
          "i don't",
          "i do not",
          "i have no",
          "i have never"}) {
        if (text.starts_with(start)) return true;
    }
    return text == "no";
}

bool nearly_equal(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

}  // namespace

const std::vector<Option>* choices_of(const Kind& kind) {
    if (const auto* single = std::get_if<SingleChoice>(&kind)) return &single->choices;
    if (const auto* several = std::get_if<SeveralChoices>(&kind)) return &several->choices;
    return nullptr;
}

std::optional<RangeLabel> parse_range_label(std::string_view label) {
    if (!std::ranges::any_of(label, is_digit) && label.size() > 60) return std::nullopt;
    const std::string text = folded(label);
    const std::optional<std::vector<Token>> tokens = tokens_of(range_part(text));
    if (!tokens || tokens->empty()) return std::nullopt;
    return RangeReader(*tokens).read();
}

std::optional<RangeList> range_list(const Item& item) {
    const std::vector<Option>* options = choices_of(item.kind);
    if (options == nullptr) return std::nullopt;
    RangeList list;
    std::size_t unread = 0;
    std::size_t inexact = 0;
    for (const Option& option : *options) {
        if (option.declines) continue;
        const std::optional<RangeLabel> range = parse_range_label(option.label);
        if (range) {
            if (!list.choices.empty() &&
                !same_measure(list.choices.front().range.unit, range->unit)) {
                return std::nullopt;
            }
            if (!range->exact()) ++inexact;
            list.choices.push_back({&option, *range});
        } else if (says_none(option.label)) {
            list.has_none = true;
        } else if (!option.exclusive && !option.takes_text) {
            ++unread;
        }
    }
    if (list.choices.size() < 2 || inexact == 0 || unread * 3 > list.choices.size()) {
        return std::nullopt;
    }
    std::ranges::sort(list.choices, [](const RangeChoice& a, const RangeChoice& b) {
        return std::tie(a.range.low, a.range.high, a.option) <
               std::tie(b.range.low, b.range.high, b.option);
    });
    return list;
}

std::vector<RangeChoice> counted_list(const Item& item) {
    const std::vector<Option>* options = choices_of(item.kind);
    if (options == nullptr) return {};
    std::vector<RangeChoice> values;
    values.reserve(options->size());
    for (const Option& option : *options) {
        if (option.declines || option.exclusive || option.takes_text || says_none(option.label)) {
            continue;
        }
        const std::optional<RangeLabel> value = parse_range_label(option.label);
        if (!value || !value->exact() || value->step != 1 || value->low != std::floor(value->low)) {
            return {};
        }
        if (!values.empty() && !same_measure(values.front().range.unit, value->unit)) return {};
        values.push_back({&option, *value});
    }
    std::ranges::sort(values, {}, [](const RangeChoice& one) { return one.range.low; });
    return values;
}

bool leaves_gap(const RangeLabel& lower, const RangeLabel& upper) {
    const double h = lower.high;
    const double l = upper.low;
    if (std::isinf(h) || std::isinf(l)) return false;
    if (lower.high_included && upper.low_included) {
        // Values between two steps are rounded by respondents; units that do not divide one
        // another ("4 weeks", "1 month") get a tenth of slack.
        const double slack = lower.unit == upper.unit ? 0 : 0.1 * l;
        return l > h + std::min(lower.step, upper.step) + slack && !nearly_equal(l, h + lower.step);
    }
    if (!lower.high_included && !upper.low_included) return l > h || nearly_equal(l, h);
    return l > h && !nearly_equal(l, h);
}

bool overlaps(const RangeLabel& lower, const RangeLabel& upper) {
    const double h = lower.high;
    const double l = upper.low;
    if (std::isinf(h) || std::isinf(l)) return true;
    if (lower.unit != upper.unit && is_time(lower.unit) && is_time(upper.unit)) {
        const bool touches = nearly_equal(l, h) && lower.high_included && upper.low_included;
        return touches || l < 0.95 * h;
    }
    if (lower.high_included && upper.low_included) return l < h || nearly_equal(l, h);
    if (!lower.high_included && !upper.low_included) {
        return l < h - std::min(lower.step, upper.step) &&
               !nearly_equal(l, h - std::min(lower.step, upper.step));
    }
    return l < h && !nearly_equal(l, h);
}

}  // namespace querist::instrument
