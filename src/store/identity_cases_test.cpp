// Cases of earlier schemas and of now, what is said of accounts, and views that share connections.

#include "store/identity_fixture.hpp"
#include "store/identity_schema.hpp"
#include "store/raw_database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::store::fixture {
namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;

/// What the third schema kept of one frame: a case with its events, its mail and its token.
const char* const kept_before_draws_were_narrow = R"sql(
INSERT INTO frame VALUES (1, 'tiny', 9);
INSERT INTO stratum VALUES (1, 1, 'pro', 9);
INSERT INTO person VALUES (7, 1, 7, 1, 8), (9, 1, 9, 1, 10);
INSERT INTO draw VALUES (1, 1, 1, 300, 5, 'census', x'00', x'00');
INSERT INTO sampled_case VALUES
    (1, 1, 1, 2, 9, 1, 1, x'00112233445566778899aabbccddeeff', x'0102'),
    (2, 1, 1, 1, 7, 1, NULL, x'10112233445566778899aabbccddeeff', NULL);
INSERT INTO case_event VALUES (1, 300, 'sampled'), (1, 400, 'invited'), (2, 300, 'sampled');
INSERT INTO mail VALUES (5, 1, 0, 'accepted', 350, 350, 1, 400, x'aa', 250, '2.0.0');
)sql";

TEST(IdentityCasesTest, TakesOverTheCasesOfEarlierSchemas) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "identity.db";
    {
        RawDatabase raw(file);
        for (const Migration& step : identity_schema().steps.first(3)) raw.run(step.script.text);
        raw.run(kept_before_draws_were_narrow);
    }
    OpenedIdentity opened(folder.path());
    EXPECT_EQ(RawDatabase(file).value("PRAGMA foreign_key_check"), "");
    EXPECT_EQ(RawDatabase(file).value("PRAGMA integrity_check"), "ok");
    const std::unique_ptr<IdentityView> view = opened.store->view();
    const FrameId frame = present(view->frame("tiny")).id;
    std::vector<std::int64_t> people;
    view->each_case(frame, [&](const CaseRow& row) { people.push_back(row.person.value); });
    EXPECT_EQ(people, (std::vector<std::int64_t>{7, 9}));
    const CaseRow sampled = present(view->case_of(PersonId{9}));
    EXPECT_EQ(sampled.wave, 1);
    EXPECT_FALSE(view->frozen(frame));
    EXPECT_EQ(view->outbox().mail_counts(frame).size(), 1U);
    EXPECT_EQ(present(view->case_by_public_id(frame, sampled.public_id)).person, sampled.person);
    EXPECT_EQ(
        view->events(sampled.id),
        (std::vector<CaseEvent>{
            {EventKind::sampled, Instant(std::chrono::microseconds(300))},
            {EventKind::invited, Instant(std::chrono::microseconds(400))}
        })
    );
    const std::vector<MailRow> mails = view->outbox().mails_of(sampled.id);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails.front().id, MailId{5});
    EXPECT_EQ(mails.front().person, sampled.person);
    EXPECT_EQ(
        RawDatabase(file).value("SELECT person FROM sampled_case WHERE token_hash = x'0102'"), "9"
    );
}

