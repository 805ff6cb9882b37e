#include "recruitment/participation_flow.hpp"

#include <algorithm>
#include <utility>

namespace querist::recruitment {

namespace {

std::vector<FlowLoss> lost_at(const CaseCounts& cases, Step step) {
    std::vector<FlowLoss> lost;
    if (step == Step::counted) return lost;
    for (const CodeRow& row : code_table().rows) {
        const std::int64_t count = cases.left_at(step, row.code);
        if (count > 0) lost.push_back({row.code, count});
    }
    std::ranges::sort(lost, [](const FlowLoss& a, const FlowLoss& b) {
        return std::pair(-a.cases, a.code) < std::pair(-b.cases, b.code);
    });
    return lost;
}

}  // namespace

ParticipationFlow participation_flow(const CaseCounts& cases) {
    ParticipationFlow flow{.steps = {}, .not_eligible = cases.by_group().not_eligible};
    flow.steps.reserve(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        const auto step = static_cast<Step>(i);
        flow.steps.push_back(
            {.step = step, .cases = cases.reached(step), .lost = lost_at(cases, step)}
        );
    }
    return flow;
}

}  // namespace querist::recruitment
