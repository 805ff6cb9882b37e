// Coming into an anonymous study by a ticket, as routes answer it.

#include "web/assets.hpp"
#include "web/site_fixture.hpp"

namespace querist::web {
namespace {

using namespace fixture;

constexpr std::string_view key_id = "0123456789abcdef";

class TicketPagesTest : public SiteTest {
protected:
    TicketPagesTest() {
        fieldwork.personal = actions::LetIn{.ticket = offer()};
        fieldwork.keys_of_tickets = {offer().key};
    }
    static actions::TicketOffer offer() {
        return {
            .key = {.id = std::string(key_id), .der = "the key", .current = true},
            .holder = "holder"
        };
    }
    Answered posted(
        std::string_view target,
        const response::Form& form,
        std::string_view cookie = {},
        std::string_view site = "same-origin"
    ) {
        return send(
            {.method = Method::post,
             .target = target,
             .cookie = cookie,
             .content_type = "application/x-www-form-urlencoded",
             .fetch_site = site,
             .body = encoded(form)}
        );
    }
};

TEST_F(TicketPagesTest, APersonalLinkShowsWhatTheScriptNeedsAndNoPass) {
    const Answered page = get("/s/pages/i/known");
    EXPECT_EQ(page.status, 200);
    for (const std::string& part :
         {std::string(R"(data-link="known")"),
          std::string(R"(data-desk="/s/pages/ticket")"),
          std::string(R"(data-gate="/s/pages/enter")"),
          std::string(R"(data-holder="holder")"),
          R"(data-key="/keys/pages/)" + std::string(key_id) + "\"",
          R"(data-digest=")" + sha256("the key").hex() + "\"",
          std::string("data-without-script"),
          std::string("team@example.org"),
          entry_script_path()}) {
        EXPECT_TRUE(page.body.contains(part)) << part;
    }
    EXPECT_FALSE(page.head.contains("querist-pass"));
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(get(entry_script_path()).status, 200);
}

TEST_F(TicketPagesTest, WithoutScriptItSaysWhyAndWhomToWrite) {
    const Answered page = posted("/s/pages/i/known", {});
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.body.contains("needs JavaScript"));
    EXPECT_TRUE(page.body.contains("team@example.org"));
    EXPECT_FALSE(page.head.contains("querist-pass"));
}

TEST_F(TicketPagesTest, ASignInEndsAtTheTicketWithAPassForItsDeskOnly) {
    // Whoever answers the sign-in's return is let in to the desk, and no further.
    fieldwork.sign_in = actions::LetIn{.pass = "asking", .ticket = offer()};
    std::string yaml(study_yaml);
    yaml.insert(
        yaml.find("consent:\n"),
        "recruitment: {text: W, sign in: {issuer: https://hub.example, client id: c}}\n"
    );
    fieldwork.served = study_with({{"study.yaml", yaml}});
    const Answered page = get("/s/pages/sign-in/back?code=c&state=s");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.body.contains(R"(data-link="")"));
    EXPECT_TRUE(page.head.contains("Set-Cookie: querist-asking=asking; Path=/s/pages/ticket; "));
    EXPECT_FALSE(page.head.contains("querist-pass"));
}

TEST_F(TicketPagesTest, TheDeskSaysWhatBecameOfAMessage) {
    struct Row {
        const char* name;
        actions::TicketOutcome outcome;
        std::string line;
    };
    const std::string message(384, 'm');
    for (const Row& row :
         {Row{"signed",
              actions::SignedTicket{std::string(key_id), "signature"},
              "signed " + to_base64url("signature") + "\n"},
          Row{"stale", actions::NoTicket::stale, "stale\n"},
          Row{"another", actions::NoTicket::another, "another\n"},
          Row{"unknown", actions::NoTicket::unknown, "unknown\n"}}) {
        fieldwork.ticket = row.outcome;
        const Answered answered = posted(
            "/s/pages/ticket",
            {{"link", "known"}, {"key", std::string(key_id)}, {"blinded", to_base64url(message)}},
            "querist-asking=asking"
        );
        EXPECT_EQ(answered.status, 200) << row.name;
        EXPECT_EQ(answered.body, row.line) << row.name;
    }
    EXPECT_EQ(fieldwork.tickets_asked.at(0).link, "known");
    EXPECT_EQ(fieldwork.tickets_asked.at(0).pass, "asking");
    EXPECT_EQ(fieldwork.blinded.at(0).bytes, message);
    EXPECT_EQ(fieldwork.blinded.at(0).key, key_id);
}

