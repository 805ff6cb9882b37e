#include "translation/translation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace querist::translation {
namespace {

constexpr std::string_view study_yaml = R"(querist: 1
id: tongues
title: A study
language: en
time zone: UTC
mode: confidential
research questions:
  - id: rq
    text: Is one data set enough?
consent:
  version: 1
  text: messages/consent.md
  agree: I agree
  refuse: I refuse
  controller: The team
  contact: team@example.org
  ethics approval: none
  keep until: 2031-12-31
instrument:
  pages:
    - id: first
      title: First page
      items:
        - id: uses
          ask: Do you use it?
          kind: single choice
          serves: [rq]
          choices:
            - often: Often
              description: Every day.
            - never: Never
      screen out:
        when: uses == "never"
        message: Only for those who use it.
    - id: second
      title: Second page
      items:
        - id: why
          ask: Why {{uses}}?
          kind: short text
          serves: [rq]
          shown when: uses == "often"
)";

constexpr std::string_view german = R"(language: de
texts:
  "title":
    source: "A study"
    text: "Eine Studie"
  "consent.text":
    source: "sha256 0000000000000000"
    text: "translations/de/consent.md"
  "items.uses.ask":
    source: "Do you use it?"
    text: "Benutzen Sie es?"
  "items.uses.choices.often":
    source: "Usually"
    text: "Oft"
  "items.why.ask":
    source: "Why {{uses}}?"
    text: "Warum {{uses}}?"
  "items.gone.ask":
    source: "Gone?"
    text: "Weg?"
)";

instrument::Study study_with(std::string_view translation) {
    const instrument::StudyFiles files = {
        {"study.yaml", std::string(study_yaml)},
        {"messages/consent.md", "# Welcome\n\nPlease agree.\n"},
        {"translations/de.yaml", std::string(translation)},
        {"translations/de/consent.md", "# Willkommen\n\nBitte stimmen Sie zu.\n"},
    };
    instrument::LoadedStudy loaded = instrument::load_study(files, "");
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem);
    return loaded.study.value_or(instrument::Study{});
}

bool has(const std::vector<std::string>& keys, std::string_view key) {
    return std::ranges::find(keys, key) != keys.end();
}

std::vector<std::string> codes_of(const std::vector<Problem>& problems) {
    std::vector<std::string> codes;
    codes.reserve(problems.size());
    for (const Problem& problem : problems) codes.push_back(problem.code);
    return codes;
}

TEST(TranslationTest, ShowsAStudyInAnotherLanguageWithTheSameCodes) {
    const instrument::Study study = study_with(german);
    EXPECT_EQ(study.languages, (std::vector<std::string>{"en", "de"}));
    const Translation one = translated(study, "de");
    EXPECT_EQ(one.study.language, "de");
    EXPECT_EQ(one.study.title, "Eine Studie");
    const instrument::ConsentTerms terms = one.study.consent.value_or(instrument::ConsentTerms{});
    EXPECT_EQ(terms.text, "# Willkommen\n\nBitte stimmen Sie zu.\n");
    const auto& choices = std::get<instrument::SingleChoice>(one.study.items.at(0).kind).choices;
    EXPECT_EQ(choices.at(0).code, "often");
    EXPECT_EQ(choices.at(0).label, "Oft");
    EXPECT_EQ(choices.at(1).label, "Never")
        << "what is missing is said in the study's own language";
    EXPECT_EQ(one.study.version, study.version);
    EXPECT_EQ(one.study.languages, study.languages);
}

TEST(TranslationTest, TellsWhatIsMissingOutdatedAndUnused) {
    const Translation one = translated(study_with(german), "de");
    EXPECT_EQ(one.outdated, (std::vector<std::string>{"consent.text", "items.uses.choices.often"}));
    EXPECT_EQ(one.unused, std::vector<std::string>{"items.gone.ask"});
    EXPECT_TRUE(has(one.missing, "items.uses.choices.never"));
    EXPECT_TRUE(has(one.missing, "items.uses.choices.often.description"));
    EXPECT_EQ(one.text_count, one.missing.size() + 5);
}

