#include "web/form_parser.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::web {
namespace {

using response::Form;

TEST(FormParserTest, Decodes) {
    struct Row {
        const char* name;
        std::string body;
        Form expected;
    };
    for (const Row& row : {
             Row{"nothing", "", {}},
             Row{"one field", "a=b", {{"a", "b"}}},
             Row{"several in order", "b=1&a=2&b=3", {{"b", "1"}, {"a", "2"}, {"b", "3"}}},
             Row{"no value", "a", {{"a", ""}}},
             Row{"empty value", "a=", {{"a", ""}}},
             Row{"empty name", "=b", {{"", "b"}}},
             Row{"second equals sign", "a=b=c", {{"a", "b=c"}}},
             Row{"empty fields are none", "&&a=b&&", {{"a", "b"}}},
             Row{"plus is a space", "a+b=c+d", {{"a b", "c d"}}},
             Row{"escaped plus", "a=%2B", {{"a", "+"}}},
             Row{"escapes in either case", "%C3%bc=%e2%82%AC", {{"ü", "€"}}},
             Row{"line ends", "a=x%0D%0Ay", {{"a", "x\r\ny"}}},
         }) {
        SCOPED_TRACE(row.name);
        const auto form = parse_form(row.body);
        ASSERT_TRUE(form);
        EXPECT_EQ(*form, row.expected);
    }
}

TEST(FormParserTest, Refuses) {
    struct Row {
        const char* name;
        std::string body;
        FormError expected;
    };
    std::string many;
    for (std::size_t i = 0; i <= limits::form_fields_max; ++i) many += "a=&";
    for (const Row& row : {
             Row{"escape cut short", "a=%2", FormError::bad_escape},
             Row{"escape of nothing", "a=%", FormError::bad_escape},
             Row{"escape that is none", "%zz=a", FormError::bad_escape},
             Row{"stray byte", "a=%FF", FormError::not_text},
             Row{"half a character", "a=%C3", FormError::not_text},
             Row{"a surrogate", "a=%ED%A0%80", FormError::not_text},
             Row{"raw bytes", "a=\xC3\x28", FormError::not_text},
             Row{"too many fields", many, FormError::too_many_fields},
         }) {
        SCOPED_TRACE(row.name);
        const auto form = parse_form(row.body);
        ASSERT_FALSE(form);
        EXPECT_EQ(form.error(), row.expected);
    }
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

TEST(FormParserTest, WhatIsEncodedComesBack) {
    EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::string, std::string>>& fields) {
        Form expected;
        std::string body;
        for (const auto& [name, value] : fields) {
            if (first_invalid_utf8(name) || first_invalid_utf8(value)) continue;
            expected.emplace_back(name, value);
            body += encoded(name) + "=" + encoded(value) + "&";
        }
        const auto form = parse_form(body);
        RC_ASSERT(form.has_value());
        RC_ASSERT(*form == expected);
    }));
}

TEST(FormParserTest, KnowsItsContentType) {
    EXPECT_TRUE(is_form_type("application/x-www-form-urlencoded"));
    EXPECT_TRUE(is_form_type("Application/X-WWW-Form-Urlencoded ; charset=utf-8"));
    EXPECT_FALSE(is_form_type(""));
    EXPECT_FALSE(is_form_type("multipart/form-data; boundary=x"));
    EXPECT_FALSE(is_form_type("text/plain"));
}

}  // namespace
}  // namespace querist::web
