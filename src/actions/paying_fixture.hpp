#pragma once

// What the tests of paying share: an open study that pays, its participants, and rounds of rewards.

#include "actions/deliver_rewards.hpp"
#include "actions/fieldwork_fixture.hpp"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

namespace querist::actions::fixture {

inline std::string paying_yaml(const std::string& more) {
    return study_yaml("tiny", R"(
compensation:
  - id: cards
    text: Each gets a gift card.
    amount: 10.00 USD
    recipients: participants
    paid: codes
    budget: 20.00 USD
    eligible: complete
)" + more);
}

/// A study that pays, its participants, and rounds of rewards.
struct Paying {
    explicit Paying(const std::string& more = "") {
        write_file(folder.path() / "tiny" / "study.yaml", paying_yaml(more));
        desk.emplace(folder);
        if (!step_life(desk->folder(), desk->data(), Life::open, desk->clock())) {
            throw std::runtime_error("the study did not open");
        }
        rewards = open_or_make_rewards(folder.path() / "data", random).value();
    }

    Secret complete() {
        const Secret secret = desk->start();
        (void)desk->send(secret, "first", {{"uses", "no"}});
        (void)desk->send(secret, "last", {{"remark", "none"}});
        return secret;
    }
    RewardRound round() {
        Result<RewardRound> done;
        with_store([&](store::Store& answers) {
            done = deliver_rewards(
                answers, rewards, *desk->fieldwork().study("tiny"), desk->clock(), random
            );
        });
        if (!done) throw std::runtime_error(describe(done.error()));
        return *done;
    }
    void with_store(const std::function<void(store::Store&)>& does) {
        const auto answers = open_existing(folder.path() / "data", store::Access::read_write);
        if (!answers) throw std::runtime_error(describe(answers.error()));
        does(**answers);
    }
    PublicId id_of(const Secret& secret) { return desk->view(secret).value().public_id; }
    std::int64_t balance(compensation::Account account) {
        return rewards.store->view()->budgets("tiny").at(0).balance(account);
    }
    RewardStage stage(const Secret& secret) {
        RewardStage stage{};
        with_store([&](store::Store& answers) {
            const auto snapshot = answers.snapshot();
            const PublicId id = id_of(secret);
            const StudyId study = snapshot->study("tiny").value().id;
            stage = reward_stage(
                *snapshot,
                *rewards.store->view(),
                rewards.keys,
                {"tiny", "cards", id},
                snapshot->response_by_public_id(study, id).value().id
            );
        });
        return stage;
    }

    TemporaryFolder folder;
    SeededRandom random{5};
    std::optional<Desk> desk;
    OpenedRewards rewards;
};

}  // namespace querist::actions::fixture
