#include "web/public_address.hpp"
#include "web/site_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::web {

using fixture::Answered;
using fixture::SiteTest;

TEST(PublicAddressTest, TakesAnOrigin) {
    struct Row {
        const char* text;
        const char* origin;
        bool secure;
    };
    for (const Row& row : {
             Row{"https://survey.example.org", "https://survey.example.org", true},
             Row{"HTTPS://Survey.Example.org/", "https://survey.example.org", true},
             Row{"https://survey.example.org:443", "https://survey.example.org", true},
             Row{"https://survey.example.org:8443", "https://survey.example.org:8443", true},
             Row{"http://localhost:80/", "http://localhost", false},
             Row{"http://[::1]:8080", "http://[::1]:8080", false},
         }) {
        SCOPED_TRACE(row.text);
        const Result<PublicAddress> address = parse_public_address(row.text);
        ASSERT_TRUE(address);
        EXPECT_EQ(address->origin(), row.origin);
        EXPECT_EQ(address->secure, row.secure);
    }
}

TEST(PublicAddressTest, SaysWhatItDoesNotTake) {
    for (const char* text :
         {"",
          "survey.example.org",
          "ftp://survey.example.org",
          "https://",
          "https:///",
          "https://survey.example.org/studies",
          "https://who@survey.example.org",
          "https://survey.example.org?x",
          "https://a b",
          "https://survey.example.org:port",
          "https://survey.example.org:",
          "https://survey.example.org:0443",
          "https://survey.example.org:99999",
          "https://müller.example"}) {
        SCOPED_TRACE(text);
        const Result<PublicAddress> address = parse_public_address(text);
        ASSERT_FALSE(address);
        EXPECT_EQ(address.error().code, "web.public-address");
        EXPECT_TRUE(address.error().message.contains('"' + std::string(text) + '"'));
    }
}

/// The proxy's own name for the server stands in Host, the participants' in Origin.
class BehindProxyTest : public SiteTest {
protected:
    BehindProxyTest()
        : SiteTest(PublicAddress{.secure = true, .authority = "survey.example.org"}) {}

    Answered agree(std::string_view origin) {
        return send(
            {.method = Method::post,
             .target = "/s/pages/consent",
             .host = "127.0.0.1:8080",
             .content_type = "application/x-www-form-urlencoded",
             .origin = origin,
             .body = "agree=yes"}
        );
    }
};

TEST_F(BehindProxyTest, JudgesOriginsByThePublicAddress) {
    EXPECT_EQ(agree("https://survey.example.org").status, 303);
    EXPECT_EQ(agree("http://survey.example.org").status, 403);
    EXPECT_EQ(agree("http://127.0.0.1:8080").status, 403);
    EXPECT_EQ(agree("https://other.example").status, 403);
}

TEST_F(BehindProxyTest, CookiesAndReturnLinksAreForThePublicAddress) {
    EXPECT_TRUE(agree("https://survey.example.org").header("Set-Cookie").ends_with("; Secure"));
    const std::string secret = fieldwork.begin();
    const Answered later = get("/s/pages/later", secret);
    EXPECT_TRUE(later.body.contains("https://survey.example.org/s/pages/return/" + secret));
    EXPECT_FALSE(later.body.contains("localhost"));
}

}  // namespace querist::web
