#include "language/language.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace querist::language {
namespace {

/// The names of a pattern's arguments: what stands after a brace, up to a comma or a brace.
std::set<std::string> arguments_of(std::string_view pattern) {
    std::set<std::string> names;
    int depth = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '}') --depth;
        if (pattern[i] != '{') continue;
        // Within a plural every second brace begins words, not a name.
        if (depth++ % 2 != 0) continue;
        const std::size_t end = pattern.find_first_of(",}", i);
        names.emplace(pattern.substr(i + 1, end - i - 1));
    }
    return names;
}

std::string say_with_sample_arguments(const Words& words, Phrase phrase, std::int64_t count) {
    return words(
        phrase,
        {{"count", count},
         {"page", count},
         {"percent", count},
         {"least", count},
         {"most", count},
         {"title", "T"},
         {"heading", "H"},
         {"contact", "C"},
         {"address", "A"},
         {"name", "N"},
         {"amount", "M"},
         {"label", "L"},
         {"sum", "S"},
         {"example", "E"},
         {"limit", "L"},
         {"rank", "R"},
         {"day", "D"}}
    );
}

TEST(LanguageTest, SaysEveryPhraseInEveryTongueWithTheSameArguments) {
    for (const Tongue tongue : tongues) {
        for (std::size_t i = 0; i < phrase_count; ++i) {
            const auto phrase = static_cast<Phrase>(i);
            SCOPED_TRACE(pattern(Tongue::english, phrase));
            SCOPED_TRACE(tag(tongue));
            const std::string_view written = pattern(tongue, phrase);
            EXPECT_EQ(arguments_of(written), arguments_of(pattern(Tongue::english, phrase)));
            EXPECT_FALSE(written.contains('\'')) << "' means something to ICU: write ’";
            for (const std::int64_t count : {0, 1, 2, 3, 11, 100, 1'000'000}) {
                const std::string said = say_with_sample_arguments(Words(tongue), phrase, count);
                EXPECT_FALSE(said.empty());
                EXPECT_EQ(said.find_first_of("{}"), std::string::npos) << said;
            }
        }
    }
}

TEST(LanguageTest, LeavesNoPhraseInEnglishWhereItsLettersAreOthers) {
    for (const Tongue tongue : {Tongue::chinese, Tongue::arabic}) {
        for (std::size_t i = 0; i < phrase_count; ++i) {
            const auto phrase = static_cast<Phrase>(i);
            if (phrase == Phrase::date_form) continue;
            const std::string_view written = pattern(tongue, phrase);
            const bool foreign = std::ranges::any_of(written, [](char c) {
                return static_cast<unsigned char>(c) > 127;
            });
            EXPECT_TRUE(foreign) << written;
        }
    }
}

