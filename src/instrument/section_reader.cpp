// Pages that are shown together: `sections` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

void read_sections(const YamlNode& instrument, StudyDraft& draft) {
    const YamlNode* sections = instrument.find("sections");
    if (sections == nullptr) return;
    KnownIds known("section");
    for (const YamlNode& node : sections->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        PageSection section;
        section.id = text_of(node.find("id"));
        if (const YamlNode* id = node.find("id")) known.add(section.id, id->start, draft.list);
        section.title = text_of(node.find("title"));
        section.added = text_of(node.find("added"));
        section.place = draft.place(node.start);
        if (const YamlNode* source = node.find("for each")) {
            draft.repeated_sections.try_emplace(section.id, source);
        }
        draft.study.sections.push_back(std::move(section));
    }
}

void join_section(const YamlNode& page, StudyDraft& draft) {
    const YamlNode* name = page.find("section");
    if (name == nullptr || name->kind != YamlNode::Kind::scalar || name->reported) return;
    std::vector<PageSection>& sections = draft.study.sections;
    const auto found = std::ranges::find(sections, name->text, &PageSection::id);
    if (found == sections.end()) {
        const std::vector<std::string> known = ids_of(sections);
        draft.list.report(
            "study.unknown-section",
            name->start,
            fmt::format("there is no section \"{}\"", name->text),
            nearest_or(name->text, known, "add it under \"sections\"")
        );
        return;
    }
    const int position = static_cast<int>(draft.study.pages.size());
    if (found->page_count == 0) found->first_page = position;
    if (found->first_page + found->page_count != position) {
        draft.list.report(
            "study.scattered-section",
            name->start,
            fmt::format("other pages stand between this one and the rest of \"{}\"", found->id),
            "move it to the section's other pages, or give it a section of its own"
        );
        return;
    }
    ++found->page_count;
}

void end_sections(const YamlNode& instrument, StudyDraft& draft) {
    const YamlNode* sections = instrument.find("sections");
    if (sections == nullptr) return;
    int position = 0;
    for (const YamlNode& node : sections->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        const PageSection& section = draft.study.sections[static_cast<std::size_t>(position)];
        const YamlEntry* when = node.find_entry("shown when");
        const bool readable =
            when != nullptr && when->value.kind == YamlNode::Kind::scalar && !when->value.reported;
        const bool repeated =
            std::ranges::find(draft.study.sections, section.id, &PageSection::id)->page_count > 0;
        if (section.page_count == 0 && !repeated && draft.whole) {
            draft.list.report(
                "study.empty-section",
                node.start,
                fmt::format("no page belongs to the section \"{}\"", section.id),
                fmt::format("write `section: {}` at its pages, or remove it", section.id)
            );
        } else if (readable && section.page_count > 0) {
            PendingCondition pending;
            pending.of = PendingCondition::Of::section;
            pending.owner = position;
            pending.entry = when;
            draft.conditions.push_back(std::move(pending));
        }
        ++position;
    }
}

}  // namespace querist::instrument
