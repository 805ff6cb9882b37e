// Personal links, through the fieldwork.

#include "actions/admission_fixture.hpp"

namespace querist::actions::fixture {
namespace {

/// A frame of two people in one drawn wave, and their links.
class PersonalLinkTest : public AdmissionTest {
protected:
    PersonalLinkTest() {
        store::StoreOptions options;
        keys_ = *store::open_keys(folder_.path() / "data", random_);
        people_ = *store::open_identity(folder_.path() / "data", keys_, random_, options);
        const Result<void> done = people_->run([&](store::IdentityWork& work) -> Result<void> {
            for (const char* study : {"tiny", "other"}) draw(work, study);
            return {};
        });
        if (!done) ADD_FAILURE() << describe(done.error());
    }
    void draw(store::IdentityWork& work, const std::string& study) {
        const store::FrameId frame = work.add_frame(study);
        const store::StratumId normal = work.add_stratum(frame, "normal");
        store::DrawRow row;
        row.frame = frame;
        row.at = clock_.now();
        row.design = "census";
        row.strata = {{normal, 2, 2}};
        row = work.add_draw(row);
        for (const char* name : {"ada", "bob"}) {
            store::NewPerson person;
            person.stratum = normal;
            person.normal_address = person.fields.address = std::string(name) + "@example.org";
            const store::PersonId id =
                work.add_person(frame, person).person.value_or(store::PersonId{});
            store::NewCase sampled;
            sampled.frame = frame;
            sampled.draw = row.id;
            sampled.person = id;
            sampled.stratum = normal;
            sampled.position = name[0] == 'a' ? 1 : 2;
            random_.fill(sampled.public_id.bytes);
            const Digest token = invitation_token(link_key(study), study, sampled.public_id);
            sampled.token_hash = token_hash(token);
            (void)work.add_case(sampled);
            tokens_[study].push_back(token.hex());
            cases_[study].push_back(sampled.public_id);
        }
    }
    [[nodiscard]] std::string link_key(const std::string& study) const {
        return link_of_study(folder_.path() / "data", study).value();
    }
    std::optional<LetIn> follow(const std::string& token) {
        Result<std::optional<LetIn>> in = fieldwork().by_personal_link("tiny", token);
        if (!in) ADD_FAILURE() << describe(in.error());
        return in ? *in : std::nullopt;
    }
    LetIn followed(const std::string& token) { return follow(token).value_or(LetIn{}); }
    bool opt_out(const std::string& token) {
        std::promise<Result<bool>> promise;
        fieldwork().opt_out("tiny", token, [&](Result<bool> noted) {
            promise.set_value(std::move(noted));
        });
        return promise.get_future().get().value_or(false);
    }

    /// The data when the fieldwork has ended, and the key of the first case's tests in it.
    struct Stored {
        std::unique_ptr<store::Store> store;
        std::unique_ptr<store::Snapshot> snapshot;
        StudyId study;
        Digest key;
    };
    Stored stored() {
        opened_.fieldwork.reset();
        Stored now;
        now.store = open_existing(folder_.path() / "data", store::Access::read_only).value();
        now.snapshot = now.store->snapshot();
        now.study = now.snapshot->study("tiny").value().id;
        now.key = respondent_key_in(
            response::Origin::test, respondent_key(link_key("tiny"), "tiny", cases_["tiny"][0])
        );
        return now;
    }

