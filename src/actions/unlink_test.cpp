// Destroying a study's link key: what is kept, what is deleted, and what happens when it is cut
// off.

#include "actions/link_of_study.hpp"
#include "actions/recruiting_fixture.hpp"
#include "actions/sample_of_report.hpp"
#include "actions/study_reference.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace querist::actions {
namespace {

using namespace fixture;
using recruitment::Code;
using recruitment::EventKind;

/// Ten cases in two waves, invited; those who have not answered by then reminded.
class UnlinkTest : public ::testing::Test {
protected:
    UnlinkTest() {
        EXPECT_TRUE(desk_.import(RecruitingDesk::people(5, 15)));
        EXPECT_TRUE(desk_.draw({.design = {}, .size = 12, .seed = 7}));
        for (int wave = 0; wave < 2; ++wave) {
            EXPECT_TRUE(release_wave(desk_.study(), desk_.data(), 5, WaveKind::main, desk_.clock())
            );
        }
        for (const store::CaseRow& row : desk_.cases()) {
            if (row.wave) cases_.push_back(row);
        }
        invite();
    }

    void invite() {
        SystemRandom random;
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_write, random);
        const Result<void> done =
            identity->store->run([&](store::IdentityWork& work) -> Result<void> {
                for (const store::CaseRow& row : cases_) {
                    const Instant now = desk_.clock().now();
                    EXPECT_TRUE(work.outbox().queue_mail(row.id, 0, now));
                    (void)work.add_event(row.id, {EventKind::invited, now});
                    (void)work.add_event(row.id, {EventKind::delivered, now});
                    if (row.position % 2 == 0) continue;
                    EXPECT_TRUE(work.outbox().queue_mail(row.id, 1, now));
                    (void)work.add_event(row.id, {EventKind::reminded, now});
                }
                return {};
            });
        EXPECT_TRUE(done);
    }
    /// Who is named completes the questionnaire.
    void answer(const std::vector<std::size_t>& positions) {
        for (const std::size_t i : positions) {
            desk_.respond(cases_.at(i), response::Status::complete, 2);
        }
    }
    void end(store::Life life = store::Life::closed, const std::string& mode = "confidential") {
        const auto opened = store::open_store(desk_.data());
        const Result<void> done = (*opened)->run([&](store::Transaction& work) -> Result<void> {
            const store::StudyRow row = present(work.study("tiny"));
            work.set_life(row.id, life, mode, desk_.clock().now());
            return {};
        });
        EXPECT_TRUE(done);
    }
    Result<UnlinkedStudy> unlink(Unlink how = Unlink::destroy) {
        return unlink_study(desk_.study(), desk_.data(), how, desk_.clock());
    }
    RecruitmentStatus status() { return recruitment_status(desk_.study(), desk_.data()).value(); }
    [[nodiscard]] std::string keys() const { return bytes_of(desk_.data() / "keys"); }

    RecruitingDesk desk_{"target: 5"};
    std::vector<store::CaseRow> cases_;
};

template <class Value>
std::string code_of(const Result<Value>& result) {
    return result ? std::string("done") : result.error().code;
}

void expect_same(const recruitment::CaseCounts& one, const recruitment::CaseCounts& other) {
    EXPECT_TRUE(one == other);
}

TEST_F(UnlinkTest, KeepsTheRatesAndDeletesWhatTells) {
    answer({0, 2, 5, 8});
    end();
    const RecruitmentStatus before = status();
    const Result<UnlinkedStudy> done = unlink();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_FALSE(done->tells);
    EXPECT_FALSE(done->goes_on);
    EXPECT_TRUE(keys().contains("link tiny destroyed-on-"));
    const RecruitmentStatus after = status();
    EXPECT_FALSE(present(after.unlinked).key_remains);
    expect_same(present(after.rates).whole.cases, present(before.rates).whole.cases);
    EXPECT_EQ(present(after.rates).not_released, 2);
    EXPECT_EQ(after.cases_with_event, before.cases_with_event);
    EXPECT_EQ(after.no_answers, "");
    EXPECT_EQ(present(after.web_of_cases).completed, 4);
    ASSERT_EQ(after.mails.counts.size(), before.mails.counts.size());
    for (std::size_t i = 0; i < after.mails.counts.size(); ++i) {
        EXPECT_EQ(after.mails.counts[i].mails, before.mails.counts[i].mails);
    }
    for (const char* word : {"reminded", "invited", "delivered"}) {
        SCOPED_TRACE(word);
        SystemRandom random;
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_only, random);
        for (const store::CaseRow& row : cases_) {
            EXPECT_EQ(identity->store->view()->events(row.id).size(), 1U) << "that it was sampled";
            EXPECT_TRUE(identity->store->view()->outbox().mails_of(row.id).empty());
        }
    }
}