TEST(TranslationTest, IsPartOfTheVersion) {
    const instrument::Study study = study_with(german);
    EXPECT_TRUE(study.files.contains("translations/de.yaml"));
    EXPECT_TRUE(study.files.contains("translations/de/consent.md"));
    EXPECT_NE(study.version, study_with("language: de\n").version);
}

TEST(TranslationTest, KeepsWhatWasTranslatedWhenItIsBroughtUpToDate) {
    const std::string once = updated_file(study_with(german), "de");
    const instrument::Study study = study_with(once);
    EXPECT_EQ(updated_file(study, "de"), once) << "nothing changes the second time";
    const Translation one = translated(study, "de");
    EXPECT_EQ(one.study.title, "Eine Studie");
    EXPECT_EQ(one.unused, std::vector<std::string>{"items.gone.ask"}) << "nothing is thrown away";
    EXPECT_TRUE(has(one.outdated, "items.uses.choices.often"))
        << "an old translation stays old until somebody says otherwise";
    EXPECT_TRUE(once.contains("was: \"Usually\"")) << once;
}

TEST(TranslationTest, TellsWhatIsWrongWithItsPlace) {
    struct Row {
        const char* name;
        std::string_view yaml;
        const char* code;
        int line;
        int column;
    };
    const Row rows[] = {
        {"no YAML", "language: de\ntexts: {\n", "study.syntax", 3, 1},
        {"another language", "language: fr\n", "translation.bad-language", 1, 11},
        {"another part", "language: de\nwords: x\n", "translation.bad-entry", 2, 1},
        {"no source and text",
         "language: de\ntexts:\n  title: Eine Studie\n",
         "translation.bad-entry",
         3,
         3},
        {"twice", "texts:\n  title: {text: a}\n  title: {text: b}\n", "study.duplicate-key", 3, 3},
        {"a lost placeholder",
         "texts:\n  items.why.ask:\n    text: Warum?\n",
         "translation.placeholder",
         3,
         11},
        {"an answer that the source does not have",
         "texts:\n  title:\n    text: Studie {{uses}}\n",
         "translation.placeholder",
         3,
         11},
        {"an answer that does not end",
         "texts:\n  items.why.ask:\n    text: Warum {{uses?\n",
         "translation.placeholder",
         3,
         11},
        {"words without the rest",
         "texts:\n  items.why.ask:\n    text: \"Warum {{uses, select, often {oft}}}?\"\n",
         "translation.placeholder",
         3,
         11},
        {"a plural of a choice",
         "texts:\n  items.why.ask:\n    text: \"Warum {{uses, plural, one {a} other {b}}}?\"\n",
         "translation.placeholder",
         3,
         11},
        {"a file that is not there",
         "texts:\n  title:\n    text: translations/de/title.md\n",
         "translation.no-file",
         3,
         11},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::vector<Problem> problems = check_translations(study_with(row.yaml), "studies/x");
        ASSERT_FALSE(problems.empty());
        EXPECT_EQ(problems.front().code, row.code);
        EXPECT_EQ(problems.front().place.file, "studies/x/translations/de.yaml");
        EXPECT_EQ(problems.front().place.line, row.line);
        EXPECT_EQ(problems.front().place.column, row.column);
        EXPECT_FALSE(problems.front().cure.empty());
    }
}

