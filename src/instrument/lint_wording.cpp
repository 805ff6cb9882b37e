// Rules about how a question is put. They are conservative: they look for a few forms that are
// nearly always faults, and leave taste alone.

#include "instrument/folded_text.hpp"
#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace querist::instrument {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::array<std::string_view, 9> interrogatives{
    "how", "why", "what", "which", "who", "where", "when", "whom", "whose"
};
constexpr std::array<std::string_view, 16> auxiliaries{
    "do",
    "does",
    "did",
    "are",
    "is",
    "was",
    "were",
    "have",
    "has",
    "had",
    "can",
    "could",
    "would",
    "will",
    "should",
    "may"
};
constexpr std::array<std::string_view, 6> subjects{"you", "your", "they", "it", "there", "we"};
constexpr std::array<std::string_view, 6> demands{
    "explain", "describe", "specify", "name", "list", "say"
};

template <std::size_t count>
bool among(const std::array<std::string_view, count>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

/// "how and why", "what do you use and how often do you", "do you build or do you buy".
std::string joined_questions(const Words& words) {
    const auto at = [&](std::size_t i) { return i < words.size() ? words[i] : std::string_view(); };
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        if (words[i] != "and" && words[i] != "or") continue;
        const std::string_view before = words[i - 1];
        const std::string_view after = words[i + 1];
        const bool twins = among(interrogatives, before) && among(interrogatives, after);
        const bool new_question = among(interrogatives, after) &&
                                  (among(auxiliaries, at(i + 2)) || among(auxiliaries, at(i + 3)));
        const bool new_clause = among(auxiliaries, after) && among(subjects, at(i + 2));
        if (twins) return fmt::format("\"{} {} {}\"", before, words[i], after);
        if (new_question || new_clause) {
            return fmt::format("\"{} {} {}\"", words[i], after, at(i + 2));
        }
    }
    return {};
}

/// "use or plan to use": what is and what is to come.
std::string deed_and_plan(const Words& words) {
    constexpr std::array<std::string_view, 8> plans{
        "plan", "planning", "planned", "intend", "intending", "hope", "want", "expect"
    };
    for (std::size_t i = 1; i + 2 < words.size(); ++i) {
        if (words[i] != "or" && words[i] != "and") continue;
        const std::size_t verb = words[i + 1] == "are" ? i + 2 : i + 1;
        const bool plan = among(plans, words[verb]) && !among(plans, words[i - 1]);
        if (plan && verb + 1 < words.size() && words[verb + 1] == "to") {
            return fmt::format("\"{} {} {} to\"", words[i - 1], words[i], words[verb]);
        }
    }
    return {};
}

/// What a question rates, without examples: nothing of "(…)", and nothing after "such as".
std::string without_examples(std::string text) {
    for (std::size_t open = text.find('('); open != std::string::npos;
         open = text.find('(', open)) {
        const std::size_t close = text.find(')', open);
        text.erase(open, close == std::string::npos ? close : close - open + 1);
    }
    for (const std::string_view phrase : {"such as", "for example", "e.g", "including", ":"}) {
        text.erase(std::min(text.find(phrase), text.size()));
    }
    return text;
}

/// "How satisfied are you with its speed and accuracy?": one rating of two things.
std::string two_things_rated(const std::string& text) {
    constexpr std::array<std::string_view, 14> ratings{
        "how satisfied",
        "how dissatisfied",
        "how happy",
        "how important",
        "how useful",
        "how helpful",
        "how easy",
        "how difficult",
        "how hard",
        "how reliable",
        "how confident",
        "how good",
        "would you rate",
        "do you rate"
    };
    // Pairs that name one thing.
    constexpr std::array<std::string_view, 11> one_thing{
        "research and development",
        "terms and conditions",
        "trial and error",
        "pros and cons",
        "strengths and weaknesses",
        "question and answer",
        "questions and answers",
        "continuous integration and",
        "installation and setup",
        "drag and drop",
        "copy and paste"
    };
    if (first_phrase(text, ratings).empty()) return {};
    std::string rated = without_examples(text);
    for (const std::string_view pair : one_thing) {
        if (const std::size_t at = rated.find(pair); at != std::string::npos) {
            rated.erase(at, pair.size());
        }
    }
    // What lies between two things, or holds for both together, is one thing.
    if (has_phrase(rated, "between") || has_phrase(rated, "both")) return {};
    const Words words = words_of(rated);
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        if (words[i] != "and" || among(interrogatives, words[i + 1])) continue;
        return fmt::format("a rating of \"{} and {}\"", words[i - 1], words[i + 1]);
    }
    return {};
}

/// "…, if so which ones?"
std::string follow_up(std::string_view text) {
    for (const std::string_view phrase : {"if so", "if yes", "if not", "if no", "and if"}) {
        if (!has_phrase(text, phrase)) continue;
        const std::size_t at = text.find(phrase);
        for (const std::string_view word : words_of(text.substr(at + phrase.size()))) {
            if (among(interrogatives, word) || among(demands, word)) {
                return fmt::format("\"{} … {}\"", phrase, word);
            }
        }
    }
    return {};
}

/// "Do you use it? Please explain."
bool demands_after_question(std::string_view text) {
    const std::size_t mark = text.find('?');
    if (mark == std::string_view::npos) return false;
    const Words words = words_of(text.substr(mark + 1));
    const std::size_t first = !words.empty() && words.front() == "please" ? 1 : 0;
    return first < words.size() && among(demands, words[first]);
}

std::string several_questions(std::string_view ask, bool english) {
    const auto marks = std::ranges::count(ask, '?');
    if (marks > 1) return fmt::format("{} question marks", marks);
    if (!english) return {};
    const std::string text = folded(ask);
    if (demands_after_question(text)) return "a question and a demand after it";
    if (text.find("and/or") != std::string::npos) return "\"and/or\"";
    if (std::string found = follow_up(text); !found.empty()) return found;
    if (std::string found = joined_questions(words_of(text)); !found.empty()) return found;
    if (std::string found = deed_and_plan(words_of(text)); !found.empty()) return found;
    return two_things_rated(text);
}

}  // namespace

Hits find_double_barrelled(const Examination& examination) {
    return hits_on_pages(examination, [&](const Item& item) -> std::optional<Fault> {
        if (std::holds_alternative<Information>(item.kind)) return std::nullopt;
        const std::string sign = several_questions(item.ask, examination.english);
        if (sign.empty()) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" asks several things in one question: {}", item.id, sign),
            .cure = {},
        };
    });
}

Hits find_leading(const Examination& examination) {
    constexpr std::array<std::string_view, 22> phrases{
        "don't you",
        "wouldn't you",
        "isn't it",
        "aren't you",
        "shouldn't we",
        "shouldn't you",
        "do you agree that",
        "would you agree that",
        "do you not",
        "of course",
        "obviously",
        "surely",
        "clearly",
        "as you know",
        "as everyone knows",
        "everyone knows",
        "it is well known",
        "how much do you love",
        "how much do you enjoy",
        "how much do you like",
        "how great",
        "how bad"
    };
    if (!examination.english) return {};
    return hits_on_pages(examination, [&](const Item& item) -> std::optional<Fault> {
        if (std::holds_alternative<Information>(item.kind)) return std::nullopt;
        const std::string_view found = first_phrase(folded(item.ask), phrases);
        if (found.empty()) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" suggests its answer: \"{}\"", item.id, found),
            .cure = {},
        };
    });
}

}  // namespace querist::instrument
