// Pages and items of a study file.

#include "instrument/study_draft.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

class PageReader {
public:
    explicit PageReader(StudyDraft& draft) : draft_(draft), study_(draft.study) {}

    void read_given(const YamlNode& instrument) {
        read_link_fields(instrument, items_, draft_);
        read_assignments(instrument, items_, draft_);
        read_shuffles(instrument, items_, draft_);
    }

    void read(const YamlNode& pages) {
        for (std::size_t i = 0; i < pages.items.size();) i = read_block(pages.items, i);
        report_unfound_sources(draft_);
        if (study_.items.size() > limits::study_items_max) {
            draft_.list.report(
                "study.too-many",
                pages.start,
                fmt::format(
                    "the study has {} items, more than {}",
                    study_.items.size(),
                    limits::study_items_max
                ),
                "split it into several studies"
            );
        }
    }

private:
    /// Reads the page at a position, or all of a section that is repeated; returns the next
    /// position.
    std::size_t read_block(const std::vector<YamlNode>& nodes, std::size_t at) {
        const YamlNode& first = nodes[at];
        if (first.kind != YamlNode::Kind::mapping) return at + 1;
        const BlockStart start = block_start(draft_);
        const YamlNode* own = first.find("for each");
        const YamlNode* of_section = section_source(first);
        if (of_section == nullptr) {
            read_page(first);
            if (own != nullptr) repeat_block(*own, start, pages_, items_, draft_);
            return at + 1;
        }
        const std::string section = text_of(first.find("section"));
        for (; at < nodes.size() && text_of(nodes[at].find("section")) == section; ++at) {
            read_page(nodes[at]);
            report_nested(nodes[at]);
        }
        repeat_block(*of_section, start, pages_, items_, draft_);
        return at;
    }

    /// `for each` of the section that a page names.
    [[nodiscard]] const YamlNode* section_source(const YamlNode& page) const {
        const auto found = draft_.repeated_sections.find(text_of(page.find("section")));
        return found == draft_.repeated_sections.end() ? nullptr : found->second;
    }

    void report_nested(const YamlNode& page) {
        const YamlNode* own = page.find("for each");
        if (own == nullptr) return;
        draft_.list.report(
            "study.nested-repeat",
            own->start,
            "the page's section is repeated already",
            "remove it here, or take the page out of the section"
        );
    }

    void read_page(const YamlNode& node) {
        Page page;
        page.id = text_of(node.find("id"));
        if (const YamlNode* id = node.find("id")) pages_.add(page.id, id->start, draft_.list);
        page.title = text_of(node.find("title"));
        page.text = read_markdown(node.find("text"), draft_);
        if (truth_of(node.find("random order"))) page.items = Order::random;
        page.first_item = static_cast<int>(study_.items.size());
        page.place = draft_.place(node.start);
        const int position = static_cast<int>(study_.pages.size());
        join_section(node, draft_);
        may_pipe(node.find("title"), position);
        if (!page.text.empty()) draft_.piping.push_back({position, node.find("text"), page.text});
        remember(node.find_entry("shown when"), PendingCondition::Of::page, position);
        if (const YamlNode* screen_out = node.find("screen out")) {
            remember(
                screen_out->find_entry("when"),
                PendingCondition::Of::screen_out,
                position,
                screen_out->find("message"),
                text_of(screen_out->find("added"))
            );
        }
        if (const YamlNode* items = node.find("items")) {
            for (const YamlNode& item : items->items) {
                if (item.kind == YamlNode::Kind::mapping) read_item(item, position);
            }
        }
        page.item_count = static_cast<int>(study_.items.size()) - page.first_item;
        read_calculated(node, position, items_, draft_);
        page.value_count =
            static_cast<int>(study_.items.size()) - page.first_item - page.item_count;
        study_.pages.push_back(std::move(page));
    }

