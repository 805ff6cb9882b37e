#include "instrument/folded_text.hpp"

#include <array>
#include <cstddef>

namespace querist::instrument {

namespace {

struct Fold {
    std::string_view from;
    std::string_view to;
};

constexpr std::array folds{
    Fold{"\u2010", "-"},
    Fold{"\u2011", "-"},
    Fold{"\u2012", "-"},
    Fold{"\u2013", "-"},
    Fold{"\u2014", "-"},
    Fold{"\u2212", "-"},
    Fold{"\u00a0", " "},
    Fold{"\u2009", " "},
    Fold{"\u202f", " "},
    Fold{"\u2019", "'"},
    Fold{"\u2265", ">="},
    Fold{"\u2264", "<="},
    Fold{"\u00a3", "$"},
    Fold{"\u20ac", "$"},
    Fold{"\u2026", "..."},
};

bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || static_cast<unsigned char>(byte) >= 0x80;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (static_cast<unsigned char>(byte) >= 0x80) {
            const Fold* found = nullptr;
            for (const Fold& fold : folds) {
                if (text.substr(i).starts_with(fold.from)) {
                    found = &fold;
                    break;
                }
            }
            if (found != nullptr) {
                out += found->to;
                i += found->from.size() - 1;
                continue;
            }
        }
        if (byte >= 'A' && byte <= 'Z') {
            out += static_cast<char>(byte - 'A' + 'a');
        } else if (byte == '\t' || byte == '\n' || byte == '\r') {
            out += ' ';
        } else {
            out += byte;
        }
    }
    return out;
}

std::vector<std::string_view> words_of(std::string_view folded_text) {
    std::vector<std::string_view> words;
    std::size_t i = 0;
    while (i < folded_text.size()) {
        if (!is_word_byte(folded_text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < folded_text.size() &&
               (is_word_byte(folded_text[end]) ||
                (folded_text[end] == '\'' && end + 1 < folded_text.size() &&
                 is_word_byte(folded_text[end + 1])))) {
            ++end;
        }
        words.push_back(folded_text.substr(i, end - i));
        i = end;
    }
    return words;
}

bool has_phrase(std::string_view folded_text, std::string_view phrase) {
    std::size_t at = folded_text.find(phrase);
    while (at != std::string_view::npos) {
        const std::size_t end = at + phrase.size();
        const bool starts = at == 0 || !is_word_byte(folded_text[at - 1]);
        const bool ends = end == folded_text.size() || !is_word_byte(folded_text[end]);
        if (starts && ends) return true;
        at = folded_text.find(phrase, at + 1);
    }
    return false;
}

std::string_view first_phrase(
    std::string_view folded_text, std::span<const std::string_view> phrases
) {
    for (const std::string_view phrase : phrases) {
        if (!phrase.empty() && has_phrase(folded_text, phrase)) return phrase;
    }
    return {};
}

std::string singular(std::string_view word) {
    if (word == "people" || word == "persons") return "person";
    if (word == "percent") return "%";
    if (word.size() > 4 && word.ends_with("ies")) {
        return std::string(word.substr(0, word.size() - 3)) + "y";
    }
    if (word.size() > 2 && word.ends_with("s") && !word.ends_with("ss")) word.remove_suffix(1);
    return std::string(word);
}

bool is_english(std::string_view language) {
    return language == "en" || language.starts_with("en-") || language.starts_with("en_");
}

}  // namespace querist::instrument
