// Which moments a response keeps.

#include "actions/kept_moments.hpp"

#include <gtest/gtest.h>

namespace querist::actions {
namespace {

instrument::Study study_of(const std::string& mode) {
    const std::string yaml =
        "querist: 1\nid: a\ntitle: A\nmode: " + mode +
        "\nrecruitment: {text: We write, invitation: {from: a@example.org, subject: S, text: "
        "'{{link}} {{opt-out link}}'}}\ninstrument:\n  pages:\n    - id: one\n      items:\n"
        "        - {id: q, ask: Q?, kind: yes/no}\n";
    return instrument::load_study({{"study.yaml", yaml}}, "").study.value();
}

Instant at(const char* text) { return parse_instant(text).value(); }

TEST(KeptMomentTest, IsTheDayAndHowLongPagesWereOpenWherePeopleComeByTickets) {
    const instrument::Study anonymous = study_of("anonymous");
    const instrument::Study confidential = study_of("confidential");
    struct Row {
        const char* name;
        std::vector<const char*> before;  ///< When earlier pages were kept.
        const char* shown;                ///< May be empty.
        const char* sent;
        const char* kept_shown;
        const char* kept;
    };
    for (const Row& row :
         {Row{"the first page",
              {},
              "2026-11-28T14:03:00.000000Z",
              "2026-11-28T14:05:30.000000Z",
              "2026-11-28T00:00:00.000000Z",
              "2026-11-28T00:02:30.000000Z"},
          Row{"the second goes on where the first ended",
              {"2026-11-28T00:02:30.000000Z"},
              "2026-11-28T19:00:00.000000Z",
              "2026-11-28T19:01:00.000000Z",
              "2026-11-28T00:02:30.000000Z",
              "2026-11-28T00:03:30.000000Z"},
          Row{"another day",
              {"2026-11-28T00:02:30.000000Z"},
              "2026-11-30T19:00:00.000000Z",
              "2026-11-30T19:01:00.000000Z",
              "2026-11-30T00:00:00.000000Z",
              "2026-11-30T00:01:00.000000Z"},
          Row{"over midnight",
              {},
              "2026-11-28T23:59:00.000000Z",
              "2026-11-29T00:02:00.000000Z",
              "2026-11-28T00:00:00.000000Z",
              "2026-11-28T00:03:00.000000Z"},
          Row{"open for a week",
              {},
              "2026-11-21T18:00:00.000000Z",
              "2026-11-28T14:00:00.000000Z",
              "2026-11-21T00:00:00.000000Z",
              "2026-11-27T20:00:00.000000Z"},
          Row{"a form that was shown before the response began",
              {"2026-11-28T00:02:30.000000Z"},
              "1972-01-01T00:00:00.000000Z",
              "2026-11-28T14:00:00.000000Z",
              "2026-11-28T00:02:30.000000Z",
              "2026-11-28T14:00:00.000000Z"},
          Row{"nobody knows when it was shown",
              {},
              "",
              "2026-11-28T14:05:30.000000Z",
              "",
              "2026-11-28T00:00:00.000000Z"},
          Row{"a clock that runs ahead",
              {},
              "2026-11-28T15:00:00.000000Z",
              "2026-11-28T14:00:00.000000Z",
              "",
              "2026-11-28T00:00:00.000000Z"}}) {
        SCOPED_TRACE(row.name);
        response::Times times;
        for (const char* before : row.before) times.pages.push_back({{}, at(before)});
        const std::optional<Instant> shown =
            row.shown[0] == '\0' ? std::nullopt : std::optional(at(row.shown));
        const response::PageTimes kept = kept_page_times(anonymous, times, shown, at(row.sent));
        EXPECT_EQ(kept.at, at(row.kept));
        EXPECT_EQ(
            kept.shown_at,
            row.kept_shown[0] == '\0' ? std::nullopt : std::optional(at(row.kept_shown))
        );
        EXPECT_EQ(kept_page_times(confidential, times, shown, at(row.sent)).at, at(row.sent));
        EXPECT_EQ(kept_moment(confidential, times, at(row.sent)), at(row.sent));
    }
}

}  // namespace
}  // namespace querist::actions
