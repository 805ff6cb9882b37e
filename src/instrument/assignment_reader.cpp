// The arms of an experiment: `assignments` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::instrument {

namespace {

constexpr std::size_t quota_max = 10'000'000;

SingleChoice read_arms(const YamlNode& assignment, StudyDraft& draft) {
    const YamlNode* list = assignment.find("arms");
    SingleChoice kind{read_options(list, "arm", draft)};
    if (list == nullptr) return kind;
    std::size_t arm = 0;
    for (const YamlNode& node : list->items) {
        if (node.kind != YamlNode::Kind::mapping || node.entries.empty()) continue;
        kind.choices[arm++].quota = count_of(
            node.find("at most"), 1, quota_max, "write how many responses the arm needs", draft
        );
    }
    if (arm == 1) {
        draft.list.report(
            "study.lone-arm",
            list->start,
            "there is one arm, so nothing is left to chance",
            "add the arm that it is compared with, or remove the assignment"
        );
    }
    return kind;
}

}  // namespace

void read_assignments(const YamlNode& instrument, KnownIds& items, StudyDraft& draft) {
    const YamlNode* assignments = instrument.find("assignments");
    if (assignments == nullptr) return;
    for (const YamlNode& node : assignments->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        add_given_item(node, Source::assignment, read_arms(node, draft), items, draft);
    }
}

}  // namespace querist::instrument
