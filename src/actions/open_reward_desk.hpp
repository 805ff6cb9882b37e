#pragma once

// Internal to actions: the reward desk over the data of a folder.

#include "actions/actions.hpp"
#include "actions/errands.hpp"
#include "actions/rewards.hpp"
#include "compensation/compensation.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace querist::actions {

/// A study that pays by codes, as the desk needs to know it.
struct RewardedStudy {
    StudyId row;
    std::string compensation;
    bool anonymous = false;
};

/// Works on a thread of its own: signing takes milliseconds, and commits wait for the disk.
class OpenRewardDesk final : public RewardDesk {
public:
    /// `answers` must outlive the desk; `studies` are by id. rewards.db is opened when it is first
    /// needed.
    OpenRewardDesk(
        store::Store& answers,
        std::filesystem::path data,
        std::map<std::string, RewardedStudy, std::less<>> studies,
        Clock& clock
    );

    Result<std::vector<PublishedKey>> keys(std::string_view study_id) override;
    void standing(std::string study_id, std::string secret, Collected done) override;
    void collect_blindly(
        std::string study_id, std::string secret, BlindedMessage message, Collected done
    ) override;
    void collect_by_code(std::string study_id, std::string secret, Collected done) override;
    void claim(std::string study_id, std::string proof, Claimed done) override;

    /// Ends what is under way and takes nothing more.
    void finish() { errands_.finish(); }

private:
    using SigningKeys = std::vector<compensation::BlindSigningKey>;

    /// A response that asks for its reward.
    struct Asking {
        std::string study;
        RewardedStudy rewarded;
        Digest secret;
    };

    [[nodiscard]] Result<OpenedRewards*> rewards();
    [[nodiscard]] std::optional<Asking> asking(
        const std::string& study_id, const std::string& secret
    ) const;
    /// rewards.signing-key-gone where one is missing that something was signed with.
    [[nodiscard]] Result<void> refuse_lost_keys(const std::string& study_id);
    [[nodiscard]] Result<SigningKeys> usable_keys(const std::string& study_id);
    [[nodiscard]] Result<CollectOutcome> stands(const Asking& asking);
    [[nodiscard]] Result<CollectOutcome> blindly(
        const Asking& asking, const BlindedMessage& message
    );
    [[nodiscard]] Result<CollectOutcome> by_code(const Asking& asking);
    [[nodiscard]] Result<CollectOutcome> with_code(
        const Asking& asking, const PublicId& response, RewardStanding standing
    );
    [[nodiscard]] Result<ClaimOutcome> claimed(const std::string& study_id, std::string_view proof);
    [[nodiscard]] Result<std::optional<ProvenClaim>> proven(
        const std::string& study_id, std::string_view proof
    );
    template <class Outcome, class Work>
    void run(std::move_only_function<void(Result<Outcome>)> done, Work work);

    store::Store& answers_;
    SystemRandom nonces_;
    std::optional<OpenedRewards> rewards_;  ///< Used by the desk's own thread.
    std::filesystem::path data_;
    std::map<std::string, RewardedStudy, std::less<>> studies_;
    Clock& clock_;
    Errands errands_;
};

}  // namespace querist::actions
