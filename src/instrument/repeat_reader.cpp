// Pages that are asked once for each choice of an earlier question: `for each` of a study file.
// They are read once and then copied for every further choice, so that whatever works on pages and
// items works on rounds.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

using Of = PendingCondition::Of;

/// A choice's code as an id can hold it: "1_2" of "1-2".
std::string id_part(std::string_view code) {
    std::string part(code);
    std::ranges::replace_if(part, [](char c) { return c == '.' || c == '+' || c == '-'; }, '_');
    return part;
}

/// Positions of the choices that make rounds: all that can stand beside others.
std::vector<int> choices_of_rounds(const Item& source) {
    std::vector<int> choices;
    const std::vector<Option>& options = options_of(source.kind);
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!stands_alone(options[i])) choices.push_back(static_cast<int>(i));
    }
    return choices;
}

/// The position of the item that a block is repeated for, or -1 after a problem.
int source_of(const YamlNode& node, const BlockStart& start, StudyDraft& draft) {
    if (node.kind != YamlNode::Kind::scalar || node.reported || node.text.empty()) return -1;
    if (draft.unreadable_items.contains(node.text)) return -1;
    const int found = item_index(draft.study, node.text);
    if (found < 0) {
        draft.unfound_sources.push_back(&node);
        return -1;
    }
    if (static_cast<std::size_t>(found) >= start.item) {
        draft.list.report(
            "study.later-question",
            node.start,
            fmt::format("\"{}\" stands on the repeated pages themselves", node.text),
            "name an item of an earlier page"
        );
        return -1;
    }
    const Item& source = draft.study.items[static_cast<std::size_t>(found)];
    if (!std::holds_alternative<SeveralChoices>(source.kind)) {
        draft.list.report(
            "study.unfit-repeat",
            node.start,
            fmt::format(
                "\"{}\" is of the kind \"{}\": its choices are not chosen side by side",
                node.text,
                kind_name(source.kind)
            ),
            "name a question of the kind \"several choices\""
        );
        return -1;
    }
    return found;
}

/// Whether there are rounds, and not too many.
bool has_rounds(
    const YamlNode& node, const Item& source, const std::vector<int>& choices, StudyDraft& draft
) {
    if (options_of(source.kind).empty()) return false;  // reported there
    if (choices.empty()) {
        draft.list.report(
            "study.unfit-repeat",
            node.start,
            fmt::format("no choice of \"{}\" can stand beside another", source.id),
            "name a question with choices that are not exclusive"
        );
    } else if (choices.size() > limits::rounds_per_block_max) {
        draft.list.report(
            "study.too-many",
            node.start,
            fmt::format(
                "\"{}\" has {} choices to repeat pages for, more than {}",
                source.id,
                choices.size(),
                limits::rounds_per_block_max
            ),
            "repeat them for a question with fewer choices"
        );
    } else {
        return true;
    }
    return false;
}

/// A block whose first round has been read.
class RepeatedBlock {
public:
    RepeatedBlock(const BlockStart& start, int source, StudyDraft& draft)
        : draft_(draft),
          study_(draft.study),
          start_(start),
          page_count_(study_.pages.size() - start.page),
          item_count_(study_.items.size() - start.item),
          condition_count_(draft.conditions.size() - start.condition),
          source_(study_.items[static_cast<std::size_t>(source)]) {}

    /// Adds the pages, items and conditions of the first round once more, with their ids.
    void copy(std::size_t turn) {
        const auto page_shift = static_cast<int>(turn * page_count_);
        const auto item_shift = static_cast<int>(turn * item_count_);
        for (std::size_t i = 0; i < page_count_; ++i) {
            Page page = study_.pages[start_.page + i];
            page.first_item += item_shift;
            study_.pages.push_back(std::move(page));
        }
        for (std::size_t i = 0; i < item_count_; ++i) {
            Item item = study_.items[start_.item + i];
            item.page += page_shift;
            study_.subjects.push_back(subject_of(item));
            study_.items.push_back(std::move(item));
        }
        for (std::size_t i = 0; i < condition_count_; ++i) {
            PendingCondition pending = draft_.conditions[start_.condition + i];
            const bool of_page = pending.of == Of::page || pending.of == Of::screen_out;
            pending.owner += of_page ? page_shift : item_shift;
            draft_.conditions.push_back(std::move(pending));
        }
    }