TEST_F(UnlinkTest, ReportsTellTheSameSampleBeforeAndAfter) {
    answer({0, 2, 5, 8});
    end();
    const auto sample_in = [&] {
        const ReportOptions options{.format = ReportFormat::markdown, .origin = {}};
        const std::string text = build_report(desk_.study(), desk_.data(), options)->document;
        const std::size_t begins = text.find("# From the sample to the responses");
        if (begins == std::string::npos) return std::string();
        return text.substr(begins, text.find("\n## ", begins + 3) - begins);
    };
    const std::string before = sample_in();
    EXPECT_TRUE(before.contains("4 of 10 released cases completed")) << before;
    EXPECT_TRUE(before.contains("RR1 = 40.0% (4 of 10)"));
    const UnlinkedStudy done = unlink().value();
    const std::string after = sample_in();
    EXPECT_TRUE(after.contains("4 of 10 released cases completed")) << after;
    EXPECT_TRUE(after.contains("The link key of this study was destroyed"));
    if (done.joined.empty()) {
        EXPECT_TRUE(after.starts_with(before)) << "every table is the same";
    }
}

TEST_F(UnlinkTest, WeightsByStrataNeedTheLink) {
    answer({0, 2, 5, 8});
    end();
    const instrument::Study study = usable_study(desk_.study()).value();
    report::PlanFacts plan;
    plan.plan.weights.emplace_back().by_strata = true;
    const auto facts = [&] {
        return present(
            sample_of_report(study, desk_.study(), desk_.data(), response::Origin::real, plan)
                .value()
        );
    };
    const report::SampleFacts linked = facts();
    EXPECT_EQ(linked.stratum_of.size(), 4U) << "of each response the stratum of its case";
    std::map<std::size_t, int> answered;
    for (const auto& [response, stratum] : linked.stratum_of) ++answered[stratum];
    for (std::size_t h = 0; h < linked.strata.size(); ++h) {
        const recruitment::CaseCounts& cases = linked.rates.strata.at(h).cases;
        EXPECT_EQ(answered[h], cases.of(Code::complete)) << linked.strata[h].name;
        const auto in_frame = static_cast<double>(linked.strata[h].in_frame);
        EXPECT_NEAR(linked.strata[h].chance, static_cast<double>(cases.total()) / in_frame, 1e-12);
    }
    ASSERT_TRUE(unlink());
    EXPECT_TRUE(facts().stratum_of.empty());
}

/// The pilot's eight come to the frame and are drawn after the ten of the main sample.
class PilotUnlinkTest : public UnlinkTest {
protected:
    PilotUnlinkTest() {
        std::string csv = "email,name,stratum\n";
        for (int i = 1; i <= 8; ++i) {
            csv += fmt::format("late{0}@example.org,Late {0},{1}\n", i, i % 2 ? "pro" : "normal");
        }
        EXPECT_TRUE(desk_.import(csv));
        EXPECT_TRUE(desk_.draw({.design = {}, .size = 8, .seed = 7}));
        EXPECT_TRUE(release_wave(desk_.study(), desk_.data(), 10, WaveKind::pilot, desk_.clock()));
        const std::vector<store::CaseRow> main = std::exchange(cases_, {});
        for (const store::CaseRow& row : desk_.cases()) {
            if (row.wave == 3) cases_.push_back(row);
        }
        invite();
        cases_.insert(cases_.end(), main.begin(), main.end());
    }
    /// Positions of the pilot's cases, or of all others, in a stratum.
    [[nodiscard]] std::vector<std::size_t> positions(bool pilot, std::int64_t stratum) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const store::CaseRow& one = cases_[i];
            if ((one.wave == 3) == pilot && one.stratum.value == stratum) found.push_back(i);
        }
        return found;
    }
    report::SampleFacts facts(response::Origin origin) {
        const instrument::Study study = usable_study(desk_.study()).value();
        return present(
            sample_of_report(study, desk_.study(), desk_.data(), origin, std::nullopt).value()
        );
    }
};

