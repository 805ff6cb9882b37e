#include "actions/rewards.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

Result<OpenedRewards> rewards_with_keys(
    const std::filesystem::path& data, store::Access access, RandomSource& random
) {
    SystemRandom secret_random;
    Result<store::Keys> keys = store::open_keys(data, secret_random);
    if (!keys) return std::unexpected(keys.error());
    store::StoreOptions options;
    options.access = access;
    Result<std::unique_ptr<store::RewardsStore>> opened =
        store::open_rewards_store(data, *keys, random, options);
    if (!opened) return std::unexpected(opened.error());
    return OpenedRewards{*std::move(keys), *std::move(opened)};
}

/// What a message and a code of one response are made of, apart from each other.
Digest derived(const store::Keys& keys, std::string_view what, const RewardOf& reward) {
    return hmac_sha256(
        keys.rewards,
        fmt::format(
            "{}\n{}\n{}\n{}", what, reward.study, reward.compensation, reward.response.text()
        )
    );
}

/// By which a code is known in rewards.db.
Digest hash_of_code(const PublicId& code) {
    return sha256({"querist claim code 1\n", code.text()});
}

PublicId code_of(const store::Keys& keys, const RewardOf& reward) {
    const Digest digest = derived(keys, "querist claim code 1", reward);
    PublicId code;
    std::copy_n(digest.bytes.begin(), code.bytes.size(), code.bytes.begin());
    return code;
}

}  // namespace

Result<OpenedRewards> open_or_make_rewards(
    const std::filesystem::path& data, RandomSource& random
) {
    if (Result<void> made = make_data_folder(data); !made) return std::unexpected(made.error());
    return rewards_with_keys(data, store::Access::read_write, random);
}

Result<OpenedRewards> open_existing_rewards(
    const std::filesystem::path& data, store::Access access, RandomSource& random
) {
    const Result<bool> there = holds_file(data, "rewards.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) {
        return failure(
            "store.missing",
            fmt::format("no budget was opened in {} yet", data.generic_string()),
            "name the folder with --data, or begin with querist rewards budget"
        );
    }
    return rewards_with_keys(data, access, random);
}

Digest reward_message_id(const store::Keys& keys, const RewardOf& reward) {
    return derived(keys, "querist reward message 1", reward);
}

std::string claim_code_of(const store::Keys& keys, const RewardOf& reward) {
    constexpr std::size_t group = 4;
    const std::string text = code_of(keys, reward).text();
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % group == 0) grouped += '-';
        grouped += text[i];
    }
    return grouped;
}

RewardStage reward_stage(
    store::Snapshot& answers,
    store::RewardsView& rewards,
    const store::Keys& keys,
    const RewardOf& reward,
    ResponseId row
) {
    const std::optional<store::MessageOutcome> told =
        rewards.message(reward_message_id(keys, reward));
    if (told) {
        if (*told == store::MessageOutcome::owed) return RewardStage::owed;
        const auto budget = rewards.book(reward.study).budget(reward.compensation);
        return budget && budget->ended ? RewardStage::ended : RewardStage::spent;
    }
    const std::optional<bool> decided = answers.eligibility().decision(row, reward.compensation);
    return decided && !*decided ? RewardStage::refused : RewardStage::waiting;
}

Result<std::string> give_out_code(OpenedRewards& rewards, const RewardOf& reward) {
    const Digest hash = hash_of_code(code_of(rewards.keys, reward));
    const Result<void> noted = rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        const std::optional<store::MessageOutcome> told =
            work.message(reward_message_id(rewards.keys, reward));
        if (told != store::MessageOutcome::owed) {
            return failure(
                "rewards.not-owed",
                "the reward of this response is not owed",
                "come back once it was looked at"
            );
        }
        work.note_code(reward.study, reward.compensation, hash);
        return {};
    });
    if (!noted) return std::unexpected(noted.error());
    return claim_code_of(rewards.keys, reward);
}

std::optional<ProvenClaim> claim_by_code(
    store::RewardsView& rewards, std::string_view study, std::string_view typed
) {
    std::string bare;
    for (const char c : typed) {
        if (c != '-' && c != ' ') bare += c;
    }
    const std::optional<PublicId> code = PublicId::parse(bare);
    if (!code) return std::nullopt;
    const Digest hash = hash_of_code(*code);
    std::optional<std::string> compensation = rewards.compensation_of_code(study, hash);
    if (!compensation) return std::nullopt;
    return ProvenClaim{
        .study = std::string(study),
        .compensation = *std::move(compensation),
        .token_hash = hash,
        .way = store::ClaimWay::code
    };
}

}  // namespace querist::actions
