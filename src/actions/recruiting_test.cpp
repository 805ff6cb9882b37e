#include "actions/recruiting_fixture.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace querist::actions::fixture {
namespace {

using recruitment::Code;
using recruitment::RateName;
using recruitment::RowFault;

std::int64_t met(const ImportedFrame& imported, RowFault fault) {
    return imported.faults[static_cast<std::size_t>(fault)];
}

TEST(ImportFrameTest, TakesPeopleAndTellsEveryOtherRow) {
    RecruitingDesk desk;
    ASSERT_TRUE(suppress_address("Gone@example.org", desk.data(), desk.clock()));
    FrameImportOptions options;
    options.rejected = desk.file("rejected.csv");
    options.shown_max = 2;
    const Result<ImportedFrame> imported = desk.import(
        "E-mail,Account,Name,Stratum,Shoe size\n"
        "ada@example.org,ada,Ada,pro,38\n"
        "bob@B\u00fccher.example,bob,Bob,normal,44\n"
        "ADA@EXAMPLE.org,other,Ada again,pro,38\n"
        "cy@example.org,@BOB,Cy,pro,40\n"
        "gone@example.org,,Gone,pro,40\n"
        "no address,,X,pro,40\n"
        ",,Nobody,pro,40\n"
        "dee@example.org,,Dee,gold,40\n"
        "eve@example.org,,Eve,,40\n"
        "\"fay@example.org\nBcc: all@example.org\",,Fay,pro,40\n"
        "gus@xn--\u0061-.example,,Gus,pro,40\n",
        options
    );
    ASSERT_TRUE(imported) << describe(imported.error());
    EXPECT_EQ(imported->rows, 11);
    EXPECT_EQ(imported->added, 2);
    EXPECT_EQ(imported->already, 0);
    EXPECT_EQ(imported->rejected, 9);
    for (const RowFault fault :
         {RowFault::duplicate_address,
          RowFault::duplicate_account,
          RowFault::suppressed,
          RowFault::no_contact,
          RowFault::unknown_stratum,
          RowFault::no_stratum,
          RowFault::control_character}) {
        EXPECT_EQ(met(*imported, fault), 1) << recruitment::word_of(fault);
    }
    EXPECT_EQ(met(*imported, RowFault::address), 2);
    EXPECT_EQ(imported->ignored, std::vector<std::string>{"Shoe size"});
    ASSERT_EQ(imported->first.size(), 2U);
    EXPECT_EQ(imported->first.front().line, 4);
    EXPECT_EQ(imported->first.front().refusal.reason, "line 2 has the same address");
    EXPECT_EQ(imported->strata.front().people, 1);
    const std::string list = bytes_of(desk.file("rejected.csv"));
    EXPECT_TRUE(list.starts_with(
        "line,fault,reason\r\n4,duplicate-address,\"line 2 has the same address\"\r\n"
    ));
    EXPECT_EQ(std::ranges::count(list, '\n'), 10);
    EXPECT_EQ(list.find("fay"), std::string::npos) << "it tells no address";
}

TEST(ImportFrameTest, TheSameFileTwiceAddsNothing) {
    RecruitingDesk desk;
    ASSERT_EQ(desk.import(RecruitingDesk::people(2, 3)).value().added, 5);
    const Result<ImportedFrame> again = desk.import(RecruitingDesk::people(2, 4));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->added, 1);
    EXPECT_EQ(again->already, 5);
    EXPECT_EQ(again->rejected, 0);
    EXPECT_EQ(again->strata.back().people, 4);
}

TEST(ImportFrameTest, NothingIsHalfImported) {
    RecruitingDesk desk;
    ASSERT_EQ(desk.import(RecruitingDesk::people(1, 0)).value().added, 1);
    FrameImportOptions options;
    options.rejected = desk.file("rejected.csv");
    const Result<ImportedFrame> broken =
        desk.import(RecruitingDesk::people(5, 5) + "\"open", options);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, "import.open-quote");
    EXPECT_FALSE(fs::exists(desk.file("rejected.csv")));
    EXPECT_EQ(recruitment_status(desk.study(), desk.data()).value().strata.front().in_frame, 1);
    options.rehearsal = true;
    EXPECT_EQ(desk.import(RecruitingDesk::people(5, 5), options).value().added, 9);
    EXPECT_EQ(recruitment_status(desk.study(), desk.data()).value().strata.front().in_frame, 1);
    EXPECT_TRUE(fs::exists(desk.file("rejected.csv")));
}

