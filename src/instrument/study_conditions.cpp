// Conditions of a study file: read when every item is known, and checked for what they may name.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

using Of = PendingCondition::Of;

/// The text as one line, and where it begins; places inside it are exact only when every code
/// point of the value stands in the file as it is.
struct ConditionText {
    std::string text;
    Mark start;
    bool exact = false;
};

ConditionText condition_text(const YamlEntry& entry) {
    const YamlNode& node = entry.value;
    ConditionText condition{node.text, node.start, true};
    std::replace(condition.text.begin(), condition.text.end(), '\n', ' ');
    const bool quoted = node.style == YamlNode::Style::single_quoted ||
                        node.style == YamlNode::Style::double_quoted;
    const int quotes = quoted ? 1 : 0;
    const int width = node.end.column - node.start.column - 2 * quotes;
    const bool as_written = node.style != YamlNode::Style::block &&
                            node.start.line == node.end.line &&
                            width == static_cast<int>(code_points(node.text));
    if (as_written) {
        condition.start.column += quotes;
    } else {
        condition.start = entry.key.start;
        condition.exact = false;
    }
    return condition;
}

/// Whether the condition names an item that could not be read: then nothing can be said of it.
bool names_unreadable(const StudyDraft& draft, std::string_view text) {
    return std::any_of(
        draft.unreadable_items.begin(),
        draft.unreadable_items.end(),
        [&](const std::string& id) {
            return !id.empty() && text.find(id) != std::string_view::npos;
        }
    );
}

class ConditionReader {
public:
    explicit ConditionReader(StudyDraft& draft) : draft_(draft) {}

    void read(const PendingCondition& pending) {
        once(pending, [&] { read_condition(pending); });
    }

    /// What an item is computed as; then it is known what kind it is of.
    void read_value(const PendingCondition& pending) {
        once(pending, [&] { read_calculation(pending); });
        subjects_round_ = nullptr;  // they have changed
    }

private:
    /// What is wrong in one round mostly is in all: the first that meets it speaks for them.
    template <class Read>
    void once(const PendingCondition& pending, const Read& read) {
        std::vector<Problem>& problems = draft_.list.problems;
        const std::size_t before = problems.size();
        read();
        if (problems.size() == before || reported_.insert(pending.entry).second) return;
        problems.erase(problems.begin() + static_cast<std::ptrdiff_t>(before), problems.end());
    }

    void read_condition(const PendingCondition& pending) {
        const ConditionText condition = condition_text(*pending.entry);
        if (names_unreadable(draft_, condition.text)) return;
        const Place place = draft_.place(condition.start);
        expression::Parsed parsed = expression::parse(condition.text, subjects_of(pending), place);
        take(std::move(parsed.problems), condition, place);
        if (!parsed.expression) return;
        check_order(pending, *parsed.expression, condition);
        put(pending, std::move(*parsed.expression));
    }

    void read_calculation(const PendingCondition& pending) {
        Study& study = draft_.study;
        const auto owner = static_cast<std::size_t>(pending.owner);
        const ConditionText text = condition_text(*pending.entry);
        const Place place = draft_.place(text.start);
        expression::ParsedValue parsed{};
        if (!names_unreadable(draft_, text.text)) {
            parsed = expression::parse_value(text.text, subjects_of(pending), place);
        }
        take(std::move(parsed.problems), text, place);
        if (!parsed.calculation) {
            draft_.unreadable_items.insert(study.items[owner].id);
            draft_.unreadable_items.insert(written_id(study.items[owner]));
            return;
        }
        check_order(pending, parsed.calculation->value, text);
        settle_calculated(
            *pending.whole, study.items[owner], *std::move(parsed.calculation), draft_
        );
        study.subjects[owner] = subject_of(study.items[owner]);
    }

    void take(std::vector<Problem> problems, const ConditionText& text, const Place& place) {
        for (Problem& problem : problems) {
            const bool may_be_missing =
                !draft_.whole && problem.code == "expression.unknown-question";
            if (may_be_missing) continue;
            if (!text.exact) problem.place = place;
            say_rounds(problem);
            draft_.list.problems.push_back(std::move(problem));
        }
    }

    /// The round that what a condition belongs to is in, or null.
    [[nodiscard]] const Round* round_of_owner(const PendingCondition& pending) const {
        const auto owner = static_cast<std::size_t>(pending.owner);
        switch (pending.of) {
            case Of::quota:
            case Of::screening_check:
            case Of::section:
                return nullptr;
            case Of::page:
            case Of::screen_out:
                return round_of(draft_.study.pages[owner]);
            case Of::item:
            case Of::validity:
            case Of::choice:
            case Of::row:
            case Of::value:
                return round_of(draft_.study.items[owner]);
        }
        return nullptr;
    }