TEST(IdentityCasesTest, FreezingKeepsCountsAndForgetsWhatTells) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    const Instant moment{std::chrono::days(20'000) + std::chrono::hours(13)};
    const Instant day{std::chrono::days(20'000)};
    const Instant later = moment + std::chrono::days(8);
    FrozenFrame kept;
    kept.day = moment;
    kept.counts = {
        {"pro", 1, {recruitment::Code::complete, recruitment::Step::counted}, 1},
        {"pro", 1, {recruitment::Code::nothing_returned, recruitment::Step::delivered}, 1}
    };
    kept.events = {{EventKind::reminded, 1}};
    kept.values = {
        {WaveRow::Kind::main, "country", {"", "Chile", "Peru"}, 2, 1},
        {WaveRow::Kind::pilot, "country", {""}, 1, 0}
    };
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)work.add_wave(tiny.frame, WaveRow::Kind::main, moment, {tiny.cases.at(0)});
        (void)work.add_wave(
            tiny.frame, WaveRow::Kind::main, moment + std::chrono::days(9), {tiny.cases.at(1)}
        );
        (void)work.outbox().queue_mail(tiny.cases.at(0), 0, moment);
        (void)work.outbox().queue_mail(tiny.cases.at(1), 0, moment);
        (void)work.outbox().queue_mail(tiny.cases.at(1), 1, moment);
        (void)work.add_event(tiny.cases.at(1), {EventKind::reminded, moment});
        (void)work.suppress("ada@example.org", moment);
        work.note_sign_in(tiny.frame, "an account", "pro", moment);
        work.note_lookup(tiny.people.at(0), LookupOutcome::unknown, "", moment);
        work.note_lookup(tiny.people.at(1), LookupOutcome::unknown, "", later);
        return {};
    }));
    // Ada came with the first list, and Bob and Cy with one of between the waves, of whom Bob was
    // drawn after it: he cannot have answered before.
    const std::filesystem::path file = folder.path() / "identity.db";
    const auto microseconds = [](Instant at) { return at.time_since_epoch().count(); };
    RawDatabase(file).run(fmt::format(
        "UPDATE draw SET at = {0};"
        "INSERT INTO import (frame, file_key, line_rows, added, at)"
        " VALUES (1, x'01', 1, 1, {0}), (1, x'02', 2, 2, {1});"
        "INSERT INTO draw (frame, sequence, at, seed, design, frame_digest, sample_digest)"
        " VALUES (1, 2, {1}, 1, '', x'', x'');"
        "UPDATE sampled_case SET draw = 2 WHERE person = 2",
        microseconds(moment),
        microseconds(later)
    ));
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        work.freeze(tiny.frame, kept, {{1, 2}});
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    const FrozenFrame frozen = present(view->frozen(tiny.frame));
    EXPECT_EQ(frozen.day, day);
    EXPECT_EQ(frozen.counts.size(), kept.counts.size());
    for (const FrozenCount& one : kept.counts) {
        EXPECT_NE(std::ranges::find(frozen.counts, one), frozen.counts.end());
    }
    EXPECT_EQ(frozen.events, kept.events);
    EXPECT_EQ(frozen.values, kept.values);
    EXPECT_TRUE(view->outbox().mails_of(tiny.cases.at(1)).empty());
    ASSERT_EQ(view->outbox().mail_counts(tiny.frame).size(), 2U);
    EXPECT_EQ(view->outbox().mail_counts(tiny.frame).front().mails, 2);
    EXPECT_EQ(view->sign_ins(tiny.frame).at(0).accounts, 1);
    const std::vector<WaveRow> waves = view->waves(tiny.frame);
    ASSERT_EQ(waves.size(), 1U);
    EXPECT_EQ(waves.front().cases, 2);
    EXPECT_EQ(waves.front().at, day);
    EXPECT_TRUE(view->is_suppressed("ada@example.org"));
    EXPECT_EQ(RawDatabase(file).value("SELECT count(*) FROM sign_in"), "0");
    EXPECT_EQ(RawDatabase(file).value("SELECT count(*) FROM case_event"), "1");
    const std::string begins = std::to_string(day.time_since_epoch().count());
    EXPECT_EQ(RawDatabase(file).value("SELECT at FROM case_event"), begins);
    EXPECT_EQ(RawDatabase(file).value("SELECT at FROM suppression"), begins);
    for (const char* table : {"draw", "import", "account_lookup"}) {
        SCOPED_TRACE(table);
        const std::string two = fmt::format("SELECT group_concat(at, ' ') FROM {}", table);
        EXPECT_EQ(RawDatabase(file).value(two), begins + " " + begins);
    }
    EXPECT_FALSE(view->frozen(FrameId{99}));
}