/// Each language has plural categories of its own, and the source's are not asked for.
TEST(TranslationTest, SaysWhichPluralCategoriesAreMissing) {
    std::string yaml(study_yaml);
    yaml.insert(yaml.find("        - id: uses"), "        - {id: n, ask: N?, kind: number}\n");
    const std::string words = "{{n, plural, one {# tool} other {# tools}}}";
    yaml.replace(yaml.find("Why {{uses}}?"), 13, "\"Why " + words + "?\"");
    const auto missing = [&](const std::string& language, const std::string& text) {
        instrument::StudyFiles files{
            {"study.yaml", yaml},
            {"messages/consent.md", "Consent.\n"},
            {"translations/" + language + ".yaml",
             "language: " + language + "\ntexts:\n  items.why.ask:\n    text: \"" + text + "\"\n"}
        };
        const instrument::LoadedStudy loaded = instrument::load_study(files, "x");
        EXPECT_TRUE(loaded.study);
        std::vector<std::string> told;
        if (!loaded.study) return told;
        for (const Problem& problem : check_translations(*loaded.study, "x")) {
            EXPECT_EQ(problem.severity, Severity::warning) << problem.message;
            if (problem.code == "translation.missing-plural") told.push_back(problem.message);
        }
        return told;
    };
    EXPECT_TRUE(missing("de", "Warum {{n, plural, one {ein} other {#}}}?").empty());
    EXPECT_TRUE(missing("zh-Hans", "{{n, plural, other {#}}}?").empty());
    EXPECT_TRUE(missing("de", "Warum {{n}}?").empty()) << "words may be put otherwise";
    const auto polish = missing("pl", "{{n, plural, one {a} other {#}}}?");
    ASSERT_EQ(polish.size(), 1U);
    EXPECT_NE(polish[0].find("many, few"), std::string::npos) << polish[0];
}

TEST(TranslationTest, TranslatesWhatStandsWhereAnAnswerIsMissing) {
    std::string yaml(study_yaml);
    yaml.replace(yaml.find("Why {{uses}}?"), 13, "\"Why {{uses|this}}?\"");
    const instrument::StudyFiles files = {
        {"study.yaml", yaml},
        {"messages/consent.md", "Please agree.\n"},
        {"translations/de.yaml",
         "texts:\n  items.why.ask: {text: \"Warum {{ uses | das }}?\", source: "
         "\"Why {{uses|this}}?\"}\n"}
    };
    const instrument::Study study =
        instrument::load_study(files, "").study.value_or(instrument::Study{});
    ASSERT_EQ(study.items.size(), 2U);
    EXPECT_EQ(
        codes_of(check_translations(study, "")), std::vector<std::string>{"translation.missing"}
    );
    EXPECT_EQ(translated(study, "de").study.items.at(1).ask, "Warum {{ uses | das }}?");
}

/// What is awkward in YAML, JSON or between lines. Control characters stand in no study.
const std::string pieces[] = {"a", " ", "\"", "\\", ":", "#",  "\t", "\n",     "{",      "}",
                              "'", "%", "&",  "*",  "é", "中", "🙂", "\u00a0", "\u200e", "\u200f"};

TEST(TranslationTest, AnyTextGoesThroughItsFile) {
    EXPECT_TRUE(rc::check("any text", [](const std::vector<std::uint8_t>& drawn) {
        std::string text;
        for (const std::uint8_t one : drawn) text += pieces[one % std::size(pieces)];
        if (text.find_first_not_of(" \t\n") == std::string::npos) text += "x";
        instrument::Study study = study_with("language: de\n");
        study.title = text;
        study.files["translations/de.yaml"] = updated_file(study, "de");
        std::string& file = study.files["translations/de.yaml"];
        const std::size_t empty = file.find("text: \"\"");
        // The source's own notation, so that the file holds the text twice.
        const std::size_t begin = file.find("source: ") + 8;
        const std::string source = file.substr(begin, file.find('\n', begin) - begin);
        file.replace(empty, 8, "text: " + source);
        const bool one_line = text.find('\n') == std::string::npos;
        const Translation one = translated(study, "de");
        RC_ASSERT(!has(one.outdated, "title"));
        RC_ASSERT(one.study.title == (one_line ? text : source_mark(text)));
        RC_ASSERT(updated_file(study, "de") == file);
    }));
}

