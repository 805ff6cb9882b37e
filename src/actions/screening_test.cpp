// Screening and reviewing responses, through the fieldwork and beside it.

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {
namespace {

using namespace fixture;

const std::string copied_remark = "It broke whenever a model had dynamic shapes in it.";

std::string screened_yaml(const std::string& reviewers) {
    return study_yaml(
        "tiny",
        "screening:\n  two reviewers for exclusion: " + reviewers +
            "\n  checks: [{id: crowd, when: people > 50, reason: \"a crowd\", points: 2}]\n"
    );
}

class ScreeningTest : public ::testing::Test {
protected:
    /// Its study wants so many reviewers: "true" for two.
    Desk& desk(const std::string& two_reviewers) {
        write_file(folder_.path() / "tiny" / "study.yaml", screened_yaml(two_reviewers));
        return desk_.emplace(folder_);
    }

    /// A complete response.
    PublicId respond(int people, const std::string& remark) {
        const Secret secret = desk_->start();
        (void)desk_->send(secret, "first", {{"uses", "yes"}, {"_shown", "uses reason"}});
        (void)desk_->send(secret, "second", {{"people", std::to_string(people)}});
        EXPECT_TRUE(is<Completed>(desk_->send(secret, "last", {{"remark", remark}})));
        return desk_->view(secret)->public_id;
    }

    Secret begin_from(const std::string& network) { return begin({.network = network}); }

    /// A response that begins so.
    Secret begin(Arrival arrival) {
        std::promise<Result<ConsentOutcome>> asked;
        desk_->fieldwork().answer_consent(
            "tiny",
            true,
            std::move(arrival),
            [&](Result<ConsentOutcome> outcome) { asked.set_value(std::move(outcome)); }
        );
        const Result<ConsentOutcome> outcome = asked.get_future().get();
        const auto* started = outcome ? std::get_if<Started>(&*outcome) : nullptr;
        if (started == nullptr) ADD_FAILURE() << "did not start";
        return started == nullptr ? Secret() : started->secret;
    }

    Result<Review> say(ReviewStep step, const PublicId& id, const std::string& by) {
        return review("tiny", desk_->data(), step, {id, by, "Looked at"}, desk_->clock(), random_);
    }

    ScreenedStudy screened() {
        const Result<ScreenedStudy> done = screen("tiny", desk_->data(), {});
        if (!done) ADD_FAILURE() << describe(done.error());
        return done ? *done : ScreenedStudy();
    }

    std::size_t in_tables() {
        return read_responses("tiny", desk_->data(), {}, Wanted::reported)->table.size();
    }

    void expect_sound() { fixture::expect_sound(desk_->data()); }

    TemporaryFolder folder_;
    std::optional<Desk> desk_;
    SystemRandom random_;
};

/// "flagged 3: copied, crowd", in no order of ids.
std::vector<std::string> told(const std::vector<ScreenedResponse>& all) {
    std::vector<std::string> lines;
    for (const ScreenedResponse& one : all) {
        std::string line = fmt::format("{}:", one.screened.points);
        for (const auto& evidence : one.screened.evidence) line += " " + evidence.signal;
        lines.push_back(line);
    }
    std::ranges::sort(lines);
    return lines;
}

TEST_F(ScreeningTest, FindsWhoShouldBeLookedAt) {
    desk("false");
    respond(3, "Nothing to say about this one, it all went well.");
    respond(60, copied_remark);
    respond(4, copied_remark);
    respond(70, "Another answer in words of its own, which nobody shares.");
    const ScreenedStudy study = screened();
    EXPECT_EQ(study.responses, 4);
    EXPECT_EQ(study.origin, response::Origin::test);
    EXPECT_EQ(told(study.flagged), (std::vector<std::string>{"3: copied", "5: copied crowd"}));
    EXPECT_EQ(told(study.others), std::vector<std::string>{"2: crowd"});
    ASSERT_EQ(study.signals.size(), 2U);
    EXPECT_EQ(study.signals[0].signal, "copied");
    EXPECT_EQ(study.signals[0].responses, 2);
    EXPECT_EQ(study.signals[1].signal, "crowd");
    EXPECT_EQ(study.signals[1].responses, 2);
    EXPECT_EQ(study.signals[1].flagged, 1);
}

TEST_F(ScreeningTest, WithoutTheSectionThereIsNothingToScreen) {
    write_file(folder_.path() / "tiny" / "study.yaml", study_yaml());
    desk_.emplace(folder_);
    respond(60, copied_remark);
    const auto done = screen("tiny", desk_->data(), {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "actions.no-screening");
}

TEST_F(ScreeningTest, DecisionsFollowOneAnother) {
    using enum ReviewStep;
    struct Step {
        ReviewStep step;
        const char* by;
        const char* outcome;  ///< A verdict, or a problem's code.
    };
    struct Row {
        const char* name;
        const char* two_reviewers;
        std::vector<Step> steps;
        std::size_t in_tables;
    };
    for (const Row& row : std::vector<Row>{
             {"one excludes", "false", {{exclude, "ab", "excluded"}}, 0},
             {"two exclude", "true", {{exclude, "ab", "proposed"}, {exclude, "cd", "excluded"}}, 0},
             {"one is not two",
              "true",
              {{exclude, "ab", "proposed"}, {exclude, " AB ", "actions.same-reviewer"}},
              1},
             {"excluded twice",
              "false",
              {{exclude, "ab", "excluded"}, {exclude, "cd", "actions.reviewed-already"}},
              0},
             {"excluded, then flagged",
              "false",
              {{exclude, "ab", "excluded"}, {flag, "cd", "actions.excluded"}},
              0},
             {"taken back", "false", {{exclude, "ab", "excluded"}, {keep, "cd", "kept"}}, 1},
             {"a proposal taken back begins anew",
              "true",
              {{exclude, "ab", "proposed"},
               {keep, "cd", "kept"},
               {exclude, "cd", "proposed"},
               {exclude, "ab", "excluded"}},
              0},
             {"kept twice",
              "false",
              {{keep, "ab", "kept"}, {keep, "cd", "actions.reviewed-already"}},
              1},
             {"flagged, then kept",
              "false",
              {{flag, "ab", "flagged"},
               {flag, "cd", "actions.reviewed-already"},
               {keep, "ab", "kept"}},
              1},
             {"flagging is no proposal",
              "true",
              {{flag, "ab", "flagged"}, {exclude, "cd", "proposed"}},
              1},
             {"nobody looked", "false", {{exclude, " ", "actions.no-reviewer"}}, 1},
         }) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        write_file(folder.path() / "tiny" / "study.yaml", screened_yaml(row.two_reviewers));
        desk_.emplace(folder);
        const PublicId id = respond(60, copied_remark);
        for (const Step& step : row.steps) {
            const Result<Review> done = say(step.step, id, step.by);
            EXPECT_EQ(done ? std::string(to_text(done->verdict)) : done.error().code, step.outcome);
        }
        EXPECT_EQ(in_tables(), row.in_tables);
        expect_sound();
        desk_.reset();
    }
}

TEST_F(ScreeningTest, AsWhatItIsExcludedTakesTwoAsWell) {
    using enum ExclusionKind;
    struct Step {
        const char* by;
        std::optional<ExclusionKind> as;
        const char* comes_to;  ///< A verdict, or the code of a problem.
        std::optional<ExclusionKind> stands = std::nullopt;
    };
    struct Row {
        const char* name;
        const char* two_reviewers;
        std::vector<Step> steps;
    };
    const auto excluded_as = [&](const PublicId& id, const Step& step) {
        return review(
            "tiny",
            desk_->data(),
            ReviewStep::exclude,
            {id, step.by, "Looked at", step.as},
            desk_->clock(),
            random_
        );
    };
    for (const Row& row : std::vector<Row>{
             {"the second agrees",
              "true",
              {{"ab", not_eligible, "proposed", not_eligible}, {"cd", {}, "excluded", not_eligible}}
             },
             {"the second proposes another kind",
              "true",
              {{"ab", not_eligible, "proposed", not_eligible},
               {"cd", duplicate, "proposed", duplicate},
               {"ab", {}, "excluded", duplicate}}},
             {"who proposed it mends it",
              "true",
              {{"ab", {}, "proposed", unusable},
               {"ab", duplicate, "proposed", duplicate},
               {"ab", duplicate, "actions.same-reviewer"},
               {"cd", duplicate, "excluded", duplicate}}},
             {"who excluded it last does not change the kind alone",
              "true",
              {{"ab", {}, "proposed", unusable},
               {"cd", {}, "excluded", unusable},
               {"cd", not_eligible, "actions.same-reviewer"},
               {"ab", not_eligible, "actions.same-reviewer"},
               {"ef", not_eligible, "excluded", not_eligible}}},
             {"one suffices",
              "false",
              {{"ab", {}, "excluded", unusable}, {"ab", duplicate, "excluded", duplicate}}},
         }) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        write_file(folder.path() / "tiny" / "study.yaml", screened_yaml(row.two_reviewers));
        desk_.emplace(folder);
        const PublicId id = respond(1, row.name);
        for (const Step& step : row.steps) {
            const Result<Review> done = excluded_as(id, step);
            const std::string came_to =
                done ? std::string(to_text(done->verdict)) : done.error().code;
            EXPECT_EQ(came_to, step.comes_to);
            if (done) EXPECT_EQ(done->as, step.stands);
        }
        desk_.reset();
    }
}

TEST_F(ScreeningTest, KeepsWhoSaidItAndWhy) {
    desk("false");
    const PublicId id = respond(60, copied_remark);
    ASSERT_TRUE(say(ReviewStep::exclude, id, "ab"));
    const ScreenedStudy study = screened();
    ASSERT_EQ(study.others.size(), 1U);
    const ScreenedResponse& one = study.others.front();
    EXPECT_EQ(one.review.verdict, Verdict::excluded);
    EXPECT_EQ(one.review.by, "ab");
    EXPECT_EQ(one.review.reason, "Looked at");
    EXPECT_FALSE(one.waits());
    const auto stored = read_responses("tiny", desk_->data(), {}, Wanted::reported);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->exclusions.at("Looked at"), 1);
}

