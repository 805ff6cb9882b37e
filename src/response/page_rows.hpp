#pragma once

// For tests of what a page's form is read as: a study of one item, and rows of forms with what
// comes of them.

#include "response/fixture.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace querist::response::fixture {

using expression::Value;

inline std::string printed(const std::vector<FieldFault>& faults) {
    static constexpr std::array names = {
        "required",    "text_missing", "too_long",       "not_a_number", "not_whole",
        "too_small",   "too_large",    "unknown_choice", "not_alone",    "too_few",
        "too_many",    "rule_broken",  "must_agree",     "rank_twice",   "rank_left_out",
        "wrong_total", "not_an_email", "not_a_date",     "too_early",    "too_late",
        "not_text",
    };
    std::string text;
    for (const FieldFault& one : faults) {
        if (!text.empty()) text += "; ";
        text += fmt::format("{} {}", one.field, names.at(static_cast<std::size_t>(one.fault)));
        if (!one.detail.empty()) text += " " + one.detail;
    }
    return text;
}

/// A study of one item "q" on one page.
inline Study only(Kind kind, Requirement requirement = Requirement::optional) {
    StudyBuilder builder;
    builder.page("p").item("q", std::move(kind));
    if (requirement == Requirement::required) builder.required();
    return builder.build();
}

struct Row {
    const char* name;
    Form form;
    Value value;
    std::map<int, std::string> texts;
    std::string faults;
};

inline void expect_rows(const Study& study, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const PageCheck check = check_page(study, fresh_state(study), 0, row.form);
        EXPECT_EQ(printed(check.faults), row.faults);
        EXPECT_TRUE(check.answers[0].value == row.value);
        EXPECT_EQ(check.answers[0].texts, row.texts);
        EXPECT_EQ(check.shown, std::vector<int>{0});
    }
}

}  // namespace querist::response::fixture
