#include "instrument/faulty_study_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace querist::instrument {
namespace {

using namespace faulty;

TEST(StudyReaderTest, LoadsAStudyWithoutProblems) {
    const LoadedStudy loaded = load(with_items(one_item));
    EXPECT_EQ(told(loaded), "");
    ASSERT_TRUE(loaded.study.has_value());
    EXPECT_EQ(loaded.study->items.size(), 1U);
    EXPECT_EQ(loaded.study->subjects.size(), 1U);
}

TEST(StudyReaderTest, NamesFaultsOfYaml) {
    expect_problems({
        {"repeated key", head + "title: Again\n" + items + one_item, "study.duplicate-key", 5, 1},
        {"unquoted colon", with_top("thanks: Well: done\n"), "study.syntax", 5, 13},
        {"quote never closed", with_items(one_item) + "thanks: \"Done\n", "study.syntax", 10, 9},
        {"text after the quote", with_top("thanks: \"Well\" done\n"), "study.syntax", 5, 16},
        {"greater-than", with_top("thanks: > 20 years\n"), "study.syntax", 5, 9},
        {"at sign", with_top("thanks: @all\n"), "study.syntax", 5, 9},
        {"open bracket", with_top("thanks: [done\n"), "study.syntax", 5, 9},
        {"bad escape", with_top("thanks: \"C:\\q\"\n"), "study.syntax", 5, 12},
        {"line without colon", with_top("thanks\n"), "study.syntax", 5, 1},
        {"too deep", with_top("mode: confidential\n  language: en\n"), "study.indentation", 6, 3},
        {"too shallow",
         head + "consent:\n    text: Yes.\n  version: 1\n" + items + one_item,
         "study.indentation",
         7,
         3},
        {"no-break space",
         head + "consent:\n    text: Yes.\n \xC2\xA0version: 1\n" + items + one_item,
         "study.indentation",
         7,
         2},
        {"tab", head + "consent:\n\ttext: Yes.\n" + items + one_item, "study.tab", 6, 1},
        {"anchor", with_top("thanks: &all Done\n"), "study.anchor", 5, 9},
        {"alias", with_top("thanks: *all\n"), "study.anchor", 5, 9},
        {"tag", with_top("thanks: !done\n"), "study.tag", 5, 9},
        {"second document", with_items(one_item) + "---\nid: b\n", "study.several-documents", 10, 1
        },
        {"key is a list", with_top("? [a]\n: b\n"), "study.key-not-text", 5, 3},
        {"empty file", "", "study.empty", 0, 0},
        {"only comments", "# nothing\n", "study.empty", 0, 0},
        {"a text", "study", "study.wrong-type", 1, 1},
        {"a list", "- study\n", "study.wrong-type", 1, 1},
    });
}

TEST(StudyReaderTest, NamesBytesThatAreNoText) {
    expect_problems({
        {"byte of Latin 1", with_items(one_item) + "# caf\xe9\n", "study.not-utf8", 10, 6},
        {"cut code point", with_items(one_item) + "# \xe2\x82", "study.not-utf8", 10, 3},
        {"NUL", with_items(one_item) + std::string("# a\0b\n", 6), "study.control-character", 10, 4
        },
        {"line separator", with_items(one_item) + "# a\u2028b\n", "study.control-character", 10, 4},
        {"UTF-16", "\xff\xfeq\0u\0", "study.not-utf8", 1, 1},
        {"10 MB", std::string(10'000'000, 'a'), "study.too-large", 0, 0},
    });
}

TEST(StudyReaderTest, NamesOnlyTheByteThatCannotBeRead) {
    expect_problems({
        {"within quotes", with_top("thanks: \"Well\n  d\xff\"\n"), "study.not-utf8", 6, 4},
        {"within brackets", with_top("mode:\n  [text,\n  d\xff]\n"), "study.not-utf8", 7, 4},
        {"under a key", with_top("thanks:\n  \xff\n"), "study.not-utf8", 6, 3},
        {"a control within quotes",
         with_top("thanks: 'Well\n  d\x01'\n"),
         "study.control-character",
         6,
         4},
    });
    EXPECT_EQ(
        told(load(with_top("thanks: \"Well\nid: b\n# \xff\n"))),
        "study.syntax 5:9 the quote that opens here is never closed\n"
        "study.not-utf8 7:3 the byte 0xFF is not valid UTF-8\n"
    ) << "an open quote that has swallowed a key is a fault of its own";
}

TEST(StudyReaderTest, NamesTheQuoteThatIsNotClosed) {
    const auto asks = [](const std::string& ask, const std::string& rest) {
        return with_items(
            "        - id: q\n          ask: " + ask + "\n          kind: yes/no\n" + rest
        );
    };
    const std::string next = "        - id: r\n          ask: \"R?\"\n          kind: yes/no\n";
    expect_problems({
        {"until the next quote", asks("\"Q?", next), "study.syntax", 10, 16},
        {"until an apostrophe", asks("'Q?", "          why: the user's\n"), "study.syntax", 10, 16},
        {"until an apostrophe at a line's end",
         asks("'Q?", "          why: all users'\n"),
         "study.syntax",
         10,
         16},
        {"until an escape",
         asks("\"Q?", "          pattern: a\\d+\n" + next),
         "study.syntax",
         10,
         16},
        {"within brackets", asks("[\"Q?]", next), "study.syntax", 10, 17},
        {"an entry of a list",
         asks("Q?", "          serves:\n            - \"rq\n            - \"rp\"\n"),
         "study.syntax",
         13,
         15},
        {"at the top", with_top("thanks: \"Well\nrefused: \"Bye\"\n"), "study.syntax", 5, 9},
        {"a text of several lines with quotes in it",
         with_top("thanks: \"Well\n  Note: \"done\" it is\"\n"),
         "study.syntax",
         6,
         10},
    });
    EXPECT_EQ(
        told(load(with_top("thanks: \"Well\n  - done:\n  yours: we\"\nrefused: 'No\n it is'\n"))),
        ""
    ) << "a text may go on in lines that stand deeper than its key";
}

TEST(StudyReaderTest, NamesWhatEscapesHide) {
    const auto thanks = [](const std::string& text) { return with_top("thanks: " + text + "\n"); };
    expect_problems({
        {"an override", thanks("\"A\\u202eB\""), "study.control-character", 5, 11},
        {"an isolate", thanks("\"ä\\U00002068B\""), "study.control-character", 5, 11},
        {"on a later line", thanks("\"A\n   \\u2069B\""), "study.control-character", 6, 4},
        {"a bell", thanks("\"\\a\""), "study.control-character", 5, 10},
        {"NUL", thanks("\"A\\0\""), "study.control-character", 5, 11},
        {"an escape sequence", thanks("\"\\e[2J\""), "study.control-character", 5, 10},
        {"two hexadecimal digits", thanks("\"\\x9b\""), "study.control-character", 5, 10},
        {"a byte order mark", thanks("\"\\ufeff\""), "study.control-character", 5, 10},
        {"in a key", with_top("\"tha\\u202enks\": A\n"), "study.control-character", 5, 5},
        {"a Markdown reference", thanks("A &#x202E; B"), "study.control-character", 5, 11},
        {"a decimal one", thanks("A &amp; &#8238;"), "study.control-character", 5, 17},
        {"an override as it is", thanks("A \u202e B"), "study.control-character", 5, 11},
        {"an isolate in a comment", with_top("# \u2066\n"), "study.control-character", 5, 3},
    });
    for (const char* fine :
         {"\"A\\tB\\nC\"",
          "\"A \\\\u202e!\"",
          "'A \\u202e!'",
          "\"\\u200fA\\u00e9\\_!\"",
          "A \\u202e!",
          "A &#233; &#x200F; &# &#x; B"}) {
        EXPECT_EQ(told(load(thanks(fine))), "") << fine;
    }
}

TEST(StudyReaderTest, AcceptsWindowsFiles) {
    std::string yaml = "\xef\xbb\xbf" + with_items(one_item);
    for (std::size_t at = 0; (at = yaml.find('\n', at)) != std::string::npos; at += 2) {
        yaml.insert(at, "\r");
    }
    EXPECT_EQ(told(load(yaml)), "");
}

TEST(StudyReaderTest, NamesYamlSurprises) {
    const auto code = [](const std::string& text) {
        return with_items(
            "        - id: q\n          ask: Q?\n          kind: single choice\n"
            "          choices:\n            - " +
            text + "\n"
        );
    };
    expect_problems({
        {"no as a text", with_top("thanks: no\n"), "study.yaml-surprise", 5, 9},
        {"On as a text", with_top("thanks: On\n"), "study.yaml-surprise", 5, 9},
        {"null", with_top("thanks: null\n"), "study.yaml-surprise", 5, 9},
        {"tilde", with_top("thanks: ~\n"), "study.yaml-surprise", 5, 9},
        {"underscores", with_top("thanks: 1_000\n"), "study.yaml-surprise", 5, 9},
        {"octal", with_top("thanks: 0o17\n"), "study.yaml-surprise", 5, 9},
        {"leading zero", with_top("thanks: 007\n"), "study.yaml-surprise", 5, 9},
        {"base 60", with_top("thanks: 1:30\n"), "study.yaml-surprise", 5, 9},
        {"fraction", with_top("thanks: 1.50\n"), "study.yaml-surprise", 5, 9},
        {"date", with_top("thanks: 2026-11-23\n"), "study.yaml-surprise", 5, 9},
        {"comment", with_top("thanks: Issue #5 is done\n"), "study.yaml-surprise", 5, 9},
        {"code", code("no: I do not"), "study.yaml-surprise", 13, 15},
        {"label", code("not: No"), "study.yaml-surprise", 13, 20},
        {"underscored number",
         with_top("consent: {text: Hi, minimum age: 1_8}\n"),
         "study.yaml-surprise",
         5,
         34},
        {"hexadecimal", with_top("thanks: 0x1F\n"), "study.yaml-surprise", 5, 9},
    });
}

TEST(StudyReaderTest, TakesWhatNoToolMisreads) {
    for (const char* text :
         {"2024", "1-2", "\"no\"", "'1_000'", "10.5.1", "none", "1 2", "v1.0", "-", "12:", "a: b"
         }) {
        SCOPED_TRACE(text);
        const bool needs_quotes = std::string_view(text) == "-" ||
                                  std::string_view(text) == "12:" ||
                                  std::string_view(text) == "a: b";
        const std::string value = needs_quotes ? fmt::format("\"{}\"", text) : std::string(text);
        EXPECT_EQ(told(load(with_top("thanks: " + value + "\n"))), "");
    }
}

TEST(StudyReaderTest, NamesFaultsOfKeysAndValues) {
    expect_problems({
        {"unknown key", with_top("compensatoin: []\n"), "study.unknown-key", 5, 1},
        {"missing key", "querist: 1\nid: a\n" + items + one_item, "study.missing-key", 1, 1},
        {"empty value", with_top("thanks:\n"), "study.empty-value", 5, 1},
        {"blank text", with_top("thanks: \" \"\n"), "study.empty-value", 5, 9},
        {"list for text", with_top("thanks: [a]\n"), "study.wrong-type", 5, 9},
        {"text for section", with_top("consent: Yes.\n"), "study.wrong-type", 5, 10},
        {"text for list", with_top("compensation: $10\n"), "study.wrong-type", 5, 15},
        {"empty list", with_top("compensation: []\n"), "study.empty-list", 5, 1},
        {"text for number",
         with_top("consent: {text: Hi, version: two}\n"),
         "study.wrong-type",
         5,
         30},
        {"quoted number",
         with_top("consent: {text: Hi, version: \"2\"}\n"),
         "study.wrong-type",
         5,
         30},
        {"version 0", with_top("consent: {text: Hi, version: 0}\n"), "study.out-of-range", 5, 30},
        {"language", with_top("language: klingonisch\n"), "study.unknown-language", 5, 11},
        {"time zone", with_top("time zone: Europe/Atlantis\n"), "study.unknown-time-zone", 5, 12},
        {"mode", with_top("mode: anonimous\n"), "study.unknown-mode", 5, 7},
        {"date", with_top("consent: {text: Hi, keep until: 2031-02-30}\n"), "study.bad-date", 5, 33
        },
        {"currency",
         with_top("compensation: [{id: a, text: b, amount: 10 EURO}]\n"),
         "study.unknown-currency",
         5,
         41},
        {"amount",
         with_top("compensation: [{id: a, text: b, amount: 10.123 USD}]\n"),
         "study.bad-amount",
         5,
         41},
        {"file", with_top("thanks: messages/thx.md\n"), "study.missing-message", 5, 9},
        {"file outside", with_top("thanks: ../secret.md\n"), "study.missing-message", 5, 9},
        {"file of another sort",
         with_top("consent:\n  text: messages/consent.txt\n"),
         "study.not-a-message",
         6,
         9},
        {"file of the system", with_top("thanks: /etc/passwd\n"), "study.not-a-message", 5, 9},
        {"file in capitals", with_top("thanks: messages/Thanks.MD\n"), "study.not-a-message", 5, 9},
        {"file with a space", with_top("thanks: my thanks.md\n"), "study.not-a-message", 5, 9},
        {"page of another sort",
         "querist: 1\nid: s\ntitle: S\ninstrument:\n  pages:\n    - id: p\n"
         "      text: intro.txt\n      items:\n        - {id: q, ask: Q?, kind: yes/no}\n",
         "study.not-a-message",
         7,
         13},
        {"newer language",
         "querist: 2\nid: a\ntitle: A\n" + items + one_item,
         "study.newer-language",
         1,
         10},
        {"study id", "querist: 1\nid: A_B\ntitle: A\n" + items + one_item, "study.bad-id", 2, 5},
        {"share",
         "querist: 1\nid: a\ntitle: A\ninstrument:\n  partial from: 150 %\n  pages:\n"
         "    - id: one\n      items:\n" +
             one_item,
         "study.bad-percentage",
         5,
         17},
    });
}

TEST(StudyReaderTest, NamesFaultsOfItems) {
    const auto one = [](const std::string& rest) {
        return with_items("        - {id: q, ask: Q?, " + rest + "}\n");
    };
    expect_problems({
        {"appearance",
         one("kind: single choice, shown as: dropdwn, choices: [{a: A}]"),
         "study.unknown-appearance",
         9,
         59},
        {"kind", one("kind: single choise"), "study.unknown-kind", 9, 34},
        {"no choices", one("kind: single choice"), "study.missing-key", 9, 11},
        {"empty choices", one("kind: single choice, choices: []"), "study.empty-list", 9, 49},
        {"rows in a text", one("kind: short text, rows: [a: A]"), "study.key-of-other-kind", 9, 46},
        {"choice without code",
         one("kind: single choice, choices: [PyTorch]"),
         "study.no-code",
         9,
         59},
        {"choice begins with a key",
         one("kind: single choice, choices: [{text: true}]"),
         "study.no-code",
         9,
         60},
        {"capitals in a code",
         one("kind: single choice, choices: [PyTorch: P]"),
         "study.bad-code",
         9,
         59},
        {"two codes",
         one("kind: single choice, choices: [{a: A, b: B}]"),
         "study.unknown-key",
         9,
         66},
        {"same code", one("kind: single choice, choices: [a: A, a: B]"), "study.duplicate-id", 9, 65
        },
        {"exclusive of one",
         one("kind: single choice, choices: [{a: A, exclusive: true}]"),
         "study.key-of-other-kind",
         9,
         66},
        {"at least too many",
         one("kind: several choices, at least: 3, choices: [a: A, b: B]"),
         "study.out-of-range",
         9,
         61},
        {"at least above at most",
         one("kind: several choices, at least: 2, at most: 1, choices: [a: A, b: B]"),
         "study.empty-range",
         9,
         61},
        {"minimum above maximum",
         one("kind: number, minimum: 3, maximum: 2"),
         "study.empty-range",
         9,
         51},
        {"fraction of a whole", one("kind: number, minimum: 0.5"), "study.wrong-type", 9, 51},
        {"minimum beyond numbers",
         one("kind: number, decimals: true, minimum: -9007199254740992"),
         "study.out-of-range",
         9,
         67},
        {"maximum beyond whole numbers",
         one("kind: number, maximum: 100000000000000000000000"),
         "study.out-of-range",
         9,
         51},
        {"text of less than nothing",
         one("kind: short text, characters max: -5"),
         "study.out-of-range",
         9,
         62},
        {"zero-width space in a key",
         one("kind: yes/no, hi\xE2\x80\x8Bnt: H"),
         "study.unknown-key",
         9,
         42},
        {"no-break space before a key", with_top("\xC2\xA0thanks: T\n"), "study.unknown-key", 5, 1},
        {"text too long", one("kind: short text, characters max: 501"), "study.out-of-range", 9, 62
        },
        {"truth", one("kind: yes/no, required: yes"), "study.wrong-type", 9, 52},
        {"id", with_items("        - {id: Q-1, ask: Q?, kind: yes/no}\n"), "study.bad-id", 9, 16},
        {"reserved id",
         with_items("        - {id: in, ask: Q?, kind: yes/no}\n"),
         "study.bad-id",
         9,
         16},
        {"same id", with_items(one_item + one_item), "study.duplicate-id", 10, 16},
        {"research question",
         one("kind: yes/no, serves: [rp]"),
         "study.unknown-research-question",
         9,
         51},
        {"serves a text", one("kind: yes/no, serves: rq"), "study.wrong-type", 9, 50},
        {"too many choices",
         [&] {
             std::string choices;
             for (int i = 0; i < 501; ++i) choices += fmt::format("c{}: C,", i);
             return one("kind: single choice, choices: [" + choices + "]");
         }(),
         "study.too-many",
         9,
         58},
    });
}

TEST(StudyReaderTest, NamesFaultsOfConditions) {
    const auto two = [](const std::string& first, const std::string& second) {
        return with_items(fmt::format(
            "        - id: q\n          ask: Q?\n          kind: yes/no\n{}"
            "        - id: r\n          ask: R?\n          kind: yes/no\n{}",
            first,
            second
        ));
    };
    const std::string key = "          shown when: ";
    const std::string page =
        "    - id: two\n      shown when: s\n      items:\n"
        "        - {id: s, ask: S?, kind: yes/no}\n";
    expect_problems({
        {"later item", two(key + "r\n", ""), "study.later-question", 12, 23},
        {"own item", two(key + "q\n", ""), "study.own-answer", 12, 23},
        {"later inside", two(key + "\"true && r\"\n", ""), "study.later-question", 12, 32},
        {"unknown item", two("", key + "qq\n"), "expression.unknown-question", 15, 23},
        {"in quotes", two("", key + "'!(qq)'\n"), "expression.unknown-question", 15, 26},
        {"block", two("", key + "|\n            !(qq)\n"), "expression.unknown-question", 15, 11},
        {"syntax", two("", key + "q &&\n"), "expression.syntax", 15, 27},
        {"page names its item", with_items(one_item + page), "study.later-question", 11, 19},
        {"rule of a later item",
         two("          valid when: {must hold: r, message: No!}\n", ""),
         "study.later-question",
         12,
         35},
    });
}

TEST(StudyReaderTest, ReadsConditionsOfEverything) {
    const LoadedStudy loaded = load(with_items(
        "        - {id: q, ask: Q?, kind: yes/no}\n"
        "        - {id: n, ask: N?, kind: number, valid when: {must hold: n > 1, message: More}}\n"
        "        - {id: c, ask: C?, kind: single choice, choices: [a: A, {b: B, shown when: q}]}\n"
        "        - {id: g, ask: G?, kind: grid, rows: [a: A, {b: B, shown when: q}], scale: [x: "
        "X]}\n"
        "    - id: two\n      shown when: n > 5\n      items:\n"
        "        - {id: t, ask: T?, kind: short text, shown when: 'c == \"b\"'}\n"
    ));
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    const Study& study = *loaded.study;
    EXPECT_EQ(study.items[1].valid_when->must_hold.text(), "n > 1");
    EXPECT_EQ(study.items[1].valid_when->message, "More");
    EXPECT_FALSE(std::get<SingleChoice>(study.items[2].kind).choices[0].shown_when);
    EXPECT_TRUE(std::get<SingleChoice>(study.items[2].kind).choices[1].shown_when);
    EXPECT_TRUE(std::get<Grid>(study.items[3].kind).rows[1].shown_when);
    EXPECT_EQ(study.pages[1].shown_when->text(), "n > 5");
    const auto all = answerable(study);
    ASSERT_TRUE(all[4].asked_when);
    EXPECT_EQ(all[4].asked_when->references().size(), 2U) << "of the page and of the item";
    EXPECT_EQ(all[2].offered_when.size(), 2U);
    EXPECT_EQ(all[3].row_offered_when.size(), 2U);
}

}  // namespace
}  // namespace querist::instrument
