#pragma once

// For tests of this room: a reward desk in memory that says what it is told to say.

#include "actions/actions.hpp"

#include <string>
#include <utility>
#include <vector>

namespace querist::web::fixture {

class FakeRewardDesk final : public actions::RewardDesk {
public:
    std::optional<Problem> failing;
    std::vector<actions::PublishedKey> published = {
        {.id = "00112233aabbccdd", .der = "the key now", .current = true},
        {.id = "ffeeddccbbaa9988", .der = "the key before"}
    };
    actions::CollectOutcome stands = actions::RewardStanding{};
    actions::CollectOutcome collected = actions::RewardStanding{};
    actions::ClaimOutcome claimed = actions::Unclaimed::unreadable;
    std::vector<std::pair<std::string, std::string>>
        blinded;                          ///< Secret and message, as they came.
    std::vector<std::string> keys_asked;  ///< That messages were made for, as they came.
    std::vector<std::string> by_code;     ///< Secrets.
    std::vector<std::string> proofs;

    Result<std::vector<actions::PublishedKey>> keys(std::string_view) override {
        if (failing) return std::unexpected(*failing);
        return published;
    }
    void standing(std::string, std::string, Collected done) override {
        if (failing) return done(std::unexpected(*failing));
        done(stands);
    }
    void collect_blindly(
        std::string, std::string secret, actions::BlindedMessage message, Collected done
    ) override {
        if (failing) return done(std::unexpected(*failing));
        keys_asked.push_back(std::move(message.key));
        blinded.emplace_back(std::move(secret), std::move(message.bytes));
        done(collected);
    }
    void collect_by_code(std::string, std::string secret, Collected done) override {
        if (failing) return done(std::unexpected(*failing));
        by_code.push_back(std::move(secret));
        done(collected);
    }
    void claim(std::string, std::string proof, Claimed done) override {
        if (failing) return done(std::unexpected(*failing));
        proofs.push_back(std::move(proof));
        done(claimed);
    }
};

}  // namespace querist::web::fixture
