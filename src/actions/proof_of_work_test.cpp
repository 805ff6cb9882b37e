#include "actions/proof_of_work.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace querist::actions {
namespace {

using nlohmann::json;

constexpr Instant noon{
    std::chrono::sys_days(std::chrono::year(2027) / 1 / 15) + std::chrono::hours(12)
};
constexpr std::uint64_t most = 50;

/// What a browser sends, as JSON: the number found by trying.
json solved(const std::string& challenge) {
    json payload = json::parse(challenge);
    const std::string salt = payload.at("salt");
    for (std::uint64_t number = 0; number <= payload.at("maxnumber"); ++number) {
        const std::string tried = sha256({salt, fmt::format("{}", number)}).hex();
        if (payload.at("challenge") == tried) payload["number"] = number;
    }
    payload.erase("maxnumber");
    payload["took"] = 12;
    return payload;
}

class ProofOfWorkTest : public ::testing::Test {
protected:
    json payload() { return solved(work_.challenge("tiny", most, noon, random_)); }
    bool spends(const json& sent, Instant now = noon, std::string_view study = "tiny") {
        return work_.spend(study, to_base64url(sent.dump()), now);
    }

    SeededRandom random_{3};
    ProofOfWork work_{"key"};
};

TEST_F(ProofOfWorkTest, ASolutionIsTakenOnce) {
    const json sent = payload();
    EXPECT_TRUE(spends(sent));
    EXPECT_FALSE(spends(sent)) << "spent";
    EXPECT_TRUE(spends(payload())) << "another one";
}

TEST_F(ProofOfWorkTest, WhatSolvesNothingIsRefused) {
    struct Row {
        const char* name;
        std::function<void(json&)> spoil;
    };
    for (const Row& row : std::vector<Row>{
             {"another number", [](json& sent) { sent["number"] = most + 1; }},
             {"no number", [](json& sent) { sent.erase("number"); }},
             {"a number as text", [](json& sent) { sent["number"] = "1"; }},
             {"below zero", [](json& sent) { sent["number"] = -1; }},
             {"another signature", [](json& sent) { sent["signature"] = std::string(64, '0'); }},
             {"no signature", [](json& sent) { sent["signature"] = ""; }},
             {"another algorithm", [](json& sent) { sent["algorithm"] = "SHA-1"; }},
             {"another salt", [](json& sent) { sent["salt"] = "00?expires=9999999999&study=tiny&"; }
             },
             {"no salt", [](json& sent) { sent["salt"] = json(); }},
             {"a longer life",
              [](json& sent) {
                  std::string salt = sent["salt"];
                  salt.replace(salt.find("expires=") + 8, 1, "9");
                  sent["salt"] = salt;
              }},
             {"digits taken from the number",
              [](json& sent) {
                  const std::string number = std::to_string(sent["number"].get<int>());
                  sent["salt"] = sent["salt"].get<std::string>() + number.substr(0, 1);
                  sent["number"] = number.size() > 1 ? std::stoi(number.substr(1)) : 0;
              }},
         }) {
        SCOPED_TRACE(row.name);
        json sent = payload();
        row.spoil(sent);
        EXPECT_FALSE(spends(sent));
    }
    for (const std::string text : {"", "=", "x", "not base64!", "e30", "W10", "bnVsbA=="}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(work_.spend("tiny", text, noon));
    }
    EXPECT_FALSE(work_.spend("tiny", std::string(5'000, 'A'), noon));
}

TEST_F(ProofOfWorkTest, IsForOneStudyAndTwoHoursAndOneServer) {
    EXPECT_FALSE(spends(payload(), noon, "other"));
    EXPECT_FALSE(spends(payload(), noon, "iny"));
    EXPECT_TRUE(spends(payload(), noon + work_time));
    EXPECT_FALSE(spends(payload(), noon + work_time + std::chrono::seconds(1)));
    ProofOfWork other("another key");
    EXPECT_FALSE(other.spend("tiny", to_base64url(payload().dump()), noon));
}

TEST_F(ProofOfWorkTest, TakesWhatBrowsersWriteForBase64) {
    std::string text = to_base64url(payload().dump());
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    while (text.size() % 4 != 0) text += '=';
    EXPECT_TRUE(work_.spend("tiny", text, noon));
}

TEST_F(ProofOfWorkTest, WhatEndedIsForgottenAndStillRefused) {
    const json first = payload();
    ASSERT_TRUE(spends(first));
    const Instant later = noon + work_time + std::chrono::seconds(1);
    for (int i = 0; i < 1'100; ++i) {
        const std::string challenge = work_.challenge("tiny", 1, later, random_);
        ASSERT_TRUE(spends(solved(challenge), later));
    }
    EXPECT_FALSE(spends(first, later));
}

}  // namespace
}  // namespace querist::actions
