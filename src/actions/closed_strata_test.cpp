// Studies that people come to by personal links only, and strata of which no more are wanted.

#include "actions/closed_strata.hpp"

#include "actions/recruiting_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::actions {
namespace {

using namespace fixture;
using Came = RecruitingDesk::Came;

constexpr const char* mail_keys =
    ", invitation: {from: a@example.org, subject: S, text: '{{link}} {{opt-out link}}'}, "
    "reminders: [{after days: 7, subject: S, text: '{{link}} {{opt-out link}}'}]";

/// Three paying people and three others, all drawn and released. One answer of the paying is
/// wanted.
class ClosedStrataTest : public ::testing::Test {
protected:
    explicit ClosedStrataTest(const std::string& sample = "target: 5, stratum field: tier") {
        desk_.write_study(sample, "confidential", std::string(mail_keys) + ", open link: false");
        const fs::path file = desk_.study() / "study.yaml";
        std::string yaml = bytes_of(file);
        yaml.insert(
            yaml.find("  pages:\n"),
            "  from link: [{id: tier, title: Tier, serves: [why], allowed: [{pro: P}, {normal: "
            "N}]}]\n"
            "  quotas: [{id: paying, when: 'tier == \"pro\"', at most: 1, message: Enough.}]\n"
        );
        write_file(file, yaml);
        EXPECT_TRUE(desk_.import(RecruitingDesk::people(3, 3)));
        EXPECT_TRUE(desk_.draw({.design = {}, .size = 6, .seed = 7}));
    }
    void release(int cases) {
        const auto wave =
            release_wave(desk_.study(), desk_.data(), cases, WaveKind::main, desk_.clock());
        ASSERT_TRUE(wave) << describe(wave.error());
    }
    void open() {
        const auto opened = step_life(desk_.study(), desk_.data(), Life::open, desk_.clock());
        ASSERT_TRUE(opened) << describe(opened.error());
    }
    /// The cases of a stratum, in the order of drawing.
    std::vector<store::CaseRow> cases_of(const std::string& stratum) {
        SystemRandom random;
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_only, random);
        const auto frame = present(identity->store->view()->frame("tiny"));
        std::vector<store::CaseRow> cases = desk_.cases();
        std::erase_if(cases, [&](const store::CaseRow& row) {
            return stratum_name(frame, row.stratum) != stratum;
        });
        return cases;
    }
    QueuedMails invite() {
        return queue_invitations(desk_.study(), desk_.data(), desk_.clock()).value();
    }
    /// To a server that nobody listens at: what is held back never asks for it.
    SentMails send() {
        MailingOptions options;
        options.server = "127.0.0.1:1";
        options.address = "https://survey.example.org";
        SystemRandom random;
        return send_mails(
                   desk_.study(),
                   desk_.data(),
                   options,
                   SendUntil::nothing_is_due,
                   desk_.clock(),
                   random,
                   [](Instant) {},
                   [](std::int64_t) {}
        ).value();
    }

    void note_invited() {
        SystemRandom random;
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_write, random);
        const Result<void> done = identity->store->run([&](store::IdentityWork& work) {
            for (const store::CaseRow& row : desk_.cases()) {
                const Instant at = desk_.clock().now();
                (void)work.add_event(row.id, {.kind = recruitment::EventKind::invited, .at = at});
            }
            return Result<void>();
        });
        ASSERT_TRUE(done) << describe(done.error());
    }
    /// All three others answer, nobody who pays, and the study's link key is destroyed.
    UnlinkedStudy unlinked() {
        release(6);
        open();
        note_invited();
        for (const auto& other : cases_of("normal")) {
            EXPECT_EQ(desk_.answer(&other), Came::completed);
        }
        EXPECT_TRUE(step_life(desk_.study(), desk_.data(), Life::closed, desk_.clock()));
        return unlink_study(desk_.study(), desk_.data(), Unlink::destroy, desk_.clock()).value();
    }

    RecruitingDesk desk_;
};

TEST_F(ClosedStrataTest, StrataWithTheAnswersTellWhereAllOfOneAnswered) {
    EXPECT_TRUE(unlinked().tells);
}

TEST_F(ClosedStrataTest, WhoHasNoPersonalLinkIsNotLetInOnceTheStudyIsNoDraft) {
    EXPECT_EQ(desk_.answer(), Came::completed) << "its researchers try a draft";
    for (const Life life : {Life::pilot, Life::open}) {
        ASSERT_TRUE(step_life(desk_.study(), desk_.data(), life, desk_.clock()));
        EXPECT_EQ(desk_.answer(), Came::not_admitted);
    }
    release(6);
    EXPECT_EQ(desk_.answer(&cases_of("normal").front()), Came::completed);
}