    /// Gives the pages and items of a round their ids.
    void name(const Round& round, KnownIds& pages, KnownIds& items) {
        const auto turn = static_cast<std::size_t>(round.turn);
        const std::string part = id_part(options_of(source_.kind)[at(round.option)].code);
        for (std::size_t i = 0; i < page_count_; ++i) {
            Page& page = study_.pages[start_.page + turn * page_count_ + i];
            join(page, round, part, pages, "page");
        }
        for (std::size_t i = 0; i < item_count_; ++i) {
            const std::size_t position = start_.item + turn * item_count_ + i;
            join(study_.items[position], round, part, items, "item");
            study_.subjects[position].id = study_.items[position].id;
        }
    }

    /// The section of a block has all its rounds.
    void widen_section(std::size_t rounds) {
        const auto first = static_cast<int>(start_.page);
        for (PageSection& section : study_.sections) {
            const int last = section.first_page + section.page_count;
            if (first < section.first_page || first >= last) continue;
            section.page_count += static_cast<int>((rounds - 1) * page_count_);
        }
    }

    [[nodiscard]] int page_count() const { return static_cast<int>(page_count_); }

private:
    static std::size_t at(int position) { return static_cast<std::size_t>(position); }

    template <class Part>
    void join(
        Part& part, const Round& round, const std::string& end, KnownIds& known, const char* sort
    ) {
        part.round = round;
        part.round->name = part.id;
        if (part.id.empty()) return;  // reported
        std::string id = fmt::format("{}_{}", part.id, end);
        const Mark place{part.place.line, part.place.column};
        if (code_points(id) > limits::id_characters_max) {
            if (!std::exchange(told_length_, true)) {
                draft_.list.report(
                    "study.long-id",
                    place,
                    fmt::format(
                        "in its round for {} this {} is \"{}\", which has more than {} characters",
                        round.choice,
                        sort,
                        id,
                        limits::id_characters_max
                    ),
                    "shorten its id, or the code of the choice"
                );
            }
        } else if (known.contains(id)) {
            draft_.list.report(
                "study.duplicate-id",
                place,
                fmt::format(
                    "in its round for {} this {} is \"{}\", which another one is called",
                    round.choice,
                    sort,
                    id
                ),
                "give one of them another id; in ids, the characters . + - of codes become _"
            );
        } else {
            known.add(id, place, draft_.list);
        }
        part.id = std::move(id);
    }

    StudyDraft& draft_;
    Study& study_;
    BlockStart start_;
    std::size_t page_count_;
    std::size_t item_count_;
    std::size_t condition_count_;
    Item source_;  ///< A copy: the items move when rounds are added.
    bool told_length_ = false;
};

/// What names a block's items or its choice cannot be judged without its rounds.
void leave_unread(const BlockStart& start, StudyDraft& draft) {
    for (std::size_t i = start.item; i < draft.study.items.size(); ++i) {
        draft.unreadable_items.insert(draft.study.items[i].id);
    }
    draft.unreadable_items.insert(std::string(each_pipe));
}

}  // namespace

BlockStart block_start(const StudyDraft& draft) {
    return {draft.study.pages.size(), draft.study.items.size(), draft.conditions.size()};
}