TEST(LanguageTest, CountsByTheRulesOfEachLanguage) {
    struct Row {
        const char* name;
        Tongue tongue;
        std::int64_t count;
        const char* said;
    };
    const Row rows[] = {
        {"en 0", Tongue::english, 0, "0 answers need another look"},
        {"en 1", Tongue::english, 1, "One answer needs another look"},
        {"en 2", Tongue::english, 2, "2 answers need another look"},
        {"en 100", Tongue::english, 100, "100 answers need another look"},
        {"de 0", Tongue::german, 0, "Bitte prüfen Sie 0 Antworten"},
        {"de 1", Tongue::german, 1, "Bitte prüfen Sie eine Antwort"},
        {"de 11", Tongue::german, 11, "Bitte prüfen Sie 11 Antworten"},
        {"es 0", Tongue::spanish, 0, "Revise 0 respuestas"},
        {"es 1", Tongue::spanish, 1, "Revise una respuesta"},
        {"es 3", Tongue::spanish, 3, "Revise 3 respuestas"},
        {"es 1000000", Tongue::spanish, 1'000'000, "Revise 1.000.000 de respuestas"},
        {"fr 0", Tongue::french, 0, "0 réponse est à revoir"},
        {"fr 1", Tongue::french, 1, "1 réponse est à revoir"},
        {"fr 2", Tongue::french, 2, "2 réponses sont à revoir"},
        {"zh 1", Tongue::chinese, 1, "有 1 个回答需要再看一下"},
        {"zh 100", Tongue::chinese, 100, "有 100 个回答需要再看一下"},
        {"ar 0", Tongue::arabic, 0, "لا إجابات تحتاج إلى مراجعة"},
        {"ar 1", Tongue::arabic, 1, "إجابة واحدة تحتاج إلى مراجعة"},
        {"ar 2", Tongue::arabic, 2, "إجابتان تحتاجان إلى مراجعة"},
        {"ar 3", Tongue::arabic, 3, "3 إجابات تحتاج إلى مراجعة"},
        {"ar 11", Tongue::arabic, 11, "11 إجابة تحتاج إلى مراجعة"},
        {"ar 100", Tongue::arabic, 100, "100 إجابة تحتاج إلى مراجعة"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(Words(row.tongue)(Phrase::faulty_answers, {{"count", row.count}}), row.said);
    }
}

TEST(LanguageTest, SaysTextsAsTheyAre) {
    EXPECT_EQ(
        Words(Tongue::english)(Phrase::choose_for, {{"label", "{it's} 'so' #1"}}),
        "Choose one answer for “{it's} 'so' #1”."
    );
}

TEST(LanguageTest, SpeaksToReadersOfALanguageInTheNearestTongue) {
    struct Row {
        const char* language;
        std::string_view tongue;
        bool right_to_left;
    };
    const Row rows[] = {
        {"en", "en", false},
        {"de-AT", "de", false},
        {"es-419", "es", false},
        {"fr-CA", "fr", false},
        {"zh", "zh-Hans", false},
        {"zh-CN", "zh-Hans", false},
        {"zh-TW", "en", false},  // another script
        {"ar-EG", "ar", true},
        {"he", "en", true},
        {"pt-BR", "en", false},
        {"", "en", false},
        {"no such tag", "en", false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.language);
        EXPECT_EQ(tag(tongue_for(row.language)), row.tongue);
        EXPECT_EQ(is_right_to_left(row.language), row.right_to_left);
    }
}

TEST(LanguageTest, NamesALanguageInItself) {
    EXPECT_EQ(own_name("en"), "English");
    EXPECT_EQ(own_name("de"), "Deutsch");
    EXPECT_EQ(own_name("es"), "Español");
    EXPECT_EQ(own_name("fr"), "Français");
    EXPECT_EQ(own_name("zh-Hans"), "中文（简体）");
    EXPECT_EQ(own_name("ar"), "العربية");
}

TEST(LanguageTest, KnowsLanguageTagsInTheirUsualForm) {
    for (const char* tag : {"de", "zh-Hans", "pt-BR", "sr-Latn"}) EXPECT_TRUE(is_language_tag(tag));
    for (const char* tag : {"", "DE", "de_DE", "german", "zh-hans", "../x", "e"}) {
        EXPECT_FALSE(is_language_tag(tag)) << tag;
    }
}

TEST(LanguageTest, MatchesWhatABrowserWants) {
    struct Row {
        const char* name;
        const char* header;
        std::optional<std::size_t> match;
    };
    const std::vector<std::string> offered = {"en", "de", "zh-Hans"};
    const Row rows[] = {
        {"nothing", "", std::nullopt},
        {"the same", "de", 1},
        {"in other letters", "DE-at", 1},
        {"a region of it", "de-CH, en;q=0.5", 1},
        {"the better one", "en;q=0.4, de;q=0.9", 1},
        {"the first of equals", "de, en", 1},
        {"not what is refused", "de;q=0, en;q=0.1", 0},
        {"by script", "zh-CN", 2},
        {"more than is offered", "zh-hans-cn-x-mine", 2},
        {"not another script", "zh-TW", std::nullopt},
        {"anything", "ja, *;q=0.5", 0},
        {"nothing that is offered", "ja, ko", std::nullopt},
        {"a quality that is none", "de;q=much, en", 0},
        {"no tags at all", ";;,,;q=,\xff", std::nullopt},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(best_match(row.header, offered), row.match);
    }
    const std::vector<std::string> english = {"en-US", "en"};
    EXPECT_EQ(best_match("en-GB", english), 1U) << "what is left of it before what is like it";
    EXPECT_EQ(best_match("EN-us", english), 0U);
    EXPECT_EQ(best_match("pt-PT", std::vector<std::string>{"en", "pt-BR"}), 1U);
}

}  // namespace
}  // namespace querist::language
