#include "actions/sampled_cases.hpp"

#include "actions/case_secrets.hpp"

namespace querist::actions {

using recruitment::CaseEvent;

std::vector<SampledCase> sampled_cases(store::IdentityView& view, store::FrameId frame) {
    std::vector<SampledCase> cases;
    view.each_case(frame, [&](const store::CaseRow& row) {
        cases.push_back({.row = row, .stored = {}, .answering = {}});
    });
    // Both come in the same order.
    auto at = cases.begin();
    view.each_event(frame, [&](store::CaseId sampled, const CaseEvent& event) {
        while (at != cases.end() && at->row.id != sampled) ++at;
        if (at != cases.end()) at->stored.push_back(event);
    });
    return cases;
}

void look_up_answers(
    std::vector<SampledCase>& cases,
    CaseAnswers& answers,
    std::string_view link_key,
    std::string_view study
) {
    for (SampledCase& one : cases) {
        CaseAnswers::OfCase answer =
            answers.answer_of(respondent_key(link_key, study, one.row.public_id));
        one.answering = std::move(answer.events);
        one.response = answer.response;
    }
}

std::array<std::int64_t, recruitment::event_kinds> cases_with_event(
    const std::vector<SampledCase>& cases
) {
    std::array<std::int64_t, recruitment::event_kinds> counts{};
    for (const SampledCase& one : cases) {
        std::set<recruitment::EventKind> kinds;
        for (const CaseEvent& event : one.stored) kinds.insert(event.kind);
        for (const CaseEvent& event : one.answering) kinds.insert(event.kind);
        for (const auto kind : kinds) ++counts[static_cast<std::size_t>(kind)];
    }
    return counts;
}

std::set<int> pilot_waves(store::IdentityView& view, store::FrameId frame) {
    std::set<int> pilots;
    for (const store::WaveRow& wave : view.waves(frame)) {
        if (wave.kind == store::WaveRow::Kind::pilot) pilots.insert(wave.number);
    }
    return pilots;
}

}  // namespace querist::actions