TEST(TranslationTest, KnowsEveryTextThatParticipantsRead) {
    std::string keys;
    for (const Text& text : texts_of(study_with("language: de\n"))) keys += text.key + "\n";
    EXPECT_EQ(
        keys,
        "title\nconsent.text\nconsent.agree\nconsent.refuse\nconsent.controller\nconsent.contact\n"
        "consent.ethics-approval\npages.first.title\nitems.uses.ask\nitems.uses.choices.often\n"
        "items.uses.choices.often.description\nitems.uses.choices.never\n"
        "pages.first.screened-out\npages.second.title\nitems.why.ask\nthanks\nrefused\n"
    );
}

TEST(TranslationTest, KnowsTheTextsOfSlidersImagesAndQuotas) {
    std::string yaml(study_yaml);
    const auto put = [&](std::string_view before, std::string_view text) {
        yaml.insert(yaml.find(before), text);
    };
    put("  pages:\n", "  quotas:\n    - {id: few, when: uses, at most: 2, message: Enough.}\n");
    yaml.replace(yaml.find("when: uses,"), 11, "when: uses == \"often\",");
    put("            - never: Never\n",
        "              image: images/a.gif\n              alternative: A clock\n");
    yaml +=
        "        - {id: trust, ask: How far?, kind: number, serves: [rq], minimum: 0, maximum: 9,\n"
        "           slider: true, lowest label: Not at all, highest label: Fully}\n";
    const instrument::StudyFiles files = {
        {"study.yaml", yaml},
        {"messages/consent.md", "Please agree.\n"},
        {"images/a.gif", std::string("GIF89a\2\0\2\0", 10)},
    };
    const instrument::LoadedStudy loaded = instrument::load_study(files, "");
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem);
    std::vector<std::string> keys;
    for (const Text& text : texts_of(loaded.study.value_or(instrument::Study{}))) {
        keys.push_back(text.key);
    }
    for (const char* key :
         {"quotas.few.message",
          "items.uses.choices.often.alternative",
          "items.trust.lowest",
          "items.trust.highest"}) {
        EXPECT_TRUE(has(keys, key)) << key;
    }
}

TEST(TranslationTest, WarnsOfWhatIsNotDone) {
    EXPECT_EQ(
        codes_of(check_translations(study_with(german), "")),
        (std::vector<std::string>{
            "translation.missing", "translation.outdated", "translation.unused"
        })
    );
}

/// The study with a page for each choice, in German.
instrument::Study repeated_in_german() {
    const std::string yaml = std::string(study_yaml) + R"(    - id: tools_page
      items:
        - id: tools
          ask: Which?
          kind: several choices
          choices:
            - make: Make
            - other: Other
              text: true
    - id: use
      for each: tools
      title: About {{each}}
      items:
        - id: often
          ask: How often {{each}}?
          kind: single choice
          choices:
            - daily: Daily
            - never: Never
)";
    const instrument::StudyFiles files = {
        {"study.yaml", yaml},
        {"messages/consent.md", "Please take part.\n"},
        {"translations/de.yaml",
         "language: de\ntexts:\n"
         "  \"items.often.ask\": {source: \"How often {{each}}?\", text: \"Wie oft {{each}}?\"}\n"
         "  \"items.often.choices.daily\": {source: \"Daily\", text: \"Täglich\"}\n"
         "  \"items.tools.choices.other\": {source: \"Other\", text: \"Anderes\"}\n"
         "  \"pages.use.title\": {source: \"About {{each}}\", text: \"Über {{each}}\"}\n"}
    };
    const instrument::LoadedStudy loaded = instrument::load_study(files, "tongues");
    if (!loaded.study) throw std::logic_error(describe(loaded.problems.at(0)));
    return translated(*loaded.study, "de").study;
}

