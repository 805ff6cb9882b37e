// A vendor's webhook, as its route answers it.

#include "web/site_fixture.hpp"

namespace querist::web {
namespace {

using namespace fixture;
using enum actions::Fieldwork::VendorCall;

class VendorTest : public SiteTest {
protected:
    Answered call(std::string body, Method method = Method::post) {
        return send(
            {.method = method,
             .target = "/vendors/tremendous",
             .content_type = "application/json",
             .vendor_signature = "sha256=00",
             .body = std::move(body)}
        );
    }
};

TEST_F(VendorTest, ACallIsAnsweredByItsSignatureAlone) {
    struct Row {
        const char* name;
        actions::Fieldwork::VendorCall call;
        int status;
    };
    for (const Row& row :
         {Row{"heard", heard, 200},
          Row{"another signature", refused, 401},
          Row{"no key", nobody_listens, 404}}) {
        SCOPED_TRACE(row.name);
        fieldwork.vendor_call = row.call;
        const Answered answered = call("{\"uuid\": \"1\"}");
        EXPECT_EQ(answered.status, row.status);
        EXPECT_FALSE(answered.head.contains("Set-Cookie"));
    }
    EXPECT_EQ(fieldwork.vendor_calls.front().first, "{\"uuid\": \"1\"}") << "byte by byte";
    EXPECT_EQ(fieldwork.vendor_calls.front().second, "sha256=00");
}

TEST_F(VendorTest, WhatIsNoCallIsNotTold) {
    EXPECT_EQ(call("", Method::get).status, 405);
    EXPECT_EQ(call(std::string(65'537, 'x')).status, 413);
    EXPECT_TRUE(fieldwork.vendor_calls.empty());
    EXPECT_EQ(call(std::string(65'536, 'x')).status, 200);
}

}  // namespace
}  // namespace querist::web
