// Pages that change places: `shuffled pages` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

/// The pages of a section, or a page that belongs to none, all rounds or one of them where it is
/// repeated; no pages where there is neither.
PageBlock block_named(const Study& study, std::string_view id) {
    const auto section = std::ranges::find(study.sections, id, &PageSection::id);
    if (section != study.sections.end()) return {section->first_page, section->page_count};
    const auto page = std::ranges::find_if(study.pages, [&](const Page& one) {
        return one.id == id || written_id(one) == id;
    });
    if (page == study.pages.end()) return {};
    const auto first = static_cast<int>(page - study.pages.begin());
    if (!page->round || page->id == id) return {first, 1};
    // As it is written it stands for all rounds of its block.
    const Repeat& repeat = study.repeats[static_cast<std::size_t>(page->round->repeat)];
    return {first, repeat.rounds * repeat.pages_per_round};
}

const PageSection* section_around(const Study& study, const PageBlock& block) {
    const auto found = std::ranges::find_if(study.sections, [&](const PageSection& one) {
        return one.page_count > 0 && block.first_page >= one.first_page &&
               block.first_page < one.first_page + one.page_count;
    });
    return found == study.sections.end() ? nullptr : &*found;
}

class ShuffleReader {
public:
    explicit ShuffleReader(StudyDraft& draft) : draft_(draft) {}

    void read(const YamlNode& node, PageShuffle& shuffle) {
        const YamlNode* list = node.find("blocks");
        if (list == nullptr) return;
        int moving = 0;
        for (const YamlNode& entry : list->items) {
            if (entry.kind != YamlNode::Kind::mapping || entry.entries.empty()) continue;
            const YamlNode& name = entry.entries.front().key;
            const PageBlock block = block_named(draft_.study, name.text);
            if (!is_sound(name, block, shuffle)) sound_ = false;
            shuffle.blocks.push_back(block);
            moving += truth_of(entry.find("keeps place")) ? 0 : 1;
        }
        if (moving < 2 && sound_) {
            draft_.list.report(
                "study.lone-block",
                list->start,
                "fewer than two blocks can change places",
                "add another block, or take out \"keeps place\""
            );
        }
        // What was said of a block is no ground to judge conditions by.
        if (!sound_) shuffle.blocks.clear();
    }

private:
    bool is_sound(const YamlNode& name, const PageBlock& block, const PageShuffle& shuffle) {
        const Study& study = draft_.study;
        if (block.page_count == 0) {
            if (draft_.whole) report_unknown(name);
            return false;
        }
        const PageSection* around = section_around(study, block);
        if (around != nullptr && around->id != name.text) {
            return fault(
                name,
                "study.split-section",
                fmt::format("\"{}\" belongs to the section \"{}\"", name.text, around->id),
                fmt::format("name the section: its pages stay together as \"{}\"", around->id)
            );
        }
        for (const PageShuffle& other : study.shuffles) {
            const bool shares = std::ranges::any_of(other.blocks, [&](const PageBlock& one) {
                return one.first_page == block.first_page;
            });
            if (!shares) continue;
            return fault(
                name,
                "study.shuffled-twice",
                fmt::format("\"{}\" is shuffled already", name.text),
                "name it once"
            );
        }
        if (shuffle.blocks.empty()) return true;
        const PageBlock& before = shuffle.blocks.back();
        if (before.first_page + before.page_count == block.first_page) return true;
        return fault(
            name,
            "study.scattered-blocks",
            fmt::format("\"{}\" does not stand right after the block before it", name.text),
            "list the blocks as they stand under \"pages\", with no page between them"
        );
    }

    bool fault(const YamlNode& name, const char* code, std::string message, std::string cure) {
        // What follows from the first fault would only confuse.
        if (sound_) draft_.list.report(code, name.start, std::move(message), std::move(cure));
        return false;
    }

    void report_unknown(const YamlNode& name) {
        std::vector<std::string> known = ids_of(draft_.study.pages);
        for (const PageSection& one : draft_.study.sections) known.push_back(one.id);
        fault(
            name,
            "study.unknown-page",
            fmt::format("there is no page or section \"{}\"", name.text),
            nearest_or(name.text, known, "name a page or a section by its id")
        );
    }

    StudyDraft& draft_;
    bool sound_ = true;
};

}  // namespace

void read_shuffles(const YamlNode& instrument, KnownIds& items, StudyDraft& draft) {
    const YamlNode* shuffles = instrument.find("shuffled pages");
    if (shuffles == nullptr) return;
    for (const YamlNode& node : shuffles->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        Ranking order{read_options(node.find("blocks"), "block", draft), {}, {}};
        add_given_item(node, Source::page_order, std::move(order), items, draft);
        PageShuffle shuffle;
        shuffle.item = static_cast<int>(draft.study.items.size()) - 1;
        draft.study.shuffles.push_back(std::move(shuffle));
    }
}

void end_shuffles(const YamlNode& instrument, StudyDraft& draft) {
    const YamlNode* shuffles = instrument.find("shuffled pages");
    if (shuffles == nullptr) return;
    std::size_t position = 0;
    for (const YamlNode& node : shuffles->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        PageShuffle read = draft.study.shuffles[position];
        ShuffleReader(draft).read(node, read);
        draft.study.shuffles[position++] = std::move(read);
    }
}

}  // namespace querist::instrument
