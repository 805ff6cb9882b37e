#include "screening/screening.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace querist::screening {
namespace {

using expression::Cells;
using expression::Choice;
using instrument::Item;
using instrument::Option;
using instrument::Study;
using response::Answer;
using response::Gap;

constexpr int grid_item = 0;
constexpr int attention_item = 1;
constexpr int text_item = 2;
constexpr int years_item = 3;
constexpr int items = 4;
constexpr std::string_view remedy_question =
    "What did you do when the conversion of a model to another format failed for you?";

std::vector<Option> options(int count) {
    std::vector<Option> all;
    for (int i = 0; i < count; ++i) {
        Option& one = all.emplace_back();
        one.code = fmt::format("c{}", i);
        one.label = fmt::format("Label {}", i);
    }
    return all;
}

/// Four pages of one question each, 126 words in all.
Study screened_study() {
    Study study;
    instrument::SingleChoice check{options(3)};
    check.attention_check = "c2";
    const std::vector<std::pair<std::string, instrument::Kind>> kinds = {
        {"problems", instrument::Grid{options(6), options(5)}},
        {"attentive", check},
        {"remedy", instrument::Text{}},
        {"years", instrument::Number{}},
    };
    for (const auto& [id, kind] : kinds) {
        Item& item = study.items.emplace_back();
        item.id = id;
        item.ask = id == "remedy" ? std::string(remedy_question) : "Question " + id;
        item.kind = kind;
        item.page = static_cast<int>(study.pages.size());
        instrument::Page& page = study.pages.emplace_back();
        page.id = "page-" + id;
        page.first_item = item.page;
        page.item_count = 1;
    }
    for (int i = 0; i < 76; ++i) study.pages[0].text += "word ";
    study.subjects = {
        {"problems", expression::SubjectKind::grid, {}, {}},
        {"attentive", expression::SubjectKind::choice, {"c0", "c1", "c2"}, {}},
        {"remedy", expression::SubjectKind::text, {}, {}},
        {"years", expression::SubjectKind::integer, {}, {}},
    };
    instrument::ScreeningPlan plan;
    for (const instrument::SignalSpec& spec : instrument::signal_specs()) {
        plan.points[static_cast<std::size_t>(spec.signal)] = spec.points;
    }
    plan.checks.push_back(
        {.id = "impossible-years",
         .when = *expression::parse("years > 80", study.subjects, {}).expression,
         .reason = "more years of work than a life has",
         .points = 4,
         .place = {}}
    );
    study.screening = plan;
    return study;
}

/// A careful response, to be spoilt.
struct Given {
    std::vector<Answer> answers{items};
    std::vector<Gap> gaps = std::vector<Gap>(items, Gap::none);
    response::Times times;
    bool complete = true;
    std::vector<std::string> flags = {};

