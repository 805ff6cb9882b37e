// Texts of a study file that name earlier answers: read when every item is known.

#include "instrument/study_draft.hpp"

#include "core/core.hpp"
#include "instrument/pipe_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::instrument {

namespace {

/// Whether an answer of this kind can be said in a few words.
bool has_words(const Kind& kind) {
    return std::visit(
        Overloaded{
            [](const SingleChoice&) { return true; },
            [](const SeveralChoices&) { return true; },
            [](const YesNo&) { return true; },
            [](const Grid&) { return false; },
            [](const Matrix&) { return false; },
            [](const SemanticDifferential&) { return false; },
            [](const Ranking&) { return false; },
            [](const ConstantSum&) { return false; },
            [](const NetPromoter&) { return true; },
            [](const Text&) { return true; },
            [](const Email&) { return true; },
            [](const Number&) { return true; },
            [](const Date&) { return true; },
            [](const Consent&) { return false; },
            [](const Information&) { return false; },
        },
        kind
    );
}

class PipingCheck {
public:
    explicit PipingCheck(StudyDraft& draft) : draft_(draft) {}

    void check(const PipingText& text) {
        for (const Pipe& pipe : pipes_in(text.text)) check(text, pipe);
    }

private:
    void report(const PipingText& text, const char* code, std::string message, std::string cure) {
        draft_.list.report(code, text.node->start, std::move(message), std::move(cure));
    }

    void check(const PipingText& text, const Pipe& pipe) {
        if (!pipe.closed) {
            return report(
                text,
                "study.bad-pipe",
                "\"{{\" begins an earlier answer, and no \"}}\" ends it",
                "write {{item|what stands there without an answer}}"
            );
        }
        if (const auto fault = fault_in_words(pipe, draft_.study.language)) {
            return report(text, "study.bad-pipe", fault->message, fault->cure);
        }
        const std::string id(pipe.item);
        if (draft_.unreadable_items.contains(id)) return;
        const Round* round = round_of(draft_.study.pages[static_cast<std::size_t>(text.page)]);
        if (round != nullptr && pipe.item == each_pipe) {
            const auto fault = fault_in_use_of_each(pipe);
            if (!fault) return;
            return report(text, "study.bad-pipe", fault->message, fault->cure);
        }
        const int named = item_in_round(draft_.study, round, id);
        if (named < 0) {
            if (draft_.whole) report_unknown(text, pipe);
            return;
        }
        const Item& item = draft_.study.items[static_cast<std::size_t>(named)];
        if (item.page >= text.page) {
            return report(
                text,
                "study.later-pipe",
                item.page == text.page
                    ? fmt::format("\"{}\" is asked on this page itself", id)
                    : fmt::format("\"{}\" is asked later (line {})", id, item.place.line),
                "name an item of an earlier page: the text is written before this one is answered"
            );
        }
        if (item.page != no_page && may_follow(draft_.study, text.page, item.page)) {
            return report(
                text,
                "study.later-pipe",
                fmt::format(
                    "\"{}\" may be asked later (line {}): its page and this one change places",
                    id,
                    item.place.line
                ),
                "name an item that stands before the shuffled pages, or make one block of both "
                "pages"
            );
        }
        if (!has_words(item.kind)) {
            report(
                text,
                "study.wordless-pipe",
                fmt::format(
                    "an answer of the kind \"{}\" cannot be put into a text", kind_name(item.kind)
                ),
                "name an item with choices, or one that takes a number, a date or a text"
            );
        } else {
            check_words(text, pipe, item);
        }
    }

    void check_words(const PipingText& text, const Pipe& pipe, const Item& item) {
        if (const auto fault = fault_in_use(pipe, item)) {
            return report(text, "study.bad-pipe", fault->message, fault->cure);
        }
        const std::vector<std::string> missing = missing_categories(pipe, draft_.study.language);
        if (missing.empty()) return;
        draft_.list.report(
            "study.missing-plural",
            text.node->start,
            fmt::format("{} leaves {} to `other`", pipe.whole, fmt::join(missing, ", ")),
            fmt::format("add {} {{…}}", missing.front()),
            Severity::warning
        );
    }

    void report_unknown(const PipingText& text, const Pipe& pipe) {
        if (pipe.item == each_pipe) {
            return report(
                text,
                "study.unknown-pipe",
                fmt::format("{} stands on a page that is not repeated", pipe.whole),
                "add \"for each:\" with a question of several choices to the page"
            );
        }
        const std::vector<std::string> known = ids_of(draft_.study.items);
        const std::string cure = cure_by_round(draft_.study, pipe.item);
        report(
            text,
            "study.unknown-pipe",
            fmt::format("{} names no item", pipe.whole),
            cure.empty() ? nearest_or(pipe.item, known, "name an item of an earlier page by its id")
                         : cure
        );
    }

    StudyDraft& draft_;
};

/// The subjects that an item's conditions name.
std::vector<int> named_by(const Item& item) {
    std::vector<int> named;
    const auto add = [&](const std::optional<expression::Expression>& condition) {
        if (!condition) return;
        for (const auto& reference : condition->references()) named.push_back(reference.subject);
    };
    add(item.shown_when);
    if (item.valid_when) add(item.valid_when->must_hold);
    for (const Option& option : options_of(item.kind)) add(option.shown_when);
    for (const Option& row : rows_of(item.kind)) add(row.shown_when);
    return named;
}

}  // namespace

void check_piping(StudyDraft& draft) {
    PipingCheck check(draft);
    const std::vector<Item>& items = draft.study.items;
    const auto named_each = std::ranges::find(items, each_pipe, [](const Item& item) {
        return std::string_view(written_id(item));
    });
    if (!draft.study.repeats.empty() && named_each != items.end()) {
        draft.list.report(
            "study.bad-id",
            {named_each->place.line, named_each->place.column},
            "in texts of repeated pages \"each\" stands for the choice of the round",
            "give the item another id"
        );
    }
    for (const PipingText& text : draft.piping) check.check(text);
}

void check_shuffled_pages(StudyDraft& draft) {
    const Study& study = draft.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!is_on_page(item) || !is_told(item)) continue;
        const Page& page = study.pages[static_cast<std::size_t>(item.page)];
        if (page.items != Order::random) continue;
        for (const int named : named_by(item)) {
            const auto position = static_cast<std::size_t>(named);
            if (named < page.first_item || position >= i) continue;
            const Item& other = study.items[position];
            if (item.keeps_place && other.keeps_place) continue;
            draft.list.report(
                "study.shuffled-dependence",
                {item.place.line, item.place.column},
                fmt::format(
                    "\"{}\" depends on \"{}\", and their page shuffles them",
                    written_id(item),
                    written_id(other)
                ),
                "give both \"keeps place: true\", or move one of them to another page"
            );
            break;
        }
    }
}

}  // namespace querist::instrument
