// Earlier answers and shuffled lists on the pages of a questionnaire.

#include "web/pages.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace querist::web {
namespace {

constexpr std::string_view yaml = R"(querist: 1
id: flow
title: Flow
consent:
  text: Voluntary.
instrument:
  pages:
    - id: first
      items:
        - id: tool
          ask: Which tool?
          kind: single choice
          random order: true
          choices:
            - a: Tool A
            - b: Tool B
            - c: Tool C
            - d: Tool D
            - other: Another
              text: true
      screen out:
        when: tool == "d"
        message: |
          # Not for you
          We ask about **other** tools.
    - id: second
      title: "About {{tool}}"
      text: "You named {{tool}}."
      random order: true
      items:
        - id: why
          ask: "Why {{tool|this}}?"
          hint: "{{tool}} it is"
          kind: short text
        - id: often
          ask: How often?
          kind: yes/no
)";

instrument::Study flow_study() {
    instrument::LoadedStudy loaded =
        instrument::load_study({{"study.yaml", std::string(yaml)}}, "flow");
    if (!loaded.study) throw std::invalid_argument(loaded.problems.front().message);
    return std::move(*loaded.study);
}

class FlowPagesTest : public ::testing::Test {
protected:
    void answer(const response::Form& form) {
        const response::PageCheck check = response::check_page(study_, state_, 0, form);
        ASSERT_TRUE(check.faults.empty());
        response::accept_page(state_, 0, 1, check);
    }
    [[nodiscard]] std::string page(int number) const {
        return question_page(
            {.study = study_,
             .life = actions::Life::open,
             .id = id_,
             .state = state_,
             .answers = state_.answers,
             .page = number,
             .csrf = "token",
             .shown_at = std::nullopt}
        );
    }

    instrument::Study study_ = flow_study();
    response::State state_ = response::fresh_state(study_);
    PublicId id_ = *PublicId::parse("00000000000000000000000010");
};

TEST_F(FlowPagesTest, PutAnswersIntoTheirTexts) {
    answer({{"tool", "b"}});
    const std::string html = page(1);
    for (const char* text :
         {"<h1>About Tool B</h1>", "You named Tool B.", "Why Tool B?", "Tool B it is"}) {
        EXPECT_NE(html.find(text), std::string::npos) << text << "\n" << html;
    }
    EXPECT_EQ(html.find("{{"), std::string::npos);
}

TEST_F(FlowPagesTest, GiveBackWhatWasNotSavedInTheWordsThatWereShown) {
    answer({{"tool", "b"}});
    const response::Form typed{{"why", "it works"}, {"often", "yes"}};
    const std::string html = unsaved_page(
        {.study = &study_,
         .answers = state_.answers,
         .id = id_,
         .words = language::Words("en"),
         .heading = language::Phrase::busy,
         .reason = language::Phrase::busy_why,
         .action = "/s/flow/p/second",
         .form = typed}
    );
    EXPECT_NE(html.find("<dt>Why Tool B?</dt>"), std::string::npos) << html;
    EXPECT_EQ(html.find("{{"), std::string::npos);
}

TEST_F(FlowPagesTest, QuoteLabelsInFaultsAsTheyWereShown) {
    answer({{"tool", "b"}});
    const response::FieldFault fault{
        .item = 1, .field = "why", .fault = response::Fault::not_alone, .detail = "Not {{tool}}"
    };
    const std::string html = question_page(
        {.study = study_,
         .id = id_,
         .state = state_,
         .answers = state_.answers,
         .page = 1,
         .csrf = "token",
         .shown_at = std::nullopt,
         .faults = std::span(&fault, 1)}
    );
    EXPECT_NE(html.find("Not Tool B"), std::string::npos) << html;
    EXPECT_EQ(html.find("{{"), std::string::npos);
}

