// Signing in, through the fieldwork, against an issuer in memory.

#include "actions/admission_fixture.hpp"

namespace querist::actions::fixture {
namespace {

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
    const std::set<std::string> secrets = begun_at_once([&] { return in.pass; });
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

}  // namespace
}  // namespace querist::actions::fixture
