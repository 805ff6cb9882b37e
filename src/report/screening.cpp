#include "report/screening.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace querist::report {

namespace {

using expression::Truth;
using instrument::Item;
using instrument::Study;

/// The answer as conditions see it; unanswered where it is no single choice.
expression::Value value_of(const instrument::Kind& kind, std::size_t code) {
    if (std::holds_alternative<instrument::SingleChoice>(kind)) {
        return expression::Choice{static_cast<int>(code)};
    }
    const bool is_yes_or_no = std::holds_alternative<instrument::YesNo>(kind) ||
                              std::holds_alternative<instrument::Consent>(kind);
    if (is_yes_or_no) return code == 0;
    return expression::Unanswered{};
}

/// Whether some page sends away whoever gave this one answer: its condition is true while all
/// others are still open.
bool screens_out(const Study& study, std::size_t item, const expression::Value& value) {
    std::vector<expression::Value> values(study.items.size());
    std::vector<char> open(study.items.size(), 1);
    values[item] = value;
    open[item] = 0;
    return std::ranges::any_of(study.pages, [&](const instrument::Page& page) {
        return page.screen_out &&
               expression::evaluate_so_far(page.screen_out->when, values, open) == Truth::yes;
    });
}

}  // namespace

std::optional<std::size_t> only_admitted(const Study& study, const Item& item) {
    const int position = instrument::item_index(study, item.id);
    if (position < 0) return std::nullopt;
    const std::vector<instrument::Option>& options = instrument::options_of(item.kind);
    std::optional<std::size_t> only;
    bool any_out = false;
    const std::size_t codes = response::code_labels(item.kind).size();
    for (std::size_t code = 0; code < codes; ++code) {
        const expression::Value value = value_of(item.kind, code);
        if (std::holds_alternative<expression::Unanswered>(value)) return std::nullopt;
        if (screens_out(study, static_cast<std::size_t>(position), value)) {
            any_out = true;
            continue;
        }
        if (code < options.size() && options[code].declines) continue;
        if (only) return std::nullopt;
        only = code;
    }
    return any_out ? only : std::nullopt;
}

}  // namespace querist::report
