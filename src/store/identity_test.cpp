#include "store/identity.hpp"

#include "store/identity_fixture.hpp"
#include "store/identity_reads.hpp"
#include "store/identity_schema.hpp"
#include "store/raw_database.hpp"
#include "store/simulated_disk.hpp"

#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>

namespace querist::store::fixture {
namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;

RC_GTEST_PROP(PersonalFieldsTest, AreReadAsTheyWereWritten, ()) {
    const auto text = [] {
        return *rc::gen::container<std::string>(
            rc::gen::element('a', 'Z', '"', '\\', '\n', '\x01', '{', ',', ':', '\x7f', '/')
        );
    };
    PersonalFields fields{text(), text(), text(), text(), text(), {}};
    const std::string value = text();
    if (!value.empty()) fields.further = {{"city", value}, {"colour", "r\u00f6t"}};
    RC_ASSERT(decoded(encoded(fields)) == fields);
}

std::vector<std::int64_t> drawable_numbers(IdentityStore& store, FrameId frame) {
    std::vector<std::int64_t> numbers;
    store.view()->each_drawable(frame, [&](const DrawablePerson& one) {
        numbers.push_back(one.number);
    });
    return numbers;
}

TEST(IdentityTest, KeepsPeopleDrawsCasesAndEvents) {
    const TemporaryFolder folder;
    std::optional<TinyFrame> tiny;
    {
        OpenedIdentity opened(folder.path());
        tiny.emplace(*opened.store);
    }
    OpenedIdentity opened(folder.path());
    const std::unique_ptr<IdentityView> view = opened.store->view();
    const TinyFrame kept = present(tiny);
    const FrameRow frame = present(view->frame("tiny"));
    EXPECT_EQ(frame.people, 3);
    ASSERT_EQ(frame.strata.size(), 1U);
    EXPECT_EQ(frame.strata.front().name, "pro");
    const auto fields = view->personal_fields(kept.people.at(0));
    ASSERT_TRUE(fields);
    EXPECT_EQ(present(*fields), person_of(kept.pro, "ada@example.org", "ada").fields);
    ASSERT_EQ(view->draws(kept.frame).size(), 1U);
    EXPECT_EQ(view->draws(kept.frame).front().seed, 7);
    EXPECT_EQ(view->draws(kept.frame).front().strata.front().drawn, 2);
    const CaseRow sampled = present(view->case_by_token_hash(kept.frame, sha256("1")));
    EXPECT_EQ(sampled.person, kept.people.at(1));
    EXPECT_EQ(sampled.wave, std::nullopt);
    EXPECT_EQ(present(view->case_by_public_id(kept.frame, sampled.public_id)).id, sampled.id);
    EXPECT_EQ(view->events(sampled.id), std::vector{(CaseEvent{EventKind::sampled, at(5)})});
    EXPECT_EQ(drawable_numbers(*opened.store, kept.frame), std::vector<std::int64_t>{3});
}

TEST(IdentityTest, AddsNobodyTwiceAndNobodySuppressed) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.suppress("dee@example.org", at(6)));
        EXPECT_FALSE(work.suppress("dee@example.org", at(7)));
        return {};
    }));
    struct Row {
        const char* name;
        const char* address;
        const char* account;
        AddedPerson::Outcome outcome;
    };
    using enum AddedPerson::Outcome;
    for (const Row& row :
         {Row{"address", "ada@example.org", "another", same_address},
          Row{"account", "another@example.org", "ada", same_account},
          Row{"account without address", "", "bob", same_account},
          Row{"suppressed", "dee@example.org", "dee", suppressed},
          Row{"another", "eve@example.org", "eve", added},
          Row{"no address", "", "fay", added},
          Row{"no account", "gus@example.org", "", added}}) {
        SCOPED_TRACE(row.name);
        EXPECT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
            const AddedPerson result =
                work.add_person(tiny.frame, person_of(tiny.pro, row.address, row.account));
            EXPECT_EQ(result.outcome, row.outcome);
            return {};
        }));
    }
    EXPECT_EQ(present(opened.store->view()->frame("tiny")).people, 6);
}

TEST(IdentityTest, SameAddressMayBeInTwoStudies) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        const FrameId other = work.add_frame("other");
        const StratumId all = work.add_stratum(other, "");
        EXPECT_EQ(
            work.add_person(other, person_of(all, "ada@example.org", "ada")).outcome,
            AddedPerson::Outcome::added
        );
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_EQ(view->people_with_address("ada@example.org").size(), 2U);
    EXPECT_EQ(view->people_with_account("ada").size(), 2U);
    EXPECT_EQ(view->frames().size(), 2U);
}

TEST(IdentityTest, SuppressionReachesCasesAndDraws) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.suppress("ada@example.org", at(6)));
        EXPECT_TRUE(work.suppress("cy@example.org", at(6)));
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_EQ(view->events(tiny.cases.at(0)).back(), (CaseEvent{EventKind::suppressed, at(6)}));
    EXPECT_TRUE(view->is_suppressed("cy@example.org"));
    EXPECT_FALSE(view->is_suppressed("bob@example.org"));
    EXPECT_EQ(view->suppressed_addresses(), 2);
    EXPECT_TRUE(drawable_numbers(*opened.store, tiny.frame).empty());
    EXPECT_EQ(view->people(tiny.frame).front().suppressed, 2);
}

