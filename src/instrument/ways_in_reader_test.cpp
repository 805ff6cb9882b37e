// By which ways people come to a study, as study files say it.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

constexpr const char* invites =
    "invitation: {from: a@example.org, subject: S, text: '{{link}} {{opt-out link}}'}";

/// Line 5: the population; line 6: the recruitment.
std::string recruited_by(
    const std::string& keys, const std::string& strata = "{pro: P}, {rest: R}"
) {
    return faulty::head + "population: {text: All, strata: [" + strata +
           "]}\nrecruitment: {text: We write, " + keys +
           "}\ninstrument:\n  from link: [{id: tier, title: T, allowed: [{pro: P}, {rest: R}]}]\n"
           "  pages:\n    - id: one\n      items:\n" +
           faulty::one_item;
}

TEST(WaysInTest, AreRead) {
    const std::string mail = invites;
    const std::string sign_in = "sign in: {issuer: https://hub.example, client id: abc";
    for (const auto& [keys, open, field] : std::vector<std::tuple<std::string, bool, std::string>>{
             {mail, true, ""},
             {mail + ", open link: true", true, ""},
             {mail + ", open link: false", false, ""},
             {"sample: {target: 5, stratum field: tier}", true, "tier"},
             {sign_in + ", stratum field: tier}", true, "tier"},
             {sign_in + ", stratum field: tier}, sample: {stratum field: tier}", true, "tier"},
         }) {
        SCOPED_TRACE(keys);
        const LoadedStudy loaded = load(recruited_by(keys));
        ASSERT_TRUE(loaded.study) << told(loaded);
        EXPECT_EQ(has_open_link(*loaded.study), open);
        EXPECT_EQ(stratum_field_of(*loaded.study), field);
    }
    EXPECT_TRUE(has_open_link(Study{}));
}

TEST(WaysInTest, WhatCannotBeIsTold) {
    const std::string mail = invites;
    for (const auto& [name, keys, strata, code, words] : std::vector<std::array<std::string, 5>>{
             {"nobody is written to",
              "open link: false",
              "{pro: P}",
              "study.no-way-in",
              "and the study writes none"},
             {"an account's way in is shut",
              mail + ", open link: false, sign in: {issuer: https://hub.example, client id: abc}",
              "{pro: P}",
              "study.no-way-in",
              "nobody could sign in"},
             {"no such field",
              "sample: {stratum field: level}",
              "{pro: P}",
              "study.unknown-field",
              "\"level\""},
             {"a stratum that it cannot keep",
              "sample: {stratum field: tier}",
              "{pro: P}, {team: T}",
              "study.stratum-not-allowed",
              "\"team\""},
             {"no strata", "sample: {stratum field: tier}", "", "study.no-strata", "no strata"},
             {"two fields",
              "sample: {stratum field: tier}, sign in: {issuer: https://hub.example, client id: "
              "abc, stratum field: level}",
              "{pro: P}",
              "study.two-stratum-fields",
              "\"level\""},
         }) {
        SCOPED_TRACE(name);
        const LoadedStudy loaded = load(recruited_by(keys, strata));
        EXPECT_FALSE(loaded.study);
        EXPECT_TRUE(told(loaded).contains(code)) << told(loaded);
        EXPECT_TRUE(told(loaded).contains(words)) << told(loaded);
    }
}

}  // namespace
}  // namespace querist::instrument