TEST_F(FlowPagesTest, ReviewAnswersWithTheRevisionThatTheyHave) {
    answer({{"tool", "b"}});
    const auto review = [&](bool changed) {
        return review_page(
            {.study = study_, .id = id_, .state = state_, .csrf = "token", .changed = changed}
        );
    };
    EXPECT_NE(review(false).find("name=\"_revision\" value=\"1\""), std::string::npos);
    EXPECT_EQ(review(false).find("changed elsewhere"), std::string::npos);
    EXPECT_NE(review(true).find("changed elsewhere"), std::string::npos);
}

TEST_F(FlowPagesTest, ShowTypedAnswersAsTheyAre) {
    answer({{"tool", "other"}, {"tool.text.other", "<b>**x**</b> {{often}} [a](javascript:b)"}});
    const std::string html = page(1);
    EXPECT_EQ(html.find("<b>"), std::string::npos);
    EXPECT_EQ(html.find("<strong>"), std::string::npos);
    EXPECT_EQ(html.find("href=\"javascript"), std::string::npos);
    EXPECT_NE(html.find("Why &lt;b&gt;**x**&lt;/b&gt; {{often}}"), std::string::npos) << html;
}

TEST_F(FlowPagesTest, ShowChoicesInTheResponsesOrder) {
    const std::string html = page(0);
    std::size_t before = 0;
    for (const int position : response::option_order(study_.items[0], id_)) {
        const std::string& label =
            instrument::options_of(study_.items[0].kind)[static_cast<std::size_t>(position)].label;
        const std::size_t found = html.find(">" + label + "<");
        ASSERT_NE(found, std::string::npos) << label;
        EXPECT_LT(before, found) << label;
        before = found;
    }
    EXPECT_LT(before, html.find("tool.text.other")) << "the other choice stays last";
}

TEST_F(FlowPagesTest, ShowQuestionsInTheResponsesOrder) {
    answer({{"tool", "a"}});
    int turned = 0;
    for (char last = '0'; last <= '7'; ++last) {
        id_ = *PublicId::parse(std::string("000000000000000000000000") + last + '0');
        const std::string html = page(1);
        const std::vector<int> order = response::item_order(study_, 1, id_);
        const bool why_first = html.find("Why Tool A?") < html.find("How often?");
        EXPECT_EQ(why_first, order.front() == 1);
        EXPECT_NE(
            html.find(why_first ? "value=\"why often\"" : "value=\"often why\""), std::string::npos
        );
        turned += why_first ? 0 : 1;
    }
    EXPECT_GT(turned, 0);
    EXPECT_LT(turned, 8);
}

TEST_F(FlowPagesTest, SayWhenTheStudyIsNotForSomebody) {
    const std::string html =
        screened_out_page(study_, actions::Life::open, id_, study_.pages[0].screen_out->message);
    EXPECT_NE(html.find("<h1>Not for you</h1>"), std::string::npos) << html;
    EXPECT_NE(html.find("<strong>other</strong>"), std::string::npos);
}

TEST_F(FlowPagesTest, TheReturnLinkIsFoundByTheNameThatTextsGiveIt) {
    for (const language::Tongue tongue : language::tongues) {
        SCOPED_TRACE(language::tag(tongue));
        study_.language = language::tag(tongue);
        const std::string name(language::Words(tongue)(language::Phrase::return_link));
        for (const std::string& ended :
             {thanks_page({.study = study_, .id = id_}),
              screened_out_page(study_, actions::Life::open, id_, "# Not for you")}) {
            EXPECT_TRUE(ended.contains("/later\">" + name + "</a>")) << ended;
        }
        const std::string there = later_page(
            {.study = study_,
             .life = actions::Life::open,
             .status = response::Status::complete,
             .code = "x",
             .link = "http://localhost/s/flow/return/x",
             .continue_path = "/"}
        );
        EXPECT_TRUE(there.contains("<h2>" + name + "</h2>")) << there;
    }
}

}  // namespace
}  // namespace querist::web
