// Signing in and personal links, through the fieldwork, against an issuer in memory.

#include "actions/case_secrets.hpp"
#include "actions/fieldwork_fixture.hpp"
#include "actions/link_of_study.hpp"

#include "delivery/issuer_fixture.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <thread>

namespace querist::actions {
namespace {

using namespace fixture;
using delivery::fixture::MadeUpIssuer;

std::string signed_yaml(bool required) {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("instrument:\n"),
        "population: {text: All, strata: [{pro: Paying}, {normal: Others}]}\n"
        "recruitment:\n"
        "  text: We post a link.\n"
        "  sign in:\n"
        "    issuer: https://issuer.example\n"
        "    client id: client\n"
        "    strata: [{stratum: pro, claim: isPro}, {stratum: normal}]\n"
        "    stratum field: account\n" +
            std::string(required ? "    required: true\n" : "")
    );
    yaml.insert(
        yaml.find("  pages:\n"),
        "  from link:\n"
        "    - {id: account, title: A, serves: [why], allowed: [{pro: P}, {normal: N}]}\n"
        "    - {id: source, title: S, serves: [why], allowed: [{forum: F}]}\n"
    );
    return yaml;
}

class AdmissionTest : public ::testing::Test {
protected:
    explicit AdmissionTest(bool required = true) {
        write_file(folder_.path() / "tiny" / "study.yaml", signed_yaml(required));
        open();
    }

