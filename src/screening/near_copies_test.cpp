#include "screening/screening.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace querist::screening {
namespace {

std::vector<std::u32string> all_normalised(const std::vector<std::string>& texts) {
    std::vector<std::u32string> all;
    for (const std::string& text : texts) all.push_back(normalised(text));
    return all;
}

TEST(NormalisedTest, KeepsLettersAndDigitsAlone) {
    struct Row {
        const char* name;
        const char* text;
        std::u32string expected;
    };
    for (const Row& row : {
             Row{"empty", "", U""},
             Row{"signs alone", " ?!\n ", U""},
             Row{"case, signs and blanks", "  It CRASHED,\n twice!! ", U"it crashed twice"},
             Row{"full width", "\uff21\uff22\uff11", U"ab1"},
             Row{"ligature", "con\ufb01g", U"config"},
             Row{"sharp s", "Stra\u00dfe", U"strasse"},
             Row{"decomposed", "cafe\u0301", U"caf\u00e9"},
             Row{"beyond the first plane", "a\U0001d7d9b", U"a1b"},
             Row{"vowel signs stay", "\u0939\u093f", U"\u0939\u093f"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_TRUE(normalised(row.text) == row.expected);
    }
}

TEST(PiecesTest, AreTheSameOnEveryMachine) {
    // Computed by another program from the definition: whoever changes it changes what is found.
    const std::vector<std::uint64_t> pieces = pieces_of(U"abcdef");
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0], 0x7f2b49f3460ba638U);
    EXPECT_EQ(pieces[1], 0xef8786e166149cd0U);
    EXPECT_EQ(pieces_of(U"abc").size(), 1U);
    EXPECT_TRUE(pieces_of(U"").empty());
    EXPECT_EQ(pieces_of(U"aaaaaaaaaa").size(), 1U) << "each piece counts once";
}

TEST(ResemblanceTest, IsTheShareOfPiecesInBoth) {
    const auto a = pieces_of(U"abcdefgh");    // 4 pieces
    const auto b = pieces_of(U"abcdefghij");  // 6, 4 of them the same
    EXPECT_DOUBLE_EQ(resemblance(a, b), 4.0 / 6);
    EXPECT_DOUBLE_EQ(containment(a, b), 1);
    EXPECT_DOUBLE_EQ(containment(b, a), 4.0 / 6);
    EXPECT_DOUBLE_EQ(resemblance(a, a), 1);
    EXPECT_DOUBLE_EQ(resemblance({}, {}), 0);
    EXPECT_DOUBLE_EQ(containment({}, a), 0);
}

TEST(NearCopiesTest, FindsCopiesAndNothingElse) {
    const auto texts = all_normalised({
        "The converter crashed whenever a model had dynamic shapes.",
        "the converter CRASHED whenever a model had dynamic shapes",
        "The converter crashed whenever a model had dynamic shape inputs.",
        "We pin the opset and compare the outputs of both runtimes.",
        "no problems",
        "no problems",
    });
    const std::vector<std::u32string_view> views(texts.begin(), texts.end());
    const auto found = near_copies(views);
    ASSERT_TRUE(found[0]);
    EXPECT_EQ(found[0]->of, 1U);
    EXPECT_DOUBLE_EQ(found[0]->resemblance, 1);
    EXPECT_EQ(found[0]->others, 2U);
    ASSERT_TRUE(found[2]);
    EXPECT_EQ(found[2]->of, 0U);
    EXPECT_GE(found[2]->resemblance, near_copy_from);
    EXPECT_LT(found[2]->resemblance, 1);
    EXPECT_EQ(found[2]->others, 2U);
    EXPECT_FALSE(found[3]);
    EXPECT_FALSE(found[4]) << "many say so little in the same words";
}

/// Words of a small vocabulary, so that texts share pieces by chance.
std::u32string random_text(std::size_t words) {
    static const std::vector<std::u32string> vocabulary = {
        U"model", U"converter", U"opset", U"runtime", U"shape", U"crash", U"export", U"layer"
    };
    std::u32string text;
    for (std::size_t i = 0; i < words; ++i) {
        text += *rc::gen::elementOf(vocabulary);
        text += U' ';
    }
    return text;
}

RC_GTEST_PROP(NearCopiesTest, AgreeWithComparingEachWithEach, ()) {
    std::vector<std::u32string> texts;
    const auto count = *rc::gen::inRange<std::size_t>(0, 12);
    for (std::size_t i = 0; i < count; ++i) {
        std::u32string text = random_text(*rc::gen::inRange<std::size_t>(3, 30));
        texts.push_back(text);
        if (*rc::gen::inRange(0, 2) == 0) texts.push_back(text + random_text(1));
    }
    const std::vector<std::u32string_view> views(texts.begin(), texts.end());
    const auto found = near_copies(views);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        double most = 0;
        for (std::size_t j = 0; j < texts.size(); ++j) {
            const bool long_enough =
                texts[i].size() >= copied_length_min && texts[j].size() >= copied_length_min;
            if (i == j || !long_enough) continue;
            most = std::max(most, resemblance(pieces_of(texts[i]), pieces_of(texts[j])));
        }
        // Never a false one; and none above 0.9 is missed, where chance misses 1 in 10 million.
        if (found[i]) {
            RC_ASSERT(found[i]->of != i);
            RC_ASSERT(found[i]->resemblance >= near_copy_from);
            RC_ASSERT(found[i]->resemblance <= most);
        }
        if (most > 0.9) RC_ASSERT(found[i].has_value());
    }
}

TEST(UsualTimeTest, StandsFirmAgainstAFewFarOff) {
    const std::vector<double> times = {100, 110, 120, 130, 140, 150, 160, 1, 1, 90'000};
    EXPECT_FALSE(usual_time(times, 11));
    const auto usual = usual_time(times, 10);
    ASSERT_TRUE(usual);
    EXPECT_EQ(usual->count, 10U);
    // The middle of the logarithms of 120 and 130.
    EXPECT_NEAR(usual->median, std::sqrt(120.0 * 130.0), 1e-9);
    struct Row {
        const char* name;
        double seconds;
        bool far;
    };
    for (const Row& row : {
             Row{"usual", 120, false},
             Row{"slow", 5'000, false},
             Row{"somewhat fast", 90, false},
             Row{"far below", 20, true},
             Row{"no time", 0, false},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(is_far_below(row.seconds, *usual), row.far);
    }
}

TEST(UsualTimeTest, WhereAllTakeTheSameTimeOnlyHalfOfItIsFarOff) {
    const std::vector<double> times(20, 60.0);
    const auto usual = usual_time(times, reference_min);
    ASSERT_TRUE(usual);
    EXPECT_DOUBLE_EQ(usual->log_spread, 0);
    EXPECT_FALSE(is_far_below(31, *usual));
    EXPECT_TRUE(is_far_below(29, *usual));
}

}  // namespace
}  // namespace querist::screening