TEST(IdentityTest, ForgettingKeepsCaseStratumAndEvents) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.forget(tiny.people.at(0), at(8)));
        EXPECT_TRUE(work.forget(tiny.people.at(2), at(8)));
        EXPECT_FALSE(work.forget(tiny.people.at(2), at(9)));
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_FALSE(view->personal_fields(tiny.people.at(0)).value());
    EXPECT_TRUE(view->people_with_address("ada@example.org").empty());
    EXPECT_EQ(
        view->events(tiny.cases.at(0)),
        (std::vector<CaseEvent>{{EventKind::sampled, at(5)}, {EventKind::person_deleted, at(8)}})
    );
    const StratumPeople people = view->people(tiny.frame).front();
    EXPECT_EQ(people.in_frame, 3);
    EXPECT_EQ(people.forgotten, 2);
    EXPECT_EQ(people.drawn, 2);
    EXPECT_TRUE(drawable_numbers(*opened.store, tiny.frame).empty());
}

TEST(IdentityTest, WavesReleaseACaseOnce) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_EQ(
            work.add_wave(tiny.frame, WaveRow::Kind::pilot, at(9), {tiny.cases.at(0)}).number, 1
        );
        EXPECT_EQ(work.add_wave(tiny.frame, WaveRow::Kind::main, at(9), tiny.cases).cases, 1);
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    ASSERT_EQ(view->waves(tiny.frame).size(), 2U);
    EXPECT_EQ(view->waves(tiny.frame).front().kind, WaveRow::Kind::pilot);
    std::vector<std::optional<int>> waves;
    view->each_case(tiny.frame, [&](const CaseRow& row) { waves.push_back(row.wave); });
    EXPECT_EQ(waves, (std::vector<std::optional<int>>{1, 2}));
    EXPECT_EQ(view->people(tiny.frame).front().released, 2);
}

TEST(IdentityTest, FailedWorkChangesNothing) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    const Result<void> done = opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)work.add_person(tiny.frame, person_of(tiny.pro, "eve@example.org", "eve"));
        return failure("test.no", "no", "none");
    });
    EXPECT_EQ(done.error().code, "test.no");
    const Result<void> thrown = opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)work.add_person(tiny.frame, person_of(tiny.pro, "eve@example.org", "eve"));
        throw std::runtime_error("a defect");
    });
    EXPECT_EQ(thrown.error().code, "store.failed");
    EXPECT_EQ(present(opened.store->view()->frame("tiny")).people, 3);
}

TEST(IdentityTest, AnotherKeyFindsAndReadsNothing) {
    const TemporaryFolder folder;
    std::optional<TinyFrame> tiny;
    {
        OpenedIdentity opened(folder.path());
        tiny.emplace(*opened.store);
    }
    Keys keys = identity_keys;
    keys.identity = keys.address = std::string(32, 'x');
    OpenedIdentity opened(folder.path(), {}, keys);
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_EQ(
        view->personal_fields(present(tiny).people.at(0)).error().code, "identity.unreadable"
    );
    EXPECT_TRUE(view->people_with_address("ada@example.org").empty());
}

TEST(IdentityTest, OpensAsTheAnswersDo) {
    const TemporaryFolder folder;
    SeededRandom random(1);
    StoreOptions reading;
    reading.access = Access::read_only;
    EXPECT_EQ(
        open_identity(folder.path(), identity_keys, random, reading).error().code, "store.missing"
    );
    {
        OpenedIdentity opened(folder.path());
        const TinyFrame tiny(*opened.store);
    }
    const std::filesystem::path file = folder.path() / "identity.db";
    EXPECT_EQ(RawDatabase(file).value("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(
        RawDatabase(file).value("PRAGMA user_version"),
        std::to_string(identity_schema().steps.size())
    );
    {
        OpenedIdentity opened(folder.path(), reading);
        EXPECT_EQ(present(opened.store->view()->frame("tiny")).people, 3);
        const Result<void> written =
            opened.store->run([](IdentityWork&) -> Result<void> { return {}; });
        EXPECT_EQ(written.error().code, "store.read-only");
    }
    RawDatabase(file).run("PRAGMA user_version = 99");
    EXPECT_EQ(open_identity(folder.path(), identity_keys, random, {}).error().code, "store.newer");
    RawDatabase(file).run("PRAGMA application_id = 0x51525354");
    EXPECT_EQ(
        open_identity(folder.path(), identity_keys, random, {}).error().code, "store.not-a-database"
    );
}

TEST(IdentityTest, OptingOutCountsOnceAndHoldsInEveryStudy) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    const CaseRow sampled = present(opened.store->view()->case_of(tiny.people.at(0)));
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.opt_out(sampled, at(7)));
        EXPECT_FALSE(work.opt_out(sampled, at(8)));
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_TRUE(view->is_suppressed("ada@example.org"));
    EXPECT_FALSE(view->is_suppressed("bob@example.org"));
    const std::vector<CaseEvent> events = view->events(sampled.id);
    EXPECT_EQ(std::ranges::count(events, EventKind::opted_out, &CaseEvent::kind), 1);
    EXPECT_EQ(std::ranges::count(events, EventKind::suppressed, &CaseEvent::kind), 1);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        const FrameId other = work.add_frame("other");
        const StratumId all = work.add_stratum(other, "");
        EXPECT_EQ(
            work.add_person(other, person_of(all, "ada@example.org", "ada")).outcome,
            AddedPerson::Outcome::suppressed
        );
        return {};
    }));
}

