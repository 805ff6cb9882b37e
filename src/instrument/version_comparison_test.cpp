#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

const std::string base = R"(querist: 1
id: a
title: A
instrument:
  pages:
    - id: one
      items:
        - id: q
          ask: Question?
          kind: single choice
          choices:
            - x: X
            - y: Y
        - id: r
          number: 2
          ask: Rest?
          kind: short text
)";

Study study_of(const std::string& yaml) {
    LoadedStudy loaded = load_study({{"study.yaml", yaml}}, "");
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem, yaml);
    return std::move(loaded.study).value();
}

std::string changed(std::string yaml, const std::string& what, const std::string& with) {
    const std::size_t at = yaml.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return yaml.replace(at, what.size(), with);
}

std::string told(const std::vector<VersionChange>& changes) {
    std::string text;
    for (const VersionChange& change : changes) {
        text += fmt::format(
            "{}: {}{}\n", change.item, change.what, change.comparable ? " (comparable)" : ""
        );
    }
    return text;
}

TEST(VersionComparisonTest, NamesEachChange) {
    struct Row {
        const char* name;
        std::string after;
        const char* expected;
    };
    const std::string swapped =
        changed(changed(changed(base, "- x: X", "- z: Z"), "- y: Y", "- x: X"), "- z: Z", "- y: Y");
    for (const Row& row : {
             Row{"nothing", base, ""},
             Row{"comment", "# new\n" + base, ""},
             Row{"title", changed(base, "title: A", "title: B"), ": title changed (comparable)\n"},
             Row{"wording", changed(base, "Question?", "Query?"), "q: question changed\n"},
             Row{"number",
                 changed(base, "number: 2", "number: 3"),
                 "r: number changed (comparable)\n"},
             Row{"choice removed",
                 changed(base, "            - y: Y\n", ""),
                 "q: choice \"y\" removed\n"},
             Row{"choice added",
                 changed(base, "- y: Y\n", "- y: Y\n            - z: Z\n"),
                 "q: choice \"z\" added\n"},
             Row{"label", changed(base, "- y: Y", "- y: Why"), "q: label of choice \"y\" changed\n"
             },
             Row{"order of choices", swapped, "q: order of the choices changed (comparable)\n"},
             Row{"kind",
                 changed(base, "kind: single choice", "kind: several choices"),
                 "q: kind changed from single choice to several choices\n"},
             Row{"condition", base + "          shown when: q == \"x\"\n", "r: condition changed\n"
             },
             Row{"length",
                 changed(base, "kind: short text", "kind: long text"),
                 "r: length changed (comparable)\nr: \"characters max\" changed (comparable)\n"},
             Row{"item added",
                 base + "        - {id: s, ask: S?, kind: yes/no}\n",
                 "s: item added\n"},
             Row{"item renamed",
                 changed(base, "id: r", "id: rest"),
                 "r: item removed\nrest: item added\n"},
             Row{"page",
                 changed(
                     base, "        - id: r\n", "    - id: two\n      items:\n        - id: r\n"
                 ),
                 "r: page changed (comparable)\n"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(told(compare_versions(study_of(base), study_of(row.after))), row.expected);
    }
}

TEST(VersionComparisonTest, SaysWhenConsentTextChangesButNotItsVersion) {
    const Study before = study_of(base + "consent: {text: Old.}\n");
    EXPECT_EQ(
        told(compare_versions(before, study_of(base + "consent: {text: New.}\n"))),
        ": consent text changed, its version did not (comparable)\n"
    );
    EXPECT_EQ(
        told(compare_versions(before, study_of(base + "consent: {version: 2, text: New.}\n"))),
        ": consent version changed (comparable)\n: consent text changed (comparable)\n"
    );
}

TEST(VersionComparisonTest, NamesTranslationsThatComeChangeAndGo) {
    const auto study_with = [](StudyFiles translations) {
        translations.emplace("study.yaml", base);
        return load_study(translations, "").study.value();
    };
    const StudyFiles none;
    const StudyFiles one = {{"translations/de.yaml", "language: de\n"}};
    const StudyFiles with_text = {
        {"translations/de.yaml", "language: de\n"}, {"translations/de/consent.md", "Ja?"}
    };
    struct Row {
        const char* name;
        const StudyFiles& before;
        const StudyFiles& after;
        const char* expected;
    };
    const Row rows[] = {
        {"comes", none, one, ": translation \"de\" added (comparable)\n"},
        {"goes", one, none, ": translation \"de\" removed (comparable)\n"},
        {"a file of it changes", one, with_text, ": translation \"de\" changed (comparable)\n"},
        {"stays", with_text, with_text, ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(
            told(compare_versions(study_with(row.before), study_with(row.after))), row.expected
        );
    }
}

}  // namespace
}  // namespace querist::instrument
