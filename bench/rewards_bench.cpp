// A rewards.db with a long ledger, and how long a claim takes on it. Usage:
// rewards_bench make DATA STUDY ENTRIES     fills it: messages, claims and cards, three entries
// each rewards_bench claim DATA STUDY CLAIMS     claims so many more, one after the other
//
// Prints one JSON object. A claim is two commits that wait for the disk.

#include "actions/deliver_rewards.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace querist;
using namespace querist::actions;

constexpr std::int64_t entries_of_a_claim = 3;
constexpr std::int64_t claims_in_a_commit = 10'000;

template <class Value>
Value must(Result<Value> result) {
    if (!result) {
        fmt::print(stderr, "{}\n", describe(result.error()));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<Value>) return *std::move(result);
}

struct Filled {
    std::string study;
    std::string compensation;
    std::int64_t each = 0;
};

ProvenClaim claim_of(const Filled& filled, std::int64_t number) {
    return {
        .study = filled.study,
        .compensation = filled.compensation,
        .token_hash = sha256(fmt::format("token {}", number)),
        .way = store::ClaimWay::blind
    };
}

/// Somebody is found eligible, and there is a card for them.
Result<void> add_reward(
    store::RewardsWork& work, const Filled& filled, std::int64_t number, std::int64_t day
) {
    const Digest message = sha256(fmt::format("message {}", number));
    const auto owed =
        work.take(filled.study, {filled.compensation, day, compensation::FoundEligible{message}});
    if (!owed) return std::unexpected(owed.error());
    (void)work.note_message(
        {.id = message, .study = filled.study, .compensation = filled.compensation, .day = day},
        store::MessageOutcome::owed
    );
    (void
    )work.add_card(filled.study, filled.compensation, {fmt::format("CARD {}", number), "", ""});
    return {};
}

Result<void> claim_it(
    store::RewardsWork& work, const Filled& filled, std::int64_t number, std::int64_t day
) {
    const ProvenClaim claim = claim_of(filled, number);
    const auto taken = work.take(
        filled.study, {filled.compensation, day, compensation::Claimed{claim.token_hash}}
    );
    if (!taken) return std::unexpected(taken.error());
    (void)work.reserve_card(filled.study, filled.compensation, claim.token_hash, claim.way);
    const auto shown =
        work.take(filled.study, {filled.compensation, day, compensation::Shown{claim.token_hash}});
    if (!shown) return std::unexpected(shown.error());
    work.note_shown(claim.token_hash);
    return {};
}

void make(OpenedRewards& rewards, const Filled& filled, std::int64_t entries) {
    const std::int64_t claims = entries / entries_of_a_claim;
    const std::int64_t day = compensation::day_of(SystemClock().now());
    must(rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        const compensation::TotalSet total{2 * claims * filled.each + 1'000'000 * filled.each};
        const auto taken = work.take(filled.study, {filled.compensation, day, total});
        return taken ? Result<void>{} : std::unexpected(taken.error());
    }));
    for (std::int64_t first = 0; first < claims; first += claims_in_a_commit) {
        must(rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
            const std::int64_t end = std::min(first + claims_in_a_commit, claims);
            for (std::int64_t number = first; number < end; ++number) {
                Result<void> went = add_reward(work, filled, number, day);
                if (went) went = claim_it(work, filled, number, day);
                if (!went) return went;
            }
            return {};
        }));
    }
    fmt::print("{{\"claims\":{}}}\n", claims);
}

void claim(OpenedRewards& rewards, const Filled& filled, std::int64_t claims) {
    SystemClock clock;
    const std::int64_t day = compensation::day_of(clock.now());
    constexpr std::int64_t beyond = 1'000'000'000;
    must(rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        for (std::int64_t i = 0; i < claims; ++i) {
            if (Result<void> went = add_reward(work, filled, beyond + i, day); !went) return went;
        }
        return {};
    }));
    std::vector<double> milliseconds;
    milliseconds.reserve(static_cast<std::size_t>(claims));
    for (std::int64_t i = 0; i < claims; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const ClaimOutcome outcome =
            must(claim_reward(*rewards.store, clock, claim_of(filled, beyond + i)));
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        if (!std::holds_alternative<ShownCard>(outcome)) std::exit(1);
        milliseconds.push_back(took.count());
    }
    std::ranges::sort(milliseconds);
    const auto at = [&](double share) {
        return milliseconds.at(
            static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1))
        );
    };
    fmt::print("{{\"claims\":{},\"median\":{:.3f},\"p99\":{:.3f}}}\n", claims, at(0.5), at(0.99));
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments, arguments + count);
    constexpr std::size_t words_wanted = 5;
    if (words.size() != words_wanted) return 2;
    SystemRandom random;
    SystemClock clock;
    OpenedRewards rewards = must(open_or_make_rewards(words[2], random));
    const instrument::Study study = must(usable_study(words[3]));
    must(rewards.store->run([&](store::RewardsWork& work) {
        return open_budgets(work, study, compensation::day_of(clock.now()));
    }));
    Filled filled{.study = study.id, .compensation = {}, .each = 0};
    if (const auto* const reward = instrument::paid_by_codes(study.compensation)) {
        filled.compensation = reward->id;
        filled.each = reward->amount ? reward->amount->minor_units : 0;
    }
    const std::int64_t number = std::strtoll(words[4].c_str(), nullptr, 10);
    if (words[1] == "make") {
        make(rewards, filled, number);
    } else {
        claim(rewards, filled, number);
    }
    return 0;
}