TEST(ImportFrameTest, AStratumCanBeThatOfTheFile) {
    RecruitingDesk desk;
    FrameImportOptions options;
    options.stratum = "gold";
    EXPECT_EQ(
        desk.import("email\na@example.org\n", options).error().code, "recruitment.unknown-stratum"
    );
    options.stratum = "normal";
    const Result<ImportedFrame> imported = desk.import("email\na@example.org\n", options);
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->strata.back().added, 1);
    EXPECT_EQ(desk.import("").error().code, "recruitment.no-contact");
}

TEST(DrawFrameTest, SameFrameAndSeedDrawTheSame) {
    std::set<Digest> samples;
    std::set<PublicId> ids;
    for (int i = 0; i < 2; ++i) {
        RecruitingDesk desk;
        ASSERT_TRUE(desk.import(RecruitingDesk::people(20, 80)));
        const Result<FrameDraw> draw = desk.draw({.design = {}, .size = 10, .seed = 7});
        ASSERT_TRUE(draw) << describe(draw.error());
        EXPECT_EQ(draw->sequence, 1);
        EXPECT_EQ(draw->design, "proportional");
        EXPECT_EQ(draw->strata.front().drawn, 2);
        EXPECT_EQ(draw->strata.front().available, 20);
        samples.insert(draw->sample_digest);
        for (const store::CaseRow& row : desk.cases()) ids.insert(row.public_id);
    }
    EXPECT_EQ(samples.size(), 1U);
    EXPECT_EQ(ids.size(), 20U) << "ids of cases follow from no seed";
}

TEST(DrawFrameTest, NobodyIsDrawnTwice) {
    RecruitingDesk desk("target: 5");
    EXPECT_EQ(desk.draw({}).error().code, "store.missing");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(suppress_address("person1@example.org", desk.data(), desk.clock()));
    ASSERT_TRUE(forget_person("person2@example.org", desk.data(), desk.clock()));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 5, .seed = 1}));
    EXPECT_EQ(
        desk.draw({.design = {}, .size = 4, .seed = 2}).error().code, "recruitment.draw-too-large"
    );
    const Result<FrameDraw> second = desk.draw({.design = {}, .size = 3, .seed = {}});
    ASSERT_TRUE(second);
    EXPECT_EQ(second->sequence, 2);
    std::set<std::int64_t> people;
    for (const store::CaseRow& row : desk.cases()) people.insert(row.person.value);
    EXPECT_EQ(people.size(), 8U);
    EXPECT_EQ(desk.draw({.design = {}, .size = 1, .seed = 3}).error().code, "recruitment.nobody");
}

TEST(ReleaseWaveTest, ReleasesInTheDrawsProportions) {
    RecruitingDesk desk;
    ASSERT_TRUE(desk.import(RecruitingDesk::people(20, 80)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 50, .seed = 7}));
    const Result<ReleasedWave> pilot =
        release_wave(desk.study(), desk.data(), 5, WaveKind::pilot, desk.clock());
    ASSERT_TRUE(pilot) << describe(pilot.error());
    EXPECT_EQ(pilot->number, 1);
    EXPECT_EQ(pilot->strata.front().released, 1);
    EXPECT_EQ(pilot->strata.back().waiting, 36);
    const Result<ReleasedWave> wave =
        release_wave(desk.study(), desk.data(), 10, WaveKind::main, desk.clock());
    ASSERT_TRUE(wave);
    EXPECT_EQ(wave->strata.front().released, 2);
    EXPECT_EQ(
        release_wave(desk.study(), desk.data(), 36, WaveKind::main, desk.clock()).error().code,
        "recruitment.wave-too-large"
    );
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    EXPECT_EQ(present(status.rates).whole.cases.total(), 10);
    EXPECT_EQ(present(status.rates).not_released, 35);
    EXPECT_EQ(present(status.pilot).whole.cases.total(), 5);
}