TEST_F(PilotUnlinkTest, ChancesAreThoseOfTheSampleInAFrameThatGrew) {
    // 9 pro and 19 normal people could be drawn: all of the list, and those who came later.
    for (const response::Origin origin : {response::Origin::real, response::Origin::pilot}) {
        SCOPED_TRACE(to_text(origin));
        const report::SampleFacts sample = facts(origin);
        ASSERT_EQ(sample.strata.size(), 2U);
        for (std::size_t h = 0; h < 2; ++h) {
            const auto released = static_cast<double>(sample.rates.strata.at(h).cases.total());
            const double people = sample.strata[h].name == "pro" ? 9 : 19;
            EXPECT_NEAR(sample.strata[h].chance, released / people, 1e-12);
        }
    }
}

TEST_F(PilotUnlinkTest, StrataOfTheMainSampleStayApartWhereThePilotsAreJoined) {
    std::vector<std::size_t> answering = positions(true, 1);
    answering.push_back(positions(true, 2).front());
    for (const std::int64_t stratum : {1, 2}) {
        const std::vector<std::size_t> there = positions(false, stratum);
        ASSERT_GE(there.size(), 2U);
        answering.push_back(there.front());
    }
    answer(answering);
    end();
    const report::SampleFacts before = facts(response::Origin::real);
    ASSERT_TRUE(unlink());
    const report::SampleFacts main = facts(response::Origin::real);
    ASSERT_EQ(main.strata.size(), before.strata.size());
    for (std::size_t h = 0; h < main.strata.size(); ++h) {
        EXPECT_EQ(main.strata[h].name, before.strata[h].name);
        EXPECT_EQ(main.strata[h].in_frame, before.strata[h].in_frame);
        EXPECT_NEAR(main.strata[h].chance, before.strata[h].chance, 1e-12);
    }
    const report::SampleFacts pilot = facts(response::Origin::pilot);
    ASSERT_EQ(pilot.strata.size(), 1U);
    EXPECT_EQ(pilot.strata.front().name, "pro + normal");
    EXPECT_EQ(pilot.strata.front().in_frame, 28);
    EXPECT_EQ(pilot.rates.strata.at(0).cases.total(), 10);
}

TEST_F(UnlinkTest, CountsTogetherWhatWouldTell) {
    // All of the second wave answered, and of the first two.
    std::vector<std::size_t> of_second_wave;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        if (cases_[i].wave == 2) of_second_wave.push_back(i);
    }
    answer(of_second_wave);
    answer({static_cast<std::size_t>(
        std::ranges::find(cases_, 1, &store::CaseRow::wave) - cases_.begin()
    )});
    end();
    const UnlinkedStudy rehearsed = unlink(Unlink::rehearse).value();
    EXPECT_TRUE(std::ranges::find(rehearsed.joined, "waves 1 + 2") != rehearsed.joined.end());
    EXPECT_FALSE(status().unlinked) << "a rehearsal changes nothing";
    const Result<UnlinkedStudy> done = unlink();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_EQ(done->joined, rehearsed.joined);
    const RecruitmentStatus after = status();
    ASSERT_EQ(after.waves.size(), 1U);
    EXPECT_EQ(after.waves.front().cases, 10);
    EXPECT_EQ(present(after.rates).waves.size(), 1U);
    EXPECT_EQ(present(after.rates).whole.cases.of(Code::complete), 6);
}

