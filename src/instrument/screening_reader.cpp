// Why responses should be looked at, as a study file says it.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

constexpr std::size_t review_points_max = 1'000;
constexpr std::size_t proof_of_work_min = 1'000;
constexpr std::size_t proof_of_work_max = 10'000'000;  ///< Minutes, on a telephone.
constexpr std::size_t burst_size_max = 1'000'000;
constexpr std::string_view points_cure = "write a whole number of points";

void read_points(const YamlNode& screening, ScreeningPlan& plan, StudyDraft& draft) {
    const YamlNode* points = screening.find("points");
    for (const SignalSpec& spec : signal_specs()) {
        int& own = plan.points[static_cast<std::size_t>(spec.signal)];
        own = spec.points;
        const YamlNode* node = points == nullptr ? nullptr : points->find(spec.name);
        if (const auto said = count_of(node, 0, signal_points_max, points_cure, draft)) own = *said;
    }
}

/// Reports an id that would be taken for a signal.
void check_name(const YamlNode& id, StudyDraft& draft) {
    const auto is_named = [&](const SignalSpec& spec) { return spec.name == text_of(&id); };
    if (std::ranges::none_of(signal_specs(), is_named)) return;
    draft.list.report(
        "study.reserved-id",
        id.start,
        fmt::format("\"{}\" is the name of a signal", text_of(&id)),
        "give the check another id"
    );
}

void read_checks(const YamlNode& screening, StudyDraft& draft) {
    KnownIds known("check");
    for (const YamlNode& node : screening.list("checks")) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        if (const YamlNode* id = node.find("id")) {
            known.add(text_of(id), id->start, draft.list);
            check_name(*id, draft);
        }
        const YamlEntry* when = node.find_entry("when");
        if (when == nullptr || when->value.kind != YamlNode::Kind::scalar) continue;
        if (when->value.reported) continue;
        PendingCondition pending;
        pending.of = PendingCondition::Of::screening_check;
        pending.entry = when;
        pending.whole = &node;
        draft.conditions.push_back(std::move(pending));
    }
}

}  // namespace

void read_screening(const YamlNode& root, StudyDraft& draft) {
    const YamlNode* node = root.find("screening");
    if (node == nullptr || node->kind != YamlNode::Kind::mapping) return;
    ScreeningPlan plan;
    plan.place = draft.place(node->start);
    read_points(*node, plan, draft);
    const auto review_at =
        count_of(node->find("review at"), 1, review_points_max, points_cure, draft);
    if (review_at) plan.review_at = *review_at;
    const auto burst_size =
        count_of(node->find("burst size"), 2, burst_size_max, "write a whole number", draft);
    if (burst_size) plan.burst_size = *burst_size;
    const auto work = count_of(
        node->find("proof of work"),
        proof_of_work_min,
        proof_of_work_max,
        "write how many numbers a browser tries at most: 50000 takes about a second",
        draft
    );
    if (work) plan.proof_of_work = *work;
    const bool two = truth_of(node->find("two reviewers for exclusion"));
    plan.exclusion = two ? Reviewers::two : Reviewers::one;
    plan.added = text_of(node->find("added"));
    draft.study.screening = std::move(plan);
    read_checks(*node, draft);
}

ScreeningCheck read_screening_check(
    const YamlNode& node, expression::Expression when, StudyDraft& draft
) {
    return {
        .id = text_of(node.find("id")),
        .when = std::move(when),
        .reason = text_of(node.find("reason")),
        .points =
            count_of(node.find("points"), 1, signal_points_max, points_cure, draft).value_or(1),
        .place = draft.place(node.start)
    };
}

}  // namespace querist::instrument