    store::Keys keys_;
    std::unique_ptr<store::IdentityStore> people_;
    std::map<std::string, std::vector<std::string>> tokens_;
    std::map<std::string, std::vector<PublicId>> cases_;
};

TEST_F(PersonalLinkTest, WhatAPilotsCaseAnswersStaysThePilots) {
    const Result<void> released = people_->run([&](store::IdentityWork& work) -> Result<void> {
        const store::FrameRow frame = work.frame("tiny").value();
        const auto pilot = work.case_by_public_id(frame.id, cases_["tiny"][0]);
        const auto main = work.case_by_public_id(frame.id, cases_["tiny"][1]);
        const Instant at = clock_.now();
        (void)work.add_wave(frame.id, store::WaveRow::Kind::pilot, at, {pilot.value().id});
        (void)work.add_wave(frame.id, store::WaveRow::Kind::main, at, {main.value().id});
        return {};
    });
    ASSERT_TRUE(released);
    ASSERT_TRUE(step_life(folder_.path() / "tiny", folder_.path() / "data", Life::open, clock_));
    (void)started(followed(tokens_["tiny"][0]).pass, {{"account", "pro"}});
    (void)started(followed(tokens_["tiny"][1]).pass, {{"account", "pro"}});
    const Stored now = stored();
    const auto origin_of = [&](std::size_t i) {
        const Digest key = respondent_key(link_key("tiny"), "tiny", cases_["tiny"][i]);
        return now.snapshot->response_by_respondent_key(now.study, key).value().origin;
    };
    EXPECT_EQ(origin_of(0), response::Origin::pilot);
    EXPECT_EQ(origin_of(1), response::Origin::real);
}

TEST_F(PersonalLinkTest, GivesACaseOneResponseUnderItsKey) {
    const std::optional<LetIn> in = follow(tokens_["tiny"][0]);
    ASSERT_TRUE(in);
    EXPECT_FALSE(in->secret);
    EXPECT_EQ(fieldwork().entry_of("tiny", in->pass), Entry::invitation);
    const Started first = started(in->pass, {{"account", "pro"}, {"source", "forum"}});
    EXPECT_EQ(stratum_of(first.secret), "normal") << "the one that it was drawn from";
    EXPECT_EQ(followed(tokens_["tiny"][0]).secret, first.secret);
    EXPECT_FALSE(followed(tokens_["tiny"][1]).secret) << "another case";
    const Stored now = stored();
    EXPECT_TRUE(now.snapshot->response_by_respondent_key(now.study, now.key));
}

TEST_F(PersonalLinkTest, FollowedTwiceAtTheSameMomentItGivesOneResponse) {
    const std::set<std::string> secrets = begun_at_once([&] {
        const auto in = fieldwork().by_personal_link("tiny", tokens_["tiny"][0]);
        return in && *in ? (*in)->pass : std::string("none");
    });
    EXPECT_EQ(secrets.size(), 1U);
    const Stored now = stored();
    std::int64_t responses = 0;
    for (const auto& count : now.snapshot->response_counts(now.study)) responses += count.count;
    EXPECT_EQ(responses, 1);
}

TEST_F(PersonalLinkTest, LooksAreFree) {
    ASSERT_TRUE(follow(tokens_["tiny"][0]));  // opens the file
    const std::string before = all_bytes(folder_.path() / "data");
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(follow(tokens_["tiny"][0]));
    EXPECT_EQ(all_bytes(folder_.path() / "data"), before);
}

TEST_F(PersonalLinkTest, KnowsNoOtherLinks) {
    for (const std::string& token :
         {tokens_["other"][0],
          std::string(64, '0'),
          std::string("x"),
          std::string(),
          tokens_["tiny"][0].substr(1)}) {
        EXPECT_FALSE(follow(token)) << token;
        EXPECT_FALSE(opt_out(token)) << token;
    }
}

TEST_F(PersonalLinkTest, RefusingIsKnownOfTheCaseAndCanBeChanged) {
    const std::string pass = followed(tokens_["tiny"][0]).pass;
    for (int i = 0; i < 2; ++i) {
        const Result<ConsentOutcome> refused = consent(pass, {}, false);
        ASSERT_TRUE(refused && std::holds_alternative<Refused>(*refused));
    }
    EXPECT_FALSE(followed(tokens_["tiny"][0]).secret);
    const Started begun = started(pass);
    EXPECT_TRUE(begun.page);
    const Stored now = stored();
    const auto row = now.snapshot->response_by_respondent_key(now.study, refusal_key(now.key));
    ASSERT_TRUE(row);
    EXPECT_EQ(row->status, response::Status::refused);
    std::int64_t refusals = 0;
    for (const auto& count : now.snapshot->response_counts(now.study)) {
        if (count.status == response::Status::refused) refusals += count.count;
    }
    EXPECT_EQ(refusals, 1) << "once, however often it was pressed";
}

TEST_F(PersonalLinkTest, OptingOutIsNotedOnceAndInEveryStudy) {
    EXPECT_TRUE(opt_out(tokens_["tiny"][0]));
    EXPECT_TRUE(opt_out(tokens_["tiny"][0])) << "again is no failure";
    const auto view = people_->view();
    EXPECT_TRUE(view->is_suppressed("ada@example.org"));
    EXPECT_FALSE(view->is_suppressed("bob@example.org"));
    const auto frame = view->frame("tiny");
    ASSERT_TRUE(frame);
    const auto sampled = view->case_by_public_id(frame->id, cases_["tiny"][0]);
    ASSERT_TRUE(sampled);
    const auto events = view->events(sampled->id);
    EXPECT_EQ(
        std::ranges::count(
            events, recruitment::EventKind::opted_out, &recruitment::CaseEvent::kind
        ),
        1
    );
    EXPECT_TRUE(follow(tokens_["tiny"][0])) << "the link still leads to the questionnaire";
}

}  // namespace
}  // namespace querist::actions::fixture
