#include "instrument/pipes.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

TEST(PipesTest, ReadAsTheyDoToWhoAnsweredNothing) {
    struct Row {
        const char* text;
        const char* read;
    };
    for (const Row& row : {
             Row{"", ""},
             Row{"No pipe } here {", "No pipe } here {"},
             Row{"Why {{tool|your tool}}?", "Why your tool?"},
             Row{"{{ tool }} and {{other| it }}", "… and it"},
             Row{"{{tool", "{{tool"},
         }) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(without_answers(row.text), row.read);
    }
}

}  // namespace
}  // namespace querist::instrument