TEST(ReleaseWaveTest, StopsWhenEnoughAreComplete) {
    RecruitingDesk desk("target: 5, stop when complete: 1");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 6, .seed = 7}));
    const auto release = [&] {
        return release_wave(desk.study(), desk.data(), 1, WaveKind::main, desk.clock());
    };
    EXPECT_EQ(release().value().complete, 0);
    ASSERT_TRUE(step_life(desk.study(), desk.data(), Life::open, desk.clock()));
    ASSERT_EQ(desk.answer(), RecruitingDesk::Came::completed);
    const Result<ReleasedWave> refused = release();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "recruitment.stop-rule");
    EXPECT_NE(refused.error().message.find("1 responses are complete"), std::string::npos);
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    EXPECT_EQ(status.complete, 1);
    EXPECT_EQ(status.web_of_responses.agreed, 1);
    EXPECT_EQ(status.web_of_responses.completed, 1);
    ASSERT_EQ(status.versions.size(), 1U);
    EXPECT_EQ(status.versions.front().counts.completed, 1);
}

TEST(RecruitmentStatusTest, TakesTheEligibleShareThatTheStudyStates) {
    RecruitingDesk desk("target: 5, eligible share: 80 %, eligible share basis: A check");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 6, .seed = 7}));
    ASSERT_TRUE(release_wave(desk.study(), desk.data(), 6, WaveKind::main, desk.clock()));
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    const auto& eligibility = present(status.rates).whole.rates.eligibility;
    EXPECT_EQ(eligibility.e, recruitment::Fraction(4, 5));
    EXPECT_EQ(eligibility.basis, "e is stated by the researchers, 80 %: A check.");
}

TEST(RecruitmentStatusTest, TellsResponsesOfEachVersionApart) {
    RecruitingDesk desk("target: 5");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(step_life(desk.study(), desk.data(), Life::open, desk.clock()));
    ASSERT_EQ(desk.answer(), RecruitingDesk::Came::completed);
    std::string yaml = bytes_of(desk.study() / "study.yaml");
    yaml.replace(yaml.find("A tiny study"), 12, "A tiny study, changed");
    write_file(desk.study() / "study.yaml", yaml);
    ASSERT_EQ(desk.answer(), RecruitingDesk::Came::completed);
    ASSERT_EQ(desk.answer(), RecruitingDesk::Came::completed);
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    ASSERT_EQ(status.versions.size(), 2U);
    EXPECT_EQ(status.versions.front().counts.completed, 2) << "the newest first";
    EXPECT_EQ(status.versions.back().counts.completed, 1);
    EXPECT_EQ(status.web_of_responses.completed, 3);
    EXPECT_FALSE(status.web_of_cases) << "no case was drawn";
}

TEST(RecruitmentStatusTest, CountsSignInsAndMailsInOneLook) {
    RecruitingDesk desk("target: 5");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 2, .seed = 7}));
    ASSERT_TRUE(release_wave(desk.study(), desk.data(), 2, WaveKind::main, desk.clock()));
    SystemRandom random;
    {
        const auto identity =
            open_existing_identity(desk.data(), store::Access::read_write, random);
        const Result<void> done =
            identity->store->run([&](store::IdentityWork& work) -> Result<void> {
                const store::FrameId frame = present(work.frame("tiny")).id;
                for (const char* account : {"a", "b"}) {
                    work.note_sign_in(frame, account, "pro", desk.clock().now());
                }
                work.note_sign_in(frame, "c", "", desk.clock().now());
                work.each_case(frame, [&](const store::CaseRow& row) {
                    EXPECT_TRUE(work.outbox().queue_mail(row.id, 0, desk.clock().now()));
                });
                return {};
            });
        ASSERT_TRUE(done);
    }
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    ASSERT_EQ(status.sign_ins.size(), 2U);
    EXPECT_EQ(status.sign_ins.front().stratum, "");
    EXPECT_EQ(status.sign_ins.back().accounts, 2);
    ASSERT_EQ(status.mails.counts.size(), 1U);
    EXPECT_EQ(status.mails.counts.front().mails, 2);
    EXPECT_EQ(present(status.web_of_cases).visitors, 0);
}