TEST_F(TicketPagesTest, TheGateLetsInWithAPassAndSaysWhyNot) {
    const Answered in = posted("/s/pages/enter", {{"ticket", "abc"}});
    EXPECT_EQ(in.body, "on /s/pages/\n");
    EXPECT_TRUE(in.head.contains("Set-Cookie: querist-pass=ticket; Path=/s/pages/; "));
    for (const char* where : {"consent", "enter"}) {
        EXPECT_TRUE(in.head.contains("; Path=/s/pages/" + std::string(where) + "; HttpOnly"));
    }
    EXPECT_EQ(fieldwork.entered.at(0).first, "abc");
    fieldwork.entry = actions::NoEntry::foreign;
    EXPECT_EQ(posted("/s/pages/enter", {{"ticket", "abc"}}).body, "foreign\n");
    fieldwork.entry = actions::NoEntry::spent;
    EXPECT_EQ(posted("/s/pages/enter", {{"ticket", "abc"}}).body, "spent\n");
    const std::string secret = fieldwork.begin();
    fieldwork.entry = actions::LetIn{.secret = secret};
    const Answered on = posted("/s/pages/enter", {{"ticket", "abc"}}, "querist=" + secret);
    EXPECT_EQ(on.body, "on /s/pages/p/first\n") << "its own browser goes on";
    EXPECT_EQ(fieldwork.entered.back().second, secret);
    EXPECT_FALSE(on.head.contains("Set-Cookie: querist=")) << "it has the cookie";
    const std::string key = "0123456789abcdefghjkmnpqr0";
    const Answered unheard = posted("/s/pages/enter", {{"ticket", "abc"}}, "querist-start=" + key);
    EXPECT_EQ(unheard.body, "on /s/pages/p/first\n");
    EXPECT_EQ(fieldwork.start_keys.back(), key);
    EXPECT_TRUE(unheard.head.contains("Set-Cookie: querist=" + secret + "; Path=/s/pages/;"))
        << "the reply that brought it was lost";
}

TEST_F(TicketPagesTest, LooksOtherSitesAndClosedStudiesChangeNothing) {
    EXPECT_EQ(get("/s/pages/ticket").status, 405);
    EXPECT_EQ(get("/s/pages/enter").header("Location"), "/s/pages/");
    for (const char* target : {"/s/pages/ticket", "/s/pages/enter"}) {
        EXPECT_EQ(posted(target, {{"ticket", "abc"}}, {}, "cross-site").status, 403);
        fieldwork.life_now = actions::Life::paused;
        EXPECT_EQ(posted(target, {{"ticket", "abc"}}).status, 503);
        fieldwork.life_now = actions::Life::open;
    }
    EXPECT_EQ(posted("/s/pages/enter", {{"ticket", std::string(2'000, 'a')}}).status, 422);
    EXPECT_EQ(posted("/s/pages/ticket", {{"blinded", std::string(2'000, 'a')}}).status, 422);
    EXPECT_TRUE(fieldwork.tickets_asked.empty());
    EXPECT_TRUE(fieldwork.entered.empty());
}

TEST_F(TicketPagesTest, EverybodyFindsTheSameKeys) {
    EXPECT_TRUE(get("/keys/pages").body.contains(sha256("the key").hex()));
    EXPECT_EQ(get("/keys/pages/" + std::string(key_id)).body, "the key");
    fieldwork.keys_of_tickets.clear();
    EXPECT_EQ(get("/keys/pages").status, 404) << "neither tickets nor rewards";
}

TEST_F(TicketPagesTest, TheTermsSayThatTheTicketIsAccepted) {
    const Answered terms = send({.target = "/s/pages/", .cookie = "querist-pass=ticket"});
    EXPECT_TRUE(terms.body.contains("Your ticket is accepted"));
    EXPECT_TRUE(terms.body.contains(R"(name="agree")"));
}

}  // namespace
}  // namespace querist::web