    /// The items as a condition may name them: within a round, those of the round by their ids as
    /// written.
    const std::vector<expression::Subject>& subjects_of(const PendingCondition& pending) {
        const Study& study = draft_.study;
        const Round* round = round_of_owner(pending);
        if (round == nullptr) return study.subjects;
        if (is_same_round(round, subjects_round_)) return subjects_in_round_;
        subjects_in_round_ = study.subjects;
        subjects_round_ = round;
        for (std::size_t i = 0; i < study.items.size(); ++i) {
            const Round* own = round_of(study.items[i]);
            if (own != nullptr && is_same_round(own, round)) subjects_in_round_[i].id = own->name;
        }
        return subjects_in_round_;
    }

    /// Who names a repeated item from outside its block is told how, and so is who names it within
    /// as it is named outside.
    void say_rounds(Problem& problem) const {
        constexpr std::string_view before_name = "there is no question ";
        if (problem.code != "expression.unknown-question") return;
        if (!problem.message.starts_with(before_name)) return;
        const std::string name = problem.message.substr(before_name.size());
        if (std::string cure = cure_by_round(draft_.study, name); !cure.empty()) {
            problem.cure = std::move(cure);
        } else if (const int item = item_index(draft_.study, name); item >= 0) {
            problem.cure = same_round_cure(draft_.study.items[static_cast<std::size_t>(item)]);
        }
    }

    static std::string same_round_cure(const Item& item) {
        return fmt::format(
            "within its block name it as it is written, which is the item of the same round: {}",
            written_id(item)
        );
    }

    /// Whether an item belongs to another round of the block that a condition stands in.
    [[nodiscard]] bool is_of_another_round(const PendingCondition& pending, const Item& named)
        const {
        const Round* own = round_of_owner(pending);
        const Round* others = round_of(named);
        return own != nullptr && others != nullptr && own->repeat == others->repeat &&
               !is_same_round(own, others);
    }

    /// Items from this position on cannot be named.
    [[nodiscard]] int first_forbidden(const PendingCondition& pending) const {
        if (is_over_all(pending)) return static_cast<int>(draft_.study.items.size());
        if (pending.of == Of::section) {
            const auto& section = draft_.study.sections[static_cast<std::size_t>(pending.owner)];
            return draft_.study.pages[static_cast<std::size_t>(section.first_page)].first_item;
        }
        if (pending.of == Of::page) {
            return draft_.study.pages[static_cast<std::size_t>(pending.owner)].first_item;
        }
        if (pending.of == Of::screen_out) {
            const Page& page = draft_.study.pages[static_cast<std::size_t>(pending.owner)];
            return end_of(page);
        }
        return pending.of == Of::validity ? pending.owner + 1 : pending.owner;
    }

    void check_order(
        const PendingCondition& pending,
        const expression::Expression& condition,
        const ConditionText& text
    ) {
        const int forbidden = first_forbidden(pending);
        for (const expression::Reference& reference : condition.references()) {
            const Item& named = draft_.study.items[static_cast<std::size_t>(reference.subject)];
            const bool later = reference.subject >= forbidden;
            if (!later && !may_come_later(pending, named)) continue;
            Mark at = text.start;
            if (text.exact) {
                at.line = reference.place.line;
                at.column = reference.place.column;
            }
            if (later) {
                report_order(pending, named, reference.subject, at);
            } else {
                report_shuffled(named, at);
            }
        }
    }

    /// The page that a condition belongs to; `no_page` for one over the whole response.
    [[nodiscard]] int page_of(const PendingCondition& pending) const {
        const auto owner = static_cast<std::size_t>(pending.owner);
        if (is_over_all(pending)) return no_page;
        if (pending.of == Of::section) return draft_.study.sections[owner].first_page;
        return of_page(pending) ? pending.owner : draft_.study.items[owner].page;
    }

    [[nodiscard]] bool may_come_later(const PendingCondition& pending, const Item& named) const {
        const int page = page_of(pending);
        return page != no_page && named.page != no_page &&
               may_follow(draft_.study, page, named.page);
    }

    void report_shuffled(const Item& named, const Mark& at) {
        draft_.list.report(
            "study.shuffled-dependence",
            at,
            fmt::format(
                "\"{}\" may be asked later: its page \"{}\" and this one change places",
                named.id,
                draft_.study.pages[static_cast<std::size_t>(named.page)].id
            ),
            "name items that stand before the shuffled pages, make one block of both pages, or "
            "give "
            "both blocks \"keeps place: true\""
        );
    }

