#pragma once

#include "store/eligibility.hpp"
#include "store/sqlite_connection.hpp"

namespace querist::store {

/// Over a connection that reads, or within the transaction of one that writes.
class SqliteEligibility final : public EligibilityWork {
public:
    explicit SqliteEligibility(Connection& connection) : connection_(&connection) {}

    std::vector<UndecidedResponse> undecided(
        StudyId study, std::string_view compensation, ResponseId after, int most
    ) override;
    std::optional<bool> decision(ResponseId response, std::string_view compensation) override;
    std::vector<std::pair<std::string, bool>> decisions(ResponseId response) override;
    EligibilityCounts eligibility_counts(StudyId study, std::string_view compensation) override;
    std::vector<std::pair<std::string, std::int64_t>> eligible_counts(StudyId study) override;
    void each_eligible(
        StudyId study, const std::function<void(std::string_view, const PublicId&)>& visit
    ) override;
    std::int64_t begun_since(StudyId study, Instant moment) override;
    std::vector<RewardMessage> reward_messages(const Digest& after, int most) override;
    std::optional<Collecting> collecting(ResponseId response, std::string_view compensation)
        override;
    std::vector<std::pair<std::string, std::int64_t>> signed_keys(
        StudyId study, std::string_view compensation
    ) override;

    void decide(ResponseId response, std::string_view compensation, bool eligible) override;
    bool queue_reward(const RewardMessage& message) override;
    void forget_rewards(std::span<const RewardMessage> delivered) override;
    bool choose_way(ResponseId response, std::string_view compensation, CollectingWay way) override;
    bool keep_blinded(
        ResponseId response,
        std::string_view compensation,
        std::string_view blinded,
        std::string_view key
    ) override;
    bool note_signed(ResponseId response, std::string_view compensation) override;

private:
    Connection* connection_;
};

}  // namespace querist::store