TEST_F(UnlinkTest, SaysWhenEverybodyAnswered) {
    std::vector<std::size_t> all(cases_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    answer(all);
    end();
    EXPECT_TRUE(unlink()->tells);
    EXPECT_TRUE(present(status().unlinked).tells);
}

TEST_F(UnlinkTest, SaysWhenItIsKnownOfOneWhoWantsNoMail) {
    answer({0, 2, 5, 8});
    SystemRandom random;
    {
        const auto identity =
            open_existing_identity(desk_.data(), store::Access::read_write, random);
        ASSERT_TRUE(identity->store->run([&](store::IdentityWork& work) -> Result<void> {
            (void)work.opt_out(cases_.at(2), desk_.clock().now());
            return {};
        }));
    }
    end();
    const auto counted = [&](EventKind kind) {
        return status().cases_with_event[static_cast<std::size_t>(kind)];
    };
    EXPECT_EQ(counted(EventKind::opted_out), 1);
    EXPECT_TRUE(unlink()->tells);
    EXPECT_TRUE(present(status().unlinked).tells);
    EXPECT_EQ(counted(EventKind::opted_out), 0) << "that somebody left after being asked";
}

TEST_F(UnlinkTest, RefusesAStudyThatIsNotClosedOrDestroyedAlready) {
    answer({0});
    const std::string before = keys();
    for (const store::Life life : {store::Life::open, store::Life::paused}) {
        SCOPED_TRACE(to_text(life));
        end(life);
        EXPECT_EQ(code_of(unlink()), "recruitment.not-closed");
        EXPECT_EQ(keys(), before);
        EXPECT_FALSE(status().unlinked);
    }
    end();
    ASSERT_TRUE(unlink());
    EXPECT_EQ(code_of(unlink()), "recruitment.unlinked");
}

class UnlinkModesTest : public UnlinkTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(UnlinkModesTest, RefusesStudiesThatPromisedNothing) {
    answer({0});
    const std::string before = keys();
    end(store::Life::closed, GetParam());
    EXPECT_EQ(code_of(unlink()), "recruitment.not-confidential");
    EXPECT_EQ(keys(), before);
    EXPECT_FALSE(status().unlinked);
}

INSTANTIATE_TEST_SUITE_P(
    Modes,
    UnlinkModesTest,
    ::testing::Values("identified", "anonymous"),
    [](const auto& told) { return std::string(told.param); }
);

TEST_F(UnlinkTest, StudyWithoutAKeyHasNothingToDestroy) {
    answer({0});
    end();
    std::string without = keys();
    const std::size_t line = without.find("link tiny");
    without.erase(line, without.find('\n', line) + 1 - line);
    write_file(desk_.data() / "keys", without);
    EXPECT_EQ(code_of(unlink()), "recruitment.no-link");
}

TEST_F(UnlinkTest, GoesOnWhereItWasCutOff) {
    answer({0, 2, 5, 8});
    end();
    const std::string linked = keys();
    ASSERT_TRUE(unlink());
    const std::string finished = keys();
    const RecruitmentStatus whole = status();
    // As a kill leaves it between the commit and the last step.
    write_file(desk_.data() / "keys", linked);
    const RecruitmentStatus between = status();
    EXPECT_TRUE(present(between.unlinked).key_remains);
    expect_same(present(between.rates).whole.cases, present(whole.rates).whole.cases);
    const Result<UnlinkedStudy> again = unlink();
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_TRUE(again->goes_on);
    EXPECT_EQ(keys(), finished);
    expect_same(present(status().rates).whole.cases, present(whole.rates).whole.cases);
}

TEST_F(UnlinkTest, RemovesCopiesOfBeforeAnUpgrade) {
    answer({0, 2});
    end();
    write_file(desk_.data() / "identity.db.schema-5.backup", "who got a reminder");
    write_file(desk_.data() / "answers.db.schema-4.backup", "answers");
    EXPECT_EQ(unlink()->erased, std::vector<std::string>{"identity.db.schema-5.backup"});
    EXPECT_FALSE(fs::exists(desk_.data() / "identity.db.schema-5.backup"));
    EXPECT_TRUE(fs::exists(desk_.data() / "answers.db.schema-4.backup"));
}

TEST_F(UnlinkTest, NothingIsDrawnReleasedOrReadAfterwards) {
    answer({0, 2});
    end();
    ASSERT_TRUE(unlink());
    EXPECT_EQ(code_of(desk_.draw({.design = {}, .size = 2, .seed = 8})), "recruitment.unlinked");
    EXPECT_EQ(
        code_of(release_wave(desk_.study(), desk_.data(), 1, WaveKind::main, desk_.clock())),
        "recruitment.closed"
    );
    write_file(desk_.file("mbox"), "From a\n\nnothing\n");
    EXPECT_EQ(
        code_of(read_returned_mails("tiny", desk_.data(), desk_.file("mbox"))),
        "recruitment.unlinked"
    );
    EXPECT_EQ(code_of(link_of_study(desk_.data(), "tiny")), "recruitment.unlinked");
    EXPECT_TRUE(link_of_study(desk_.data(), "another"));
}

/// Where a copy of identity.db of before comes back after the key was destroyed.
class OlderCopyTest : public UnlinkTest {
protected:
    void put_back_copy_of_before() {
        answer({0, 2, 5, 8});
        end();
        const std::string people = bytes_of(desk_.data() / "identity.db");
        EXPECT_TRUE(unlink());
        write_file(desk_.data() / "identity.db", people);
    }
};

TEST_F(OlderCopyTest, SaysThatItsCountsAreMissing) {
    put_back_copy_of_before();
    const RecruitmentStatus after = status();
    EXPECT_FALSE(after.unlinked);
    EXPECT_TRUE(after.no_answers.contains("older copy")) << after.no_answers;
    EXPECT_TRUE(after.no_answers.contains("querist recruit unlink"));
}

TEST_F(OlderCopyTest, IsClearedOfWhatTellsAndKeepsNoCounts) {
    put_back_copy_of_before();
    const std::string keys_before = keys();
    const UnlinkedStudy rehearsed = unlink(Unlink::rehearse).value();
    EXPECT_TRUE(rehearsed.older_copy);
    EXPECT_FALSE(status().unlinked) << "a rehearsal changes nothing";
    const Result<UnlinkedStudy> done = unlink();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->older_copy);
    EXPECT_FALSE(done->tells);
    EXPECT_EQ(keys(), keys_before) << "there is no key to destroy";
    const RecruitmentStatus after = status();
    EXPECT_TRUE(present(after.unlinked).counts_lost);
    EXPECT_TRUE(after.no_answers.contains("lost")) << after.no_answers;
    EXPECT_FALSE(after.rates);
    ASSERT_EQ(after.waves.size(), 1U);
    EXPECT_EQ(after.waves.front().cases, 10);
    EXPECT_TRUE(after.mails.counts.empty());
    for (const std::int64_t cases : after.cases_with_event) EXPECT_EQ(cases, 0);
    SystemRandom random;
    const auto identity = open_existing_identity(desk_.data(), store::Access::read_only, random);
    for (const store::CaseRow& row : cases_) {
        EXPECT_EQ(identity->store->view()->events(row.id).size(), 1U) << "that it was sampled";
        EXPECT_TRUE(identity->store->view()->outbox().mails_of(row.id).empty());
    }
    EXPECT_FALSE(bytes_of(desk_.data() / "identity.db").contains("reminded"));
    EXPECT_EQ(code_of(unlink()), "recruitment.unlinked") << "nothing is left to be done";
    const Result<BuiltReport> report =
        build_report(desk_.study(), desk_.data(), {.format = ReportFormat::markdown, .origin = {}});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->document.contains(after.no_answers)) << report->document;
}

