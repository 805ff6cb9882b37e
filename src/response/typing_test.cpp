// How open answers came: what pages send, and what entries and projections keep of it.

#include "response/response.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::response {
namespace {

using instrument::Study;

/// One page with the open questions "z" and "open", and the number "count".
const Study& counted_study(const std::string& screening = "screening: {review at: 3}\n") {
    static std::map<std::string, Study> studies;
    const auto known = studies.find(screening);
    if (known != studies.end()) return known->second;
    const instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml",
          "querist: 1\nid: counted\ntitle: Counted\n" + screening +
              "instrument:\n  pages:\n    - id: one\n      items:\n"
              "        - {id: z, ask: Z?, kind: short text}\n"
              "        - {id: open, ask: Why?, kind: long text}\n"
              "        - {id: count, ask: How many?, kind: number}\n"}},
        ""
    );
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << problem.message;
    return studies.emplace(screening, loaded.study.value_or(Study())).first->second;
}

std::string told(const std::vector<Typing>& typing) {
    std::string text;
    for (const Typing& one : typing) {
        text += std::to_string(one.item) + ":" + std::to_string(one.inputs) + ":" +
                std::to_string(one.pasted) + " ";
    }
    return text;
}

TEST(TypingTest, ReadsWhatAPageSendsOrNothing) {
    struct Row {
        const char* name;
        const char* field;
        const char* expected;
    };
    for (const Row& row : {
             Row{"both, in the order of items", "open:12:0 z:1:300", "0:1:300 1:12:0 "},
             Row{"no script ran", "z open", ""},
             Row{"one came back from the browser", "z open:3:4", "1:3:4 "},
             Row{"nothing", "", ""},
             Row{"the most", "z:1000000:1000000", "0:1000000:1000000 "},
             Row{"more than the most", "z:1000001:0", ""},
             Row{"below zero", "z:-1:0", ""},
             Row{"no number", "z:many:0", ""},
             Row{"digits and more", "z:1x:0", ""},
             Row{"one count", "z:1", ""},
             Row{"three counts", "z:1:2:3", ""},
             Row{"empty counts", "z::", ""},
             Row{"twice", "z:1:0 z:2:0", ""},
             Row{"strange question", "z:1:0 other:1:0", ""},
             Row{"not open", "count:1:0", ""},
             Row{"two spaces", "z:1:0  open:1:0", ""},
             Row{"a colon alone", ":", ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(told(read_typing(counted_study(), 0, row.field)), row.expected);
    }
}

TEST(TypingTest, ComesBackWithThePage) {
    const Study& study = counted_study();
    EXPECT_EQ(typing_field(study, 0, {}), "z open");
    EXPECT_EQ(typing_field(study, 0, read_typing(study, 0, "open:7:2 z")), "z open:7:2");
}

TEST(TypingTest, IsCountedWhereTheStudyLooksAtIt) {
    EXPECT_TRUE(counts_typing(counted_study()));
    EXPECT_TRUE(counts_typing(counted_study("screening: {points: {pasted: 0}}\n")));
    EXPECT_TRUE(counts_typing(counted_study("screening: {points: {not typed: 0}}\n")));
    EXPECT_FALSE(counts_typing(counted_study("screening: {points: {pasted: 0, not typed: 0}}\n")));
    EXPECT_FALSE(counts_typing(counted_study("")));
}

TEST(TypingTest, IsKeptOfAnswersThatChanged) {
    struct Row {
        const char* name;
        std::string screening;
        Form form;
        const char* expected;
    };
    const std::string on = "screening: {review at: 3}\n";
    for (const Row& row : std::vector<Row>{
             {"both",
              on,
              {{"z", "new"}, {"open", "x"}, {"_typing", "z:3:0 open:1:0"}},
              "0:3:0 1:1:0 "},
             {"as it was stored",
              on,
              {{"z", "old"}, {"open", "x"}, {"_typing", "z:0:0 open:1:0"}},
              "1:1:0 "},
             {"no answer left",
              on,
              {{"z", ""}, {"open", "x"}, {"_typing", "z:9:0 open:1:0"}},
              "1:1:0 "},
             {"not asked for", "", {{"z", "new"}, {"_typing", "z:3:0"}}, ""},
         }) {
        SCOPED_TRACE(row.name);
        const Study& study = counted_study(row.screening);
        State state = fresh_state(study);
        state.answers[0].value = std::string("old");
        EXPECT_EQ(told(check_page(study, state, 0, row.form).typing), row.expected);
    }
}

TEST(TypingTest, StandsInTheBodyAndIsReadFromIt) {
    const Study& study = counted_study();
    const Form form{{"z", "Z"}, {"open", "Why"}, {"_typing", "z:1:0 open:2:3"}};
    const PageCheck check = check_page(study, fresh_state(study), 0, form);
    const std::string text = page_body_text(study, 0, 1, Instant(), {}, check);
    EXPECT_TRUE(text.ends_with(R"("texts":{},"typing":{"open":[2,3],"z":[1,0]}})")) << text;
    EXPECT_EQ(text, canonical_json(page_body(study, 0, 1, Instant(), {}, check)));
    const auto read = typing_in(study, nlohmann::json::parse(text));
    EXPECT_EQ(read, std::optional(check.typing));
}

TEST(TypingTest, ABodyOfAnotherShapeIsDamaged) {
    const Study& study = counted_study();
    for (const char* typing :
         {"[]",
          R"({"z":1})",
          R"({"z":[1]})",
          R"({"z":[1,-1]})",
          R"({"z":[1,1000001]})",
          R"({"z":["1",1]})",
          R"({"y":[1,1]})"}) {
        SCOPED_TRACE(typing);
        nlohmann::json body = page_body(study, 0, 1, Instant(), {}, PageCheck{});
        body["typing"] = nlohmann::json::parse(typing);
        State state = fresh_state(study);
        const Result<void> applied = apply(study, state, EntryKind::page, body);
        ASSERT_FALSE(applied);
        EXPECT_EQ(applied.error().code, "response.damaged-body");
    }
}

/// Counts of the questions 0 and 1, either of which may be missing.
rc::Gen<std::vector<Typing>> any_typing() {
    const auto count = rc::gen::inRange(0, typing_count_max + 1);
    return rc::gen::exec([count] {
        std::vector<Typing> typing;
        for (int item = 0; item < 2; ++item) {
            if (*rc::gen::arbitrary<bool>()) typing.push_back({item, *count, *count});
        }
        return typing;
    });
}

RC_GTEST_PROP(TypingProperty, SumsDoNotDependOnTheOrderAndAreReadBack, ()) {
    const auto pages = *rc::gen::container<std::vector<std::vector<Typing>>>(any_typing());
    std::vector<Typing> forward;
    std::vector<Typing> backward;
    for (const auto& page : pages) add_typing(forward, page);
    for (auto page = pages.rbegin(); page != pages.rend(); ++page) add_typing(backward, *page);
    RC_ASSERT(forward == backward);
    const Study& study = counted_study();
    Times times;
    times.typing = forward;
    ProjectionReader reader(study);
    RC_ASSERT(reader.read(projection_text(study, fresh_state(study), times)).has_value());
    RC_ASSERT(reader.times() == times);
    RC_ASSERT(reader.read(projection_text(study, fresh_state(study), {})).has_value());
    RC_ASSERT(reader.times().typing.empty());
}

}  // namespace
}  // namespace querist::response
