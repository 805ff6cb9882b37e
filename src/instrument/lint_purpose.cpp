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
    Hits hits;
    const Study& study = examination.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!has_answer(item.kind) || item.describes_sample || !item.serves.empty()) continue;
        const auto* single = std::get_if<SingleChoice>(&item.kind);
        if (single != nullptr && !single->attention_check.empty()) continue;  // serves all of them
        if (item.source == Source::page_order) continue;                      // likewise
        hits.push_back({
            .place = item.place,
            .message = fmt::format("\"{}\" serves no research question", item.id),
            .cure = {},
            .item = static_cast<int>(i),
        });
    }
    return hits;
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
    Hits hits;
    const Study& study = examination.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (item.requirement != Requirement::required || !has_answer(item.kind)) continue;
        if (!is_on_page(item)) continue;
        if (declines(item.kind)) continue;
        hits.push_back({
            .place = item.place,
            .message =
                fmt::format("\"{}\" demands an answer and offers no way to decline", item.id),
            .cure = {},
            .item = static_cast<int>(i),
        });
    }
    return hits;
}

}  // namespace querist::instrument
