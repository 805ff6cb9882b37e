// What nobody is asked for: fields from the link, arms, calculated values.

#include "instrument/study_draft.hpp"

#include <utility>

namespace querist::instrument {

void add_given_item(
    const YamlNode& node, Source source, Kind kind, KnownIds& items, StudyDraft& draft, int page
) {
    Item item;
    item.id = text_of(node.find("id"));
    if (const YamlNode* id = node.find("id")) items.add(item.id, id->start, draft.list);
    item.ask = text_of(node.find("title"));
    item.kind = std::move(kind);
    item.source = source;
    // Nobody begins without an arm.
    if (source == Source::assignment) item.requirement = Requirement::required;
    item.page = page;
    read_serves(node, item, draft);
    item.describes_sample = truth_of(node.find("describes sample"));
    item.acknowledged = read_acknowledgements(node, draft);
    item.added = text_of(node.find("added"));
    item.place = draft.place(node.start);
    draft.study.subjects.push_back(subject_of(item));
    draft.study.items.push_back(std::move(item));
}

}  // namespace querist::instrument
