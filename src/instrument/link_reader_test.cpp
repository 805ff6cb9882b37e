// What study files say of the link, and what the linter says of that.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Fields begin on line 7, at column 7.
std::string from_link(const std::string& fields, const std::string& keys = "") {
    return faulty::head + "instrument:\n  from link:\n" + fields + "  pages:\n    - id: one\n" +
           keys + "      items:\n" + faulty::one_item;
}

const std::string source =
    "    - {id: source, title: Where, describes sample: true, allowed: [{forum: F}, {list: L}]}\n";

TEST(LinkReaderTest, NamesFaults) {
    faulty::expect_problems({
        {"id of an item",
         from_link("    - {id: q, title: Where, describes sample: true}\n"),
         "study.duplicate-id",
         11,
         16},
        {"no title", from_link("    - {id: source}\n"), "study.missing-key", 7, 7},
        {"too long",
         from_link("    - {id: source, title: Where, characters max: 65}\n"),
         "study.out-of-range",
         7,
         50},
        {"two limits",
         from_link("    - {id: source, title: Where, characters max: 6, allowed: [{forum: F}]}\n"),
         "study.conflicting-keys",
         7,
         50},
        {"own word", from_link("    - {id: lang, title: Language}\n"), "study.reserved-word", 7, 12
        },
        {"unknown research question",
         from_link("    - {id: source, title: Where, serves: [qq]}\n"),
         "study.unknown-research-question",
         7,
         43},
        {"allowed twice",
         from_link("    - {id: source, title: Where, allowed: [{forum: F}, {forum: G}]}\n"),
         "study.duplicate-id",
         7,
         57},
    });
}

TEST(LinkReaderTest, PutsFieldsBeforeTheFirstPage) {
    const LoadedStudy loaded = load(from_link(
        source + "    - {id: wave, title: Wave, serves: [rq]}\n",
        "      shown when: source == \"forum\"\n      title: \"From {{source|elsewhere}}\"\n"
    ));
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    const Study& study = *loaded.study;
    ASSERT_EQ(study.items.size(), 3U);
    EXPECT_EQ(study.items[0].source, Source::link);
    EXPECT_FALSE(is_on_page(study.items[0]));
    EXPECT_EQ(options_of(study.items[0].kind)[1].code, "list");
    EXPECT_EQ(std::get<Text>(study.items[1].kind).characters_max, 32);
    EXPECT_EQ(study.items[1].serves, std::vector<std::string>{"rq"});
    EXPECT_EQ(study.items[2].source, Source::respondent);
    EXPECT_EQ(study.pages[0].first_item, 2);
    EXPECT_EQ(study.pages[0].item_count, 1);
    EXPECT_EQ(study.subjects[0].codes, (std::vector<std::string>{"forum", "list"}));
    EXPECT_FALSE(answerable(study)[0].asked_when.has_value());
    EXPECT_EQ(answerable(study)[2].asked_when->text(), "source == \"forum\"");
}

TEST(LinkReaderTest, ComparesAndPrintsFields) {
    const LoadedStudy before = load(from_link(source));
    std::string more = source;
    more.replace(more.find("{list: L}"), 9, "{web: W}");
    const LoadedStudy after = load(from_link(more));
    ASSERT_TRUE(before.study && after.study) << told(before) << told(after);
    const auto changes = compare_versions(*before.study, *after.study);
    ASSERT_FALSE(changes.empty());
    EXPECT_EQ(changes[0].item, "source");
    const std::string document = protocol_markdown(*after.study, lint(*after.study));
    EXPECT_NE(document.find("From the link"), std::string::npos) << document;
    EXPECT_NE(document.find("F (forum), W (web)"), std::string::npos) << document;
    EXPECT_NE(document.find("1 items on 1 pages"), std::string::npos) << document;
}

TEST(LinkLintTest, FindsFieldsThatSayWhoSomebodyIs) {
    struct Row {
        const char* name;
        const char* field;
        int expected;
    };
    for (const Row& row : {
             Row{"an address", "{id: e_mail, title: Address}", 1},
             Row{"a login", "{id: login, title: Account}", 1},
             Row{"a title", "{id: who, title: Full name}", 1},
             Row{"a place", "{id: wave, title: Wave}", 0},
             Row{"a list", "{id: mail, title: List, allowed: [{a: A}, {b: B}]}", 0},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(from_link(std::string("    - ") + row.field + "\n"));
        ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
        EXPECT_EQ(fixture::count_of(lint(*loaded.study), "identifying-link"), row.expected);
        EXPECT_EQ(fixture::count_of(lint(*loaded.study), "no-other"), 0);
    }
    LoadedStudy anonymous = load(from_link("    - {id: wave, title: Wave}\n"));
    ASSERT_TRUE(anonymous.study.has_value());
    anonymous.study->mode = Mode::anonymous;
    EXPECT_EQ(fixture::count_of(lint(*anonymous.study), "identifying-link"), 1);
}

}  // namespace
}  // namespace querist::instrument
