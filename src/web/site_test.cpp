// Routes without a socket, over a fieldwork in memory.

#include "web/sheet.hpp"
#include "web/site_fixture.hpp"

#include "golden/golden.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <regex>

namespace querist::web {
namespace {

using fixture::Answered;
using fixture::encoded;
using fixture::SiteTest;

TEST_F(SiteTest, AnswersByMethodAndPath) {
    struct Row {
        Method method;
        const char* target;
        int status;
        const char* header;
        const char* value;
    };
    const std::string script = script_path();
    using enum Method;
    for (const Row& row : {
             Row{get, "/", 303, "Location", "/s/pages/"},
             Row{get, "/s/pages", 308, "Location", "/s/pages/"},
             Row{get, "/s/pages/", 200, "Cache-Control", "private, no-cache"},
             Row{head, "/s/pages/", 200, "Content-Type", "text/html; charset=utf-8"},
             Row{post, "/s/pages/", 405, "Allow", "GET, HEAD"},
             Row{other, "/s/pages/", 405, "Allow", "GET, HEAD"},
             Row{get, "/s/pages/consent", 303, "Location", "/s/pages/"},
             Row{other, "/s/pages/consent", 405, "Allow", "GET, HEAD, POST"},
             Row{other, "/s/pages/p/first", 405, "Allow", "GET, HEAD, POST"},
             Row{get, "/s/pages/p/first", 303, "Location", "/s/pages/"},
             Row{get, "/s/pages/thanks", 303, "Location", "/s/pages/"},
             Row{get, "/s/pages/refused", 200, "Cache-Control", "no-store"},
             Row{get, "/s/pages/closed", 303, "Location", "/s/pages/"},
             Row{get, "/s/other/", 404, "Cache-Control", "no-store"},
             Row{get, "/s/other/p/first", 404, "Cache-Control", "no-store"},
             Row{post, "/s/other/consent", 404, "Cache-Control", "no-store"},
             Row{get, "/nothing", 404, "Content-Type", "text/html; charset=utf-8"},
             Row{post, "/nothing", 404, "Content-Type", "text/html; charset=utf-8"},
             Row{get, "nothing", 400, "Content-Type", "text/html; charset=utf-8"},
             Row{get, "/%zz", 400, "Content-Type", "text/html; charset=utf-8"},
             Row{get, script.c_str(), 200, "Cache-Control", "public, max-age=31536000, immutable"},
             Row{get, "/assets/survey.0.js", 404, "Cache-Control", "no-store"},
             Row{get, "/favicon.ico", 200, "Content-Type", "image/svg+xml"},
             Row{get, "/healthz", 200, "Content-Type", "text/plain; charset=utf-8"},
         }) {
        SCOPED_TRACE(fmt::format("{} {}", static_cast<int>(row.method), row.target));
        const Answered answered = send({.method = row.method, .target = row.target});
        EXPECT_EQ(answered.status, row.status);
        EXPECT_EQ(answered.header(row.header), row.value);
        if (answered.status >= 400) {
            EXPECT_TRUE(answered.body.contains("<h1>"));
        }
    }
}

TEST_F(SiteTest, EveryAnswerCarriesTheSecurityHeaders) {
    const std::string secret = past_first_page();
    std::vector<Answered> answers = {
        get("/"),
        get("/s/pages/"),
        get("/s/pages/", secret),
        get("/s/pages/p/second", secret),
        get("/nothing"),
        get("bad"),
        get(script_path()),
        get("/healthz"),
        get("/s/pages"),
        get("/s/pages/refused"),
        post("/s/pages/consent", {}, "agree=yes"),
        post("/s/pages/consent", {}, "x"),
        submit("second", secret, {{"_revision", "0"}}),
        post("/s/pages/p/first", {}, "a=b"),
        Answered{408, Site::status_reply(408).own.head, {}}
    };
    for (const Answered& answered : answers) {
        SCOPED_TRACE(answered.head);
        const std::string no_script = "default-src 'none'; style-src 'self' " + sheet_source() +
                                      "; img-src 'self'; form-action 'self'; "
                                      "frame-ancestors 'none'; base-uri 'none'";
        const bool script = answered.body.contains("<script ");
        EXPECT_EQ(
            answered.header("Content-Security-Policy"),
            no_script + (script ? "; script-src 'self'; connect-src 'self'" : "")
        );
        EXPECT_EQ(answered.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answered.header("Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_EQ(answered.header("Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_FALSE(answered.header("Permissions-Policy").empty());
        EXPECT_FALSE(answered.header("Cache-Control").empty());
        const std::string referrer = answered.header("Referrer-Policy");
        const bool consent =
            answered.body.contains("action=\"/s/pages/consent\"") || answered.head.contains("ETag");
        EXPECT_EQ(referrer, consent ? "same-origin" : "no-referrer");
        EXPECT_EQ(answered.header("Server"), "");
    }
}

TEST_F(SiteTest, RefusesHostsThatAreNone) {
    EXPECT_EQ(send({.target = "/", .host = "a b"}).status, 400);
    EXPECT_EQ(send({.target = "/", .host = "a/b"}).status, 400);
}

TEST_F(SiteTest, ListsSeveralStudies) {
    fieldwork.ids = {"pages", "more"};
    const Answered answered = get("/");
    EXPECT_EQ(answered.status, 200);
    EXPECT_TRUE(answered.body.contains("Pages &amp; &lt;people&gt;"));
}

TEST_F(SiteTest, TheFirstPageIsKeptByBrowsersAndCountsVisits) {
    const Answered plain = get("/s/pages/");
    EXPECT_EQ(plain.header("Vary"), "Accept-Encoding, Accept-Language, Cookie");
    EXPECT_EQ(plain.header("Content-Encoding"), "");
    const Answered brotli = send({.target = "/s/pages/", .accept_encoding = "gzip, br"});
    EXPECT_EQ(brotli.header("Content-Encoding"), "br");
    EXPECT_NE(brotli.header("ETag"), plain.header("ETag"));
    const std::string etag = brotli.header("ETag");
    const Answered again =
        send({.target = "/s/pages/", .accept_encoding = "br", .if_none_match = etag});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.header("ETag"), etag);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(fieldwork.visits, 3);
    (void)send({.method = Method::head, .target = "/s/pages/"});
    (void)get("/s/pages/p/first");
    (void)get("/s/pages/refused");
    EXPECT_EQ(fieldwork.visits, 3) << "nothing but a GET of the first page is a visit";
}

TEST_F(SiteTest, TheFirstPageFollowsTheStudysLife) {
    EXPECT_FALSE(get("/s/pages/").body.contains("draft"));
    fieldwork.life_now = actions::Life::draft;
    EXPECT_TRUE(get("/s/pages/").body.contains("This study is a draft"));
    fieldwork.life_now = actions::Life::pilot;
    EXPECT_TRUE(get("/s/pages/").body.contains("This is a pilot"));
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(get("/s/pages/").header("Location"), "/s/pages/closed");
    EXPECT_TRUE(get("/s/pages/closed").body.contains("takes no more answers"));
    fieldwork.life_now = actions::Life::paused;
    EXPECT_TRUE(get("/s/pages/closed").body.contains("taking a pause"));
}

TEST_F(SiteTest, TheFirstPageFitsOneWindowWithItsStylesheet) {
    const Answered page = send({.target = "/s/pages/", .accept_encoding = "br"});
    EXPECT_LE(page.head.size() + page.body.size(), 14'336U);
}

TEST_F(SiteTest, EveryPageHoldsTheStylesheetThatItsPolicyAllows) {
    const std::string secret = past_first_page();
    struct Row {
        const char* name;
        Answered page;
    };
    for (const auto& [name, page] : {
             Row{"consent", get("/s/pages/")},
             Row{"back again", get("/s/pages/", secret)},
             Row{"questions", get("/s/pages/p/second", secret)},
             Row{"not found", get("/nothing")},
             Row{"bad request", get("bad")},
             Row{"never a request",
                 {503, Site::status_reply(503).own.head, Site::status_reply(503).own.body}},
         }) {
        SCOPED_TRACE(name);
        const std::size_t begin = page.body.find("<style>") + 7;
        const std::size_t end = page.body.find("</style>");
        ASSERT_LT(begin, end);
        const Digest digest = sha256(std::string_view(page.body).substr(begin, end - begin));
        std::array<unsigned char, 45> text{};
        EVP_EncodeBlock(text.data(), digest.bytes.data(), 32);
        const std::string source = fmt::format("'sha256-{}'", reinterpret_cast<char*>(text.data()));
        EXPECT_TRUE(page.header("Content-Security-Policy").contains(source)) << source;
        EXPECT_GT(end - begin, 1000U);
        EXPECT_FALSE(page.body.substr(end + 8).contains("<style")) << "once";
    }
}

TEST_F(SiteTest, ConsentOpensASession) {
    const Answered agreed = post("/s/pages/consent", {}, "agree=yes");
    EXPECT_EQ(agreed.status, 303);
    EXPECT_EQ(agreed.header("Location"), "/s/pages/p/first");
    EXPECT_EQ(
        agreed.header("Set-Cookie"),
        "querist=secret00000000000000000010; Path=/s/pages/; Max-Age=2592000; HttpOnly; "
        "SameSite=Lax"
    );
    const Answered refused = post("/s/pages/consent", {}, "agree=no");
    EXPECT_EQ(refused.header("Location"), "/s/pages/refused");
    EXPECT_TRUE(refused.header("Set-Cookie").starts_with("querist-start=;")) << "forgotten";
    EXPECT_EQ(fieldwork.responses, 1U);
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=perhaps").status, 400);
    EXPECT_EQ(post("/s/pages/consent", {}, "").status, 400);
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(post("/s/pages/consent", {}, "agree=yes").header("Location"), "/s/pages/closed");
}

TEST_F(SiteTest, AMissingPageOfAStudyLeadsToTheStudy) {
    const Answered missing = get("/s/pages/nowhere/at/all");
    EXPECT_EQ(missing.status, 404);
    EXPECT_TRUE(missing.body.contains("href=\"/s/pages/\""));
}

TEST_F(SiteTest, PagesWithoutTheSessionsTokenAreRefused) {
    const std::string secret = fieldwork.begin();
    const std::string other = fieldwork.begin();
    struct Row {
        const char* name;
        std::string secret;
        std::string token;
    };
    for (const Row& row : {
             Row{"no token", secret, ""},
             Row{"a wrong one", secret, "0123"},
             Row{"another session's", secret, fieldwork.csrf_token(other)},
             Row{"no session", "", fieldwork.csrf_token("")},
             Row{"a session that is none", "a-b", fieldwork.csrf_token("a-b")},
         }) {
        SCOPED_TRACE(row.name);
        response::Form form = first_page();
        form.emplace_back("_page", "first");
        form.emplace_back("_csrf", row.token);
        EXPECT_EQ(post("/s/pages/p/first", row.secret, encoded(form)).status, 403);
    }
    EXPECT_EQ(fieldwork.submissions, 0);
}

TEST_F(SiteTest, FormsThatCannotBeReadAreRefused) {
    const std::string secret = fieldwork.begin();
    const std::string cookie = "querist=" + secret;
    EXPECT_EQ(post("/s/pages/p/first", secret, "a=%FF").status, 400);
    EXPECT_EQ(post("/s/pages/p/first", secret, "a=%").status, 400);
    std::string many;
    for (std::size_t i = 0; i <= limits::form_fields_max; ++i) many += "a=&";
    for (const char* target : {"/s/pages/p/first", "/s/pages/consent", "/s/pages/withdraw"}) {
        SCOPED_TRACE(target);
        const Answered refused = post(target, secret, many);
        EXPECT_EQ(refused.status, 400);
        const std::string said = "<p>The form of this page came with more than 4,000 fields, the";
        EXPECT_TRUE(refused.body.contains(said)) << refused.body;
        EXPECT_TRUE(refused.body.contains("nothing was saved"));
        EXPECT_TRUE(refused.body.contains("reload the page"));
        EXPECT_TRUE(refused.body.contains("href=\"/s/pages/\""));
    }
    Request wrong_type{
        .method = Method::post,
        .target = "/s/pages/p/first",
        .cookie = cookie,
        .content_type = "text/plain",
        .body = "a=b"
    };
    EXPECT_EQ(send(std::move(wrong_type)).status, 415);
    response::Form form = first_page();
    form.emplace_back("_page", "second");
    form.emplace_back("_csrf", fieldwork.csrf_token(secret));
    EXPECT_EQ(post("/s/pages/p/first", secret, encoded(form)).status, 400);
    EXPECT_EQ(fieldwork.submissions, 0);
}

TEST_F(SiteTest, WalksFromPageToThanks) {
    const std::string secret = past_first_page();
    EXPECT_EQ(get("/s/pages/p/second", secret).status, 200);
    const Answered opened =
        submit("second", secret, {{"_revision", "0"}, {"_shown", "often uses"}, {"uses", "yes"}});
    EXPECT_EQ(opened.header("Location"), "/s/pages/p/second?more");
    const Answered more = get("/s/pages/p/second?more", secret);
    EXPECT_TRUE(more.body.contains("More questions on this page"));
    EXPECT_TRUE(more.body.contains("How so?"));
    const Answered done = submit(
        "second",
        secret,
        {{"_revision", "1"}, {"_shown", "often uses how"}, {"uses", "yes"}, {"how", "x"}}
    );
    EXPECT_EQ(done.header("Location"), "/s/pages/thanks");
    EXPECT_TRUE(get("/s/pages/thanks", secret).body.contains("Your response code"));
    EXPECT_EQ(get("/s/pages/p/first", secret).header("Location"), "/s/pages/thanks");
}

TEST_F(SiteTest, PagesOutOfTurnLeadToTheRightOne) {
    const std::string secret = fieldwork.begin();
    EXPECT_EQ(get("/s/pages/p/second", secret).header("Location"), "/s/pages/p/first");
    EXPECT_EQ(get("/s/pages/p/unknown", secret).status, 404);
    EXPECT_EQ(get("/s/pages/thanks", secret).header("Location"), "/s/pages/");
    EXPECT_EQ(get("/s/pages/p/first", "nobodys0secret").header("Location"), "/s/pages/");
    fieldwork.life_now = actions::Life::paused;
    EXPECT_EQ(get("/s/pages/p/first", secret).header("Location"), "/s/pages/closed");
    const Answered kept = submit("first", secret, first_page());
    EXPECT_EQ(kept.status, 503);
    EXPECT_TRUE(kept.body.contains("taking a pause"));
    EXPECT_TRUE(kept.body.contains("name=\"age\" value=\"31\"")) << "what was typed is kept";
    fieldwork.life_now = actions::Life::closed;
    EXPECT_EQ(get("/s/pages/p/first", secret).header("Location"), "/s/pages/closed");
}

TEST_F(SiteTest, ALostSessionIsSaid) {
    const Answered answered = submit("first", "nobodys0secret", first_page());
    EXPECT_EQ(answered.status, 403);
    EXPECT_TRUE(answered.body.contains("href=\"/s/pages/\""));
}

TEST_F(SiteTest, APageThatComesAfterTheEndIsShownToBeCopied) {
    const std::string secret = fieldwork.begin();
    fieldwork.life_now = actions::Life::closed;
    response::Form form = first_page();
    form.emplace_back("name", "typed & <kept>");
    form.emplace_back("_csrf", fieldwork.csrf_token(secret));
    form.emplace_back("_page", "first");
    for (const char* const target : {"/s/pages/p/first", "/s/pages/p/first?script"}) {
        SCOPED_TRACE(target);
        const Answered answered = post(target, secret, encoded(form));
        EXPECT_EQ(answered.status, 409);
        EXPECT_TRUE(answered.header("Content-Type").starts_with("text/html"));
        EXPECT_TRUE(answered.body.contains("takes no more answers"));
        EXPECT_TRUE(answered.body.contains(">typed &amp; &lt;kept&gt;</dd>"));
        EXPECT_TRUE(answered.body.contains("<dt>How long?</dt>"));
        EXPECT_FALSE(answered.body.contains("<form")) << "nothing can be sent again";
    }
}

TEST_F(SiteTest, TheScriptIsToldThatTheStudyPauses) {
    const std::string secret = fieldwork.begin();
    fieldwork.life_now = actions::Life::paused;
    response::Form form = first_page();
    form.emplace_back("_csrf", fieldwork.csrf_token(secret));
    form.emplace_back("_page", "first");
    const Answered answered = post("/s/pages/p/first?script", secret, encoded(form));
    EXPECT_EQ(answered.status, 503);
    EXPECT_TRUE(answered.header("Content-Type").starts_with("text/plain"));
    EXPECT_EQ(answered.body, "paused");
}

TEST_F(SiteTest, WhereNothingIsTakenTheBrowserIsAskedForWhatItKeeps) {
    const std::string secret = past_first_page();
    const std::string own =
        "data-unsent=\"pages\" data-response=\"" + PublicId{}.text() + "\" hidden";
    const auto asks = [&](const Answered& page) {
        const bool runs = page.header("Content-Security-Policy").contains("script-src 'self'");
        EXPECT_EQ(page.body.contains("<script"), page.body.contains(own));
        return runs && page.body.contains(own);
    };
    EXPECT_TRUE(asks(get("/s/pages/", secret)));
    for (const actions::Life life : {actions::Life::paused, actions::Life::closed}) {
        fieldwork.life_now = life;
        EXPECT_TRUE(asks(get("/s/pages/closed", secret)));
        EXPECT_FALSE(asks(get("/s/pages/closed"))) << "nobody's";
        EXPECT_FALSE(asks(get("/s/pages/closed", "nobodys0secret")));
    }
}

TEST_F(SiteTest, APageSentAfterTheAnswersWereDeletedLetsTheBrowserForgetThem) {
    const std::string secret = past_first_page();
    fieldwork.states.at(secret).status = response::Status::withdrawn;
    for (const bool front : {false, true}) {
        SCOPED_TRACE(front);
        const Answered page =
            front ? get("/s/pages/", secret) : submit("first", secret, first_page());
        EXPECT_EQ(page.status, front ? 200 : 403);
        EXPECT_TRUE(page.body.contains("Your answers are deleted"));
        EXPECT_TRUE(page.body.contains("data-forget=\"pages\""));
        EXPECT_TRUE(page.header("Content-Security-Policy").contains("script-src 'self'"));
        EXPECT_EQ(page.body.contains("nothing was saved from this page"), !front);
        EXPECT_TRUE(page.body.contains("name=\"again\"")) << "a way out of the circle";
        EXPECT_EQ(page.header("Referrer-Policy"), "same-origin");
    }
    fieldwork.life_now = actions::Life::closed;
    EXPECT_FALSE(get("/s/pages/", secret).body.contains("name=\"again\""));
}

TEST_F(SiteTest, WhatCannotBeSavedIsGivenBack) {
    const std::string secret = fieldwork.begin();
    struct Row {
        const char* code;
        const char* words;
    };
    for (const Row& row : {
             Row{"store.busy", "the server is busy"},
             Row{"store.full", "disk is full"},
             Row{"store.read-only", "cannot write"},
             Row{"store.failed", "has a fault"},
         }) {
        SCOPED_TRACE(row.code);
        fieldwork.failing = Problem{.code = row.code, .place = {}, .message = "m", .cure = "c"};
        response::Form form = first_page();
        form.emplace_back("name", "typed & <kept>");
        const Answered answered = submit("first", secret, form);
        EXPECT_EQ(answered.status, 503);
        EXPECT_FALSE(answered.header("Retry-After").empty());
        EXPECT_TRUE(answered.body.contains(row.words));
        EXPECT_TRUE(answered.body.contains("ot saved"));
        EXPECT_TRUE(answered.body.contains("name=\"name\" value=\"typed &amp; &lt;kept&gt;\""));
        EXPECT_TRUE(answered.body.contains(">typed &amp; &lt;kept&gt;</dd>"));
        EXPECT_TRUE(answered.body.contains("name=\"_go\" value=\"next\">Send again"));
        EXPECT_EQ(get("/s/pages/p/first", secret).status, 503);
        EXPECT_EQ(get("/healthz").status, 503);
        const Answered consent = post("/s/pages/consent", {}, "agree=yes");
        EXPECT_EQ(consent.status, 503);
        EXPECT_TRUE(consent.body.contains("name=\"agree\" value=\"yes\""));
    }
}

TEST_F(SiteTest, DynamicPagesAreCompressedWhenAsked) {
    const std::string secret = fieldwork.begin();
    const std::string cookie = "querist=" + secret;
    const Answered answered =
        send({.target = "/s/pages/p/first", .cookie = cookie, .accept_encoding = "gzip"});
    EXPECT_EQ(answered.header("Content-Encoding"), "gzip");
    EXPECT_EQ(answered.header("Vary"), "Accept-Encoding");
    EXPECT_TRUE(answered.body.starts_with("\x1F\x8B"));
    EXPECT_EQ(answered.header("Content-Length"), fmt::format("{}", answered.body.size()));
}

TEST_F(SiteTest, ScriptIsToldWhereToGoInsteadOfBeingSentThere) {
    const std::string secret = fieldwork.begin();
    response::Form form = first_page();
    form.emplace_back("_csrf", fieldwork.csrf_token(secret));
    form.emplace_back("_page", "first");
    const Answered saved = post("/s/pages/p/first?script", secret, encoded(form));
    EXPECT_EQ(saved.status, 200);
    EXPECT_EQ(saved.header("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(saved.body, "/s/pages/p/second");
    EXPECT_EQ(post("/s/pages/p/first?script", {}, "a=b").status, 403);
}

/// A page's HTML on several lines and without what changes from build to build.
std::string for_golden(const std::string& html) {
    const std::size_t sheet = html.find("<style>") + std::string_view("<style>").size();
    std::string text = html.substr(0, sheet) + html.substr(html.find("</style>"));
    text = std::regex_replace(text, std::regex("></?(?!span|a>|/)"), ">\n$&");
    text = std::regex_replace(text, std::regex(">\n>"), ">\n");
    text = std::regex_replace(text, std::regex("\\.[0-9a-f]{16}\\."), ".HASH.");
    return std::regex_replace(text, std::regex("value=\"[0-9a-f]{64}\""), "value=\"TOKEN\"");
}

TEST_F(SiteTest, PagesLookAsTheyDid) {
    const std::string secret = fieldwork.begin();
    EXPECT_GOLDEN("web/consent.html", for_golden(get("/s/pages/").body));
    EXPECT_GOLDEN("web/first.html", for_golden(get("/s/pages/p/first", secret).body));
    response::Form faulty = {
        {"_revision", "0"},
        {"_shown", "about adult years devices age name"},
        {"_go", "next"},
        {"devices", "phone"},
        {"devices", "none"},
        {"age", "many"},
        {"name", "<typed>"}
    };
    const Answered faults = submit("first", secret, faulty);
    EXPECT_EQ(faults.status, 422);
    EXPECT_GOLDEN("web/faults.html", for_golden(faults.body));
    EXPECT_EQ(submit("first", secret, first_page()).status, 303);
    EXPECT_GOLDEN("web/second.html", for_golden(get("/s/pages/p/second", secret).body));
    response::Form stale = first_page();
    stale.emplace_back("years", "long");
    stale.erase(std::ranges::find(stale, std::pair<std::string, std::string>("years", "short")));
    const Answered conflict = submit("first", secret, stale);
    EXPECT_EQ(conflict.status, 409);
    EXPECT_GOLDEN("web/conflict.html", for_golden(conflict.body));
    EXPECT_GOLDEN("web/returning.html", for_golden(get("/s/pages/", secret).body));
    EXPECT_EQ(submit("second", secret, {{"_revision", "0"}, {"_shown", "often uses"}}).status, 303);
    EXPECT_GOLDEN("web/thanks.html", for_golden(get("/s/pages/thanks", secret).body));
    EXPECT_GOLDEN("web/refused.html", for_golden(get("/s/pages/refused").body));
    EXPECT_GOLDEN("web/not_found.html", for_golden(get("/nothing").body));
    fieldwork.life_now = actions::Life::paused;
    EXPECT_GOLDEN("web/paused.html", for_golden(get("/s/pages/closed").body));
    fieldwork.failing = Problem{.code = "store.full", .place = {}, .message = "m", .cure = "c"};
    EXPECT_GOLDEN("web/not_saved.html", for_golden(submit("first", secret, first_page()).body));
}

}  // namespace
}  // namespace querist::web