TEST_F(ScreeningTest, WhoDoesNoWorkIsLetInAndFlagged) {
    write_file(
        folder_.path() / "tiny" / "study.yaml",
        study_yaml("tiny", "screening: {proof of work: 1000}\n")
    );
    desk_.emplace(folder_);
    const auto flags = [&](const Secret& secret) { return desk_->view(secret)->state.flags; };
    using Flags = std::vector<std::string>;
    EXPECT_EQ(flags(begin({.work = ""})), Flags{"no-proof-of-work"});
    EXPECT_EQ(flags(begin({.work = "made up"})), Flags{"no-proof-of-work"});
    const std::string challenge = desk_->fieldwork().work_challenge("tiny", random_);
    nlohmann::json payload = nlohmann::json::parse(challenge);
    for (int number = 0; number <= 1'000; ++number) {
        const std::string tried = payload.at("salt").get<std::string>() + std::to_string(number);
        if (payload.at("challenge") == sha256(tried).hex()) payload["number"] = number;
    }
    const std::string work = to_base64url(payload.dump());
    EXPECT_EQ(flags(begin({.work = work})), Flags());
    EXPECT_EQ(flags(begin({.work = work})), Flags{"no-proof-of-work"}) << "spent";
    expect_sound();
}

TEST_F(ScreeningTest, WhereNoWorkIsAskedForNobodyLacksIt) {
    Desk& open = desk("false");
    EXPECT_EQ(open.fieldwork().work_challenge("tiny", random_), "");
    EXPECT_EQ(open.view(begin({}))->state.flags, std::vector<std::string>());
}

