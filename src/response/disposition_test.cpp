#include "response/disposition.hpp"

#include "response/response.hpp"

#include <gtest/gtest.h>

namespace querist::response {
namespace {

TEST(DispositionTest, EachResponseHasOneAndItSaysWhereItCounts) {
    using enum Disposition;
    struct Row {
        const char* name;
        Completion completion;
        bool excluded;
        Disposition expected;
        bool reported;
        bool started;
    };
    for (const Row& row : {
             Row{"complete", Completion::complete, false, completed, true, true},
             Row{"partial", Completion::partial, false, partial, true, true},
             Row{"broken off", Completion::broken_off, false, broken_off, true, true},
             Row{"withdrawn", Completion::withdrawn, false, withdrawn, true, true},
             Row{"screened out", Completion::screened_out, false, screened_out, false, true},
             Row{"too late", Completion::quota_full, false, quota_full, false, true},
             Row{"refused", Completion::refused, false, refused, false, false},
             Row{"a robot", Completion::complete, true, excluded, false, false},
             Row{"no consent", Completion::broken_off, true, excluded, false, false},
             Row{"excluded, then withdrawn", Completion::withdrawn, true, excluded, false, false},
             Row{"both out", Completion::screened_out, true, excluded, false, false},
         }) {
        SCOPED_TRACE(row.name);
        ResponseTable::Meta meta;
        meta.completion = row.completion;
        meta.excluded = row.excluded;
        const Disposition found = disposition_of(meta);
        EXPECT_EQ(found, row.expected);
        EXPECT_EQ(is_reported(found), row.reported);
        EXPECT_EQ(has_started(found), row.started);
        EXPECT_EQ(is_eligible(found), row.reported);
    }
}

TEST(DispositionTest, CountsAddUp) {
    DispositionCounts counts{{Disposition::completed, 4}, {Disposition::screened_out, 2}};
    counts.add(Disposition::excluded);
    EXPECT_EQ(counts.of(Disposition::completed), 4);
    EXPECT_EQ(counts.of(Disposition::partial), 0);
    EXPECT_EQ(counts.where(has_started), 6);
    EXPECT_EQ(counts.where(is_reported), 4);
}

}  // namespace
}  // namespace querist::response
