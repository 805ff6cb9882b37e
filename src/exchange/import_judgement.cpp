#include "exchange/import_judgement.hpp"

#include <fmt/format.h>

namespace querist::exchange {

Judgement judgement_of(const instrument::Item& item, const response::FieldFault& fault) {
    using enum response::Fault;
    const std::string& id = item.id;
    const std::string& detail = fault.detail;
    switch (fault.fault) {
        case required:
        case must_agree:
            return {"missing", fmt::format("{} is required and has no answer", id)};
        case text_missing:
            return {"text-missing", fmt::format("the text beside a choice of {} is missing", id)};
        case too_long:
            return {"too-long", fmt::format("{} takes at most {} characters", id, detail)};
        case not_a_number:
        case not_whole:
        case not_an_email:
        case not_a_date:
        case not_text:
            return {"unreadable", fmt::format("this is nothing that {} takes", id)};
        case too_small:
        case too_early:
            return {"out-of-range", fmt::format("{} takes nothing below {}", id, detail)};
        case too_large:
        case too_late:
            return {"out-of-range", fmt::format("{} takes nothing above {}", id, detail)};
        case unknown_choice:
            return {"not-offered", fmt::format("{} did not offer this choice here", id)};
        case not_alone:
            return {
                "contradiction", fmt::format("\"{}\" cannot stand beside another choice", detail)
            };
        case too_few:
            return {"too-few", fmt::format("{} asks for at least {} choices", id, detail)};
        case too_many:
            return {"too-many", fmt::format("{} takes at most {} choices", id, detail)};
        case rule_broken:
            return {"rule-broken", fmt::format("the rule of {} does not hold: {}", id, detail)};
        case rank_twice:
        case rank_left_out:
            return {"ranks", fmt::format("the ranks of {} are not 1, 2, 3 …, each once", id)};
        case wrong_total:
            return {"wrong-total", fmt::format("the numbers of {} add up to {}", id, detail)};
    }
    return {"refused", "the instrument would not accept this"};
}

}  // namespace querist::exchange
