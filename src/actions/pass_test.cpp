#include "actions/pass.hpp"

#include "actions/case_secrets.hpp"
#include "actions/claimed_stratum.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::actions {
namespace {

using namespace std::chrono_literals;

const Instant pass_now = *parse_instant("2026-11-23T12:00:00.000000Z");

Entrant some_entrant() {
    return {.entry = Entry::account, .respondent = sha256("somebody"), .stratum = "pro"};
}

TEST(PassTest, LetsInWhoItWasMadeForAndNobodyElse) {
    const std::string pass = make_pass("key", "tiny", some_entrant(), pass_now);
    std::string promoted = pass;
    promoted.replace(promoted.find("pro"), 3, "vip");
    struct Row {
        const char* name;
        const char* key;
        const char* study;
        std::string pass;
        Instant now;
        bool lets_in;
    };
    for (const Row& row : {
             Row{"at once", "key", "tiny", pass, pass_now, true},
             Row{"just in time", "key", "tiny", pass, pass_now + pass_time - 1s, true},
             Row{"too late", "key", "tiny", pass, pass_now + pass_time, false},
             Row{"another server's", "other", "tiny", pass, pass_now, false},
             Row{"another study's", "key", "big", pass, pass_now, false},
             Row{"another stratum", "key", "tiny", promoted, pass_now, false},
             Row{"cut off", "key", "tiny", pass.substr(0, pass.size() - 1), pass_now, false},
             Row{"nothing", "key", "tiny", "", pass_now, false},
             Row{"no signature", "key", "tiny", "account:9999999999:pro:00", pass_now, false},
             Row{"a long story", "key", "tiny", std::string(10'000, ':'), pass_now, false},
         }) {
        SCOPED_TRACE(row.name);
        const auto entrant = read_pass(row.key, row.study, row.pass, row.now);
        EXPECT_EQ(entrant.has_value(), row.lets_in);
        if (entrant) EXPECT_EQ(*entrant, some_entrant());
    }
    for (const auto& [pilot, draft] : {std::pair(false, false), {true, false}, {false, true}}) {
        const Entrant by_ticket{
            .entry = Entry::ticket,
            .respondent = sha256("a ticket"),
            .stratum = "pro",
            .of_pilot = pilot,
            .of_draft = draft
        };
        const std::string text = make_pass("key", "tiny", by_ticket, pass_now);
        EXPECT_EQ(read_pass("key", "tiny", text, pass_now), by_ticket);
    }
    Entrant invited = some_entrant();
    invited.entry = Entry::invitation;
    invited.stratum.clear();
    EXPECT_EQ(
        read_pass("key", "tiny", make_pass("key", "tiny", invited, pass_now), pass_now), invited
    );
}

TEST(PassTest, ATicketIsNoPassAndHoldsForItsStateOnly) {
    SeededRandom random(1);
    const Ticket ticket = make_ticket("key", "tiny", random, pass_now);
    EXPECT_FALSE(read_pass("key", "tiny", ticket.text, pass_now));
    EXPECT_FALSE(ticket.text.contains(ticket.nonce));
    EXPECT_FALSE(ticket.text.contains(ticket.verifier));
    EXPECT_GE(ticket.verifier.size(), 43U) << "RFC 7636, 4.1";
    const auto again = read_ticket("key", "tiny", ticket.text, ticket.state, pass_now);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->nonce, ticket.nonce);
    EXPECT_EQ(again->verifier, ticket.verifier);
    const Ticket other = make_ticket("key", "tiny", random, pass_now);
    EXPECT_NE(other.state, ticket.state);
    EXPECT_NE(other.nonce, ticket.nonce);
    struct Row {
        const char* name;
        const char* key;
        const char* study;
        std::string text;
        std::string state;
        Instant now;
        TicketFault fault;
    };
    for (const Row& row : {
             Row{"another browser's state",
                 "key",
                 "tiny",
                 ticket.text,
                 other.state,
                 pass_now,
                 TicketFault::foreign},
             Row{"no state", "key", "tiny", ticket.text, "", pass_now, TicketFault::foreign},
             Row{"no ticket", "key", "tiny", "", ticket.state, pass_now, TicketFault::foreign},
             Row{"another study's",
                 "key",
                 "big",
                 ticket.text,
                 ticket.state,
                 pass_now,
                 TicketFault::foreign},
             Row{"another server's",
                 "other",
                 "tiny",
                 ticket.text,
                 ticket.state,
                 pass_now,
                 TicketFault::foreign},
             Row{"too late",
                 "key",
                 "tiny",
                 ticket.text,
                 ticket.state,
                 pass_now + ticket_time,
                 TicketFault::late},
         }) {
        SCOPED_TRACE(row.name);
        const auto read = read_ticket(row.key, row.study, row.text, row.state, row.now);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error(), row.fault);
    }
}

TEST(CaseSecretsTest, AccountsHaveKeysOfTheirOwn) {
    const Digest key = respondent_key_of_account("link", "tiny", "https://hub.example", "abc");
    EXPECT_NE(key, respondent_key_of_account("other", "tiny", "https://hub.example", "abc"));
    EXPECT_NE(key, respondent_key_of_account("link", "big", "https://hub.example", "abc"));
    EXPECT_NE(key, respondent_key_of_account("link", "tiny", "https://hub.other", "abc"));
    EXPECT_NE(key, respondent_key_of_account("link", "tiny", "https://hub.example", "abd"));
    EXPECT_EQ(respondent_key_in(response::Origin::real, key), key);
    EXPECT_EQ(respondent_key_in(response::Origin::pilot, key), key);
    EXPECT_NE(respondent_key_in(response::Origin::test, key), key);
    EXPECT_NE(refusal_key(key), key);
    EXPECT_TRUE(PublicId::parse(resume_secret("link", key)));
    EXPECT_NE(resume_secret("link", key), resume_secret("other", key));
}

TEST(ClaimedStratumTest, TakesTheFirstThatFits) {
    instrument::SignIn sign_in;
    sign_in.strata = {
        {.stratum = "pro", .claim = "isPro", .is = ""},
        {.stratum = "staff", .claim = "affiliation", .is = "staff"},
        {.stratum = "normal", .claim = "", .is = ""},
    };
    struct Row {
        const char* name;
        nlohmann::json claims;
        const char* expected;
    };
    for (const Row& row : {
             Row{"a truth", {{"isPro", true}}, "pro"},
             Row{"a truth in words", {{"isPro", "true"}}, "pro"},
             Row{"no truth", {{"isPro", false}}, "normal"},
             Row{"no truth in words", {{"isPro", "false"}}, "normal"},
             Row{"a number is no truth", {{"isPro", 1}}, "normal"},
             Row{"nothing", nlohmann::json::object(), "normal"},
             Row{"null", {{"isPro", nullptr}}, "normal"},
             Row{"a word", {{"affiliation", "staff"}}, "staff"},
             Row{"another word", {{"affiliation", "staffer"}}, "normal"},
             Row{"one of a list", {{"affiliation", {"member", "staff"}}}, "staff"},
             Row{"none of a list", {{"affiliation", {"member", 7}}}, "normal"},
             Row{"the first of two", {{"isPro", true}, {"affiliation", "staff"}}, "pro"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(claimed_stratum(sign_in.strata, row.claims), row.expected);
    }
    sign_in.strata.pop_back();
    EXPECT_EQ(claimed_stratum(sign_in.strata, nlohmann::json::object()), "");
}

}  // namespace
TEST(ClaimedStratumTest, LooksBehindDotsAndIntoLists) {
    const nlohmann::json claims = nlohmann::json::parse(R"({
        "isPro": false, "https://hub.example/plan": "team", "plan": {"name": "solo"},
        "orgs": [{"name": "lab", "isEnterprise": false}, {"name": "firm", "isEnterprise": true},
                 {"name": "lab"}],
        "none": []})");
    struct Row {
        const char* name;
        instrument::StratumClaim rule;
        bool fits;
    };
    for (const Row& row : {
             Row{"a list of things", {.stratum = "a", .claim = "orgs", .is = ""}, true},
             Row{"an empty list", {.stratum = "a", .claim = "none", .is = ""}, false},
             Row{"a truth of one", {.stratum = "a", .claim = "orgs.isEnterprise", .is = ""}, true},
             Row{"a name of one", {.stratum = "a", .claim = "orgs.name", .is = "firm"}, true},
             Row{"a name of none", {.stratum = "a", .claim = "orgs.name", .is = "club"}, false},
             Row{"no list", {.stratum = "a", .claim = "plan.name", .is = "solo"}, true},
             Row{"a name with dots",
                 {.stratum = "a", .claim = "https://hub.example/plan", .is = "team"},
                 true},
             Row{"nothing there", {.stratum = "a", .claim = "orgs.size.most", .is = ""}, false},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(claimed_stratum(std::span(&row.rule, 1), claims), row.fits ? "a" : "");
    }
    EXPECT_EQ(claimed_texts("orgs.name", claims), (std::vector<std::string>{"lab", "firm"}));
    EXPECT_EQ(claimed_texts("isPro", claims), std::vector<std::string>{"false"});
    EXPECT_TRUE(claimed_texts("orgs", claims).empty());
}

}  // namespace querist::actions
