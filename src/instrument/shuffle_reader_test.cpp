// Shuffled pages, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::expect_problems;
using faulty::load;
using faulty::told;

std::string a_page(
    const std::string& id, const std::string& more = "", const std::string& item = ""
) {
    return "    - id: " + id + "\n" + more + "      items: [{id: q_" + id +
           ", ask: Q?, kind: yes/no, serves: [rq]" + item + "}]\n";
}

/// The blocks begin on line 10, at column 11; after three of them, pages on line 14.
std::string with_blocks(const std::string& blocks, const std::string& pages) {
    return faulty::head +
           "instrument:\n  shuffled pages:\n    - id: topics\n      title: Topics\n"
           "      blocks:\n" +
           blocks + "  pages:\n" + pages;
}

const std::string three_blocks = "        - one: One\n        - two: Two\n        - three: Three\n";
const std::string five_pages =
    a_page("zero") + a_page("one") + a_page("two") + a_page("three") + a_page("last");

TEST(ShuffleReaderTest, OrdersPagesAndSections) {
    std::string yaml = with_blocks(
        "        - one: One\n        - both: Both\n        - three: Three\n"
        "          keeps place: true\n",
        a_page("zero") + a_page("one") + a_page("two", "      section: both\n") +
            a_page("twice", "      section: both\n") + a_page("three") + a_page("last")
    );
    yaml.insert(yaml.find("  shuffled pages"), "  sections: [{id: both, title: Both of them}]\n");
    const LoadedStudy loaded = load(yaml);
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    ASSERT_EQ(study.shuffles.size(), 1U);
    ASSERT_EQ(study.shuffles[0].blocks.size(), 3U);
    EXPECT_EQ(study.shuffles[0].blocks[1].first_page, 2);
    EXPECT_EQ(study.shuffles[0].blocks[1].page_count, 2);
    const Item& order = study.items[static_cast<std::size_t>(study.shuffles[0].item)];
    EXPECT_EQ(order.source, Source::page_order);
    EXPECT_FALSE(is_on_page(order));
    EXPECT_TRUE(keeps_place(rows_of(order.kind)[2]));
    EXPECT_TRUE(may_follow(study, 1, 2));
    EXPECT_TRUE(may_follow(study, 4, 1)) << "the last keeps its place, the first does not";
    EXPECT_FALSE(may_follow(study, 3, 2)) << "of one block";
    EXPECT_FALSE(may_follow(study, 5, 1)) << "behind all of them";
    EXPECT_FALSE(may_follow(study, 1, 0));
    const LintReport report = lint(study);
    EXPECT_EQ(fixture::count_of(report, "serves-nothing"), 0);
    const std::string document = protocol_markdown(study, report);
    EXPECT_NE(document.find("(pages 3 to 4)"), std::string::npos) << document;
    EXPECT_NE(document.find("keeps its place"), std::string::npos) << document;
}

TEST(ShuffleReaderTest, NamesFaults) {
    expect_problems({
        {"unknown",
         with_blocks("        - one: One\n        - tow: Two\n", five_pages),
         "study.unknown-page",
         11,
         11},
        {"scattered",
         with_blocks("        - one: One\n        - three: Three\n", five_pages),
         "study.scattered-blocks",
         11,
         11},
        {"in another order",
         with_blocks("        - two: Two\n        - one: One\n", five_pages),
         "study.scattered-blocks",
         11,
         11},
        {"alone", with_blocks("        - one: One\n", five_pages), "study.lone-block", 10, 9},
        {"nothing moves",
         with_blocks(
             "        - one: One\n        - two: Two\n          keeps place: true\n", five_pages
         ),
         "study.lone-block",
         10,
         9},
        {"a page's condition",
         with_blocks(
             three_blocks,
             a_page("zero") + a_page("one") + a_page("two", "      shown when: q_one\n") +
                 a_page("three")
         ),
         "study.shuffled-dependence",
         19,
         19},
        {"an item's condition",
         with_blocks(
             three_blocks,
             a_page("zero") + a_page("one") + a_page("two", "", ", shown when: q_one") +
                 a_page("three")
         ),
         "study.shuffled-dependence",
         19,
         76},
        {"a screen-out",
         with_blocks(
             three_blocks,
             a_page("zero") + a_page("one") +
                 a_page("two", "      screen out: {when: q_one, message: No.}\n") + a_page("three")
         ),
         "study.shuffled-dependence",
         19,
         26},
        {"a text",
         with_blocks(
             three_blocks,
             a_page("zero") + a_page("one") + a_page("two", "      title: \"{{q_one}}\"\n") +
                 a_page("three")
         ),
         "study.later-pipe",
         19,
         14},
    });
}

TEST(ShuffleReaderTest, KnowsWhatIsCertain) {
    const std::string kept = "\n          keeps place: true\n";
    const LoadedStudy loaded = load(with_blocks(
        "        - zero: Zero" + kept +
            "        - one: One\n        - two: Two\n        - three: Three" + kept,
        a_page("zero") + a_page("one") + a_page("two") +
            a_page("three", "      shown when: q_zero\n") +
            a_page("last", "      shown when: q_one && q_two\n")
    ));
    EXPECT_TRUE(loaded.study) << told(loaded);
}

}  // namespace
}  // namespace querist::instrument
