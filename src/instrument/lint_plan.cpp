// Rules about what the analysis plan leaves out. A study without a plan breaks none of them: it is
// told so when it opens.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace querist::instrument {

Hits find_unplanned_questions(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    if (!study.analysis) return hits;
    for (const ResearchQuestion& question : study.research_questions) {
        const auto& answers = study.analysis->answers;
        const bool planned =
            std::ranges::find(answers, question.id, &PlannedAnswer::research_question) !=
            answers.end();
        if (planned) continue;
        hits.push_back({
            .place = question.place,
            .message =
                fmt::format("the analysis plan does not say how \"{}\" is answered", question.id),
            .cure = {},
        });
    }
    return hits;
}

Hits find_unplanned_items(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    if (!study.analysis) return hits;
    for (const PlannedAnswer& answer : study.analysis->answers) {
        for (std::size_t i = 0; i < study.items.size(); ++i) {
            const Item& item = study.items[i];
            const auto position = static_cast<int>(i);
            if (std::ranges::find(item.serves, answer.research_question) == item.serves.end() ||
                std::ranges::find(answer.items, position) != answer.items.end()) {
                continue;
            }
            hits.push_back({
                .place = answer.place,
                .message = fmt::format(
                    "\"{}\" serves \"{}\" and is not in its plan", item.id, answer.research_question
                ),
                .cure = {},
                .item = position,
            });
        }
    }
    return hits;
}

}  // namespace querist::instrument