TEST_F(ScreeningTest, WhoBeganInABurstIsFlaggedAlsoWhoBeganBefore) {
    write_file(
        folder_.path() / "tiny" / "study.yaml", study_yaml("tiny", "screening: {burst size: 3}\n")
    );
    desk_.emplace(folder_);
    const auto flags = [&](const Secret& secret) { return desk_->view(secret)->state.flags; };
    using Flags = std::vector<std::string>;
    const Secret first = begin_from("4abc");
    const Secret elsewhere = begin_from("4xyz");
    const Secret gone = begin_from("4abc");
    (void)desk_->send(first, "first", {{"uses", "no"}});
    ASSERT_TRUE(desk_->withdraw(gone));
    EXPECT_EQ(flags(first), Flags());
    const Secret third = begin_from("4abc");
    for (const Secret& one : {first, third}) EXPECT_EQ(flags(one), Flags{"burst:3"});
    EXPECT_EQ(flags(gone), Flags());
    EXPECT_EQ(flags(elsewhere), Flags());
    // Whoever was flagged in between goes on as if nothing had been.
    EXPECT_EQ(page_of(desk_->send(first, "last", {{"remark", "x"}})), -1);
    EXPECT_EQ(told(screened().others), (std::vector<std::string>{"1: burst", "1: burst"}));
    expect_sound();
    desk_->close();
    desk_->open();
    EXPECT_EQ(flags(begin_from("4abc")), Flags()) << "a restart begins to count anew";
    expect_sound();
}

