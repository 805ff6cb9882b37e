#include "screening/simulated_words.hpp"

#include <fmt/format.h>

#include <array>
#include <span>
#include <string_view>

namespace querist::screening {

namespace {

using Words = std::span<const std::string_view>;

std::string_view one_of(Words words, SeededRandom& random) {
    return words[random.below(words.size())];
}

constexpr std::array<std::string_view, 96> usual_words = {
    "we",      "mostly",  "the",       "a",        "model",   "team",   "usually",  "would",
    "prefer",  "because", "it",        "slow",     "often",   "breaks", "after",    "update",
    "so",      "then",    "I",         "write",    "my",      "own",    "script",   "test",
    "outputs", "against", "reference", "before",   "release", "last",   "year",     "moved",
    "another", "runtime", "which",     "helped",   "memory",  "small",  "devices",  "customers",
    "need",    "answers", "quickly",   "and",      "nobody",  "checks", "numbers",  "twice",
    "our",     "budget",  "does",      "not",      "cover",   "more",   "people",   "but",
    "version", "pinned",  "keeps",     "builds",   "stable",  "until",  "someone",  "upgrades",
    "without", "telling", "anyone",    "errors",   "appear",  "only",   "with",     "large",
    "inputs",  "shapes",  "change",    "between",  "export",  "import", "operator", "missing",
    "opened",  "issue",   "upstream",  "waited",   "weeks",   "for",    "fix",      "finally",
    "patched", "it's",    "fine",      "honestly", "never",   "had",    "trouble",  "here",
};
constexpr std::array<std::string_view, 6> short_answers = {
    "no", "nothing", "not really", "n/a", "none that I know of", "see above"
};
constexpr std::array<std::string_view, 6> careless_answers = {
    "good", "asdf", "ok", "idk", "nothing", "x"
};
constexpr std::array<std::string_view, 4> scripted_answers = {
    "This is a very good product and I like to use it every day for my work and my family.",
    "I think the quality is nice and the service is fast, I will recommend it to my friends.",
    "Very interesting survey, thank you for the opportunity to share my opinion with your team.",
    "My company uses this tool for many projects and we are very satisfied with the results.",
};
constexpr std::array<std::string_view, 4> generated_subjects = {
    "compatibility", "maintainability", "performance", "reliability"
};
constexpr std::array<std::string_view, 4> tool_starts = {"Open", "Deep", "Fast", "Edge"};
constexpr std::array<std::string_view, 6> tool_middles = {
    "graph", "tensor", "bridge", "flow", "kernel", "port"
};

std::string honest_text(SeededRandom& random) {
    constexpr std::uint64_t short_percent = 20;
    constexpr std::size_t words_min = 6;
    constexpr std::uint64_t words_spread = 22;
    if (random.below(100) < short_percent) return std::string(one_of(short_answers, random));
    std::string text;
    const std::size_t count = words_min + random.below(words_spread);
    for (std::size_t i = 0; i < count; ++i) {
        if (!text.empty()) text += ' ';
        text += one_of(usual_words, random);
    }
    return text;
}

std::string generated_text(SeededRandom& random) {
    return fmt::format(
        "In my experience, the most important consideration is {} across the whole development "
        "lifecycle, and I typically evaluate several alternatives systematically before selecting "
        "the approach that best balances short-term convenience with long-term value.",
        one_of(generated_subjects, random)
    );
}

std::string cut(std::string text, std::size_t characters_max) {
    if (text.size() > characters_max) text.resize(characters_max);
    return std::string(trimmed(text));
}

}  // namespace

std::string simulated_text(RespondentKind kind, SeededRandom& random, std::size_t characters_max) {
    switch (kind) {
        case RespondentKind::honest:
            return cut(honest_text(random), characters_max);
        case RespondentKind::careless:
            return cut(std::string(one_of(careless_answers, random)), characters_max);
        case RespondentKind::scripted:
            return cut(std::string(one_of(scripted_answers, random)), characters_max);
        case RespondentKind::generated:
            return cut(generated_text(random), characters_max);
    }
    return {};
}

std::string simulated_other(RespondentKind kind, SeededRandom& random, std::size_t characters_max) {
    if (kind == RespondentKind::careless || kind == RespondentKind::scripted) {
        return simulated_text(kind, random, characters_max);
    }
    constexpr std::uint64_t releases = 40;
    return cut(
        fmt::format(
            "{}{} {}",
            one_of(tool_starts, random),
            one_of(tool_middles, random),
            random.below(releases)
        ),
        characters_max
    );
}

}  // namespace querist::screening