void repeat_block(
    const YamlNode& source,
    const BlockStart& start,
    KnownIds& pages,
    KnownIds& items,
    StudyDraft& draft
) {
    Study& study = draft.study;
    const int position = source_of(source, start, draft);
    if (position < 0) return leave_unread(start, draft);
    const Item question = study.items[static_cast<std::size_t>(position)];
    const std::vector<int> choices = choices_of_rounds(question);
    if (!has_rounds(source, question, choices, draft)) return leave_unread(start, draft);
    RepeatedBlock block(start, position, draft);
    for (std::size_t turn = 1; turn < choices.size(); ++turn) block.copy(turn);
    block.widen_section(choices.size());
    for (std::size_t turn = 0; turn < choices.size(); ++turn) {
        const Option& choice = options_of(question.kind)[static_cast<std::size_t>(choices[turn])];
        block.name(
            {.repeat = static_cast<int>(study.repeats.size()),
             .turn = static_cast<int>(turn),
             .option = choices[turn],
             .choice = fmt::format("{}.{}", question.id, choice.code),
             .name = {},
             .label = choice.label,
             .takes_text = choice.takes_text},
            pages,
            items
        );
    }
    study.repeats.push_back(
        {.source = position,
         .first_page = static_cast<int>(start.page),
         .pages_per_round = block.page_count(),
         .rounds = static_cast<int>(choices.size()),
         .place = draft.place(source.start)}
    );
}

void report_unfound_sources(StudyDraft& draft) {
    if (!draft.whole) return;
    const Study& study = draft.study;
    for (const YamlNode* node : draft.unfound_sources) {
        const int later = item_index(study, node->text);
        if (later >= 0) {
            draft.list.report(
                "study.later-question",
                node->start,
                fmt::format(
                    "\"{}\" is asked later (line {})",
                    node->text,
                    study.items[static_cast<std::size_t>(later)].place.line
                ),
                "name an item of an earlier page"
            );
            continue;
        }
        const std::vector<int> rounds = rounds_named(study, node->text);
        if (!rounds.empty()) {
            const Item& first = study.items[static_cast<std::size_t>(rounds.front())];
            draft.list.report(
                "study.nested-repeat",
                node->start,
                fmt::format("\"{}\" is itself asked once for each choice", node->text),
                fmt::format("name one of its rounds, such as \"{}\"", first.id)
            );
            continue;
        }
        const std::vector<std::string> known = ids_of(study.items);
        draft.list.report(
            "study.unknown-question",
            node->start,
            fmt::format("there is no item \"{}\"", node->text),
            nearest_or(node->text, known, "name a question with several choices by its id")
        );
    }
}

std::string cure_by_round(const Study& study, std::string_view name) {
    const std::vector<int> rounds = rounds_named(study, name);
    if (rounds.empty()) return {};
    return "it is asked once for each choice: name one of its rounds, such as " +
           study.items[static_cast<std::size_t>(rounds.front())].id;
}

void check_sources_come_first(StudyDraft& draft) {
    const Study& study = draft.study;
    for (const Repeat& repeat : study.repeats) {
        const Item& source = study.items[static_cast<std::size_t>(repeat.source)];
        const int end = repeat.first_page + repeat.rounds * repeat.pages_per_round;
        for (int page = repeat.first_page; page < end; ++page) {
            if (!may_follow(study, page, source.page)) continue;
            draft.list.report(
                "study.shuffled-dependence",
                {repeat.place.line, repeat.place.column},
                fmt::format(
                    "\"{}\" may be asked later: its page and these pages change places", source.id
                ),
                "name a question that stands before the shuffled pages, or make one block of its "
                "page and these"
            );
            break;
        }
    }
}

void demand_choices(StudyDraft& draft) {
    Study& study = draft.study;
    for (Page& page : study.pages) {
        if (!page.round) continue;
        const Repeat& repeat = study.repeats[static_cast<std::size_t>(page.round->repeat)];
        const Item& source = study.items[static_cast<std::size_t>(repeat.source)];
        const auto option = static_cast<std::size_t>(page.round->option);
        const expression::Parsed chosen = expression::parse(
            fmt::format("\"{}\" in {}", options_of(source.kind)[option].code, source.id),
            study.subjects,
            repeat.place
        );
        if (!chosen.expression) continue;  // an id or a code that was reported
        page.own_condition = page.shown_when;
        page.shown_when = page.own_condition
                              ? expression::conjunction(*chosen.expression, *page.own_condition)
                              : *chosen.expression;
    }
}

}  // namespace querist::instrument
