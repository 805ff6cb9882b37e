#include "instrument/pipe_words.hpp"

#include "core/core.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>

#include <algorithm>
#include <memory>

namespace querist::instrument {

namespace {

icu::UnicodeString unicode_of(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string utf8_of(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

icu::UnicodeString message_of(const Pipe& pipe) {
    return unicode_of(fmt::format("{{answer, {}}}", pipe.words));
}

/// The keywords before the words, in their order, "=1" among them.
struct ReadWords {
    std::vector<std::string> selectors;
    int arguments = 0;
    UErrorCode error = U_ZERO_ERROR;
};

ReadWords read_words(const Pipe& pipe) {
    ReadWords read;
    const icu::MessagePattern pattern(message_of(pipe), nullptr, read.error);
    for (std::int32_t i = 0; U_SUCCESS(read.error) && i < pattern.countParts(); ++i) {
        const icu::MessagePattern::Part& part = pattern.getPart(i);
        if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) ++read.arguments;
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_SELECTOR) continue;
        read.selectors.push_back(utf8_of(pattern.getSubstring(part)));
    }
    return read;
}

std::unique_ptr<icu::PluralRules> rules_of(std::string_view language) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(std::string(language), error);
    std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale, error));
    return U_SUCCESS(error) ? std::move(rules) : nullptr;
}

std::vector<std::string> plural_categories(std::string_view language) {
    std::vector<std::string> categories;
    const std::unique_ptr<icu::PluralRules> rules = rules_of(language);
    if (!rules) return categories;
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(rules->getKeywords(error));
    while (U_SUCCESS(error)) {
        const icu::UnicodeString* one = all->snext(error);
        if (one == nullptr) break;
        categories.push_back(utf8_of(*one));
    }
    std::ranges::sort(categories);
    return categories;
}

std::string said(const Pipe& pipe, std::string_view language, const icu::Formattable& answer) {
    UErrorCode error = U_ZERO_ERROR;
    // Answers are typed with the digits 0 to 9, so that is how numbers are said.
    const icu::Locale locale =
        icu::Locale::forLanguageTag(std::string(language) + "-u-nu-latn", error);
    const icu::MessageFormat format(message_of(pipe), locale, error);
    if (U_FAILURE(error)) return {};
    const icu::UnicodeString name = unicode_of("answer");
    icu::UnicodeString words;
    format.format(&name, &answer, 1, words, error);
    return U_SUCCESS(error) ? utf8_of(words) : std::string();
}

constexpr std::string_view plural_example = "write {{item, plural, one {# tool} other {# tools}}}";
constexpr std::string_view select_example =
    "write {{item, select, code {these words} other {those}}}";

std::optional<PipeFault> fault_in_syntax(const Pipe& pipe, const ReadWords& read) {
    const bool plural = form_of(pipe) == PipeForm::plural;
    const std::string example(plural ? plural_example : select_example);
    if (read.error == U_DEFAULT_KEYWORD_MISSING) {
        return PipeFault{
            fmt::format("{} has no words for `other`", pipe.whole),
            "add other {…}: it stands for all the rest"
        };
    }
    if (U_FAILURE(read.error)) {
        return PipeFault{
            fmt::format("the words of {} cannot be read", pipe.whole),
            example + ", each keyword with its words in one pair of braces"
        };
    }
    if (read.arguments > 1) {
        return PipeFault{
            fmt::format("{} has another answer within its words", pipe.whole),
            "put only words there, and # for the number"
        };
    }
    return std::nullopt;
}

}  // namespace

PipeForm form_of(const Pipe& pipe) {
    if (pipe.words.empty()) return PipeForm::answer;
    const std::string_view form = trimmed(pipe.words.substr(0, pipe.words.find(',')));
    if (form == "plural") return PipeForm::plural;
    return form == "select" ? PipeForm::select : PipeForm::other;
}

