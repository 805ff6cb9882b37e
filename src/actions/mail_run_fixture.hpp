#pragma once

// What the tests of runs over the outbox share: two people with invitations, and a mail server.

#include "actions/case_secrets.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mail_fixture.hpp"
#include "actions/mail_run.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/versions.hpp"
#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace querist::actions {

using delivery::Handover;
using recruitment::EventKind;
using store::MailState;

class MovedClock final : public Clock {
public:
    Instant now() override { return at; }
    Instant at = Instant(std::chrono::seconds(1'800'000'000));
};

/// Keeps what it is given and says what a test wants it to say.
class KeepingServer final : public delivery::MailServer {
public:
    delivery::HandoverReport hand_over(
        const delivery::Envelope& envelope,
        std::string_view message,
        const std::function<bool()>& about_to_send
    ) override {
        // Others are refused at the recipient, before the mail is asked for.
        const bool asks = says == Handover::accepted || says == Handover::uncertain;
        if (asks && !about_to_send()) return {.what = Handover::withheld};
        recipients.push_back(envelope.to.text());
        messages.emplace_back(message);
        return {
            .what = says,
            .reply = says == Handover::accepted ? 250 : 0,
            .status = status,
            .words = "as told"
        };
    }
    std::string status;
    Handover says = Handover::accepted;
    std::vector<std::string> recipients;
    std::vector<std::string> messages;
};

/// Two released people, ada@a.example and bob@b.example, with their invitations queued.
class MailRunTest : public ::testing::Test {
protected:
    MailRunTest() {
        instrument::LoadedStudy loaded = instrument::load_study({{"study.yaml", mailed_study}}, "");
        study_ = std::move(loaded.study).value();
        std::filesystem::create_directory(data_ / "mailed");
        std::ofstream(data_ / "mailed" / "study.yaml") << mailed_study;
        identity_ = open_or_make_identity(data_, random_).value();
        work([&](store::IdentityWork& open) {
            frame_ = open.add_frame("mailed");
            const store::StratumId stratum = open.add_stratum(frame_, "");
            store::DrawRow draw;
            draw.frame = frame_;
            draw.at = clock_.at;
            draw.design = "census";
            draw = open.add_draw(draw);
            std::vector<store::CaseId> released;
            for (const char* person : {"ada@a.example", "bob@b.example"}) {
                released.push_back(add_case(open, draw, stratum, person));
            }
            (void)open.add_wave(frame_, store::WaveRow::Kind::main, clock_.at, released);
            for (const store::CaseId one : released) {
                EXPECT_TRUE(open.outbox().queue_mail(one, 0, clock_.at));
            }
        });
        live(store::Life::open);
        writer_.emplace(LetterWriter::of(study_).value());
    }
    void live(store::Life life) {
        const auto answers = store::open_store(data_);
        const Result<void> done = (*answers)->run([&](store::Transaction& work) -> Result<void> {
            const Result<Registered> version = register_version(work, study_, clock_.at);
            if (!version) return std::unexpected(version.error());
            work.field_version(version->before.id, version->version, clock_.at);
            work.set_life(version->before.id, life, "confidential", clock_.at);
            return {};
        });
        ASSERT_TRUE(done) << describe(done.error());
    }

    store::CaseId add_case(
        store::IdentityWork& open,
        const store::DrawRow& draw,
        store::StratumId stratum,
        const char* address
    ) {
        store::NewPerson person;
        person.stratum = stratum;
        person.fields.address = address;
        person.fields.name = "Ada B.";
        person.fields.further = {{"city", "Köln"}};
        person.normal_address = address;
        store::NewCase sampled;
        sampled.frame = frame_;
        sampled.draw = draw.id;
        sampled.person = open.add_person(frame_, person).person.value();
        sampled.stratum = stratum;
        sampled.position = static_cast<std::int64_t>(cases_.size()) + 1;
        sampled.public_id.bytes[0] = static_cast<std::uint8_t>(cases_.size() + 1);
        people_.push_back(sampled.person);
        ids_.push_back(sampled.public_id);
        cases_.push_back(open.add_case(sampled));
        return cases_.back();
    }
    void work(const std::function<void(store::IdentityWork&)>& change) {
        const Result<void> done =
            identity_.store->run([&](store::IdentityWork& open) -> Result<void> {
                change(open);
                return {};
            });
        ASSERT_TRUE(done) << describe(done.error());
    }
    MailRun run() {
        return {
            study_,
            *recruitment_by_mail(study_).value(),
            identity_,
            frame_,
            link_of_study(data_, "mailed").value(),
            *writer_,
            server_,
            "https://survey.example.org",
            clock_
        };
    }
    /// Everything that is planned, whenever it may leave.
    SentMails send_all() {
        MailRun sending = run();
        EXPECT_TRUE(sending.set_aside_unfinished());
        CaseAnswers answers = CaseAnswers::read(data_ / "mailed", "mailed", data_).value();
        for (const MailRun::Planned& planned : sending.plan().value()) {
            const Result<std::optional<Instant>> again = sending.send(planned, answers);
            if (!again) sending.told().stopped = again.error();
        }
        return sending.told();
    }
    store::MailRow mail(std::size_t position) {
        return identity_.store->view()->outbox().mails_of(cases_[position]).at(0);
    }
    std::vector<EventKind> events(std::size_t position) {
        std::vector<EventKind> kinds;
        for (const auto& event : identity_.store->view()->events(cases_[position])) {
            // Of its draw: every case has it.
            if (event.kind != EventKind::sampled) kinds.push_back(event.kind);
        }
        std::ranges::sort(kinds);
        return kinds;
    }

    fixtures::TemporaryFolder folder_;
    std::filesystem::path data_ = folder_.path();
    SystemRandom random_;
    MovedClock clock_;
    instrument::Study study_;
    OpenedIdentity identity_;
    store::FrameId frame_;
    std::vector<store::PersonId> people_;
    std::vector<PublicId> ids_;
    std::vector<store::CaseId> cases_;
    std::optional<LetterWriter> writer_;
    KeepingServer server_;
};

}  // namespace querist::actions