    void read_item(const YamlNode& node, int page) {
        Item item;
        item.id = text_of(node.find("id"));
        if (const YamlNode* id = node.find("id")) items_.add(item.id, id->start, draft_.list);
        item.number = text_of(node.find("number"));
        item.ask = text_of(node.find("ask"));
        item.hint = text_of(node.find("hint"));
        item.note = text_of(node.find("note"));
        if (const auto kind = parse_kind_name(text_of(node.find("kind")))) {
            item.kind = read_kind(node, *kind, draft_);
        } else {
            item.kind = Information{};
            draft_.unreadable_items.insert(item.id);
        }
        if (truth_of(node.find("random order"))) item.options = Order::random;
        item.keeps_place = truth_of(node.find("keeps place"));
        may_pipe(node.find("ask"), page);
        may_pipe(node.find("hint"), page);
        for (const char* list : {"choices", "rows", "scale"})
            options_may_pipe(node.find(list), page);
        if (truth_of(node.find("required"))) item.requirement = Requirement::required;
        item.personal = truth_of(node.find("personal"));
        read_serves(node, item, draft_);
        item.describes_sample = truth_of(node.find("describes sample"));
        item.acknowledged = read_acknowledgements(node, draft_);
        item.added = text_of(node.find("added"));
        item.page = page;
        item.place = draft_.place(node.start);

        const int position = static_cast<int>(study_.items.size());
        remember(node.find_entry("shown when"), PendingCondition::Of::item, position);
        if (const YamlNode* validation = node.find("valid when")) {
            remember(
                validation->find_entry("must hold"),
                PendingCondition::Of::validity,
                position,
                validation->find("message")
            );
        }
        remember_options(node.find("choices"), PendingCondition::Of::choice, position);
        remember_options(node.find("rows"), PendingCondition::Of::row, position);
        study_.subjects.push_back(subject_of(item));
        study_.items.push_back(std::move(item));
    }

    void may_pipe(const YamlNode* node, int page) {
        if (node == nullptr || node->kind != YamlNode::Kind::scalar) return;
        if (node->text.find("{{") == std::string::npos) return;
        draft_.piping.push_back({page, node, node->text});
    }

    void options_may_pipe(const YamlNode* list, int page) {
        if (list == nullptr) return;
        for (const YamlNode& option : list->items) {
            if (option.entries.empty()) continue;
            may_pipe(&option.entries.front().value, page);
            may_pipe(option.find("description"), page);
            may_pipe(option.find("opposite"), page);
        }
    }

    void remember(
        const YamlEntry* entry,
        PendingCondition::Of of,
        int owner,
        const YamlNode* message = nullptr,
        Added added = {}
    ) {
        if (entry == nullptr || entry->value.kind != YamlNode::Kind::scalar) return;
        if (entry->value.reported) return;
        draft_.conditions.push_back({of, owner, 0, entry, message, std::move(added)});
    }

    /// Conditions of choices and rows; positions count as read_options does.
    void remember_options(const YamlNode* list, PendingCondition::Of of, int owner) {
        if (list == nullptr) return;
        int position = 0;
        for (const YamlNode& option : list->items) {
            if (option.kind != YamlNode::Kind::mapping || option.entries.empty()) continue;
            const YamlEntry* entry = option.find_entry("shown when");
            if (entry != nullptr && entry->value.kind == YamlNode::Kind::scalar &&
                !entry->value.reported) {
                draft_.conditions.push_back({of, owner, position, entry});
            }
            ++position;
        }
    }

    StudyDraft& draft_;
    Study& study_;
    KnownIds pages_{"page id"};
    KnownIds items_{"item id"};
};

}  // namespace

void read_serves(const YamlNode& owner, Item& item, StudyDraft& draft) {
    const YamlNode* node = owner.find("serves");
    if (node == nullptr) return;
    const std::vector<std::string> known = ids_of(draft.study.research_questions);
    for (const YamlNode& id : node->items) {
        if (id.kind != YamlNode::Kind::scalar || !is_study_id(id.text)) continue;
        if (std::find(item.serves.begin(), item.serves.end(), id.text) != item.serves.end()) {
            draft.list.report(
                "study.duplicate-id",
                id.start,
                fmt::format("\"{}\" is named twice", id.text),
                "remove one of them"
            );
            continue;
        }
        if (std::find(known.begin(), known.end(), id.text) == known.end()) {
            if (!draft.whole && known.empty()) continue;
            const auto near = nearest(id.text, known);
            std::string cure = "add it under \"research questions\"";
            if (near) {
                cure = fmt::format("did you mean \"{}\"?", *near);
            } else if (!known.empty()) {
                cure = fmt::format("the study's research questions are {}", fmt::join(known, ", "));
            }
            draft.list.report(
                "study.unknown-research-question",
                id.start,
                fmt::format("there is no research question \"{}\"", id.text),
                std::move(cure)
            );
            continue;
        }
        item.serves.push_back(id.text);
    }
}

void read_pages(const YamlNode& instrument, StudyDraft& draft) {
    if (const auto share = share_of(instrument.find("partial from"))) {
        draft.study.completeness.partial_from = *share;
    }
    draft.study.review = truth_of(instrument.find("review"));
    read_quotas(instrument, draft);
    PageReader reader(draft);
    reader.read_given(instrument);
    read_sections(instrument, draft);
    if (const YamlNode* pages = instrument.find("pages")) reader.read(*pages);
    end_sections(instrument, draft);
    end_shuffles(instrument, draft);
    check_sources_come_first(draft);
}

}  // namespace querist::instrument
