// Rules about why something is asked, demanded or paid.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace querist::instrument {

namespace {

bool has_answer(const Kind& kind) {
    return !std::holds_alternative<Information>(kind) && !std::holds_alternative<Consent>(kind);
}

bool declines(const Kind& kind) { return std::ranges::any_of(options_of(kind), &Option::declines); }

}  // namespace

Hits find_serves_nothing(const Examination& examination) {
    return hits_of_items(examination, [](const Item& item) -> std::optional<Fault> {
        if (!has_answer(item.kind) || item.describes_sample || !item.serves.empty())
            return std::nullopt;
        // Attention checks and the order of pages serve all of them.
        const auto* single = std::get_if<SingleChoice>(&item.kind);
        if (single != nullptr && !single->attention_check.empty()) return std::nullopt;
        if (item.source == Source::page_order) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" serves no research question", item.id),
            .cure = {},
        };
    });
}

Hits find_research_questions_without_items(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    for (const ResearchQuestion& question : study.research_questions) {
        const bool served = std::ranges::any_of(study.items, [&](const Item& item) {
            return std::ranges::find(item.serves, question.id) != item.serves.end();
        });
        if (served) continue;
        hits.push_back({
            .place = question.place,
            .message = fmt::format("no question serves the research question \"{}\"", question.id),
            .cure = {},
        });
    }
    return hits;
}

Hits find_required_items(const Examination& examination) {
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        if (item.requirement != Requirement::required || !has_answer(item.kind))
            return std::nullopt;
        if (declines(item.kind)) return std::nullopt;
        return Fault{
            .message =
                fmt::format("\"{}\" demands an answer and offers no way to decline", item.id),
            .cure = {},
        };
    });
}

}  // namespace querist::instrument
