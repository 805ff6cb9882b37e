#include "recruitment/recruitment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace querist::recruitment {
namespace {

LinkedCase case_that(bool took_part, std::size_t stratum, int wave) {
    const CaseResult answered{Code::complete, Step::counted};
    const CaseResult silent{Code::nothing_returned, Step::delivered};
    return {
        .stratum = stratum,
        .wave = wave,
        .result = took_part ? answered : silent,
        .could_have = true,
        .took_part = took_part,
        .is_marked = false,
    };
}

/// Of each wave and stratum: who took part, who did not.
struct Cell {
    int wave;
    std::size_t stratum;
    int answered;
    int silent;
};

std::vector<LinkedCase> cases_of(const std::vector<Cell>& cells) {
    std::vector<LinkedCase> cases;
    for (const Cell& cell : cells) {
        for (int i = 0; i < cell.answered; ++i) {
            cases.push_back(case_that(true, cell.stratum, cell.wave));
        }
        for (int i = 0; i < cell.silent; ++i) {
            cases.push_back(case_that(false, cell.stratum, cell.wave));
        }
    }
    return cases;
}

std::string told(const std::vector<FrozenPart>& parts) {
    std::string text;
    for (const FrozenPart& part : parts) {
        for (const std::size_t stratum : part.strata) text += std::string(1, "abcd"[stratum]);
        for (const int wave : part.waves) text += std::to_string(wave);
        text += part.tells() ? "! " : " ";
    }
    return text;
}

TEST(FrozenSampleTest, PutsTogetherWhatWouldTellOfEach) {
    struct Row {
        const char* name;
        std::vector<Cell> cells;
        std::size_t strata;
        const char* expected;
    };
    for (const Row& row : {
             Row{"nobody is told", {{1, 0, 2, 8}, {2, 0, 1, 9}}, 1, "a1 a2 "},
             Row{"all of the first wave answered", {{1, 0, 3, 0}, {2, 0, 1, 9}}, 1, "a12 "},
             Row{"nobody of the last did", {{1, 0, 3, 3}, {2, 0, 2, 2}, {3, 0, 0, 5}}, 1, "a1 a23 "
             },
             Row{"one stratum of a wave tells",
                 {{1, 0, 2, 2}, {1, 1, 2, 0}, {2, 0, 1, 3}, {2, 1, 1, 1}},
                 2,
                 "a12 b12 "},
             Row{"what is left tells of a stratum that the last waves had nobody of",
                 {{1, 0, 1, 1}, {1, 1, 1, 1}, {2, 0, 1, 1}, {3, 1, 1, 0}},
                 2,
                 "a123 b123 "},
             Row{"what is left finds its stratum in the waves before",
                 {{1, 0, 1, 1}, {2, 0, 1, 1}, {2, 1, 1, 1}, {3, 0, 1, 1}, {4, 1, 0, 1}},
                 2,
                 "a1 b1 a234 b234 "},
             Row{"a whole stratum tells", {{1, 0, 3, 0}, {1, 1, 2, 9}, {1, 2, 9, 9}}, 3, "ab1 c1 "},
             Row{"two strata that tell hide each other",
                 {{1, 0, 3, 0}, {1, 1, 0, 9}, {1, 2, 9, 9}},
                 3,
                 "ab1 c1 "},
             Row{"all answered", {{1, 0, 3, 0}, {1, 1, 2, 0}}, 2, "ab1! "},
             Row{"nobody was released", {}, 2, ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(told(freeze_sample(cases_of(row.cells), row.strata)), row.expected);
    }
}

TEST(FrozenSampleTest, WhoseMailCameBackHidesNobody) {
    std::vector<LinkedCase> cases = cases_of({{1, 0, 2, 0}, {2, 0, 2, 2}});
    LinkedCase bounced = case_that(false, 0, 1);
    bounced.could_have = false;
    cases.push_back(bounced);
    const std::vector<FrozenPart> parts = freeze_sample(cases, 1);
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts.front().cases.total(), 7);
    EXPECT_EQ(parts.front().crowds.unmarked.could_have, 6);
}

/// Two strata in two waves, in each both kinds of people; beside them those who want no mail.
std::vector<LinkedCase> with_marked(const std::vector<Cell>& marked) {
    std::vector<LinkedCase> cases =
        cases_of({{1, 0, 2, 2}, {1, 1, 2, 2}, {2, 0, 2, 2}, {2, 1, 2, 2}});
    for (LinkedCase one : cases_of(marked)) {
        one.is_marked = true;
        cases.push_back(one);
    }
    return cases;
}

TEST(FrozenSampleTest, HidesWhoWantsNoMailAmongTheirLike) {
    struct Row {
        const char* name;
        std::vector<Cell> marked;
        const char* expected;
    };
    for (const Row& row : {
             Row{"nobody is marked", {}, "a1 b1 a2 b2 "},
             Row{"both kinds in a part", {{1, 0, 1, 1}}, "a1 b1 a2 b2 "},
             Row{"one who answered, one of another wave", {{1, 0, 1, 0}, {2, 0, 0, 1}}, "a12 b12 "},
             Row{"one who answered, one of another stratum",
                 {{1, 0, 1, 0}, {1, 1, 0, 1}},
                 "ab1 ab2 "},
             Row{"nothing hides the only one", {{1, 0, 1, 0}}, "a1! b1 a2 b2 "},
             Row{"nothing hides where nobody answered",
                 {{1, 0, 0, 1}, {2, 1, 0, 2}},
                 "a1! b1 a2 b2! "},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(told(freeze_sample(with_marked(row.marked), 2)), row.expected);
    }
}

TEST(FrozenSampleTest, JudgesACaseByWhatStaysKnownOfIt) {
    const auto event = [](EventKind kind) { return CaseEvent{kind, Instant{}}; };
    struct Row {
        const char* name;
        std::vector<CaseEvent> stored;
        std::vector<CaseEvent> answering;
        bool could_have;
        bool took_part;
        Code code;
        bool is_marked = false;
    };
    using enum EventKind;
    for (const Row& row : {
             Row{"silent",
                 {event(invited), event(delivered)},
                 {},
                 true,
                 false,
                 Code::nothing_returned},
             Row{"answered",
                 {event(invited), event(delivered)},
                 {event(completed)},
                 true,
                 true,
                 Code::complete},
             Row{"came back", {event(invited), event(bounced)}, {}, false, false, Code::undelivered
             },
             Row{"wants no mail",
                 {event(invited), event(suppressed)},
                 {event(completed)},
                 true,
                 true,
                 Code::complete,
                 true},
             Row{"wants no mail and had not answered",
                 {event(invited), event(opted_out), event(suppressed)},
                 {},
                 true,
                 false,
                 Code::explicit_refusal,
                 true},
             Row{"wanted no mail from the start",
                 {event(suppressed)},
                 {},
                 false,
                 false,
                 Code::not_invited,
                 true},
             Row{"never invited", {}, {}, false, false, Code::not_invited},
         }) {
        SCOPED_TRACE(row.name);
        const LinkedCase one = linked_case(2, 3, row.stored, row.answering);
        EXPECT_EQ(one.could_have, row.could_have);
        EXPECT_EQ(one.took_part, row.took_part);
        EXPECT_EQ(one.is_marked, row.is_marked);
        EXPECT_EQ(one.result.code, row.code);
        EXPECT_EQ(one.stratum, 2U);
        EXPECT_EQ(one.wave, 3);
    }
}

RC_GTEST_PROP(FrozenSampleTest, EveryCaseIsInOnePartAndNoPartTellsUnlessTheWholeDoes, ()) {
    const auto strata = *rc::gen::inRange<std::size_t>(1, 5);
    const auto waves = *rc::gen::inRange(1, 6);
    std::vector<Cell> cells;
    for (int wave = 1; wave <= waves; ++wave) {
        for (std::size_t stratum = 0; stratum < strata; ++stratum) {
            // Some waves have nobody of a stratum.
            if (*rc::gen::inRange(0, 3) == 0) continue;
            cells.push_back({wave, stratum, *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 4)});
        }
    }
    const std::vector<LinkedCase> cases = cases_of(cells);
    const std::vector<FrozenPart> parts = freeze_sample(cases, strata);
    const auto took_part = std::ranges::count_if(cases, &LinkedCase::took_part);
    const bool whole_tells = took_part == 0 || took_part == std::ssize(cases);
    CaseCounts sum;
    for (const FrozenPart& part : parts) {
        RC_ASSERT(whole_tells || !part.tells());
        sum.add(part.cases);
        CaseCounts own;
        for (const LinkedCase& one : cases) {
            const bool inside = std::ranges::binary_search(part.strata, one.stratum) &&
                                std::ranges::binary_search(part.waves, one.wave);
            if (inside) own.add(one.result);
        }
        RC_ASSERT(own == part.cases);
    }
    CaseCounts all;
    for (const LinkedCase& one : cases) all.add(one.result);
    RC_ASSERT(sum == all);
}

}  // namespace
}  // namespace querist::recruitment