TEST_F(OlderCopyTest, IsClearedOfCopiesThatUpgradesLeft) {
    put_back_copy_of_before();
    ASSERT_TRUE(unlink());
    write_file(desk_.data() / "identity.db.schema-5.backup", "who got a reminder");
    const Result<UnlinkedStudy> done = unlink();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_FALSE(done->older_copy);
    EXPECT_EQ(done->erased, std::vector<std::string>{"identity.db.schema-5.backup"});
    EXPECT_FALSE(fs::exists(desk_.data() / "identity.db.schema-5.backup"));
}

TEST_F(OlderCopyTest, IsClearedAlsoWhereTheMarkWasTorn) {
    put_back_copy_of_before();
    std::string torn = keys();
    const std::string mark_start = "link tiny destroyed-on";
    torn.replace(torn.find(mark_start), mark_start.size(), "link tiny 0123456789abcd");
    torn.erase(torn.find("abcd") + 4, 2);
    write_file(desk_.data() / "keys", torn);
    const Result<UnlinkedStudy> done = unlink();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->older_copy);
    EXPECT_TRUE(keys().contains("link tiny destroyed-on-"));
    EXPECT_TRUE(present(status().unlinked).counts_lost);
    EXPECT_FALSE(present(status().unlinked).key_remains);
    write_file(desk_.data() / "keys", torn);
    EXPECT_TRUE(present(status().unlinked).key_remains) << "most of its digits";
}

TEST_F(UnlinkTest, AStudyThatWasNeverOpenedGetsACureThatWorks) {
    answer({0});
    for (const store::Life life : {store::Life::draft, store::Life::pilot}) {
        SCOPED_TRACE(to_text(life));
        end(life, "");
        const Result<UnlinkedStudy> refused = unlink();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "recruitment.not-closed");
        EXPECT_TRUE(refused.error().message.contains("never opened")) << refused.error().message;
        EXPECT_TRUE(refused.error().cure.contains("open it")) << refused.error().cure;
    }
}

}  // namespace
}  // namespace querist::actions
