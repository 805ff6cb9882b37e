#include "web/route.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

/// A route in one word and its parts, for tables.
struct Words {
    std::string operator()(const Home&) const { return "home"; }
    std::string operator()(const Health&) const { return "health"; }
    std::string operator()(const Asset& r) const { return "asset " + r.name; }
    std::string operator()(const FavIcon&) const { return "icon"; }
    std::string operator()(const StudyWithoutSlash& r) const { return "noslash " + r.study; }
    std::string operator()(const Front& r) const { return "front " + r.study; }
    std::string operator()(const Consent& r) const { return "consent " + r.study; }
    std::string operator()(const SurveyPage& r) const {
        return "page " + r.study + " " + r.page + (r.more ? " more" : "") +
               (r.left_out ? " left-out" : "");
    }
    std::string operator()(const WorkChallenge& r) const { return "work " + r.study; }
    std::string operator()(const Thanks& r) const { return "thanks " + r.study; }
    std::string operator()(const Refusal& r) const { return "refused " + r.study; }
    std::string operator()(const Closed& r) const { return "closed " + r.study; }
    std::string operator()(const Later& r) const {
        return "later " + r.study + (r.left_out ? " left-out" : "");
    }
    std::string operator()(const Return& r) const { return "return " + r.study + " " + r.code; }
    std::string operator()(const Review& r) const { return "review " + r.study; }
    std::string operator()(const Image& r) const { return "image " + r.study + " " + r.name; }
    std::string operator()(const LooksSheet& r) const { return "looks " + r.study + " " + r.name; }
    std::string operator()(const Withdrawal& r) const { return "withdraw " + r.study; }
    std::string operator()(const AnotherLook& r) const { return "appeal " + r.study; }
    std::string operator()(const SignInStart& r) const { return "sign-in " + r.study; }
    std::string operator()(const SignInBack& r) const { return "back " + r.study; }
    std::string operator()(const PersonalLink& r) const {
        return "link " + r.study + " " + r.token;
    }
    std::string operator()(const OptOut& r) const { return "no mail " + r.study + " " + r.token; }
    std::string operator()(const TicketDesk& r) const { return "ticket " + r.study; }
    std::string operator()(const TicketGate& r) const { return "enter " + r.study; }
    std::string operator()(const Reward& r) const {
        return "reward " + r.study + (r.script ? " script" : "");
    }
    std::string operator()(const Claim& r) const { return "claim " + r.study; }
    std::string operator()(const RewardKeys& r) const { return "keys " + r.study; }
    std::string operator()(const RewardKey& r) const { return "key " + r.study + " " + r.key; }
    std::string operator()(const VendorWebhook&) const { return "vendor"; }
    std::string operator()(const Nowhere&) const { return "nowhere"; }
};