TEST(IdentityCasesTest, FindsCasesOfTheSameWork) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        NewCase sampled;
        sampled.frame = tiny.frame;
        sampled.draw = work.draws(tiny.frame).front().id;
        sampled.person = tiny.people.at(2);
        sampled.stratum = tiny.pro;
        sampled.position = 3;
        sampled.public_id.bytes.fill(77);
        sampled.token_hash = sha256("third");
        const CaseId added = work.add_case(sampled);
        EXPECT_EQ(present(work.case_by_token_hash(tiny.frame, sha256("third"))).id, added);
        EXPECT_EQ(present(work.case_by_public_id(tiny.frame, sampled.public_id)).id, added);
        EXPECT_FALSE(work.add_event(added, {EventKind::sampled, at(6)})) << "its draw says it";
        EXPECT_EQ(work.events(added).size(), 1U);
        return {};
    }));
}

TEST(IdentityCasesTest, ALargeDrawMakesTheIndexesAnew) {
    const TemporaryFolder folder;
    const std::string indexes =
        "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE type = 'index' "
        "AND "
        "name IN ('case_name', 'case_token') ORDER BY name)";
    const std::filesystem::path file = folder.path() / "identity.db";
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    const std::string before = RawDatabase(file).value(indexes);
    EXPECT_TRUE(before.contains("token_hash"));
    const auto draw_third = [&](IdentityWork& work) {
        DrawRow draw = work.draws(tiny.frame).front();
        draw.strata.front().drawn = 100'000;
        NewCase sampled;
        sampled.frame = tiny.frame;
        sampled.draw = work.add_draw(draw).id;
        sampled.person = tiny.people.at(2);
        sampled.stratum = tiny.pro;
        sampled.position = 1;
        sampled.public_id.bytes.fill(9);
        sampled.token_hash = sha256("third");
        return work.add_case(sampled);
    };
    EXPECT_FALSE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)draw_third(work);
        return failure("test.no", "no", "none");
    }));
    EXPECT_EQ(RawDatabase(file).value(indexes), before) << "undone with the rest";
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        (void)draw_third(work);
        return {};
    }));
    EXPECT_EQ(RawDatabase(file).value(indexes), before) << "as the schema has them";
    const std::unique_ptr<IdentityView> view = opened.store->view();
    EXPECT_EQ(
        present(view->case_by_token_hash(tiny.frame, sha256("third"))).person, tiny.people.at(2)
    );
    EXPECT_TRUE(view->case_by_token_hash(tiny.frame, sha256("1")));
}

TEST(IdentityCasesTest, KeepsWhatWasSaidOfAnAccountSealed) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    const PersonId ada = tiny.people.at(0);
    const PersonId cy = tiny.people.at(2);
    StratumId normal;
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        normal = work.add_stratum(tiny.frame, "normal");
        work.note_lookup(cy, LookupOutcome::unknown, "", at(6));
        work.note_lookup(cy, LookupOutcome::known, R"({"fullname":"Cy Somebody"})", at(7));
        work.move_to_stratum(cy, normal);
        PersonalFields fields = work.personal_fields(cy).value().value();
        fields.further.emplace_back("organisations", "Somewhere");
        work.change_fields(cy, fields);
        EXPECT_TRUE(work.suppress("bob@example.org", at(7)));
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    std::vector<AccountRow> accounts;
    view->each_account(tiny.frame, [&](const AccountRow& row) { accounts.push_back(row); });
    ASSERT_EQ(accounts.size(), 2U) << "Bob wants no mail";
    EXPECT_EQ(accounts.front().person, ada);
    EXPECT_TRUE(accounts.front().drawn);
    EXPECT_FALSE(accounts.front().looked_up);
    EXPECT_EQ(accounts.back().stratum, normal);
    EXPECT_EQ(present(accounts.back().looked_up).at, at(7));
    EXPECT_EQ(present(accounts.back().looked_up).outcome, LookupOutcome::known);
    EXPECT_EQ(view->lookup_answer(cy).value(), R"({"fullname":"Cy Somebody"})");
    EXPECT_EQ(view->lookup_answer(ada).value(), std::nullopt);
    EXPECT_EQ(present(view->personal_fields(cy).value()).further.size(), 2U);
    EXPECT_EQ(view->people_with_account("cy"), std::vector{cy});
    const std::vector<StratumPeople> people = view->people(tiny.frame);
    EXPECT_EQ(people.front().in_frame, 2);
    EXPECT_EQ(people.back().in_frame, 1);
    EXPECT_EQ(
        RawDatabase(folder.path() / "identity.db")
            .value("SELECT count(*) FROM account_lookup WHERE instr(sealed, 'Somebody')"),
        "0"
    );
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        EXPECT_TRUE(work.forget(cy, at(8)));
        return {};
    }));
    EXPECT_EQ(opened.store->view()->lookup_answer(cy).value(), std::nullopt);
}

