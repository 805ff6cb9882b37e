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
        Item item;
        item.id = text_of(node.find("id"));
        if (const YamlNode* id = node.find("id")) items.add(item.id, id->start, draft.list);
        item.ask = text_of(node.find("title"));
        item.kind = read_arms(node, draft);
        item.source = Source::assignment;
        item.requirement = Requirement::required;  // nobody begins without an arm
        item.page = no_page;
        read_serves(node, item, draft);
        item.acknowledged = read_acknowledgements(node, draft);
        item.added = text_of(node.find("added"));
        item.place = draft.place(node.start);
        draft.study.subjects.push_back(subject_of(item));
        draft.study.items.push_back(std::move(item));
    }
}

}  // namespace querist::instrument
