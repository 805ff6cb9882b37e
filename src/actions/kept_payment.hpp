#pragma once

#include "actions/actions.hpp"
#include "actions/rewards.hpp"

#include <filesystem>

namespace querist::actions {

/// What participants were promised for their answers stays promised: a later version may begin to
/// pay by codes, but neither stop, nor pay another compensation or another amount. Who answered
/// before it would otherwise be paid twice, or otherwise than its pages said. Nor may claims end
/// earlier than it said (`claim days`).
/// actions.payment-fixed.
[[nodiscard]] Result<void> keeps_payment(
    const instrument::Study& promised, const instrument::Study& now
);

/// The study of a folder, for verbs that pay: once the data hold it as more than a draft, what it
/// pays must be what its fielded version promised. The problems of usable_study and keeps_payment.
[[nodiscard]] Result<instrument::Study> paying_study(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
);

/// The same with what it has paid and owes. Also the problems of open_existing_rewards.
struct PayingStudy {
    instrument::Study study;
    OpenedRewards rewards;
};
[[nodiscard]] Result<PayingStudy> open_paying_study(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    store::Access access,
    RandomSource& random
);

/// Gives the budgets that owe nobody the terms of the study, and says which cannot have them: for a
/// draft, or a study whose payment is what was promised. actions.payment-differs.
[[nodiscard]] Result<void> fit_budgets(
    store::RewardsWork& work, const instrument::Study& study, std::int64_t day
);
/// The same for the data of a study, where they hold rewards. A step of a study's life calls it
/// once it is judged, for what it writes stays.
[[nodiscard]] Result<void> ready_to_pay(
    const instrument::Study& study, const std::filesystem::path& data, Instant now
);

}  // namespace querist::actions