TEST(RecruitmentStatusTest, DerivesWhatCasesDidFromTheAnswers) {
    RecruitingDesk desk("target: 5");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 6, .seed = 7}));
    ASSERT_TRUE(release_wave(desk.study(), desk.data(), 5, WaveKind::main, desk.clock()));
    const std::vector<store::CaseRow> cases = desk.cases();
    desk.respond(cases.at(0), response::Status::complete, 2);
    desk.respond(cases.at(1), response::Status::in_progress, 1);
    desk.respond(cases.at(2), response::Status::in_progress, 0);
    desk.respond(cases.at(3), response::Status::refused, 0);
    const Result<RecruitmentStatus> status = recruitment_status(desk.study(), desk.data());
    ASSERT_TRUE(status) << describe(status.error());
    const recruitment::CaseCounts counts = present(status->rates).whole.cases;
    EXPECT_EQ(counts.of(Code::complete), 1);
    EXPECT_EQ(counts.of(Code::break_off), 1);
    EXPECT_EQ(counts.of(Code::logged_on), 1);
    EXPECT_EQ(counts.of(Code::explicit_refusal), 1);
    EXPECT_EQ(counts.of(Code::not_invited), 1);
    EXPECT_EQ(
        present(status->rates).whole.rates.of(RateName::rr1).value(), recruitment::Fraction(1, 5)
    );
    EXPECT_EQ(status->no_answers, "");
    // None of it is in identity.db, and nothing that identifies in answers.db.
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    for (const store::CaseRow& row : cases) {
        EXPECT_EQ(identity->store->view()->events(row.id).size(), 1U) << "sampled, and no more";
        const Digest key =
            respondent_key(link_of_study(desk.data(), "tiny").value(), "tiny", row.public_id);
        EXPECT_EQ(bytes_of(desk.data() / "identity.db").find(key.view()), std::string::npos);
    }
}

TEST(RecruitmentStatusTest, AnonymousStudiesHaveNoTokensAndNoAnswers) {
    RecruitingDesk desk("target: 5", "anonymous");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 2, .seed = 7}));
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    const auto view = identity->store->view();
    const store::FrameRow frame = present(view->frame("tiny"));
    for (const store::CaseRow& row : desk.cases()) {
        const Digest token =
            invitation_token(link_of_study(desk.data(), "tiny").value(), "tiny", row.public_id);
        EXPECT_FALSE(view->case_by_token_hash(frame.id, token_hash(token)));
    }
    const RecruitmentStatus status = recruitment_status(desk.study(), desk.data()).value();
    EXPECT_NE(status.no_answers.find("anonymous"), std::string::npos);
}

TEST(DrawFrameTest, ConfidentialCasesAreFoundByTheirLinksToken) {
    RecruitingDesk desk;
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 8)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 5, .seed = 7}));
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    const auto view = identity->store->view();
    const store::FrameRow frame = present(view->frame("tiny"));
    for (const store::CaseRow& row : desk.cases()) {
        const Digest token =
            invitation_token(link_of_study(desk.data(), "tiny").value(), "tiny", row.public_id);
        EXPECT_EQ(present(view->case_by_token_hash(frame.id, token_hash(token))).id, row.id);
    }
}

TEST(ForgetPersonTest, KeepsTheRates) {
    RecruitingDesk desk("target: 5");
    ASSERT_TRUE(desk.import(RecruitingDesk::people(2, 2)));
    ASSERT_TRUE(desk.draw({.design = {}, .size = 4, .seed = 7}));
    ASSERT_TRUE(release_wave(desk.study(), desk.data(), 4, WaveKind::main, desk.clock()));
    desk.respond(desk.cases().at(0), response::Status::complete, 2);
    const auto before = recruitment_status(desk.study(), desk.data()).value();
    for (int i = 1; i <= 4; ++i) {
        const Result<ForgottenPeople> forgotten =
            forget_person("Person" + std::to_string(i) + "@example.org", desk.data(), desk.clock());
        ASSERT_TRUE(forgotten) << describe(forgotten.error());
        EXPECT_EQ(forgotten->studies, std::vector<std::string>{"tiny"});
        EXPECT_FALSE(forgotten->overwriting_pending);
    }
    EXPECT_EQ(
        forget_person("person1@example.org", desk.data(), desk.clock()).error().code,
        "recruitment.nobody-known"
    );
    const auto after = recruitment_status(desk.study(), desk.data()).value();
    EXPECT_EQ(present(after.rates).whole.cases, present(before.rates).whole.cases);
    EXPECT_EQ(after.strata.front().forgotten, 2);
    EXPECT_EQ(after.strata.front().in_frame, 2);
}

