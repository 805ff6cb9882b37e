#include "recruitment/case_counts.hpp"

#include <utility>

namespace querist::recruitment {

std::int64_t GroupCounts::of(Group group) const {
    switch (group) {
        case Group::complete:
            return complete;
        case Group::partial:
            return partial;
        case Group::refusal:
            return refusal;
        case Group::non_contact:
            return non_contact;
        case Group::other:
            return other;
        case Group::unknown_receipt:
            return unknown_receipt;
        case Group::unknown_other:
            return unknown_other;
        case Group::not_eligible:
            return not_eligible;
    }
    std::unreachable();
}

std::int64_t GroupCounts::total() const { return eligible() + unknown() + not_eligible; }

std::int64_t GroupCounts::eligible() const {
    return complete + partial + refusal + non_contact + other;
}

std::int64_t GroupCounts::unknown() const { return unknown_receipt + unknown_other; }

void CaseCounts::add(CaseResult result, std::int64_t cases) {
    cases_[static_cast<std::size_t>(result.reached)][static_cast<std::size_t>(result.code)] +=
        cases;
}

void CaseCounts::add(const CaseCounts& others) {
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t code = 0; code < codes; ++code) {
            cases_[step][code] += others.cases_[step][code];
        }
    }
}

std::int64_t CaseCounts::total() const { return reached(Step::drawn); }

std::int64_t CaseCounts::of(Code code) const {
    std::int64_t sum = 0;
    for (const auto& step : cases_) sum += step[static_cast<std::size_t>(code)];
    return sum;
}

GroupCounts CaseCounts::by_group() const {
    std::array<std::int64_t, groups> sums{};
    for (const CodeRow& row : code_table().rows) {
        sums[static_cast<std::size_t>(row.group)] += of(row.code);
    }
    const auto in = [&](Group group) { return sums[static_cast<std::size_t>(group)]; };
    return {
        .complete = in(Group::complete),
        .partial = in(Group::partial),
        .refusal = in(Group::refusal),
        .non_contact = in(Group::non_contact),
        .other = in(Group::other),
        .unknown_receipt = in(Group::unknown_receipt),
        .unknown_other = in(Group::unknown_other),
        .not_eligible = in(Group::not_eligible),
    };
}

std::int64_t CaseCounts::reached(Step step) const {
    std::int64_t sum = 0;
    for (std::size_t i = static_cast<std::size_t>(step); i < steps; ++i) {
        for (const std::int64_t cases : cases_[i]) sum += cases;
    }
    return sum;
}

std::int64_t CaseCounts::left_at(Step step, Code code) const {
    return cases_[static_cast<std::size_t>(step)][static_cast<std::size_t>(code)];
}

}  // namespace querist::recruitment
