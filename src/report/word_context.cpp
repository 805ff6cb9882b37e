#include "report/word_context.hpp"

#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/utext.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace querist::report {

namespace {

struct CloseBreaks {
    void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
};
struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};
struct CloseCases {
    void operator()(UCaseMap* cases) const { ucasemap_close(cases); }
};

/// What finds words and folds them, opened once for many texts.
class WordReader {
public:
    explicit WordReader(std::string_view language) {
        UErrorCode status = U_ZERO_ERROR;
        const std::string locale(language);
        breaks_.reset(ubrk_open(UBRK_WORD, locale.c_str(), nullptr, 0, &status));
        cases_.reset(ucasemap_open("", U_FOLD_CASE_DEFAULT, &status));
        if (U_FAILURE(status) != 0) breaks_.reset();
    }

    [[nodiscard]] std::vector<TextWord> read(std::string_view text) const {
        std::vector<TextWord> words;
        UErrorCode status = U_ZERO_ERROR;
        const std::unique_ptr<UText, CloseText> bytes(
            utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status)
        );
        if (breaks_ == nullptr || U_FAILURE(status) != 0) return words;
        ubrk_setUText(breaks_.get(), bytes.get(), &status);
        std::int32_t begin = ubrk_first(breaks_.get());
        for (std::int32_t end = ubrk_next(breaks_.get()); end != UBRK_DONE;
             begin = end, end = ubrk_next(breaks_.get())) {
            if (ubrk_getRuleStatus(breaks_.get()) < UBRK_WORD_LETTER) continue;
            const auto first = static_cast<std::size_t>(begin);
            const auto last = static_cast<std::size_t>(end);
            words.push_back({first, last, folded(text.substr(first, last - first))});
        }
        return words;
    }

private:
    [[nodiscard]] std::string folded(std::string_view word) const {
        // Folding at most triples a text (UnicodeData, SpecialCasing).
        std::string out(word.size() * 3, '\0');
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t length = ucasemap_utf8FoldCase(
            cases_.get(),
            out.data(),
            static_cast<std::int32_t>(out.size()),
            word.data(),
            static_cast<std::int32_t>(word.size()),
            &status
        );
        if (U_FAILURE(status) != 0) return std::string(word);
        out.resize(static_cast<std::size_t>(length));
        return out;
    }

    std::unique_ptr<UBreakIterator, CloseBreaks> breaks_;
    std::unique_ptr<UCaseMap, CloseCases> cases_;
};

/// Articles, pronouns, prepositions, conjunctions and auxiliaries.
const std::set<std::string_view>& english_stop_words() {
    static const std::set<std::string_view> words{
        "a",     "about", "after", "all",   "also",  "an",    "and",  "any",   "are",   "as",
        "at",    "be",    "been",  "being", "but",   "by",    "can",  "could", "did",   "do",
        "does",  "don't", "for",   "from",  "had",   "has",   "have", "how",   "i",     "i'm",
        "if",    "in",    "into",  "is",    "it",    "it's",  "its",  "just",  "me",    "more",
        "most",  "my",    "no",    "not",   "of",    "on",    "only", "or",    "other", "our",
        "out",   "over",  "s",     "so",    "some",  "such",  "t",    "than",  "that",  "the",
        "their", "them",  "then",  "there", "these", "they",  "this", "those", "to",    "too",
        "up",    "us",    "very",  "was",   "we",    "were",  "what", "when",  "where", "which",
        "while", "who",   "why",   "will",  "with",  "would", "you",  "your",
    };
    return words;
}

bool is_english(std::string_view language) {
    return language == "en" || language.starts_with("en-");
}

struct Occurrence {
    std::size_t text = 0;  ///< Position among the texts read.
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Frequent {
    std::string word;
    std::vector<Occurrence> first;  ///< The first in each text.
};

/// The words of all texts by how many texts they stand in, then by the word.
std::vector<Frequent> frequent_words(
    const std::vector<std::string_view>& texts, std::string_view language
) {
    const WordReader reader(language);
    std::map<std::string, std::vector<Occurrence>, std::less<>> found;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (TextWord& word : reader.read(texts[i])) {
            std::vector<Occurrence>& places = found[std::move(word.folded)];
            if (places.empty() || places.back().text != i) {
                places.push_back({i, word.begin, word.end});
            }
        }
    }
    const bool english = is_english(language);
    std::vector<Frequent> frequent;
    for (auto& [word, places] : found) {
        if (places.size() < 2) continue;
        std::string plain = word;
        for (std::size_t at; (at = plain.find("’")) != std::string::npos;) {
            plain.replace(at, std::string_view("’").size(), "'");
        }
        if (english && english_stop_words().contains(plain)) continue;
        if (!english && texts.size() >= 10 && 2 * places.size() > texts.size()) continue;
        frequent.push_back({word, std::move(places)});
    }
    std::ranges::sort(frequent, [](const Frequent& a, const Frequent& b) {
        if (a.first.size() != b.first.size()) return a.first.size() > b.first.size();
        return a.word < b.word;
    });
    if (frequent.size() > context_words_max) frequent.resize(context_words_max);
    return frequent;
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

/// On one line; spaces run together.
std::string on_one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
        if (!space) {
            out += c;
        } else if (out.empty() || out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

std::string before(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    for (std::size_t characters = 0; begin > 0 && characters < context_characters_max;) {
        if (begins_character(text[--begin])) ++characters;
    }
    const bool cut = begin > 0;
    if (cut) {
        const std::size_t space = text.find_first_of(" \n", begin);
        if (space != std::string_view::npos && space < end) begin = space + 1;
    }
    return (cut ? "… " : "") + on_one_line(text.substr(begin, end - begin));
}

std::string after(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    for (std::size_t characters = 0; end < text.size(); ++end) {
        if (begins_character(text[end]) && ++characters > context_characters_max) break;
    }
    const bool cut = end < text.size();
    if (cut) {
        const std::size_t space = text.substr(0, end).find_last_of(" \n");
        if (space != std::string_view::npos && space > begin) end = space;
    }
    return on_one_line(text.substr(begin, end - begin)) + (cut ? " …" : "");
}

}  // namespace

std::vector<TextWord> words_of(std::string_view text, std::string_view language) {
    return WordReader(language).read(text);
}

ContextTable word_contexts(const Ground& ground, const response::TableItem& item) {
    const auto& texts = std::get<response::Texts>(columns_of(ground, item).front().cells);
    ContextTable table{
        .title = "Words in context: " + question_title(item.item),
        .basis = basis_of(ground, item),
        .read = static_cast<std::int64_t>(std::min(texts.size(), context_texts_max)),
        .total = static_cast<std::int64_t>(texts.size()),
        .lines = {}
    };
    std::vector<std::string_view> read;
    for (std::size_t i = 0; i < std::min(texts.size(), context_texts_max); ++i) {
        read.push_back(texts.text(i));
    }
    for (const Frequent& one : frequent_words(read, ground.study.language)) {
        for (std::size_t i = 0; i < std::min(one.first.size(), context_lines_max); ++i) {
            const Occurrence& place = one.first[i];
            const std::string_view text = read[place.text];
            const PublicId& id = ground.table.responses()[texts.response(place.text)].public_id;
            table.lines.push_back({
                .word = one.word,
                .answers = static_cast<std::int64_t>(one.first.size()),
                .response = id.text().substr(0, short_id_characters),
                .before = before(text, place.begin),
                .match = std::string(text.substr(place.begin, place.end - place.begin)),
                .after = after(text, place.end),
            });
        }
    }
    return table;
}

}  // namespace querist::report
