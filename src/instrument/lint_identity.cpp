// Rules about answers that say who gave them.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

namespace querist::instrument {

Hits find_identifying_items(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!std::holds_alternative<Email>(item.kind)) continue;
        const bool anonymous = study.mode == Mode::anonymous;
        hits.push_back({
            .place = item.place,
            .message = fmt::format(
                "\"{}\" asks for an e-mail address, which is stored beside the other answers and "
                "says whose they are{}",
                item.id,
                anonymous ? ", although the study promises to be anonymous" : ""
            ),
            .cure = {},
            .item = static_cast<int>(i),
        });
    }
    return hits;
}

}  // namespace querist::instrument
