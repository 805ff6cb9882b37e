#include "web/request_headers.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

TEST(RequestHeadersTest, FindsACookie) {
    struct Row {
        const char* name;
        const char* header;
        const char* expected;
    };
    for (const Row& row : {
             Row{"alone", "querist=abc", "abc"},
             Row{"among others", "a=1; querist=abc; b=2", "abc"},
             Row{"without blanks", "a=1;querist=abc;b=2", "abc"},
             Row{"quoted", "querist=\"abc\"", "abc"},
             Row{"the first of two", "querist=abc; querist=def", "abc"},
             Row{"a longer name", "xquerist=no; querist2=no", ""},
             Row{"another case", "Querist=abc", ""},
             Row{"no value", "querist=", ""},
             Row{"no equals sign", "querist", ""},
             Row{"nothing", "", ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(cookie_value(row.header, "querist"), row.expected);
    }
}

TEST(RequestHeadersTest, KnowsHosts) {
    for (const char* host :
         {"localhost", "127.0.0.1:8080", "survey.example.org", "[::1]", "[::1]:8080", "a_b:1"}) {
        EXPECT_TRUE(is_host(host)) << host;
    }
    for (const char* host :
         {"",
          ":80",
          "a b",
          "a/b",
          "a@b",
          "a:b",
          "a:123456",
          "[",
          "[]",
          "[::1",
          "[::1]x",
          "[g]",
          "a\"b",
          "<x>",
          "a:80:80"}) {
        EXPECT_FALSE(is_host(host)) << host;
    }
}

TEST(RequestHeadersTest, KnowsItsOwnOrigin) {
    struct Row {
        const char* name;
        const char* fetch_site;
        const char* origin;
        bool expected;
    };
    for (const Row& row : {
             Row{"same origin", "same-origin", "", true},
             Row{"typed by hand", "none", "", true},
             Row{"a sister host", "same-site", "", false},
             Row{"elsewhere", "cross-site", "", false},
             Row{"elsewhere, with a fitting origin", "cross-site", "http://here:8080", false},
             Row{"old browser", "", "http://here:8080", true},
             Row{"behind a proxy that speaks TLS", "", "https://HERE:8080", true},
             Row{"old browser, elsewhere", "", "http://there", false},
             Row{"old browser, another port", "", "http://here:81", false},
             Row{"a sandbox", "", "null", false},
             Row{"no browser", "", "", true},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(is_same_origin(row.fetch_site, row.origin, "here:8080"), row.expected);
    }
}

TEST(RequestHeadersTest, TheSchemesOwnPortMayBeNamed) {
    EXPECT_TRUE(is_same_origin({}, "https://here", "here:443"));
    EXPECT_TRUE(is_same_origin({}, "http://here", "here:80"));
    EXPECT_FALSE(is_same_origin({}, "https://here", "here:80"));
    EXPECT_FALSE(is_same_origin({}, "https://here", "there:443"));
}

TEST(RequestHeadersTest, ChoosesTheBestEncoding) {
    EXPECT_EQ(chosen_encoding("gzip, deflate, br"), Encoding::brotli);
    EXPECT_EQ(chosen_encoding("BR;q=0.1, gzip"), Encoding::brotli);
    EXPECT_EQ(chosen_encoding("br;q=0, gzip;q=1.0"), Encoding::gzip);
    EXPECT_EQ(chosen_encoding("br; q=0.000,gzip"), Encoding::gzip);
    EXPECT_EQ(chosen_encoding("deflate"), Encoding::identity);
    EXPECT_EQ(chosen_encoding("gzip;q=0"), Encoding::identity);
    EXPECT_EQ(chosen_encoding(""), Encoding::identity);
    EXPECT_TRUE(accepts_gzip("br, gzip"));
    EXPECT_FALSE(accepts_gzip("br"));
}

TEST(RequestHeadersTest, MatchesEntityTags) {
    EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("*", "\"a\""));
    EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
    EXPECT_FALSE(matches_etag("", "\"a\""));
}

}  // namespace
}  // namespace querist::web
