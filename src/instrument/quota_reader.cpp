// How many complete responses of a sort are wanted: `quotas` of a study file.

#include "instrument/study_draft.hpp"

#include <utility>

namespace querist::instrument {

namespace {

constexpr std::size_t quota_responses_max = 10'000'000;

}  // namespace

void read_quotas(const YamlNode& instrument, StudyDraft& draft) {
    const YamlNode* quotas = instrument.find("quotas");
    if (quotas == nullptr) return;
    KnownIds known("quota");
    for (const YamlNode& node : quotas->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        if (const YamlNode* id = node.find("id")) known.add(text_of(id), id->start, draft.list);
        const YamlEntry* when = node.find_entry("when");
        if (when == nullptr || when->value.kind != YamlNode::Kind::scalar) continue;
        if (when->value.reported) continue;
        PendingCondition pending;
        pending.of = PendingCondition::Of::quota;
        pending.entry = when;
        pending.message = node.find("message");
        pending.whole = &node;
        draft.conditions.push_back(std::move(pending));
    }
}

Quota read_quota(const YamlNode& node, expression::Expression when, StudyDraft& draft) {
    const auto at_most = count_of(
        node.find("at most"), 1, quota_responses_max, "write how many responses are wanted", draft
    );
    return {
        .id = text_of(node.find("id")),
        .when = std::move(when),
        .at_most = at_most.value_or(0),
        .message = read_markdown(node.find("message"), draft),
        .added = text_of(node.find("added")),
        .place = draft.place(node.start)
    };
}

}  // namespace querist::instrument