    void open() {
        FieldworkOptions options;
        options.data = folder_.path() / "data";
        options.http = &issuer_;
        opened_ = open_fieldwork({folder_.path() / "tiny"}, options, clock_, random_);
        for (const Problem& problem : opened_.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
    }
    Fieldwork& fieldwork() { return *opened_.fieldwork; }

    Result<SignInBegun> begin() {
        std::promise<Result<SignInBegun>> promise;
        fieldwork().begin_sign_in("tiny", redirect, [&](Result<SignInBegun> begun) {
            promise.set_value(std::move(begun));
        });
        return promise.get_future().get();
    }
    Result<SignInOutcome> finish(SignInReturn back) {
        std::promise<Result<SignInOutcome>> promise;
        fieldwork().finish_sign_in("tiny", std::move(back), [&](Result<SignInOutcome> outcome) {
            promise.set_value(std::move(outcome));
        });
        return promise.get_future().get();
    }
    static std::string parameter(const std::string& address, const std::string& name) {
        const std::size_t at = address.find("&" + name + "=") + name.size() + 2;
        return address.substr(at, address.find('&', at) - at);
    }
    /// What an honest browser brings back.
    SignInReturn there_and_back(const std::string& subject = "abc") {
        const Result<SignInBegun> begun = begin();
        if (!begun) {
            ADD_FAILURE() << describe(begun.error());
            return {};
        }
        issuer_.nonce = parameter(begun->address, "nonce");
        issuer_.good_code = "code";
        issuer_.claims["sub"] = subject;
        issuer_.userinfo["sub"] = subject;
        return {
            .ticket = begun->ticket,
            .state = parameter(begun->address, "state"),
            .code = "code",
            .error = "",
            .issuer = "https://issuer.example",
            .redirect = redirect
        };
    }
    LetIn sign_in(const std::string& subject = "abc") {
        const Result<SignInOutcome> outcome = finish(there_and_back(subject));
        if (!outcome || !std::holds_alternative<LetIn>(*outcome)) {
            ADD_FAILURE() << (outcome ? "a fault" : describe(outcome.error()));
            return {};
        }
        return std::get<LetIn>(*outcome);
    }
    Result<ConsentOutcome> consent(
        const std::string& pass, response::Form link = {}, bool agreed = true
    ) {
        std::promise<Result<ConsentOutcome>> promise;
        fieldwork().answer_consent(
            "tiny",
            agreed,
            {.start_key = "", .link = std::move(link), .language = "", .pass = pass},
            [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }
    Started started(const std::string& pass, response::Form link = {}) {
        const Result<ConsentOutcome> outcome = consent(pass, std::move(link));
        if (!outcome || !std::holds_alternative<Started>(*outcome)) {
            ADD_FAILURE() << "did not start";
            return {};
        }
        return std::get<Started>(*outcome);
    }
    PageView seen(const Secret& secret) {
        const Result<std::optional<PageView>> view = fieldwork().view("tiny", secret);
        if (view && view->has_value()) return **view;
        ADD_FAILURE() << "no response has this secret";
        return {};
    }
    std::string stratum_of(const Secret& secret) {
        const PageView view = seen(secret);
        const response::Answer& answer = view.state.answers.at(0);
        const auto* choice = std::get_if<expression::Choice>(&answer.value);
        if (choice == nullptr) return "";
        return instrument::options_of(view.study->items[0].kind)
            .at(static_cast<std::size_t>(choice->index))
            .code;
    }

    std::string redirect = "https://study.example/s/tiny/sign-in/back";
    TemporaryFolder folder_;
    StandingClock clock_;
    SystemRandom random_;
    MadeUpIssuer issuer_{clock_};
    FieldworkOpened opened_;
};

class OfferedSignInTest : public AdmissionTest {
protected:
    OfferedSignInTest() : AdmissionTest(false) {}
};

TEST_F(AdmissionTest, GivesAnAccountOneResponse) {
    const LetIn in = sign_in();
    EXPECT_FALSE(in.secret);
    EXPECT_EQ(fieldwork().entry_of("tiny", in.pass), Entry::account);
    const Started first = started(in.pass);
    EXPECT_EQ(stratum_of(first.secret), "pro");
    const Started second = started(in.pass);
    EXPECT_EQ(second.secret, first.secret);
    EXPECT_TRUE(second.again);
    // Another day, another browser: back to the same response.
    const LetIn back = sign_in();
    EXPECT_EQ(back.secret, first.secret);
    const LetIn other = sign_in("def");
    EXPECT_FALSE(other.secret);
    EXPECT_NE(started(other.pass).secret, first.secret);
}

TEST_F(AdmissionTest, TwoClicksAtTheSameMomentGiveOneResponse) {
    const LetIn in = sign_in();
    std::vector<std::promise<Result<ConsentOutcome>>> promises(16);
    {
        std::vector<std::jthread> clicks;
        clicks.reserve(promises.size());
        for (auto& promise : promises) {
            clicks.emplace_back([&] {
                fieldwork().answer_consent(
                    "tiny",
                    true,
                    {.start_key = "", .link = {}, .language = "", .pass = in.pass},
                    [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
                );
            });
        }
    }
    std::set<std::string> secrets;
    for (auto& promise : promises) {
        const Result<ConsentOutcome> outcome = promise.get_future().get();
        ASSERT_TRUE(outcome && std::holds_alternative<Started>(*outcome));
        secrets.insert(std::get<Started>(*outcome).secret);
    }
    EXPECT_EQ(secrets.size(), 1U);
    opened_.fieldwork.reset();
    const Result<std::vector<StudyStatus>> told = status(folder_.path() / "data", "tiny");
    ASSERT_TRUE(told);
    std::int64_t responses = 0;
    for (const StudyStatus::Count& count : told->at(0).counts) responses += count.count;
    EXPECT_EQ(responses, 1);
}

TEST_F(AdmissionTest, AsksEverybodyElseToSignInFirst) {
    for (const std::string& pass : {std::string(), std::string("account:9:pro:0:0")}) {
        const Result<ConsentOutcome> outcome = consent(pass);
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(std::holds_alternative<NotAdmitted>(*outcome));
    }
    const LetIn in = sign_in();
    clock_.advance(pass_time);
    const Result<ConsentOutcome> late = consent(in.pass);
    EXPECT_TRUE(late && std::holds_alternative<NotAdmitted>(*late));
}

TEST_F(OfferedSignInTest, KeepsTheProvedStratumOnly) {
    const Started open = started("", {{"account", "pro"}, {"source", "forum"}});
    EXPECT_EQ(stratum_of(open.secret), "") << "nobody proved it";
    issuer_.userinfo["isPro"] = false;
    const Started known = started(sign_in().pass, {{"account", "pro"}, {"source", "forum"}});
    EXPECT_EQ(stratum_of(known.secret), "normal");
    EXPECT_EQ(seen(known.secret).state.answers[1].value, expression::Value(expression::Choice{0}))
        << "other fields of the link stay";
}

TEST_F(AdmissionTest, TestsOfTheDraftKeepNobodyOut) {
    const Started tested = started(sign_in().pass);
    opened_.fieldwork.reset();
    ASSERT_TRUE(step_life(folder_.path() / "tiny", folder_.path() / "data", Life::open, clock_));
    open();
    const LetIn in = sign_in();
    EXPECT_FALSE(in.secret);
    EXPECT_NE(started(in.pass).secret, tested.secret);
}

TEST_F(AdmissionTest, SaysWhatBecameOfASignIn) {
    using enum SignInFault;
    struct Row {
        const char* name;
        std::function<void(SignInReturn&)> change;
        SignInFault fault;
    };
    const auto later = [&](std::chrono::seconds by) { clock_.advance(by); };
    for (const Row& row : {
             Row{"the person said no",
                 [](SignInReturn& back) { back.error = "access_denied"; },
                 declined},
             Row{"another browser", [](SignInReturn& back) { back.ticket.clear(); }, foreign},
             Row{"somebody else's state",
                 [&](SignInReturn& back) { back.state = parameter(begin()->address, "state"); },
                 foreign},
             Row{"said no without a state",
                 [](SignInReturn& back) {
                     back.error = "access_denied";
                     back.state.clear();
                 },
                 foreign},
             Row{"no code", [](SignInReturn& back) { back.code.clear(); }, foreign},
             Row{"an endless code",
                 [](SignInReturn& back) { back.code.assign(100'000, 'a'); },
                 foreign},
             Row{"too late", [&](SignInReturn&) { later(ticket_time); }, late},
             Row{"a code that was used", [&](SignInReturn&) { issuer_.good_code.clear(); }, used},
             Row{"another issuer's answer",
                 [](SignInReturn& back) { back.issuer = "https://other.example"; },
                 untrusted},
             Row{"another sign-in's token", [&](SignInReturn&) { issuer_.nonce = "n"; }, untrusted},
             Row{"a clock that is wrong",
                 [&](SignInReturn&) {
                     issuer_.claims["iat"] = delivery::fixture::unix_seconds(clock_.now()) + 3'600;
                 },
                 untrusted},
         }) {
        SCOPED_TRACE(row.name);
        issuer_.claims = {{"sub", "abc"}, {"aud", "client"}};
        SignInReturn back = there_and_back();
        row.change(back);
        const Result<SignInOutcome> outcome = finish(std::move(back));
        ASSERT_TRUE(outcome) << describe(outcome.error());
        ASSERT_TRUE(std::holds_alternative<SignInFault>(*outcome));
        EXPECT_EQ(std::get<SignInFault>(*outcome), row.fault);
    }
    issuer_.claims = {{"sub", "abc"}, {"aud", "client"}};
    EXPECT_FALSE(sign_in().secret) << "nothing of it was stored";
}

TEST_F(AdmissionTest, AnIssuerThatIsDownIsAProblemToTryAgain) {
    const SignInReturn back = there_and_back();
    issuer_.down = "*";
    EXPECT_EQ(finish(back).error().code, "signin.unreachable");
    issuer_.down.clear();
    EXPECT_TRUE(finish(back)) << "nothing is lost";
    SignInReturn busy = there_and_back();
    busy.error = "temporarily_unavailable";
    EXPECT_EQ(finish(busy).error().code, "signin.unreachable");
}

/// Every byte of the data folder.
std::string all_bytes(const fs::path& folder) {
    std::string bytes;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        // What readers note for each other says nothing and is never kept.
        if (!file.is_regular_file() || file.path().string().ends_with("-shm")) continue;
        std::ifstream stream(file.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(stream), {});
    }
    return bytes;
}

TEST_F(AdmissionTest, NoFileHoldsTheAccount) {
    const std::string subject = "subject-of-a-person-who-signs-in";
    const Started begun = started(sign_in(subject).pass);
    opened_.fieldwork.reset();
    const std::string bytes = all_bytes(folder_.path() / "data");
    EXPECT_FALSE(bytes.contains(subject));
    const std::string link_key = link_of_study(folder_.path() / "data", "tiny").value();
    const Digest key =
        respondent_key_of_account(link_key, "tiny", "https://issuer.example", subject);
    const Digest stored = respondent_key_in(response::Origin::test, key);
    EXPECT_TRUE(bytes.contains(stored.view())) << "in answers.db";
    std::ifstream stream(folder_.path() / "data" / "identity.db", std::ios::binary);
    const std::string people{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_FALSE(people.contains(stored.view())) << "never in identity.db";
    EXPECT_FALSE(people.contains(key.view()));
    EXPECT_FALSE(bytes.contains(begun.secret));
}

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
    std::vector<std::promise<Result<ConsentOutcome>>> promises(16);
    {
        std::vector<std::jthread> clicks;
        clicks.reserve(promises.size());
        for (auto& promise : promises) {
            clicks.emplace_back([&] {
                const auto in = fieldwork().by_personal_link("tiny", tokens_["tiny"][0]);
                fieldwork().answer_consent(
                    "tiny",
                    true,
                    {.pass = in && *in ? (*in)->pass : std::string("none")},
                    [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
                );
            });
        }
    }
    std::set<std::string> secrets;
    for (auto& promise : promises) {
        const Result<ConsentOutcome> outcome = promise.get_future().get();
        ASSERT_TRUE(outcome && std::holds_alternative<Started>(*outcome));
        secrets.insert(std::get<Started>(*outcome).secret);
    }
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
}  // namespace querist::actions
