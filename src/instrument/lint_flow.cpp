// Rules about texts that name earlier answers, and about what is shuffled.

#include "instrument/lint_rule.hpp"
#include "instrument/range_label.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

/// Texts of an item in which answers may be named.
std::vector<std::string_view> texts_of(const Item& item) {
    std::vector<std::string_view> texts{item.ask, item.hint};
    for (const Option& option : options_of(item.kind)) texts.emplace_back(option.label);
    for (const Option& row : rows_of(item.kind)) texts.emplace_back(row.label);
    return texts;
}

/// Whether everybody who sees the second item has answered the first.
bool always_answered(const Study& study, int named) {
    const Item& item = study.items[static_cast<std::size_t>(named)];
    return item.requirement == Requirement::required && !item.shown_when &&
           page_condition(study, item) == nullptr;
}

}  // namespace

Hits find_pipes_without_fallback(const Examination& examination) {
    const Study& study = examination.study;
    Hits hits;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        for (const std::string_view text : texts_of(study.items[i])) {
            for (const Pipe& pipe : pipes_in(text)) {
                const Round* round = round_of(study.items[i]);
                if (round != nullptr && pipe.item == each_pipe) continue;
                const int named = item_in_round(study, round, pipe.item);
                if (!pipe.fallback.empty() || named < 0 || always_answered(study, named)) continue;
                hits.push_back({
                    .place = study.items[i].place,
                    .message = fmt::format(
                        "\"{}\" puts the answer to \"{}\" into its text, which may have none",
                        study.items[i].id,
                        pipe.item
                    ),
                    .cure = fmt::format("write {{{{{}|your answer}}}}", pipe.item),
                    .item = static_cast<int>(i),
                });
            }
        }
    }
    return hits;
}

Hits find_shuffled_scales(const Examination& examination) {
    return hits_of_items(examination, [](const Item& item) -> std::optional<Fault> {
        if (item.options != Order::random || !range_list(item)) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" shuffles choices that are ranges of a number", item.id),
            .cure = {},
        };
    });
}

}  // namespace querist::instrument
