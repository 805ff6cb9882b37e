#pragma once

// Internal to actions: the cases of a frame with what happened to them.

#include "actions/case_answers.hpp"
#include "recruitment/recruitment.hpp"
#include "store/store.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

struct SampledCase {
    store::CaseRow row;
    std::vector<recruitment::CaseEvent> stored;       ///< Of sending and replying.
    std::vector<recruitment::CaseEvent> answering;    ///< Looked up by the link key.
    std::optional<PublicId> response = std::nullopt;  ///< The same.
};

/// Every case of a frame, in the order of drawing; of answering nothing is known yet.
[[nodiscard]] std::vector<SampledCase> sampled_cases(
    store::IdentityView& view, store::FrameId frame
);
/// Looks up what each did with the questionnaire. Throws store::StoreFailure.
void look_up_answers(
    std::vector<SampledCase>& cases,
    CaseAnswers& answers,
    std::string_view link_key,
    std::string_view study
);

/// How many cases have each kind of event, by recruitment::EventKind.
[[nodiscard]] std::array<std::int64_t, recruitment::event_kinds> cases_with_event(
    const std::vector<SampledCase>& cases
);
/// The numbers of a frame's pilot waves.
[[nodiscard]] std::set<int> pilot_waves(store::IdentityView& view, store::FrameId frame);

}  // namespace querist::actions
