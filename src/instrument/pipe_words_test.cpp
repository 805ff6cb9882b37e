// Words of texts that hang on an earlier answer.

#include "instrument/pipe_words.hpp"
#include "instrument/faulty_study_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::instrument {
namespace {

using faulty::expect_problems;
using faulty::load;
using faulty::told;

Pipe only_pipe(std::string_view text) {
    const std::vector<Pipe> pipes = pipes_in(text);
    EXPECT_EQ(pipes.size(), 1U) << text;
    return pipes.empty() ? Pipe{} : pipes.front();
}

TEST(PipeWordsTest, StandBetweenTheItemAndTheFallback) {
    const Pipe pipe = only_pipe("a {{ n , plural, one {# {x}|y} other {zz} | none, or so }} b");
    EXPECT_EQ(pipe.item, "n");
    EXPECT_EQ(pipe.words, "plural, one {# {x}|y} other {zz}");
    EXPECT_EQ(pipe.fallback, "none, or so");
    EXPECT_TRUE(pipe.closed);
    EXPECT_EQ(form_of(pipe), PipeForm::plural);
    EXPECT_EQ(form_of(only_pipe("{{tool|a, b}}")), PipeForm::answer);
    EXPECT_EQ(form_of(only_pipe("{{tool, select, other {x}}}")), PipeForm::select);
    EXPECT_EQ(form_of(only_pipe("{{tool, number}}")), PipeForm::other);
    EXPECT_FALSE(only_pipe("{{n, plural, other {x}}").closed);
    EXPECT_EQ(without_answers("In {{n, plural, other {# years}|some years}}"), "In some years");
}

/// Whatever stands in a text, pipes are parts of it, one after the other.
TEST(PipeWordsTest, ArePartsOfTheText) {
    EXPECT_TRUE(rc::check("parts", [](std::uint64_t seed) {
        SeededRandom random(seed);
        static constexpr std::string_view parts[] = {
            "{", "}", "{{", "}}", "|", ",", "n", "plural", "other", " ", "#", "'"
        };
        std::string text;
        for (std::uint64_t i = random.below(24); i > 0; --i) {
            text += parts[random.below(std::size(parts))];
        }
        std::size_t from = 0;
        for (const Pipe& pipe : pipes_in(text)) {
            const std::size_t at = text.find(pipe.whole, from);
            RC_ASSERT(at != std::string::npos);
            from = at + pipe.whole.size();
            (void)fault_in_words(pipe, "en");
            (void)missing_categories(pipe, "ar");
            (void)words_for(pipe, "en", 3);
        }
        RC_ASSERT(from <= text.size());
        (void)without_answers(text);
    }));
}

TEST(PipeWordsTest, FollowTheRulesOfTheirLanguage) {
    struct Row {
        const char* language;
        const char* text;
        double number;
        const char* words;
    };
    for (const Row& row :
         {Row{"en", "{{n, plural, one {# tool} other {# tools}}}", 1, "1 tool"},
          Row{"en", "{{n, plural, one {# tool} other {# tools}}}", 1.5, "1.5 tools"},
          Row{"en", "{{n, plural, one {# tool} other {# tools}}}", 12345, "12,345 tools"},
          Row{"en", "{{n, plural, =0 {no tool} one {# tool} other {# tools}}}", 0, "no tool"},
          Row{"de", "{{n, plural, one {# Werkzeug} other {# Werkzeuge}}}", 2.5, "2,5 Werkzeuge"},
          Row{"pl", "{{n, plural, one {rok} few {lata} many {lat} other {roku}}}", 22, "lata"},
          Row{"pl", "{{n, plural, one {rok} few {lata} many {lat} other {roku}}}", 12, "lat"},
          Row{"zh-Hans", "{{n, plural, other {#年}}}", 3, "3年"},
          Row{"ar", "{{n, plural, two {سنتان} other {# سنة}}}", 2, "سنتان"},
          Row{"ar", "{{n, plural, two {سنتان} other {# سنة}}}", 100, "100 سنة"},
          Row{"en", "{{n, plural, one {it's #} other {they're #}}}", 2, "they're 2"}}) {
        SCOPED_TRACE(row.text);
        const Pipe pipe = only_pipe(row.text);
        EXPECT_FALSE(fault_in_words(pipe, row.language));
        EXPECT_EQ(words_for(pipe, row.language, row.number), row.words);
    }
    const Pipe select = only_pipe("{{role, select, lead {your team} other {your work}}}");
    EXPECT_EQ(words_for(select, "en", "lead"), "your team");
    EXPECT_EQ(words_for(select, "en", "tester"), "your work");
    EXPECT_EQ(select_keys(select), std::vector<std::string>{"lead"});
}

TEST(PipeWordsTest, KnowWhichCategoriesALanguageHas) {
    using Categories = std::vector<std::string>;
    const Pipe pipe = only_pipe("{{n, plural, other {#}}}");
    EXPECT_EQ(missing_categories(pipe, "en"), Categories{"one"});
    EXPECT_EQ(missing_categories(pipe, "zh-Hans"), Categories{});
    EXPECT_EQ(missing_categories(pipe, "pl"), (Categories{"many", "one", "few"}));
    EXPECT_EQ(missing_categories(only_pipe("{{n, plural, =1 {a} other {#}}}"), "en"), Categories{});
    EXPECT_EQ(missing_categories(only_pipe("{{n}}"), "en"), Categories{});
}

/// Line 13 is a second page's question, whose text begins in column 38.
std::string asking(const std::string& text) {
    return faulty::with_items(
               "        - {id: n, ask: How many?, kind: number}\n"
               "        - {id: c, ask: Which?, kind: single choice, choices: [{a: A}, {b: B}]}\n"
           ) +
           "    - id: two\n      items:\n        - {id: r, kind: yes/no, ask: \"" + text + "\"}\n";
}

TEST(PipeWordsTest, NameTheirFaults) {
    expect_problems({
        {"no other", asking("{{n, plural, one {a}}}"), "study.bad-pipe", 13, 38},
        {"syntax", asking("{{n, plural, one a other {b}}}"), "study.bad-pipe", 13, 38},
        {"not a plural", asking("{{n, number}}"), "study.bad-pipe", 13, 38},
        {"not closed", asking("{{n, plural, other {b}}"), "study.bad-pipe", 13, 38},
        {"another argument",
         asking("{{n, plural, one {a} other {{c} b}}}"),
         "study.bad-pipe",
         13,
         38},
        {"no such category",
         asking("{{n, plural, one {a} few {b} other {c}}}"),
         "study.bad-pipe",
         13,
         38},
        {"unknown item", asking("{{m, plural, one {a} other {b}}}"), "study.unknown-pipe", 13, 38},
        {"no number", asking("{{c, plural, one {a} other {b}}}"), "study.bad-pipe", 13, 38},
        {"no choice", asking("{{n, select, a {x} other {b}}}"), "study.bad-pipe", 13, 38},
        {"unknown code", asking("{{c, select, z {x} other {b}}}"), "study.bad-pipe", 13, 38},
    });
}

TEST(PipeWordsTest, WarnOfWhatIsLeftToOther) {
    const LoadedStudy loaded = load(asking("{{n, plural, other {# tools}|some}}"));
    EXPECT_TRUE(loaded.study);
    ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
    EXPECT_EQ(loaded.problems[0].code, "study.missing-plural");
    EXPECT_EQ(loaded.problems[0].severity, Severity::warning);
}

}  // namespace
}  // namespace querist::instrument
