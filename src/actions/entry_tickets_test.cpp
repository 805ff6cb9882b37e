// Coming into an anonymous study by tickets, through the fieldwork.

#include "actions/entry_tickets_fixture.hpp"
#include "actions/signing_keys.hpp"

#include <barrier>

namespace querist::actions::fixture {
namespace {

using compensation::RewardToken;

std::string anonymous_yaml(const std::string& id) {
    std::string yaml = study_yaml(id);
    const std::string_view confidential = "mode: confidential";
    yaml.replace(yaml.find(confidential), confidential.size(), "mode: anonymous");
    yaml.insert(
        yaml.find("instrument:\n"),
        "recruitment:\n"
        "  text: We write.\n"
        "  invitation: {from: Team <team@example.org>, subject: S, text: \"{{link}} {{opt-out "
        "link}}\"}\n"
    );
    return yaml;
}

class EntryTicketTest : public ::testing::Test {
protected:
    EntryTicketTest() {
        fs::create_directories(data());
        fs::permissions(data(), fs::perms::owner_all);
        keys_ = store::open_keys(data(), random_).value();
        for (const char* id : {"tiny", "other"}) {
            write_file(folder_.path() / id / "study.yaml", anonymous_yaml(id));
            SystemRandom chance;
            EXPECT_TRUE(store::make_link_key(data(), id, chance));
        }
        people_ = *store::open_identity(data(), keys_, random_, {});
        const Result<void> done = people_->run([&](store::IdentityWork& work) -> Result<void> {
            for (const char* study : {"tiny", "other"}) draw(work, study);
            return {};
        });
        if (!done) ADD_FAILURE() << describe(done.error());
        open();
    }
    [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
    void open() {
        FieldworkOptions options;
        options.data = data();
        options.keeps_house = false;
        opened_ = open_fieldwork(
            {folder_.path() / "tiny", folder_.path() / "other"}, options, clock_, random_
        );
        for (const Problem& problem : opened_.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
    }
    void reopen() {
        opened_.fieldwork.reset();
        open();
    }
    /// So that responses are real ones.
    void begin_for_real() {
        for (const char* id : {"tiny", "other"}) {
            const auto step = step_life(folder_.path() / id, data(), Life::open, clock_);
            ASSERT_TRUE(step) << describe(step.error());
        }
        reopen();
    }
    Fieldwork& fieldwork() { return *opened_.fieldwork; }

    void draw(store::IdentityWork& work, const std::string& study) {
        const store::FrameId frame = work.add_frame(study);
        const store::StratumId all = work.add_stratum(frame, "");
        store::DrawRow row;
        row.frame = frame;
        row.at = clock_.now();
        row.design = "census";
        row.strata = {{all, 2, 2}};
        row = work.add_draw(row);
        std::vector<store::CaseId> cases;
        for (const char* name : {"ada", "bob"}) {
            store::NewPerson person;
            person.stratum = all;
            person.normal_address = person.fields.address = std::string(name) + "@example.org";
            store::NewCase sampled;
            sampled.frame = frame;
            sampled.draw = row.id;
            sampled.person = work.add_person(frame, person).person.value_or(store::PersonId{});
            sampled.stratum = all;
            sampled.position = name[0] == 'a' ? 1 : 2;
            random_.fill(sampled.public_id.bytes);
            const Digest token =
                invitation_token(link_of_study(data(), study).value(), study, sampled.public_id);
            sampled.token_hash = token_hash(token);
            cases.push_back(work.add_case(sampled));
            links_[study].push_back(token.hex());
        }
        (void)work.add_wave(frame, store::WaveRow::Kind::main, clock_.now(), cases);
    }
    TicketOffer offer(const std::string& study = "tiny", std::size_t person = 0) {
        const auto in = fieldwork().by_personal_link(study, links_[study].at(person));
        if (in && *in && (*in)->ticket) return *(*in)->ticket;
        ADD_FAILURE() << "no ticket is offered";
        return {};
    }
    Result<TicketOutcome> ask(
        const BlindedMessage& message, const std::string& link, const std::string& study = "tiny"
    ) {
        std::promise<Result<TicketOutcome>> promise;
        fieldwork().sign_ticket(study, {.link = link}, message, [&](Result<TicketOutcome> outcome) {
            promise.set_value(std::move(outcome));
        });
        return promise.get_future().get();
    }
    /// The ticket of somebody with a link.
    std::string ticket_of(const std::string& study, std::size_t person, std::uint64_t seed = 1) {
        const TicketMaker maker(offer(study, person).key, seed);
        const Result<TicketOutcome> outcome = ask(maker.asks(), links_[study].at(person), study);
        return outcome ? maker.ticket(*outcome) : std::string();
    }
    std::optional<LetIn> entered(
        const std::string& ticket, const Secret& secret = {}, const std::string& study = "tiny"
    ) {
        const Result<TicketEntry> entry = fieldwork().enter(study, ticket, secret);
        if (!entry) ADD_FAILURE() << describe(entry.error());
        const auto* in = entry ? std::get_if<LetIn>(&*entry) : nullptr;
        return in == nullptr ? std::nullopt : std::optional(*in);
    }
    std::optional<NoEntry> not_entered(
        const std::string& ticket, const std::string& study = "tiny"
    ) {
        const Result<TicketEntry> entry = fieldwork().enter(study, ticket, {});
        const auto* why = entry ? std::get_if<NoEntry>(&*entry) : nullptr;
        return why == nullptr ? std::nullopt : std::optional(*why);
    }
    Result<ConsentOutcome> consent(const std::string& pass, const std::string& start_key = {}) {
        std::promise<Result<ConsentOutcome>> promise;
        fieldwork().answer_consent(
            "tiny",
            true,
            {.start_key = start_key, .pass = pass},
            [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }
    Secret started(const std::string& pass, const std::string& start_key = {}) {
        const Result<ConsentOutcome> outcome = consent(pass, start_key);
        const auto* begun = outcome ? std::get_if<Started>(&*outcome) : nullptr;
        if (begun == nullptr) ADD_FAILURE() << "did not start";
        return begun == nullptr ? Secret() : begun->secret;
    }
    std::int64_t responses() {
        opened_.fieldwork.reset();
        const auto store = open_existing(data(), store::Access::read_only).value();
        const auto snapshot = store->snapshot();
        std::int64_t all = 0;
        for (const auto& count : snapshot->response_counts(snapshot->study("tiny").value().id)) {
            all += count.count;
        }
        return all;
    }
    /// How many released cases have each code.
    std::map<std::string, std::int64_t> codes() {
        const auto status = recruitment_status(folder_.path() / "tiny", data());
        EXPECT_TRUE(status && status->rates);
        std::map<std::string, std::int64_t> found;
        if (!status || !status->rates) return found;
        for (const char* number : {"1.1", "1.2", "2.111", "2.1121", "2.12", "3.11", "3.19"}) {
            const recruitment::Code code = recruitment::code_of(number).value();
            const std::int64_t cases = status->rates->whole.cases.of(code);
            if (cases > 0) found[number] = cases;
        }
        return found;
    }
    std::int64_t noted(const std::string& study = "tiny") {
        const auto view = people_->view();
        std::int64_t all = 0;
        for (const auto& one : view->tickets(view->frame(study).value().id)) all += one.tickets;
        return all;
    }

    TemporaryFolder folder_;
    StandingClock clock_;
    SystemRandom random_;
    store::Keys keys_;
    std::unique_ptr<store::IdentityStore> people_;
    std::map<std::string, std::vector<std::string>> links_;
    FieldworkOpened opened_;
};

TEST_F(EntryTicketTest, LetsACaseInOnceWithoutAKeyThatLeadsToIt) {
    begin_for_real();
    const std::string ticket = ticket_of("tiny", 0);
    EXPECT_EQ(noted(), 1);
    const std::optional<LetIn> in = entered(ticket);
    ASSERT_TRUE(in);
    EXPECT_EQ(fieldwork().entry_of("tiny", in->pass), Entry::ticket);
    const Secret secret = started(in->pass);
    EXPECT_EQ(not_entered(ticket), NoEntry::spent);
    EXPECT_TRUE(std::holds_alternative<TicketSpent>(*consent(in->pass)));
    const std::optional<LetIn> own = entered(ticket, secret);
    ASSERT_TRUE(own) << "the browser that began with it goes on";
    EXPECT_EQ(own->secret, secret);
    EXPECT_EQ(responses(), 1);

    // All keys and both files: no key that can be computed of a case is in the answers.
    const auto store = open_existing(data(), store::Access::read_only).value();
    const auto snapshot = store->snapshot();
    const StudyId study = snapshot->study("tiny").value().id;
    const std::string link_key = link_of_study(data(), "tiny").value();
    const auto view = people_->view();
    view->each_case(view->frame("tiny").value().id, [&](const store::CaseRow& one) {
        const Digest key = respondent_key(link_key, "tiny", one.public_id);
        EXPECT_FALSE(snapshot->response_by_respondent_key(study, key));
        EXPECT_FALSE(snapshot->response_by_resume_hash(study, sha256(resume_secret(link_key, key)))
        );
    });
}

TEST_F(EntryTicketTest, StatusCountsWhatWasSignedAndSpent) {
    (void)started(entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass);  // a test of the draft
    begin_for_real();
    const std::string ticket = ticket_of("tiny", 0, 5);
    (void)ticket_of("tiny", 1, 6);
    const auto counted = [&] {
        const auto status = recruitment_status(folder_.path() / "tiny", data());
        EXPECT_TRUE(status) << describe(status.error());
        return status->tickets.value_or(RecruitmentStatus::Tickets{});
    };
    EXPECT_EQ(counted().signed_once, 2);
    EXPECT_EQ(counted().spent, 0);
    EXPECT_EQ(codes(), (std::map<std::string, std::int64_t>{{"2.1121", 2}}));
    (void)started(entered(ticket).value_or(LetIn{}).pass);
    EXPECT_EQ(counted().spent, 1);
    EXPECT_FALSE(counted().tells());
    (void)started(entered(ticket_of("tiny", 1, 6)).value_or(LetIn{}).pass);
    EXPECT_TRUE(counted().tells());
    EXPECT_EQ(codes(), (std::map<std::string, std::int64_t>{{"2.1121", 2}}))
        << "they agreed and answered nothing yet";
}

TEST_F(EntryTicketTest, RatesAreOfTheWholeSample) {
    begin_for_real();
    const Secret secret = started(entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass);
    for (const auto& [page, form] :
         {std::pair<std::string, response::Form>{"first", {{"uses", "no"}}}, {"last", {}}}) {
        response::Form sent = form;
        sent.insert(sent.begin(), {"_page", page});
        sent.emplace_back("_revision", "0");
        sent.emplace_back("_shown", page == "first" ? "uses" : "remark");
        sent.emplace_back("_go", "next");
        std::promise<bool> saved;
        fieldwork().submit_page("tiny", secret, sent, {}, [&](Result<SubmitOutcome> outcome) {
            saved.set_value(outcome.has_value());
        });
        EXPECT_TRUE(saved.get_future().get());
    }
    const std::map<std::string, std::int64_t> one_complete{{"1.1", 1}, {"3.11", 1}};
    EXPECT_EQ(codes(), one_complete) << "of the other case nothing is known";
}

TEST_F(EntryTicketTest, ASecondClickContinuesAndAnotherAskingDoesNot) {
    begin_for_real();
    const std::string pass = entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass;
    const std::string key = PublicId{}.text();
    const Secret first = started(pass, key);
    EXPECT_EQ(started(pass, key), first) << "an impatient click";
    EXPECT_TRUE(std::holds_alternative<TicketSpent>(*consent(pass)));
    clock_.advance(std::chrono::minutes(2));
    EXPECT_TRUE(std::holds_alternative<TicketSpent>(*consent(pass, key)));
    EXPECT_EQ(responses(), 1);
}

TEST_F(EntryTicketTest, SignsOneTicketForACaseAndTheSameAgain) {
    begin_for_real();
    const TicketMaker maker(offer().key, 1);
    const TicketMaker other(offer().key, 2);
    const std::string& link = links_["tiny"][0];
    const Result<TicketOutcome> first = ask(maker.asks(), link);
    ASSERT_TRUE(first && std::holds_alternative<SignedTicket>(*first));
    // The answer was lost, and the program, too.
    reopen();
    const Result<TicketOutcome> again = ask(maker.asks(), link);
    ASSERT_TRUE(again && std::holds_alternative<SignedTicket>(*again));
    EXPECT_EQ(std::get<SignedTicket>(*first).signature, std::get<SignedTicket>(*again).signature);
    EXPECT_EQ(std::get<NoTicket>(*ask(other.asks(), link)), NoTicket::another);
    EXPECT_EQ(noted(), 1);
}

TEST_F(EntryTicketTest, WhatWasNotedBeforeAKillIsSignedAfterIt) {
    begin_for_real();
    const TicketMaker maker(offer().key);
    const BlindedMessage message = maker.asks();
    // As a program leaves it that is killed between the note and the signature.
    ASSERT_TRUE(people_->run([&](store::IdentityWork& work) -> Result<void> {
        const store::FrameRow frame = work.frame("tiny").value();
        std::optional<PublicId> first;
        work.each_case(frame.id, [&](const store::CaseRow& one) {
            if (one.position == 1) first = one.public_id;
        });
        (void)work.note_ticket(
            frame.id,
            ticket_holder_of_case(first.value()),
            {.blinded_hash = sha256(message.bytes), .key = message.key}
        );
        return {};
    }));
    const Result<TicketOutcome> outcome = ask(message, links_["tiny"][0]);
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(entered(maker.ticket(*outcome)));
    EXPECT_EQ(noted(), 1);
}

TEST_F(EntryTicketTest, RefusesWhatIsNoTicketOfThisStudy) {
    begin_for_real();
    const std::string right = ticket_of("tiny", 0);
    ASSERT_TRUE(entered(right));
    RewardToken forged = *compensation::parse_reward_token(from_base64url(right).value());
    forged.message[0] = static_cast<char>(forged.message[0] ^ 1);
    RewardToken renamed =
        *compensation::parse_reward_token(from_base64url(ticket_of("other", 0)).value());
    const std::string others = to_base64url(to_bytes(renamed));
    renamed.key = forged.key;
    struct Row {
        const char* name;
        std::string ticket;
    };
    for (const Row& row :
         {Row{"nothing", ""},
          Row{"no base64url", "%%%"},
          Row{"cut off", right.substr(0, right.size() - 4)},
          Row{"forged", to_base64url(to_bytes(forged))},
          Row{"another study's", others},
          Row{"another study's under this one's key", to_base64url(to_bytes(renamed))}}) {
        EXPECT_EQ(not_entered(row.ticket), NoEntry::foreign) << row.name;
    }
}

TEST_F(EntryTicketTest, TicketsOfAKeyThatWasTakenAwayAreRefusedAndOfAnEarlierOneGood) {
    begin_for_real();
    const std::string before = ticket_of("tiny", 0);
    const std::string name = key_name_of({});
    ASSERT_TRUE(make_signing_key(data(), "tiny", name));
    EXPECT_TRUE(entered(before)) << "who has one can still come";
    const TicketMaker late(offer("tiny", 1).key);
    const Result<TicketOutcome> by_new = ask(late.asks(), links_["tiny"][1]);
    ASSERT_TRUE(by_new);
    EXPECT_TRUE(entered(late.ticket(*by_new)));
    fs::remove(data() / "signing-keys" / ("tiny." + name + ".1.der"));
    EXPECT_EQ(not_entered(before), NoEntry::foreign);
    EXPECT_TRUE(entered(late.ticket(*by_new)));
}

TEST_F(EntryTicketTest, AMessageForAnEarlierKeyIsToBeMadeAnew) {
    begin_for_real();
    const TicketMaker stale(offer().key);
    ASSERT_TRUE(make_signing_key(data(), "tiny", key_name_of({})));
    EXPECT_EQ(std::get<NoTicket>(*ask(stale.asks(), links_["tiny"][0])), NoTicket::stale);
    EXPECT_EQ(
        std::get<NoTicket>(*ask({"short", offer().key.id}, links_["tiny"][0])), NoTicket::stale
    );
    EXPECT_EQ(noted(), 0);
    EXPECT_FALSE(ticket_of("tiny", 0).empty());
}

TEST_F(EntryTicketTest, LinksOfOtherStudiesAndNobodysGetNone) {
    begin_for_real();
    const TicketMaker maker(offer().key);
    for (const std::string& link : {links_["other"][0], std::string(64, '0'), std::string("x")}) {
        EXPECT_EQ(std::get<NoTicket>(*ask(maker.asks(), link)), NoTicket::unknown) << link;
    }
    EXPECT_EQ(noted(), 0);
}

TEST_F(EntryTicketTest, ADraftsTestsAreNotedNowhereAndGoodForNothingLater) {
    const std::string tried = ticket_of("tiny", 0);
    ASSERT_TRUE(entered(tried));
    (void)started(entered(tried).value_or(LetIn{}).pass);
    EXPECT_EQ(noted(), 0);
    const std::string pass = entered(ticket_of("tiny", 1, 2)).value_or(LetIn{}).pass;
    begin_for_real();
    EXPECT_TRUE(std::holds_alternative<NotAdmitted>(*consent(pass)));
    EXPECT_EQ(not_entered(tried), NoEntry::foreign);
    EXPECT_TRUE(entered(ticket_of("tiny", 0))) << "the person gets a ticket all the same";
}

TEST_F(EntryTicketTest, AThousandSpendOneTicketAtOnceAndOneResponseBegins) {
    begin_for_real();
    const std::string pass = entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass;
    constexpr std::size_t threads = 8;
    constexpr std::size_t each = 125;
    std::vector<std::promise<Result<ConsentOutcome>>> promises(threads * each);
    {
        std::barrier together(threads);
        std::vector<std::jthread> browsers;
        browsers.reserve(threads);
        for (std::size_t thread = 0; thread < threads; ++thread) {
            browsers.emplace_back([&, thread] {
                together.arrive_and_wait();
                for (std::size_t i = thread * each; i < (thread + 1) * each; ++i) {
                    fieldwork().answer_consent(
                        "tiny",
                        true,
                        {.pass = pass},
                        [&, i](Result<ConsentOutcome> outcome) {
                            promises[i].set_value(std::move(outcome));
                        }
                    );
                }
            });
        }
    }
    std::size_t begun = 0;
    std::size_t spent = 0;
    std::size_t busy = 0;
    for (auto& promise : promises) {
        const Result<ConsentOutcome> outcome = promise.get_future().get();
        if (!outcome) {
            ++busy;  // the queue was full: nothing happened
            continue;
        }
        begun += std::holds_alternative<Started>(*outcome) ? 1 : 0;
        spent += std::holds_alternative<TicketSpent>(*outcome) ? 1 : 0;
    }
    EXPECT_EQ(begun, 1U);
    EXPECT_EQ(spent + busy, promises.size() - 1);
    EXPECT_EQ(responses(), 1);
}

TEST_F(EntryTicketTest, TwoTabsAskAtOnceAndOneTicketIsSigned) {
    begin_for_real();
    const PublishedKey key = offer().key;
    std::vector<std::promise<Result<TicketOutcome>>> promises(16);
    for (std::size_t i = 0; i < promises.size(); ++i) {
        const TicketMaker maker(key, i);
        fieldwork().sign_ticket(
            "tiny",
            {.link = links_["tiny"][0]},
            maker.asks(),
            [&, i](Result<TicketOutcome> one) { promises[i].set_value(std::move(one)); }
        );
    }
    int signed_tickets = 0;
    for (auto& promise : promises) {
        const Result<TicketOutcome> outcome = promise.get_future().get();
        ASSERT_TRUE(outcome) << describe(outcome.error());
        signed_tickets += std::holds_alternative<SignedTicket>(*outcome) ? 1 : 0;
    }
    EXPECT_EQ(signed_tickets, 1);
    EXPECT_EQ(noted(), 1);
}

TEST_F(EntryTicketTest, LooksAreFree) {
    begin_for_real();
    (void)offer();
    const std::string before = all_bytes(data());
    for (int i = 0; i < 5; ++i) (void)offer();
    (void)not_entered("abc");
    EXPECT_EQ(all_bytes(data()), before);
}

TEST_F(EntryTicketTest, OtherPassesLetNobodyIn) {
    begin_for_real();
    const Entrant invited{
        .entry = Entry::invitation, .respondent = sha256("somebody"), .stratum = {}
    };
    const std::string pass = make_pass(keys_.csrf, "tiny", invited, clock_.now());
    EXPECT_EQ(fieldwork().entry_of("tiny", pass), Entry::open_link);
}

}  // namespace
}  // namespace querist::actions::fixture