TEST(TranslationTest, ARepeatedBlockIsTranslatedOnceForAllItsRounds) {
    const instrument::Study study = repeated_in_german();
    const auto item = [&](std::string_view id) {
        return study.items[static_cast<std::size_t>(instrument::item_index(study, id))];
    };
    EXPECT_EQ(item("often_make").ask, "Wie oft {{each}}?");
    EXPECT_EQ(item("often_other").ask, "Wie oft {{each}}?");
    EXPECT_EQ(instrument::options_of(item("often_other").kind)[0].label, "Täglich");
    EXPECT_EQ(item("often_other").round->label, "Anderes");
    EXPECT_EQ(study.pages.back().title, "Über {{each}}");
    std::vector<std::string> keys;
    for (const Text& text : texts_of(study)) {
        if (text.key.starts_with("items.often.")) keys.push_back(text.key);
    }
    EXPECT_EQ(
        keys,
        (std::vector<std::string>{
            "items.often.ask", "items.often.choices.daily", "items.often.choices.never"
        })
    );
}

/// Within a block, items are named as they are written there.
TEST(TranslationTest, WordsWithinABlockHangOnWhatItsItemsAreAnswered) {
    const std::string yaml = R"(querist: 1
id: tongues
title: A study
instrument:
  sections: [{id: each_tool, for each: tools}]
  pages:
    - id: first
      items:
        - {id: tools, ask: Which?, kind: several choices, choices: [{make: Make}, {other: Other}]}
    - id: count
      section: each_tool
      title: About {{each}}
      items: [{id: years, ask: Years?, kind: number}]
    - id: more
      section: each_tool
      items: [{id: why, ask: "Why {{years|some}} years?", kind: short text}]
)";
    const auto problems = [&](const std::string& title, const std::string& why) {
        const std::string texts = "texts:\n  pages.count.title: {text: \"" + title +
                                  "\"}\n  items.why.ask: {text: \"" + why + "\"}\n";
        const instrument::LoadedStudy loaded = instrument::load_study(
            {{"study.yaml", yaml}, {"translations/de.yaml", texts}}, "tongues"
        );
        if (!loaded.study) throw std::logic_error(describe(loaded.problems.at(0)));
        std::vector<Problem> found = check_translations(*loaded.study, "tongues");
        std::erase_if(found, [](const Problem& one) { return one.severity != Severity::error; });
        return codes_of(found);
    };
    const std::vector<std::string> fault = {"translation.placeholder"};
    EXPECT_TRUE(problems("{{each|Es}}", "{{years, plural, one {#} other {#}}}?").empty());
    EXPECT_EQ(problems("{{each}}", "{{years, select, a {x} other {y}}}?"), fault);
    EXPECT_EQ(problems("{{each, select, make {x} other {y}}}", "{{years}}?"), fault);
    EXPECT_EQ(problems("{{each, plural, one {x} other {y}}}", "{{years}}?"), fault);
}

TEST(TranslationTest, LabelsOfArmsAreTranslatedWhereATextNamesThem) {
    const std::string yaml = R"(querist: 1
id: tongues
title: A study
instrument:
  assignments:
    - {id: framing, title: How it is put, arms: [{gain: a gain}, {loss: a loss}]}
    - {id: hidden, title: What nobody reads, arms: [{a: A}, {b: B}]}
  pages:
    - id: first
      items:
        - {id: why, ask: "Why is it {{framing|one}}?", kind: short text}
)";
    const instrument::LoadedStudy loaded =
        instrument::load_study({{"study.yaml", yaml}}, "tongues");
    ASSERT_TRUE(loaded.study);
    std::vector<std::string> keys;
    for (const Text& text : texts_of(*loaded.study)) {
        if (text.key.starts_with("items.")) keys.push_back(text.key);
    }
    EXPECT_EQ(
        keys,
        (std::vector<std::string>{
            "items.framing.choices.gain", "items.framing.choices.loss", "items.why.ask"
        })
    );
}

}  // namespace
}  // namespace querist::translation