TEST_F(ScreeningTest, TheHoneypotIsASignalAndNoRefusal) {
    Desk& open = desk("false");
    std::promise<Result<ConsentOutcome>> asked;
    open.fieldwork().answer_consent(
        "tiny",
        true,
        {.start_key = {}, .link = {}, .flag = std::string(honeypot_flag)},
        [&](Result<ConsentOutcome> outcome) { asked.set_value(std::move(outcome)); }
    );
    const Result<ConsentOutcome> outcome = asked.get_future().get();
    ASSERT_TRUE(outcome && std::holds_alternative<Started>(*outcome));
    const Secret secret = std::get<Started>(*outcome).secret;
    EXPECT_EQ(open.view(secret)->state.flags, std::vector<std::string>{"honeypot"});
    EXPECT_EQ(page_of(open.send(secret, "first", {{"uses", "no"}})), 2);
    EXPECT_EQ(told(screened().others), std::vector<std::string>{"2: honeypot"});
    expect_sound();
}

TEST_F(ScreeningTest, CountsHowOpenAnswersCameAndNothingElse) {
    desk("false");
    const std::string remark(100, 'x');
    const Secret secret = desk_->start();
    (void)desk_->send(secret, "first", {{"uses", "yes"}, {"_shown", "uses reason"}});
    (void)desk_->send(secret, "second", {{"people", "3"}});
    (void
    )desk_->send(secret, "last", {{"remark", "y"}, {"_typing", "remark:1:0"}, {"_go", "later"}});
    EXPECT_TRUE(is<Completed>(desk_->send(
        secret, "last", {{"remark", remark}, {"_typing", "remark:2:100"}, {"_revision", "1"}}
    )));
    const ScreenedStudy study = screened();
    ASSERT_EQ(study.others.size(), 1U);
    EXPECT_EQ(
        study.others[0].screened.evidence[0].reason,
        "100 of the 100 characters of the answer to remark were pasted"
    );
    expect_sound();
}

TEST_F(ScreeningTest, ExcludingChangesNoSignalOfOthers) {
    desk("false");
    const PublicId first = respond(3, copied_remark);
    respond(4, copied_remark);
    ASSERT_TRUE(say(ReviewStep::exclude, first, "ab"));
    const ScreenedStudy study = screened();
    EXPECT_EQ(told(study.flagged), (std::vector<std::string>{"3: copied", "3: copied"}));
    EXPECT_EQ(std::ranges::count_if(study.flagged, &ScreenedResponse::waits), 1);
    EXPECT_EQ(study.signals[0].excluded, 1);
}

