#include "core/core.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

namespace querist {
namespace {

TEST(PublicIdTest, ReadsWhatItPrints) {
    EXPECT_TRUE(rc::check([](const std::array<std::uint8_t, 16>& bytes) {
        const PublicId id{bytes};
        RC_ASSERT(id.text().size() == 26U);
        RC_ASSERT(PublicId::parse(id.text()) == id);
    }));
}

TEST(PublicIdTest, ForgivesMisreadLettersAndNothingElse) {
    const PublicId id{{0x08, 0x42, 0x10}};
    struct Row {
        const char* name;
        std::string text;
        bool right;
    };
    std::string text = id.text();
    std::string upper = text;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    std::string misread = text;
    for (char& c : misread) {
        if (c == '1') c = 'l';
        if (c == '0') c = 'O';
    }
    for (const Row& row :
         {Row{"as printed", text, true},
          Row{"upper case", upper, true},
          Row{"l for 1, O for 0", misread, true},
          Row{"too short", text.substr(1), false},
          Row{"a letter outside the alphabet", "u" + text.substr(1), false},
          Row{"left-over bits set", text.substr(0, 25) + "1", false},
          Row{"empty", "", false}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(PublicId::parse(row.text) == id, row.right);
    }
}

TEST(InstantTest, PrintsAndReadsRfc3339) {
    const Instant instant{std::chrono::microseconds{1'795'404'341'000'123}};
    EXPECT_EQ(to_text(instant), "2026-11-23T03:25:41.000123Z");
    EXPECT_EQ(parse_instant("2026-11-23T03:25:41.000123Z"), instant);
    EXPECT_TRUE(rc::check([] {
        const auto micros = *rc::gen::inRange<std::int64_t>(0, 253'402'300'799'999'999);
        const Instant any{std::chrono::microseconds{micros}};
        RC_ASSERT(parse_instant(to_text(any)) == any);
    }));
    for (const char* wrong :
         {"",
          "2026-11-23",
          "2026-02-30T00:00:00.000000Z",
          "2026-11-23T24:00:00.000000Z",
          "2026-11-23T03:25:41.000123+",
          "2026-11-23 03:25:41.000123Z"}) {
        EXPECT_EQ(parse_instant(wrong), std::nullopt) << wrong;
    }
}

TEST(MoneyTest, ReadsAndPrintsEveryMinorUnit) {
    struct Row {
        const char* name;
        const char* amount;
        const char* currency;
        const char* printed;  ///< Empty: not an amount.
    };
    for (const Row& row :
         {Row{"whole", "10", "USD", "10.00 USD"},
          Row{"one decimal", "10.5", "USD", "10.50 USD"},
          Row{"two decimals", "0.05", "EUR", "0.05 EUR"},
          Row{"no decimals", "1500", "JPY", "1500 JPY"},
          Row{"three decimals", "1.234", "KWD", "1.234 KWD"},
          Row{"too many decimals", "10.001", "USD", ""},
          Row{"decimals of yen", "10.5", "JPY", ""},
          Row{"negative", "-1", "USD", ""},
          Row{"dangling point", "10.", "USD", ""},
          Row{"no digits", "", "USD", ""},
          Row{"a word", "ten", "USD", ""},
          Row{"beyond a thousand million", "1000000001", "USD", ""},
          Row{"lower-case currency", "1", "usd", ""}}) {
        SCOPED_TRACE(row.name);
        const std::optional<Money> money = parse_money(row.amount, row.currency);
        EXPECT_EQ(money ? to_text(*money) : "", row.printed);
    }
}

TEST(DigestTest, AgreesWithPublishedVectors) {
    // FIPS 180-4 example and RFC 4231 test cases 2 and 6.
    EXPECT_EQ(
        sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    EXPECT_EQ(sha256({"a", "", "bc"}), sha256("abc"));
    EXPECT_EQ(
        hmac_sha256("Jefe", "what do ya want for nothing?").hex(),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    EXPECT_EQ(
        hmac_sha256(
            std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"
        )
            .hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
    EXPECT_EQ(Digest::parse_hex(sha256("abc").hex()), sha256("abc"));
    EXPECT_EQ(Digest::parse_hex("xy"), std::nullopt);
    EXPECT_TRUE(equal_in_constant_time("same", "same"));
    EXPECT_FALSE(equal_in_constant_time("same", "some"));
    EXPECT_FALSE(equal_in_constant_time("same", "sam"));
}

TEST(SeededRandomTest, DrawsTheNumbersOfItsDefinition) {
    // From an independent implementation of SplitMix64 and xoshiro256** (tests/core/xoshiro.py).
    SeededRandom random(42);
    EXPECT_EQ(random.next(), 0x15780b2e0c2ec716U);
    EXPECT_EQ(random.next(), 0x6104d9866d113a7eU);
    EXPECT_EQ(random.next(), 0xae17533239e499a1U);
}

TEST(SeededRandomTest, KeepsItsOrderForEver) {
    std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    SeededRandom random(2026);
    shuffle(items, random);
    EXPECT_EQ(items, (std::vector<int>{0, 1, 8, 9, 3, 4, 7, 6, 2, 5}));
}

TEST(SeededRandomTest, StaysBelowItsBound) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        const auto bound = *rc::gen::inRange<std::uint64_t>(1, 1'000);
        SeededRandom random(seed);
        for (int i = 0; i < 50; ++i) RC_ASSERT(random.below(bound) < bound);
        const double fraction = random.fraction();
        RC_ASSERT(fraction >= 0.0 && fraction < 1.0);
    }));
}

TEST(TextTest, FindsTheFirstInvalidByte) {
    struct Row {
        const char* name;
        std::string text;
        std::optional<std::size_t> at;
    };
    for (const Row& row :
         {Row{"plain", "abc", std::nullopt},
          Row{"two, three and four bytes", "é€😀", std::nullopt},
          Row{"overlong slash", "a\xC0\xAF", 1},
          Row{"surrogate", "\xED\xA0\x80", 0},
          Row{"beyond U+10FFFF", "ab\xF4\x90\x80\x80", 2},
          Row{"truncated", "é\xE2\x82", 2},
          Row{"lone continuation", "\x80", 0},
          Row{"a zero byte is a character", std::string("a\0b", 3), std::nullopt}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(first_invalid_utf8(row.text), row.at);
    }
    EXPECT_EQ(code_points("né€😀"), 4U);
    EXPECT_EQ(trimmed("\xC2\xA0 a b\t\r\n"), "a b");
    EXPECT_EQ(trimmed(" \xC2\xA0"), "");
}

TEST(TextTest, SuggestsTheNearestWord) {
    const std::vector<std::string> known{"title", "research questions", "instrument"};
    EXPECT_EQ(nearest("titel", known), "title");
    EXPECT_EQ(nearest("instruments", known), "instrument");
    EXPECT_EQ(nearest("research question", known), "research questions");
    EXPECT_EQ(nearest("zebra", known), std::nullopt);
    EXPECT_EQ(nearest("3–5", std::vector<std::string>{"1-2", "3-5"}), "3-5");
    EXPECT_EQ(nearest(std::string(10'000, 'a'), known), std::nullopt);
}

TEST(CanonicalJsonTest, FollowsRfc8785) {
    struct Row {
        const char* name;
        const char* json;
        const char* canonical;
    };
    for (const Row& row :
         {Row{"numbers (RFC 8785, 3.2.2)",
              "[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]",
              "[333333333.3333333,1e+30,4.5,0.002,1e-27]"},
          Row{"large and small",
              "[1e21, 1e20, 123456789012345678, 1e-6, 1e-7, -0.0, -1.5]",
              "[1e+21,100000000000000000000,123456789012345680,0.000001,1e-7,0,-1.5]"},
          Row{"escapes",
              R"(["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"])",
              "[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"]"},
          Row{"key order (RFC 8785, 3.2.3)",
              R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})",
              "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xEF\xAC\xB3\":3}"},
          Row{"literals",
              " { \"b\" : [ null , true , false ] , \"a\" : { } } ",
              R"({"a":{},"b":[null,true,false]})"}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(canonical_json(nlohmann::json::parse(row.json)), row.canonical);
    }
    EXPECT_THROW((void)canonical_json(nlohmann::json("\xFF")), std::invalid_argument);
}

TEST(ProblemTest, PointsAtTheColumnInCodePoints) {
    const Problem problem{
        .code = "study.unknown-key",
        .severity = Severity::error,
        .place = {.file = "x/study.yaml", .line = 2, .column = 4},
        .message = "unknown key \"titel\"",
        .cure = "write \"title\""
    };
    EXPECT_EQ(
        describe(problem, "id: x\nöüä titel: y\r\nz: 1\n"),
        "x/study.yaml:2:4: error: unknown key \"titel\" [study.unknown-key]\n"
        "  | öüä titel: y\n"
        "  |    ^\n"
        "  = write \"title\"\n"
    );
    EXPECT_EQ(
        describe(problem),
        "x/study.yaml:2:4: error: unknown key \"titel\" [study.unknown-key]\n"
        "  = write \"title\"\n"
    );
}

TEST(ProblemTest, NeverEchoesTerminalControls) {
    const Problem problem{
        .code = "a.b", .severity = Severity::note, .place = {}, .message = "\x1b[31mred", .cure = ""
    };
    EXPECT_EQ(describe(problem), "note: ?[31mred [a.b]\n");
}

TEST(CountTextTest, SetsCommas) {
    struct Row {
        std::int64_t count;
        const char* text;
    };
    for (const Row& row :
         {Row{0, "0"},
          Row{999, "999"},
          Row{1000, "1,000"},
          Row{-1234567, "-1,234,567"},
          Row{1234567, "1,234,567"},
          Row{-1000, "-1,000"},
          Row{-99, "-99"}}) {
        EXPECT_EQ(count_text(row.count), row.text);
    }
}

TEST(LowerCaseTest, ChangesCapitalsOfAsciiOnly) {
    EXPECT_EQ(lower_case("AZ [Z] @`{"), "az [z] @`{");
    EXPECT_EQ(lower_case("Äpfel"), "Äpfel");
    EXPECT_TRUE(equal_ignoring_case("Gzip", "gZIP"));
    EXPECT_FALSE(equal_ignoring_case("gzip", "gzip "));
    EXPECT_FALSE(equal_ignoring_case("@", "`")) << "not 32 apart alone";
    EXPECT_EQ(lower_case(""), "");
}

TEST(UriTest, TellsThisMachineFromOthers) {
    struct Row {
        const char* address;
        const char* authority;
        bool here;
    };
    for (const Row& row : {
             Row{"http://127.0.0.1:3000", "127.0.0.1:3000", true},
             Row{"http://localhost/a", "localhost", true},
             Row{"http://[::1]:80", "[::1]:80", true},
             Row{"http://[::1]a", "[::1]a", false},
             Row{"http://localhost.example", "localhost.example", false},
             Row{"http://127.0.0.1.example?q", "127.0.0.1.example", false},
             Row{"http://127.0.0.1@hub.example#a", "127.0.0.1@hub.example", false},
             Row{"https://hub.example/a://b", "hub.example", false},
             Row{"nothing", "", false},
         }) {
        EXPECT_EQ(is_loopback_address(row.address), row.here) << row.address;
        EXPECT_EQ(authority_in(row.address), row.authority) << row.address;
    }
}

TEST(UriTest, EncodesWhatIsNotPlain) {
    EXPECT_EQ(percent_encoded("Az09-._~"), "Az09-._~");
    EXPECT_EQ(percent_encoded("a b/\u00fc"), "a%20b%2F%C3%BC");
    EXPECT_EQ(percent_encoded("a b/c", "/"), "a%20b/c");
    EXPECT_EQ(percent_encoded(std::string_view("\0%", 2)), "%00%25");
}

}  // namespace
}  // namespace querist