TEST(IdentityTest, NotesAnAccountOnceAndOfItsTimeTheDay) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    FrameId frame;
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        frame = work.add_frame("tiny");
        work.note_sign_in(frame, "https://hub.example\nabc", "normal", at(3));
        work.note_sign_in(frame, "https://hub.example\nabc", "pro", at(4));
        work.note_sign_in(frame, "https://hub.example\ndef", "normal", at(5));
        return {};
    }));
    const std::vector<SignInCount> counts = opened.store->view()->sign_ins(frame);
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].stratum, "normal");
    EXPECT_EQ(counts[0].accounts, 1);
    EXPECT_EQ(counts[1].stratum, "pro");
    EXPECT_EQ(counts[1].accounts, 1);
    RawDatabase raw(folder.path() / "identity.db");
    EXPECT_EQ(raw.value("SELECT max(day) < 100000 FROM sign_in"), "1") << "days, no moments";
    EXPECT_EQ(raw.value("SELECT count(*) FROM sign_in WHERE account_key LIKE '%abc%'"), "0");
}

TEST(IdentityTest, NotesATicketOnceForEachHolderAndNothingOfWhen) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TicketRow first{sha256("a blinded message"), "0123456789abcdef"};
    const TicketRow second{sha256("another one"), "fedcba9876543210"};
    FrameId frame;
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        frame = work.add_frame("tiny");
        const FrameId other = work.add_frame("other");
        EXPECT_FALSE(work.ticket(frame, "case|1"));
        EXPECT_TRUE(work.note_ticket(frame, "case|1", first));
        EXPECT_FALSE(work.note_ticket(frame, "case|1", second));
        EXPECT_TRUE(work.note_ticket(frame, "case|2", second));
        EXPECT_TRUE(work.note_ticket(other, "case|1", second)) << "each study for itself";
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_EQ(view->ticket(frame, "case|1"), first);
    EXPECT_EQ(view->ticket(frame, "case|2"), second);
    EXPECT_FALSE(view->ticket(frame, "case|3"));
    const std::vector<TicketCount> expected{{first.key, 1}, {second.key, 1}};
    EXPECT_EQ(view->tickets(frame), expected);
    RawDatabase raw(folder.path() / "identity.db");
    EXPECT_EQ(
        raw.value("SELECT group_concat(name) FROM pragma_table_info('entry_ticket')"),
        "frame,holder_key,blinded_hash,signing_key"
    ) << "no moment, not even a day";
    EXPECT_EQ(raw.value("SELECT count(*) FROM entry_ticket WHERE holder_key LIKE '%case%'"), "0");
}

TEST(IdentityTest, FullDiskRefusesAndLosesNothing) {
    const TemporaryFolder folder;
    SimulatedDisk disk("identity-full");
    StoreOptions options;
    options.vfs = disk.name();
    OpenedIdentity opened(folder.path(), options);
    const TinyFrame tiny(*opened.store);
    disk.set_capacity(disk.bytes_used() + 100'000);
    const Result<void> done = opened.store->run([&](IdentityWork& work) -> Result<void> {
        for (int i = 0; i < 10'000; ++i) {
            const std::string name = std::to_string(i);
            (void)work.add_person(tiny.frame, person_of(tiny.pro, name + "@example.org", name));
        }
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "store.full");
    disk.set_capacity(SIZE_MAX);
    EXPECT_EQ(present(opened.store->view()->frame("tiny")).people, 3);
    EXPECT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)work.add_person(tiny.frame, person_of(tiny.pro, "eve@example.org", "eve"));
        return {};
    }));
}

TEST(IdentityTest, OverwrittenFilesHoldNoDeletedBytes) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    std::string sealed;
    {
        RawDatabase raw(folder.path() / "identity.db");
        sealed = raw.value("SELECT hex(sealed) FROM contact WHERE person = 1");
    }
    ASSERT_GT(sealed.size(), 100U);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.forget(tiny.people.at(0), at(8)));
        return {};
    }));
    ASSERT_TRUE(opened.store->overwrite_deleted());
    std::string bytes;
    for (int i = 0; i < 16; ++i) {
        bytes += static_cast<char>(
            std::stoi(sealed.substr(2 * static_cast<std::size_t>(i), 2), nullptr, 16)
        );
    }
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(stream), {}};
        EXPECT_EQ(all.find(bytes), std::string::npos) << file.path();
    }
}

}  // namespace
}  // namespace querist::store::fixture
