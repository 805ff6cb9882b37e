#include "recruitment/recruitment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

namespace querist::recruitment {
namespace {

ComparedCase compared_case(
    bool took_part, std::vector<std::size_t> values, std::size_t stratum = 0, int wave = 1
) {
    const CaseResult answered{Code::complete, Step::counted};
    const CaseResult silent{Code::nothing_returned, Step::delivered};
    return {
        .linked =
            {.stratum = stratum,
             .wave = wave,
             .result = took_part ? answered : silent,
             .could_have = true,
             .took_part = took_part,
             .is_marked = false},
        .values = std::move(values)
    };
}

/// Of each text: who answered, who did not.
struct TextCell {
    std::size_t value;
    int answered;
    int silent;
    std::size_t stratum = 0;
};

std::vector<ComparedCase> compared_cases(const std::vector<TextCell>& cells) {
    std::vector<ComparedCase> cases;
    for (const TextCell& cell : cells) {
        for (int i = 0; i < cell.answered + cell.silent; ++i) {
            cases.push_back(compared_case(i < cell.answered, {cell.value}, cell.stratum));
        }
    }
    return cases;
}

std::string told_groups(const ComparedGroups& groups_told) {
    std::string text;
    for (const ComparedGroup& group : groups_told) {
        for (const std::size_t value : group.values) text += "abcdef"[value];
        text += std::to_string(group.respondents) + "/" + std::to_string(group.released) + " ";
    }
    return text;
}

TEST(ComparedValuesTest, CountTogetherWhatWouldTellOfEach) {
    struct Row {
        const char* name;
        std::vector<TextCell> cells;
        const char* in_sample;
        const char* in_crossing;
    };
    for (const Row& row : {
             Row{"nobody is told", {{0, 2, 3}, {1, 1, 1}}, "a2/5 b1/2 c0/0 ", "a2/5 b1/2 c0/0 "},
             Row{"two that tell hide each other",
                 {{0, 2, 0}, {1, 0, 1}, {2, 1, 1}},
                 "ab2/3 c1/2 ",
                 "ab2/3 c1/2 "},
             Row{"one takes in the smallest",
                 {{0, 2, 0}, {1, 2, 2}, {2, 1, 1}},
                 "ac3/4 b2/4 ",
                 "ac3/4 b2/4 "},
             Row{"only one group would be left", {{0, 2, 0}, {1, 2, 2}}, "", ""},
             Row{"everybody answered", {{0, 2, 0}, {1, 2, 0}}, "", ""},
             Row{"nobody was released with a text",
                 {{0, 1, 1}, {2, 1, 1}},
                 "a1/2 b0/0 c1/2 ",
                 "a1/2 b0/0 c1/2 "},
             Row{"a stratum of a text tells",
                 {{0, 1, 1, 0}, {0, 0, 2, 1}, {1, 1, 1, 0}, {1, 1, 1, 1}, {2, 3, 3, 0}, {2, 3, 3, 1}
                 },
                 "a1/4 b2/4 c6/12 ",
                 "ab3/8 c6/12 "},
         }) {
        SCOPED_TRACE(row.name);
        const std::vector<ComparedCase> cases = compared_cases(row.cells);
        const std::vector<std::size_t> texts{3};
        EXPECT_EQ(
            told_groups(compared_groups(cases, texts, ComparedBy::sample).at(0)), row.in_sample
        );
        EXPECT_EQ(
            told_groups(compared_groups(cases, texts, ComparedBy::crossing).at(0)), row.in_crossing
        );
    }
}

TEST(ComparedValuesTest, WhoWantsNoMailIsLeftOut) {
    std::vector<ComparedCase> cases = compared_cases({{0, 1, 1}, {1, 1, 1}});
    ComparedCase marked = compared_case(true, {0});
    marked.linked.is_marked = true;
    cases.insert(cases.begin(), marked);
    const std::vector<std::size_t> texts{2};
    for (const ComparedBy how : {ComparedBy::sample, ComparedBy::crossing}) {
        EXPECT_EQ(told_groups(compared_groups(cases, texts, how).at(0)), "a1/2 b1/2 ");
    }
}

/// Where the strata and waves that are told, and the groups of every comparison that is told, are
/// crossed, no cell tells of its people what they did: or all of the sample does.
RC_GTEST_PROP(ComparedValuesProperty, CrossingsTellOfNobody, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 60);
    std::vector<ComparedCase> cases;
    for (std::size_t i = 0; i < size; ++i) {
        ComparedCase one = compared_case(
            *rc::gen::element(true, false, false),
            {*rc::gen::inRange<std::size_t>(0, 4), *rc::gen::inRange<std::size_t>(0, 3)},
            *rc::gen::inRange<std::size_t>(0, 2),
            *rc::gen::inRange(1, 3)
        );
        one.linked.could_have = *rc::gen::element(true, true, true, false);
        one.linked.is_marked = *rc::gen::element(true, false, false, false, false);
        cases.push_back(std::move(one));
    }
    const std::vector<std::size_t> texts{4, 3};
    const std::vector<ComparedGroups> told = compared_groups(cases, texts, ComparedBy::crossing);
    std::vector<LinkedCase> linked;
    for (const ComparedCase& one : cases) linked.push_back(one.linked);
    const std::vector<FrozenPart> parts = freeze_sample(linked, 2);
    std::map<std::vector<std::size_t>, Crowd> cells;
    Crowd whole;
    for (const ComparedCase& one : cases) {
        if (one.linked.is_marked || !one.linked.could_have) continue;
        std::vector<std::size_t> cell;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const bool in_stratum =
                std::ranges::find(parts[p].strata, one.linked.stratum) != parts[p].strata.end();
            const bool in_wave =
                std::ranges::find(parts[p].waves, one.linked.wave) != parts[p].waves.end();
            if (in_stratum && in_wave) cell.push_back(p);
        }
        for (std::size_t c = 0; c < told.size(); ++c) {
            for (std::size_t g = 0; g < told[c].size(); ++g) {
                const std::vector<std::size_t>& values = told[c][g].values;
                if (std::ranges::find(values, one.values[c]) != values.end()) cell.push_back(g);
            }
        }
        const Crowd person{1, one.linked.took_part ? 1 : 0};
        cells[cell].add(person);
        whole.add(person);
    }
    if (whole.tells()) return;
    for (const auto& [cell, crowd] : cells) RC_ASSERT(!crowd.tells());
}

}  // namespace
}  // namespace querist::recruitment
