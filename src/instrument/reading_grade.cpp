#include "instrument/reading_grade.hpp"

#include "core/core.hpp"
#include "instrument/folded_text.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string>

namespace querist::instrument {

namespace {

constexpr std::size_t spelled_out_letters_max = 4;

bool is_upper(char byte) { return byte >= 'A' && byte <= 'Z'; }
bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r'; }
bool is_vowel(char byte) { return std::string_view("aeiouy").find(byte) != std::string_view::npos; }

/// Whether the mark at `at` ends a sentence: white space and no lower-case word follow it.
bool ends_sentence(std::string_view text, std::size_t at) {
    std::size_t next = at + 1;
    while (next < text.size() &&
           std::string_view("\"')]*_").find(text[next]) != std::string_view::npos) {
        ++next;
    }
    if (next < text.size() && !is_space(text[next])) return false;
    while (next < text.size() && is_space(text[next])) ++next;
    return next == text.size() || !is_lower(text[next]);
}

bool blank_line_follows(std::string_view text, std::size_t at) {
    for (std::size_t next = at + 1; next < text.size() && is_space(text[next]); ++next) {
        if (text[next] == '\n') return true;
    }
    return false;
}

bool silent_ending(std::string_view word) {
    if (word.size() < 4) return word.size() == 3 && word.ends_with('e') && !is_vowel(word[1]);
    const char before = word[word.size() - 2];
    if (word.ends_with("e"))
        return !word.ends_with("le") ? !is_vowel(before) : is_vowel(word[word.size() - 3]);
    const char third = word[word.size() - 3];
    if (word.ends_with("ed")) return third != 't' && third != 'd' && !is_vowel(third);
    if (word.ends_with("es")) {
        constexpr std::string_view hissing = "szxc";
        const bool hisses = hissing.find(third) != std::string_view::npos || third == 'g' ||
                            word.ends_with("ches") || word.ends_with("shes");
        const bool le = word.ends_with("les") && !is_vowel(word[word.size() - 4]);
        return !hisses && !le && !is_vowel(third);
    }
    return false;
}

void add(TextCounts& total, std::string_view text) {
    const TextCounts counts = text_counts(text);
    total.words += counts.words;
    total.sentences += counts.sentences;
    total.syllables += counts.syllables;
}

}  // namespace

int syllables_of(std::string_view word) {
    const bool capitals = word.size() > 1 && word.size() <= spelled_out_letters_max &&
                          std::ranges::all_of(word, is_upper);
    if (capitals) return static_cast<int>(word.size());
    const std::string lower = lower_case(word);
    int groups = 0;
    bool in_group = false;
    for (const char byte : lower) {
        const bool vowel = is_vowel(byte);
        if (vowel && !in_group) ++groups;
        in_group = vowel;
    }
    if (groups > 1 && silent_ending(lower)) --groups;
    return std::max(groups, 1);
}

TextCounts text_counts(std::string_view text) {
    TextCounts counts;
    int words_in_sentence = 0;
    const auto end_sentence = [&] {
        if (words_in_sentence > 0) ++counts.sentences;
        words_in_sentence = 0;
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const char byte = text[at];
        const bool in_word = std::isalnum(static_cast<unsigned char>(byte)) != 0 ||
                             static_cast<unsigned char>(byte) >= 0xc3;
        if (in_word) {
            const std::size_t start = at;
            while (at < text.size() &&
                   (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '\'' ||
                    static_cast<unsigned char>(text[at]) >= 0x80)) {
                ++at;
            }
            const std::string_view word = text.substr(start, at - start);
            ++counts.words;
            ++words_in_sentence;
            counts.syllables += syllables_of(word);
            continue;
        }
        const bool mark = byte == '.' || byte == '?' || byte == '!';
        if ((mark && ends_sentence(text, at)) || (byte == '\n' && blank_line_follows(text, at))) {
            end_sentence();
        }
        ++at;
    }
    end_sentence();
    return counts;
}

double flesch_kincaid_grade(const TextCounts& counts) {
    if (counts.words == 0 || counts.sentences == 0) return 0;
    const double words = counts.words;
    const double grade = 0.39 * words / counts.sentences + 11.8 * counts.syllables / words - 15.59;
    return std::max(grade, 0.0);
}

double reading_grade(const Study& study) {
    if (!is_english(study.language)) return 0;
    TextCounts counts;
    if (study.consent) add(counts, study.consent->text);
    for (const Page& page : study.pages) add(counts, page.text);
    for (const Item& item : study.items) {
        add(counts, item.ask);
        add(counts, item.hint);
        for (const Option& option : options_of(item.kind)) add(counts, option.description);
    }
    add(counts, study.thanks);
    return flesch_kincaid_grade(counts);
}

std::string told_reading_grade(double reading_grade) {
    // What rounds to 0.0 comes from a few short words: no school has such a grade.
    constexpr double least_told = 0.05;
    return reading_grade < least_told ? std::string() : fmt::format("{:.1f}", reading_grade);
}

}  // namespace querist::instrument