std::optional<PipeFault> fault_in_words(const Pipe& pipe, std::string_view language) {
    const PipeForm form = form_of(pipe);
    if (form == PipeForm::answer) return std::nullopt;
    if (form == PipeForm::other) {
        return PipeFault{
            fmt::format("{} is neither a plural nor a select", pipe.whole),
            std::string(plural_example)
        };
    }
    const ReadWords read = read_words(pipe);
    if (std::optional<PipeFault> fault = fault_in_syntax(pipe, read)) return fault;
    if (form == PipeForm::select) return std::nullopt;
    const std::vector<std::string> categories = plural_categories(language);
    for (const std::string& selector : read.selectors) {
        if (selector.starts_with('=')) continue;
        if (std::ranges::find(categories, selector) != categories.end()) continue;
        return PipeFault{
            fmt::format("\"{}\" is no plural category of the language {}", selector, language),
            fmt::format(
                "its categories are {}; =2 stands for a number", fmt::join(categories, ", ")
            )
        };
    }
    return std::nullopt;
}

std::optional<PipeFault> fault_in_use(const Pipe& pipe, const Item& item) {
    const PipeForm form = form_of(pipe);
    const bool counts =
        std::holds_alternative<Number>(item.kind) || std::holds_alternative<NetPromoter>(item.kind);
    if (form == PipeForm::plural && !counts) {
        return PipeFault{
            fmt::format("\"{}\" is answered with no number, and a plural needs one", item.id),
            "name an item that takes a number, or write a select"
        };
    }
    if (form != PipeForm::select) return std::nullopt;
    std::vector<std::string> codes;
    if (const auto* single = std::get_if<SingleChoice>(&item.kind)) {
        codes = codes_of(single->choices);
    } else if (std::holds_alternative<YesNo>(item.kind)) {
        codes = {"yes", "no"};
    } else {
        return PipeFault{
            fmt::format("\"{}\" is no single choice, and a select needs one", item.id),
            "name a single choice or a yes/no question"
        };
    }
    for (const std::string& key : select_keys(pipe)) {
        if (std::ranges::find(codes, key) != codes.end()) continue;
        return PipeFault{
            fmt::format("\"{}\" has no choice \"{}\"", item.id, key),
            nearest_or(key, codes, fmt::format("its codes are {}", fmt::join(codes, ", ")))
        };
    }
    return std::nullopt;
}

std::optional<PipeFault> fault_in_use_of_each(const Pipe& pipe) {
    if (pipe.words.empty()) return std::nullopt;
    return PipeFault{"no words can hang on the choice of a round", "write {{each}} without words"};
}

std::vector<std::string> missing_categories(const Pipe& pipe, std::string_view language) {
    std::vector<std::string> missing;
    if (form_of(pipe) != PipeForm::plural) return missing;
    const ReadWords read = read_words(pipe);
    const std::unique_ptr<icu::PluralRules> rules = rules_of(language);
    if (!rules || U_FAILURE(read.error)) return missing;
    constexpr int usual_end = 1000;
    for (int number = 0; number < usual_end; ++number) {
        std::string category = utf8_of(rules->select(number));
        const auto has = [&](const std::vector<std::string>& list, std::string_view one) {
            return std::ranges::find(list, one) != list.end();
        };
        if (has(read.selectors, category) || has(missing, category)) continue;
        if (has(read.selectors, fmt::format("={}", number))) continue;
        missing.push_back(std::move(category));
    }
    return missing;
}

std::vector<std::string> select_keys(const Pipe& pipe) {
    if (form_of(pipe) != PipeForm::select) return {};
    std::vector<std::string> keys = read_words(pipe).selectors;
    std::erase(keys, "other");
    return keys;
}

std::string words_for(const Pipe& pipe, std::string_view language, double number) {
    return said(pipe, language, icu::Formattable(number));
}

std::string words_for(const Pipe& pipe, std::string_view language, const std::string& code) {
    return said(pipe, language, icu::Formattable(unicode_of(code)));
}

}  // namespace querist::instrument