TEST(IdentityCasesTest, KeepsWhatComparedColumnsSay) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        const FrameValueId peru = work.add_frame_value(tiny.frame, "country", "Peru");
        EXPECT_EQ(work.add_frame_value(tiny.frame, "country", "Peru"), peru);
        EXPECT_NE(work.add_frame_value(tiny.frame, "employer", "Peru"), peru);
        NewPerson person = person_of(tiny.pro, "dee@example.org", "dee");
        person.values = {peru};
        const AddedPerson added = work.add_person(tiny.frame, person);
        EXPECT_EQ(added.outcome, AddedPerson::Outcome::added);
        EXPECT_EQ(work.frame_values(tiny.frame).front().people, 1);
        // Somebody who is there already counts once.
        EXPECT_EQ(work.add_person(tiny.frame, person).outcome, AddedPerson::Outcome::same_address);
        NewCase sampled;
        sampled.frame = tiny.frame;
        sampled.draw = work.draws(tiny.frame).front().id;
        sampled.person = present(added.person);
        sampled.stratum = tiny.pro;
        sampled.position = 3;
        sampled.public_id.bytes.fill(9);
        (void)work.add_case(sampled);
        return {};
    }));
    const std::unique_ptr<IdentityView> view = opened.store->view();
    const std::vector<FrameValueRow> rows = view->frame_values(tiny.frame);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].comparison, "country");
    EXPECT_EQ(rows[0].value, "Peru");
    EXPECT_EQ(rows[0].people, 1);
    EXPECT_EQ(rows[1].people, 0);
    std::vector<FrameValueId> found;
    view->each_case_value(tiny.frame, [&](CaseId, FrameValueId value) { found.push_back(value); });
    EXPECT_EQ(found, std::vector{rows[0].id});
    EXPECT_TRUE(view->frame_values(FrameId{99}).empty());
}

TEST(IdentityCasesTest, KnowsWhoHasNoAddress) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    PersonId lone;
    ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
        lone = present(work.add_person(tiny.frame, person_of(tiny.pro, "", "dee")).person);
        return {};
    }));
    EXPECT_EQ(opened.store->view()->people_without_address(tiny.frame), std::vector{lone});
}

TEST(IdentityCasesTest, ViewsSeeWhatWasCommittedBeforeThemOnConnectionsThatAreUsedAgain) {
    const TemporaryFolder folder;
    OpenedIdentity opened(folder.path());
    const TinyFrame tiny(*opened.store);
    for (std::int64_t people = 3; people < 6; ++people) {
        const std::unique_ptr<IdentityView> earlier = opened.store->view();
        ASSERT_TRUE(opened.store->run([&](IdentityWork& work) -> Result<void> {
            const std::string name = "new" + std::to_string(people);
            (void)work.add_person(tiny.frame, person_of(tiny.pro, name + "@example.org", name));
            return {};
        }));
        EXPECT_EQ(present(earlier->frame("tiny")).people, people);
        EXPECT_EQ(present(opened.store->view()->frame("tiny")).people, people + 1);
    }
    std::unique_ptr<IdentityView> last = opened.store->view();
    opened.store.reset();
    EXPECT_EQ(present(last->frame("tiny")).people, 6) << "a view may outlive its store";
}

}  // namespace
}  // namespace querist::store::fixture