TEST_F(ScreeningTest, WhoIsFlaggedByHandWaitsWithoutAnySignal) {
    desk("false");
    const PublicId id = respond(3, "Nothing to say about this one, it all went well.");
    EXPECT_TRUE(screened().flagged.empty());
    ASSERT_TRUE(say(ReviewStep::flag, id, "ab"));
    EXPECT_EQ(told(screened().flagged), std::vector<std::string>{"0:"});
    ASSERT_TRUE(say(ReviewStep::keep, id, "ab"));
    EXPECT_TRUE(screened().flagged.empty());
}

TEST_F(ScreeningTest, TheReportTellsEveryResultWithoutFlaggedResponses) {
    desk("false");
    respond(3, "Nothing to say about this one, it all went well.");
    const PublicId copied = respond(60, copied_remark);
    respond(4, copied_remark);
    const auto printed = [&] {
        const auto built = build_report("tiny", desk_->data(), {ReportFormat::markdown, {}, false});
        return built ? built->document : describe(built.error());
    };
    const std::string before = printed();
    for (const char* part :
         {"2 of 3 responses were flagged for a person to look at: 0 of them excluded, 0 kept, 2 "
          "still waiting.",
          "| crowd | Check of the study: a crowd | 1 | 1 | 0 |",
          "| All (n = 3) | Without flagged ones (n = 1) |",
          "| Do you use it? | 3 of 3 answered “Yes”. | 1 of 1 answered “Yes”. | none |"}) {
        EXPECT_NE(before.find(part), std::string::npos) << part << "\n" << before;
    }
    ASSERT_TRUE(say(ReviewStep::exclude, copied, "ab"));
    const std::string after = printed();
    for (const char* part :
         {"1 of them excluded, 0 kept, 1 still waiting.",
          "| All (n = 2) | Without flagged ones (n = 1) |"}) {
        EXPECT_NE(after.find(part), std::string::npos) << part << "\n" << after;
    }
}

TEST_F(ScreeningTest, TheReportOfAStudyThatDoesNotScreenSaysNothingOfIt) {
    write_file(folder_.path() / "tiny" / "study.yaml", study_yaml());
    desk_.emplace(folder_);
    respond(60, copied_remark);
    respond(60, copied_remark);
    const auto built = build_report("tiny", desk_->data(), {ReportFormat::markdown, {}, false});
    ASSERT_TRUE(built);
    EXPECT_EQ(built->document.find("## Screening"), std::string::npos);
    EXPECT_EQ(built->document.find("lagged"), std::string::npos);
}

TEST_F(ScreeningTest, WhoAnswersGoesOnWhileSomebodyDecides) {
    desk("false");
    const Secret secret = desk_->start();
    EXPECT_EQ(page_of(desk_->send(secret, "first", {{"uses", "no"}})), 2);
    ASSERT_TRUE(say(ReviewStep::exclude, desk_->view(secret)->public_id, "ab"));
    EXPECT_TRUE(is<Completed>(desk_->send(secret, "last", {{"remark", "Fine"}})));
    EXPECT_TRUE(desk_->view(secret)->state.excluded);
    EXPECT_EQ(in_tables(), 0U);
    expect_sound();
}

TEST_F(ScreeningTest, WhatIsWithdrawnOrStrangeIsNotReviewed) {
    desk("false");
    const Secret secret = desk_->start();
    const PublicId id = desk_->view(secret)->public_id;
    ASSERT_TRUE(desk_->withdraw(secret));
    const auto gone = say(ReviewStep::exclude, id, "ab");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, "actions.nothing-to-review");
    const auto strange = say(ReviewStep::keep, PublicId{}, "ab");
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().code, "actions.unknown-response");
}

}  // namespace
}  // namespace querist::actions