TEST(SuppressTest, ReadsAFileOfAddresses) {
    RecruitingDesk desk;
    write_file(
        desk.file("list.txt"), "a@example.org\n\nno address\nA@example.org\nb@example.org,x\n"
    );
    const Result<SuppressedAddresses> done =
        suppress_file(desk.file("list.txt"), desk.data(), desk.clock());
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_EQ(done->added, 1);
    EXPECT_EQ(done->already, 1);
    EXPECT_EQ(done->not_read, (std::vector<std::int64_t>{3, 5}));
    EXPECT_EQ(suppress_address("x", desk.data(), desk.clock()).error().code, "mail.bad-address");
}

/// What the program logs while it lives.
class CaughtLog {
public:
    CaughtLog() : before_(spdlog::default_logger()) {
        auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
        auto logger = std::make_shared<spdlog::logger>("caught", sink);
        logger->set_level(spdlog::level::trace);
        spdlog::set_default_logger(std::move(logger));
    }
    CaughtLog(const CaughtLog&) = delete;
    CaughtLog& operator=(const CaughtLog&) = delete;
    ~CaughtLog() { spdlog::set_default_logger(before_); }
    [[nodiscard]] std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
    std::shared_ptr<spdlog::logger> before_;
};

TEST(RecruitingPrivacyTest, NothingThatIdentifiesIsInTheClearInAnyFileOrLog) {
    const CaughtLog log;
    RecruitingDesk desk("target: 5");
    const std::string header = "email,account,name,stratum,city,lang,tz\n";
    FrameImportOptions options;
    options.maps = {"city=city"};
    ASSERT_EQ(
        desk.import(
                header + "Ada.Lovelace@Analytical.example,EngineAda,Augusta King,pro,Ockham,cy,"
                         "Europe/Isle_of_Man\n",
                options
        )
            .value()
            .added,
        1
    );
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    // Whoever looks at the old state keeps what follows in the write-ahead log.
    const auto view = identity->store->view();
    ASSERT_EQ(
        desk.import(
                header + "Grace@Cobol.example,NanoGrace,Rear Admiral,normal,Arlington,,\n", options
        )
            .value()
            .added,
        1
    );
    ASSERT_TRUE(desk.draw({.design = {}, .size = 2, .seed = 7}));
    ASSERT_TRUE(suppress_address("Grace@Cobol.example", desk.data(), desk.clock()));
    ASSERT_GT(fs::file_size(desk.data() / "identity.db-wal"), 0U);
    ASSERT_NE(bytes_of(desk.file("people.csv")).find("Cobol"), std::string::npos);
    int searched = 0;
    std::vector<std::string> texts{log.text()};
    for (const auto& entry : fs::recursive_directory_iterator(desk.data())) {
        if (!entry.is_regular_file()) continue;
        texts.push_back(bytes_of(entry.path()));
        ++searched;
    }
    EXPECT_GE(searched, 4) << "database, log, its index, keys";
    for (const std::string& written : texts) {
        const std::string text = lower_case(written);
        for (const char* word :
             {"lovelace",
              "analytical",
              "engineada",
              "augusta",
              "ockham",
              "isle_of_man",
              "grace",
              "cobol",
              "admiral",
              "arlington"}) {
            EXPECT_EQ(text.find(word), std::string::npos) << word;
        }
    }
    EXPECT_EQ(fs::exists(desk.data() / "answers.db"), false);
}

}  // namespace
}  // namespace querist::actions::fixture