TEST(RouteTest, ReadsTargets) {
    struct Row {
        const char* target;
        const char* expected;
    };
    for (const Row& row : {
             Row{"/", "home"},
             Row{"/?x=y", "home"},
             Row{"/vendors/tremendous", "vendor"},
             Row{"/vendors/another", "nowhere"},
             Row{"http://example.org", "home"},
             Row{"HTTP://example.org/s/x/", "front x"},
             Row{"https://example.org/?q", "home"},
             Row{"/healthz", "health"},
             Row{"/s/x/work", "work x"},
             Row{"/favicon.ico", "icon"},
             Row{"/assets/a.css", "asset a.css"},
             Row{"/assets/", "asset "},
             Row{"/s/x", "noslash x"},
             Row{"/s/x/", "front x"},
             Row{"/s/x%2Fy/", "front x/y"},
             Row{"/s/x/consent", "consent x"},
             Row{"/s/x/p/one", "page x one"},
             Row{"/s/x/p/one?more", "page x one more"},
             Row{"/s/x/p/one?other", "page x one"},
             Row{"/s/x/thanks", "thanks x"},
             Row{"/s/x/refused", "refused x"},
             Row{"/s/x/closed", "closed x"},
             Row{"/s/x/looks/a.css", "looks x a.css"},
             Row{"/s/x/appeal", "appeal x"},
             Row{"/s/x/later", "later x"},
             Row{"/s/x/p/one?left-out", "page x one left-out"},
             Row{"/s/x/later?left-out", "later x left-out"},
             Row{"/s/x/image/a.png", "image x a.png"},
             Row{"/s/x/reward", "reward x"},
             Row{"/s/x/reward?script", "reward x script"},
             Row{"/claim/x", "claim x"},
             Row{"/claim/x?lang=de", "claim x"},
             Row{"/claim/x/y", "nowhere"},
             Row{"/claim", "nowhere"},
             Row{"/keys/x", "keys x"},
             Row{"/keys/x/01ab", "key x 01ab"},
             Row{"/keys/x/01ab/c", "nowhere"},
             Row{"/s/x/return", "return x "},
             Row{"/s/x/return/", "return x "},
             Row{"/s/x/return/a1b2", "return x a1b2"},
             Row{"/s/x/return/a/b", "nowhere"},
             Row{"/s/x/review", "review x"},
             Row{"/s/x/withdraw", "withdraw x"},
             Row{"/s/x/sign-in", "sign-in x"},
             Row{"/s/x/sign-in/back?code=c&state=s", "back x"},
             Row{"/s/x/sign-in/elsewhere", "nowhere"},
             Row{"/s/x/i/0123", "link x 0123"},
             Row{"/s/x/i", "nowhere"},
             Row{"/s/x/o/0123", "no mail x 0123"},
             Row{"/s/x/ticket", "ticket x"},
             Row{"/s/x/enter?script", "enter x"},
             Row{"/s/x/enter/0123", "nowhere"},
             Row{"/s/x/o/0123/more", "nowhere"},
             Row{"/s/", "nowhere"},
             Row{"/s//", "nowhere"},
             Row{"/s/x/p/", "nowhere"},
             Row{"/s/x/p/one/", "nowhere"},
             Row{"/s/x/p/one/two/three/four", "nowhere"},
             Row{"/s/x/consent/", "nowhere"},
             Row{"/nothing", "nowhere"},
             Row{"/../etc/passwd", "nowhere"},
             Row{"", "bad"},
             Row{"*", "bad"},
             Row{"s/x/", "bad"},
             Row{"/s/%/", "bad"},
             Row{"/s/%FF/", "bad"},
             Row{"/s/%00/", "bad"},
         }) {
        SCOPED_TRACE(row.target);
        const auto route = parse_route(row.target);
        EXPECT_EQ(route ? std::visit(Words{}, *route) : "bad", row.expected);
    }
}

TEST(RouteTest, ALogHoldsNothingThatOpensAnswers) {
    struct Row {
        std::string_view target;
        std::string_view expected;
    };
    for (const Row& row : {
             Row{"/s/x/p/one", "/s/x/p/one"},
             Row{"/s/x/?source=forum", "/s/x/"},
             Row{"/s/x/return/a1b2", "/s/x/return"},
             Row{"/s/x/%72eturn/a1b2?lang=de", "/s/x/return"},
             Row{"/s/x/return", "/s/x/return"},
             Row{"/s/x/i/0123", "/s/x/i"},
             Row{"/s/x/%69/0123", "/s/x/i"},
             Row{"/s/x/o/0123?x=y", "/s/x/o"},
             Row{"/s/x/sign-in/back?code=c&state=s", "/s/x/sign-in/back"},
         }) {
        SCOPED_TRACE(row.target);
        EXPECT_EQ(address_for_log(row.target), row.expected);
    }
}

TEST(RouteTest, PathsComeBack) {
    for (const char* id : {"plain", "a b", "ä/ö", "x?y#z", "%41"}) {
        SCOPED_TRACE(id);
        const auto route = parse_route(page_path(id, id));
        ASSERT_TRUE(route);
        EXPECT_EQ(std::visit(Words{}, *route), "page " + std::string(id) + " " + id);
    }
}

}  // namespace
}  // namespace querist::web
