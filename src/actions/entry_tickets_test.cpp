// Coming into an anonymous study by tickets, through the fieldwork.

#include "actions/entry_tickets_fixture.hpp"
#include "actions/signing_keys.hpp"

#include <nlohmann/json.hpp>

#include <barrier>

namespace querist::actions::fixture {
namespace {

using compensation::RewardToken;

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

TEST_F(EntryTicketTest, WhoseConsentWasAnsweredUnheardGoesOnWhileNothingIsAnswered) {
    begin_for_real();
    const std::string ticket = ticket_of("tiny", 0);
    const std::string key = "0123456789abcdefghjkmnpqr0";
    const Secret secret = started(entered(ticket).value_or(LetIn{}).pass, key);
    clock_.advance(std::chrono::hours(30));
    EXPECT_EQ(entered(ticket, {}, "tiny", key).value_or(LetIn{}).secret, secret);
    EXPECT_EQ(not_entered(ticket), NoEntry::spent) << "without the key of the asking";
    EXPECT_TRUE(saves(secret, "first", {{"uses", "no"}}));
    EXPECT_FALSE(entered(ticket, {}, "tiny", key)) << "it may be another person's browser by then";
    EXPECT_EQ(entered(ticket, secret).value_or(LetIn{}).secret, secret);
}

TEST_F(EntryTicketTest, NoMomentOfAResponseIsKeptWithinItsDay) {
    begin_for_real();
    clock_.advance(std::chrono::minutes(754));
    const Secret secret = started(entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass);
    const Instant shown = clock_.now() + std::chrono::hours(2);
    clock_.advance(std::chrono::minutes(123));
    ASSERT_TRUE(saves(secret, "first", {{"uses", "no"}}, shown));
    opened_.fieldwork.reset();
    const auto store = open_existing(data(), store::Access::read_only).value();
    const auto snapshot = store->snapshot();
    const StudyId study = snapshot->study("tiny").value().id;
    const Instant day = std::chrono::floor<std::chrono::days>(clock_.now());
    std::vector<Instant> kept;
    snapshot->each_response(study, [&](const store::ResponseRow& row) {
        for (const store::EntryRow& entry : snapshot->entries(row.id)) {
            const auto body = nlohmann::json::parse(entry.body.value_or("{}"));
            for (const char* name : {"shown_at", "at"}) {
                if (!body.contains(name)) continue;
                kept.push_back(parse_instant(body[name].get<std::string>()).value());
            }
        }
    });
    const std::vector<Instant> expected{day, day, day + std::chrono::minutes(3)};
    EXPECT_EQ(
        kept, expected
    ) << "when it began is of the day, and how long a page was open is told";
}

TEST_F(EntryTicketTest, ASecondClickContinuesAndAnotherAskingDoesNot) {
    begin_for_real();
    const std::string pass = entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass;
    const std::string key = PublicId{}.text();
    const Secret first = started(pass, key);
    EXPECT_EQ(started(pass, key), first) << "an impatient click";
    EXPECT_TRUE(std::holds_alternative<TicketSpent>(*consent(pass)));
    EXPECT_TRUE(saves(first, "first", {{"uses", "no"}}));
    EXPECT_TRUE(std::holds_alternative<TicketSpent>(*consent(pass, key)))
        << "it may be another person's browser by then";
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
