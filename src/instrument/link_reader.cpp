// What comes with the link: `from link` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::instrument {

namespace {

constexpr int usual_characters = 32;

/// Words that the program itself looks for in the address of a study's first page.
constexpr std::string_view own_words[] = {"lang", "language"};

/// One of the allowed values, or a short word.
Kind read_link_kind(const YamlNode& field, StudyDraft& draft) {
    const YamlNode* characters = field.find("characters max");
    const auto limit = count_of(
        characters,
        1,
        limits::link_value_characters_max,
        "write a number from 1 to 64: a link names where someone comes from, it tells no story",
        draft
    );
    const YamlNode* allowed = field.find("allowed");
    if (allowed == nullptr) return Text{TextLength::one_line, limit.value_or(usual_characters)};
    if (characters != nullptr) {
        draft.list.report(
            "study.conflicting-keys",
            characters->start,
            "\"characters max\" says nothing beside \"allowed\"",
            "remove one of them"
        );
    }
    return SingleChoice{read_options(allowed, "allowed value", draft)};
}

void check_link_id(const YamlNode& id, StudyDraft& draft) {
    for (const std::string_view word : own_words) {
        if (text_of(&id) != word) continue;
        draft.list.report(
            "study.reserved-word",
            id.start,
            fmt::format("\"{}\" in an address is the program's own word", word),
            "choose another id, such as source"
        );
    }
}

}  // namespace

void read_link_fields(const YamlNode& instrument, KnownIds& items, StudyDraft& draft) {
    const YamlNode* fields = instrument.find("from link");
    if (fields == nullptr) return;
    for (const YamlNode& node : fields->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        if (const YamlNode* id = node.find("id")) check_link_id(*id, draft);
        add_given_item(node, Source::link, read_link_kind(node, draft), items, draft);
    }
}

}  // namespace querist::instrument
