// Rules about who is sent away.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

/// Questions before a screen-out, its own page's included, that nobody minds.
constexpr int early_questions_max = 10;

int questions_through(const Study& study, const Page& page) {
    int count = 0;
    for (int i = 0; i < page.first_item + page.item_count; ++i) {
        const Item& item = study.items[static_cast<std::size_t>(i)];
        const bool asks = is_on_page(item) && !std::holds_alternative<Information>(item.kind);
        count += asks ? 1 : 0;
    }
    return count;
}

}  // namespace

Hits find_late_screen_outs(const Examination& examination) {
    Hits hits;
    for (const Page& page : examination.study.pages) {
        if (!page.screen_out) continue;
        const int asked = questions_through(examination.study, page);
        if (asked <= early_questions_max) continue;
        hits.push_back({
            .place = page.place,
            .message = fmt::format(
                "page \"{}\" screens out after {} questions, more than {}",
                page.id,
                asked,
                early_questions_max
            ),
            .cure = {},
        });
    }
    return hits;
}

}  // namespace querist::instrument