TEST_F(ClosedStrataTest, AFullQuotaTurnsAwayWhoComesOfTheStratumAndNobodyElse) {
    release(6);
    open();
    const auto of_pro = cases_of("pro");
    EXPECT_EQ(desk_.answer(&of_pro.at(0)), Came::completed);
    EXPECT_EQ(desk_.answer(&of_pro.at(1)), Came::quota_full);
    for (const auto& other : cases_of("normal")) {
        EXPECT_EQ(desk_.answer(&other), Came::completed);
    }
    const RecruitmentStatus status = recruitment_status(desk_.study(), desk_.data()).value();
    EXPECT_EQ(status.complete, 4);
    EXPECT_EQ(present(status.web_of_cases).completed, 4);
}

TEST_F(ClosedStrataTest, NobodyOfAClosedStratumIsReleasedOrWrittenTo) {
    release(2);
    open();
    const auto of_wave = [&](const std::string& stratum) {
        std::vector<store::CaseRow> cases = cases_of(stratum);
        std::erase_if(cases, [](const store::CaseRow& row) { return !row.wave; });
        return cases;
    };
    release(2);
    ASSERT_EQ(of_wave("pro").size() + of_wave("normal").size(), 4U);
    const auto of_pro = of_wave("pro");
    ASSERT_GE(of_pro.size(), 2U);
    EXPECT_EQ(invite().queued, 4);
    EXPECT_EQ(desk_.answer(&of_pro.at(0)), Came::completed);
    for (const auto& other : of_wave("normal")) {
        EXPECT_EQ(desk_.answer(&other), Came::completed);
    }
    const SentMails sent = send();
    EXPECT_FALSE(sent.stopped) << describe(*sent.stopped);
    EXPECT_EQ(sent.quota_full, static_cast<std::int64_t>(of_pro.size()) - 1);
    EXPECT_EQ(sent.left, sent.quota_full) << "they wait in the outbox";
    const auto waiting = static_cast<std::int64_t>(3 - of_pro.size());
    const auto others = static_cast<std::int64_t>(3 - of_wave("normal").size());
    const Result<ReleasedWave> wave =
        release_wave(desk_.study(), desk_.data(), 2, WaveKind::main, desk_.clock());
    if (waiting > 0) {
        ASSERT_FALSE(wave);
        EXPECT_TRUE(wave.error().message.contains("of pro are kept back"))
            << describe(wave.error());
    }
    const Result<ReleasedWave> rest =
        release_wave(desk_.study(), desk_.data(), others, WaveKind::main, desk_.clock());
    ASSERT_TRUE(rest) << describe(rest.error());
    EXPECT_EQ(rest->strata.front().kept_back, waiting);
    EXPECT_EQ(rest->strata.back().waiting, 0);
    EXPECT_EQ(invite().queued, others);
}

class StopRuleTest : public ClosedStrataTest {
protected:
    StopRuleTest() : ClosedStrataTest("target: 5, stop when complete: 1") {}
};

TEST_F(StopRuleTest, NobodyIsInvitedOnceThereAreEnough) {
    release(4);
    open();
    EXPECT_EQ(invite().queued, 4);
    release(2);
    EXPECT_EQ(desk_.answer(&cases_of("normal").front()), Came::completed);
    const SentMails sent = send();
    EXPECT_FALSE(sent.stopped) << describe(*sent.stopped);
    EXPECT_GE(sent.enough, 3) << "those that were queued before wait";
    EXPECT_EQ(sent.left, sent.enough);
    const auto refused = queue_invitations(desk_.study(), desk_.data(), desk_.clock());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "recruitment.stop-rule");
    EXPECT_TRUE(queue_reminders(desk_.study(), desk_.data(), desk_.clock()))
        << "who was invited is reminded like everybody else";
}

TEST_F(StopRuleTest, StrataWithoutTheAnswersHideEachOther) { EXPECT_FALSE(unlinked().tells); }

TEST_F(StopRuleTest, NobodyIsDrawnForAStudyThatIsOver) {
    open();
    ASSERT_TRUE(step_life(desk_.study(), desk_.data(), Life::closed, desk_.clock()));
    const auto drawn = desk_.draw({.design = {}, .size = 1, .seed = 7});
    ASSERT_FALSE(drawn);
    EXPECT_EQ(drawn.error().code, "recruitment.closed");
}

}  // namespace
}  // namespace querist::actions