    explicit Given(std::size_t who) {
        const int turn = static_cast<int>(who);
        answers[grid_item].value = Cells{{0, 1, 2, 3, turn % 5, 0}};
        answers[attention_item].value = Choice{2};
        answers[text_item].value =
            fmt::format("{0} {0} {0} is what number {1} did", turn * 7'919, turn);
        answers[years_item].value = std::int64_t{5};
        take(200 + 10.0 * static_cast<double>(turn % 7));
    }
    /// Seconds for all, a quarter of it on each page.
    void take(double seconds) {
        const auto lasts = [](double one) {
            return std::chrono::microseconds(static_cast<std::int64_t>(one * 1e6));
        };
        times.started = Instant(std::chrono::hours(24));
        times.ended = *times.started + lasts(seconds);
        times.pages.assign(items, {});
        for (std::size_t page = 0; page < items; ++page) {
            auto& one = times.pages[page];
            one.shown_at = *times.started + lasts(seconds * static_cast<double>(page) / items);
            one.at = *one.shown_at + lasts(seconds / items);
        }
    }
};

/// Another answer in words, and how it came.
void write(Given& given, int characters, const response::Typing& typing) {
    std::string text;
    for (int i = 0; i < characters; ++i) text += static_cast<char>('a' + i * i % 26);
    given.answers[text_item].value = text;
    given.times.typing = {typing};
}

PublicId id_of(std::size_t who) {
    PublicId id;
    id.bytes[0] = static_cast<std::uint8_t>(who);
    return id;
}

constexpr std::size_t careful = 29;

/// Thirty responses, of which one is spoilt; what is said of that one.
std::vector<Screened> screened(const Study& study, const std::function<void(Given&)>& spoil) {
    Screening screening;
    for (std::size_t who = 0; who <= careful; ++who) {
        Given given(who);
        if (who == careful) spoil(given);
        screening.add(
            study, {id_of(who), given.answers, given.gaps, given.times, given.complete, given.flags}
        );
    }
    return screening.judge();
}

std::string told(const std::vector<Screened>& all) {
    std::string text;
    for (const Screened& one : all) {
        text += fmt::format("{} of {}:\n", one.points, one.review_at);
        for (const Evidence& evidence : one.evidence) {
            text += fmt::format("{} {}: {}\n", evidence.signal, evidence.points, evidence.reason);
        }
    }
    return text;
}

TEST(ScreeningTest, SaysWhyWithNumbers) {
    const Study study = screened_study();
    struct Row {
        const char* name;
        std::function<void(Given&)> spoil;
        std::string expected;
    };
    for (const Row& row : std::vector<Row>{
             {"careful", [](Given&) {}, ""},
             {"fast, but read",
              [](Given& given) { given.take(29); },
              "3 of 3:\nfast 2: finished in 29 s; half of all took 230 s or more\n"
              "fast pages 1: 4 of 4 pages in less than half the usual time\n"},
             {"faster than reading",
              [](Given& given) { given.take(8); },
              "5 of 3:\nfast 2: finished in 8.0 s; half of all took 230 s or more\n"
              "fast pages 1: 4 of 4 pages in less than half the usual time\n"
              "unread 2: finished in 8.0 s; reading the 126 words that were shown takes 32 s at "
              "240 "
              "a minute\n"},
             {"slow", [](Given& given) { given.take(90'000); }, ""},
             {"not complete, so no time of the whole",
              [](Given& given) {
                  given.take(8);
                  given.complete = false;
              },
              "1 of 3:\nfast pages 1: 4 of 4 pages in less than half the usual time\n"},
             {"straight line",
              [](Given& given) { given.answers[grid_item].value = Cells{{4, 4, 4, 4, 4, 4}}; },
              "1 of 3:\nstraight lines 1: \"Label 4\" in all 6 rows of problems, as 1 of 30 "
              "answered it\n"},
             {"straight in too few rows",
              [](Given& given) { given.answers[grid_item].value = Cells{{4, 4, 4, 4, -1, -1}}; },
              ""},
             {"inattentive",
              [](Given& given) { given.answers[attention_item].value = Choice{0}; },
              "2 of 3:\nattention 2: \"Label 0\" in the attention check attentive\n"},
             {"unanswered is not failed",
              [](Given& given) { given.answers[attention_item].value = expression::Unanswered{}; },
              ""},
             {"echo",
              [](Given& given) {
                  given.answers[text_item].value =
                      std::string("the conversion of a model to another format failed");
              },
              "2 of 3:\necho 2: 100 % of the answer to remedy is the question's own words\n"},
             {"pasted",
              [](Given& given) { write(given, 100, {text_item, 1, 80}); },
              "1 of 3:\npasted 1: 80 of the 100 characters of the answer to remedy were pasted\n"},
             {"pasted and shortened",
              [](Given& given) { write(given, 100, {text_item, 30, 5'000}); },
              "1 of 3:\npasted 1: 100 of the 100 characters of the answer to remedy were pasted\n"},
             {"quoted", [](Given& given) { write(given, 100, {text_item, 22, 79}); }, ""},
             {"pasted, but short", [](Given& given) { write(given, 79, {text_item, 1, 79}); }, ""},
             {"filled in by a program",
              [](Given& given) { write(given, 1'200, {text_item, 0, 0}); },
              "1 of 3:\nnot typed 1: script ran, and the 1,200 characters of the answer to remedy "
              "came without any input\n"},
             {"filled in, but short", [](Given& given) { write(given, 79, {text_item, 0, 0}); }, ""
             },
             {"dictated", [](Given& given) { write(given, 1'200, {text_item, 1, 0}); }, ""},
             {"no script",
              [](Given& given) {
                  write(given, 1'200, {});
                  given.times.typing = {};
              },
              ""},
             {"counted, and asleep by now",
              [](Given& given) {
                  write(given, 100, {text_item, 0, 0});
                  given.answers[text_item].value = expression::Unanswered{};
              },
              ""},
             {"filled in what nobody sees",
              [](Given& given) { given.flags = {"honeypot", "by-hand"}; },
              "2 of 3:\nhoneypot 2: a field of the consent form was filled in that people do not "
              "see\n"},
             {"did no work",
              [](Given& given) { given.flags = {"no-proof-of-work"}; },
              "1 of 3:\nno proof of work 1: it came by the open link without the work that was "
              "asked for\n"},
             {"one of a burst",
              [](Given& given) { given.flags = {"burst:1280", "burst:x", "burst:20"}; },
              "1 of 3:\nburst 1: 1,280 or more responses began from one network on the day on "
              "which it did\n"},
             {"a check that holds",
              [](Given& given) { given.answers[years_item].value = std::int64_t{81}; },
              "4 of 3:\nimpossible-years 4: more years of work than a life has\n"},
             {"a check that is not known",
              [](Given& given) { given.answers[years_item].value = expression::Unanswered{}; },
              ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(told(screened(study, row.spoil)), row.expected);
    }
}

TEST(ScreeningTest, NamesBothSidesOfACopy) {
    const Study study = screened_study();
    const auto all = screened(study, [](Given& given) {
        given.answers[text_item].value = Given(3).answers[text_item].value;
    });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].id, id_of(3));
    EXPECT_EQ(
        all[0].evidence[0].reason,
        "the answer to remedy is the same as that of " + id_of(careful).text()
    );
    EXPECT_EQ(
        all[1].evidence[0].reason, "the answer to remedy is the same as that of " + id_of(3).text()
    );
    EXPECT_TRUE(all[0].waits());
}

TEST(ScreeningTest, AnswersThatManyGiveAreNoStraightLines) {
    const Study study = screened_study();
    Screening screening;
    for (std::size_t who = 0; who <= careful; ++who) {
        Given given(who);
        if (who % 4 == 0) given.answers[grid_item].value = Cells{{0, 0, 0, 0, 0, 0}};
        screening.add(study, {id_of(who), given.answers, given.gaps, given.times, true});
    }
    EXPECT_EQ(told(screening.judge()), "");
}

TEST(ScreeningTest, FewResponsesAreComparedWithNobody) {
    const Study study = screened_study();
    Screening screening;
    Given given(1);
    given.take(29);
    given.answers[grid_item].value = Cells{{4, 4, 4, 4, 4, 4}};
    screening.add(study, {id_of(1), given.answers, given.gaps, given.times, true});
    EXPECT_EQ(told(screening.judge()), "");
}

TEST(ScreeningTest, SignalsWithoutPointsAreNotLookedFor) {
    Study study = screened_study();
    study.screening->points.fill(0);
    EXPECT_EQ(told(screened(study, [](Given& given) { given.take(3); })), "");
}

TEST(ScreeningTest, OnlyVersionsWithASectionAreScreened) {
    Study study = screened_study();
    study.screening.reset();
    Screening screening;
    const Given given(1);
    screening.add(study, {id_of(1), given.answers, given.gaps, given.times, true});
    EXPECT_EQ(screening.size(), 0U);
    EXPECT_TRUE(screening.judge().empty());
}

TEST(ScreeningTest, TheOrderOfArrivalDoesNotMatter) {
    const Study study = screened_study();
    const auto spoilt = [](std::size_t who) {
        Given given(who);
        if (who % 3 == 0) given.answers[text_item].value = std::string(remedy_question);
        if (who % 5 == 0) given.take(5);
        return given;
    };
    Screening forward;
    Screening backward;
    for (std::size_t i = 0; i <= careful; ++i) {
        const Given one = spoilt(i);
        const Given other = spoilt(careful - i);
        forward.add(study, {id_of(i), one.answers, one.gaps, one.times, true});
        backward.add(study, {id_of(careful - i), other.answers, other.gaps, other.times, true});
    }
    const std::string text = told(forward.judge());
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(text, told(backward.judge()));
}

}  // namespace
}  // namespace querist::screening