    /// Whether it is asked of whole responses, and may name any item.
    static bool is_over_all(const PendingCondition& pending) {
        return pending.of == Of::quota || pending.of == Of::screening_check;
    }

    static bool of_page(const PendingCondition& pending) {
        return pending.of == Of::page || pending.of == Of::screen_out || pending.of == Of::section;
    }

    void report_order(
        const PendingCondition& pending, const Item& named, int position, const Mark& at
    ) {
        if (!of_page(pending) && position == pending.owner) {
            draft_.list.report(
                "study.own-answer",
                at,
                fmt::format("\"{}\" depends on its own answer here", written_id(named)),
                "name an earlier item; a rule for its own answer goes under "
                "\"valid when\""
            );
            return;
        }
        if (is_of_another_round(pending, named)) {
            draft_.list.report(
                "study.later-question",
                at,
                fmt::format("\"{}\" is asked in another round", named.id),
                same_round_cure(named)
            );
            return;
        }
        if (named.source == Source::calculation && named.page == page_of(pending) &&
            pending.of == Of::item) {
            draft_.list.report(
                "study.later-question",
                at,
                fmt::format("\"{}\" is computed once this page is answered", written_id(named)),
                "name what it is computed from, or put this item on a later page"
            );
            return;
        }
        const bool on_page = pending.of == Of::page && named.page == pending.owner;
        draft_.list.report(
            "study.later-question",
            at,
            on_page ? fmt::format("\"{}\" stands on this page itself", written_id(named))
                    : fmt::format(
                          "\"{}\" is asked later (line {})", written_id(named), named.place.line
                      ),
            pending.of == Of::section      ? "name items that stand before the section's pages"
            : pending.of == Of::page       ? "name items of earlier pages"
            : pending.of == Of::screen_out ? "name items of this page or of earlier ones"
                                           : "name items that stand before this one"
        );
    }

    void put(const PendingCondition& pending, expression::Expression condition) {
        Study& study = draft_.study;
        const auto owner = static_cast<std::size_t>(pending.owner);
        const auto option = static_cast<std::size_t>(pending.option);
        switch (pending.of) {
            case Of::page:
                study.pages[owner].shown_when = std::move(condition);
                break;
            case Of::section:
                put(study.sections[owner], std::move(condition));
                break;
            case Of::screen_out:
                study.pages[owner].screen_out = ScreenOut{
                    std::move(condition), read_markdown(pending.message, draft_), pending.added
                };
                break;
            case Of::quota:
                study.quotas.push_back(read_quota(*pending.whole, std::move(condition), draft_));
                break;
            case Of::screening_check:
                put(study.screening, *pending.whole, std::move(condition));
                break;
            case Of::item:
                study.items[owner].shown_when = std::move(condition);
                break;
            case Of::validity:
                study.items[owner].valid_when =
                    Validation{std::move(condition), text_of(pending.message)};
                break;
            case Of::choice:
                put(options_in(study.items[owner].kind), option, std::move(condition));
                break;
            case Of::row:
                put(rows_in(study.items[owner].kind), option, std::move(condition));
                break;
            case Of::value:
                break;  // `read_value` has read it
        }
    }

    void put(
        std::optional<ScreeningPlan>& plan, const YamlNode& whole, expression::Expression condition
    ) {
        if (!plan) return;
        plan->checks.push_back(read_screening_check(whole, std::move(condition), draft_));
    }

    /// What a section demands, each of its pages demands too.
    void put(PageSection& section, expression::Expression condition) {
        const int end = section.first_page + section.page_count;
        for (int page = section.first_page; page < end; ++page) {
            auto& own = draft_.study.pages[static_cast<std::size_t>(page)].shown_when;
            own = own ? expression::conjunction(condition, *own) : condition;
        }
        section.shown_when = std::move(condition);
    }

    static void put(
        std::vector<Option>* options, std::size_t position, expression::Expression condition
    ) {
        if (options != nullptr && position < options->size()) {
            (*options)[position].shown_when = std::move(condition);
        }
    }

    StudyDraft& draft_;
    std::unordered_set<const YamlEntry*> reported_;
    std::vector<expression::Subject> subjects_in_round_;
    const Round* subjects_round_ = nullptr;
};

}  // namespace

void read_conditions(StudyDraft& draft) {
    ConditionReader reader(draft);
    // Conditions compare calculated values by what these come out as.
    for (const PendingCondition& pending : draft.conditions) {
        if (pending.of == Of::value) reader.read_value(pending);
    }
    // Sections come last: `end_sections` remembers them when every page's own is remembered.
    for (const PendingCondition& pending : draft.conditions) {
        if (pending.of != Of::value) reader.read(pending);
    }
    demand_choices(draft);
}

}  // namespace querist::instrument
