#include "web/answer_fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::web {
namespace {

instrument::Item asked_of(instrument::Kind kind) {
    instrument::Item item;
    item.id = "where";
    item.kind = std::move(kind);
    return item;
}

instrument::SingleChoice places() {
    instrument::SingleChoice kind;
    kind.choices.resize(2);
    kind.choices[0].code = "at";
    kind.choices[0].label = "Austria";
    kind.choices[1].code = "other";
    kind.choices[1].label = "Elsewhere";
    kind.choices[1].takes_text = true;
    return kind;
}

TEST(AnswerFieldsTest, SaysWhatWasAnswered) {
    using Lines = std::vector<std::string>;
    struct Row {
        const char* name;
        instrument::Kind kind;
        response::Form fields;
        Lines expected;
    };
    const std::vector<Row> rows = {
        {"a choice", places(), {{"where", "at"}}, {"Austria"}},
        {"a list that was left alone is no answer", places(), {{"where", ""}}, {}},
        {"a text beside what was not chosen",
         places(),
         {{"where", ""}, {"where.text.other", "Chad"}},
         {"Elsewhere: Chad"}},
        {"a statement in the study's language",
         instrument::Consent{.statement = "Ich bin volljährig"},
         {{"where", "yes"}},
         {"Ich bin volljährig"}},
        {"a statement that was not ticked",
         instrument::Consent{.statement = "Ich bin volljährig"},
         {},
         {}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(words_of(asked_of(row.kind), row.fields), row.expected);
    }
}

}  // namespace
}  // namespace querist::web
