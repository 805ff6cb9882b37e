#include "response/walk.hpp"

#include <algorithm>
#include <utility>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Unanswered;
using expression::Value;
using instrument::Grid;
using instrument::Item;
using instrument::Kind;
using instrument::Option;
using instrument::Study;

const std::vector<Option>& texted_options(const Kind& kind) {
    const std::vector<Option>& rows = instrument::rows_of(kind);
    return rows.empty() ? instrument::options_of(kind) : rows;
}

int option_index(const std::vector<Option>& options, std::string_view code) {
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (options[i].code == code) return static_cast<int>(i);
    }
    return -1;
}

bool is_answered(const Answer& answer) { return !std::holds_alternative<Unanswered>(answer.value); }

bool has_conditional_options(const Kind& kind) {
    const auto conditional = [](const Option& option) { return option.shown_when.has_value(); };
    return std::ranges::any_of(instrument::rows_of(kind), conditional) ||
           std::ranges::any_of(instrument::options_of(kind), conditional);
}

Walk::Walk(const Study& study, std::span<const Answer> answers)
    : study_(study),
      answers_(answers),
      values_(study.items.size()),
      loaded_(study.items.size(), 0),
      applies_(study.items.size(), 0) {}

Truth Walk::decide(int item) {
    // What no page asks, such as calculated values, is passed by who goes through pages.
    decide_before(item);
    const Item& one = study_.items[at(item)];
    if (one.page != page_) {
        page_ = one.page;
        const expression::Expression* condition = instrument::page_condition(study_, one);
        page_truth_ = condition != nullptr ? truth(*condition, item) : Truth::yes;
    }
    Truth result = page_truth_;
    // Kleene's "and" is the lesser; what is closed already needs no second look.
    if (result != Truth::no && one.shown_when)
        result = std::min(result, truth(*one.shown_when, item));
    if (one.calculation && !any_on_page(one, applies_)) result = Truth::no;
    applies_[at(item)] = result == Truth::yes ? 1 : 0;
    decided_ = item + 1;
    return result;
}

bool Walk::any_on_page(const Item& item, std::span<const char> marked) const {
    const instrument::Page& page = study_.pages[at(item.page)];
    return std::ranges::any_of(
        marked.subspan(at(page.first_item), at(page.item_count)),
        [](char mark) { return mark != 0; }
    );
}

bool Walk::may_apply(int item, std::span<const char> open) {
    const Item& one = study_.items[at(item)];
    if (one.calculation) return any_on_page(one, open);
    const expression::Expression* own = one.shown_when ? &*one.shown_when : nullptr;
    bool undecided = false;
    for (const auto* condition : {instrument::page_condition(study_, one), own}) {
        if (condition == nullptr) continue;
        const bool hangs = std::ranges::any_of(condition->references(), [&](const auto& named) {
            return named.subject >= 0 && named.subject < item && open[at(named.subject)] != 0;
        });
        load(*condition, item);
        const Truth so_far = expression::evaluate_so_far(*condition, values_, open);
        if (so_far == Truth::no || (so_far == Truth::unknown && !hangs)) return false;
        undecided = undecided || so_far == Truth::unknown;
    }
    return undecided;
}

void Walk::decide_before(int item) {
    for (int i = decided_; i < item; ++i) decide(i);
}

void Walk::load(const expression::Expression& condition, int before) {
    for (const expression::Reference& reference : condition.references()) {
        const int subject = reference.subject;
        // A later item is unanswered here: studies with such conditions are refused when read.
        if (subject < 0 || subject >= before || subject >= decided_) continue;
        if (std::exchange(loaded_[at(subject)], char{1}) != 0 || !applies(subject)) continue;
        values_[at(subject)] = effective_value(subject);
    }
}

Truth Walk::truth(const expression::Expression& condition, int before) {
    load(condition, before);
    return expression::evaluate(condition, values_);
}

Value Walk::value(const expression::Calculation& calculation, int before) {
    load(calculation.value, before);
    return expression::evaluate(calculation, values_);
}

bool Walk::offers(int item, const Option& option) {
    return !option.shown_when || truth(*option.shown_when, item) == Truth::yes;
}

Value Walk::effective_value(int item) {
    const Value& value = answers_[at(item)].value;
    const Kind& kind = study_.items[at(item)].kind;
    const std::vector<Option>& options = instrument::options_of(kind);
    if (options.empty() || !has_conditional_options(kind)) return value;
    if (const auto* choice = std::get_if<Choice>(&value)) {
        return offers(item, options[at(choice->index)]) ? value : Value{};
    }
    if (const auto* set = std::get_if<ChoiceSet>(&value)) {
        ChoiceSet kept;
        for (const int index : set->indices) {
            if (offers(item, options[at(index)])) kept.indices.push_back(index);
        }
        return kept.indices.empty() ? Value{} : Value{std::move(kept)};
    }
    if (const auto* cells = std::get_if<Cells>(&value)) {
        Cells kept = *cells;
        const std::vector<Option>& rows = texted_options(kind);
        for (std::size_t row = 0; row < kept.indices.size(); ++row) {
            int& cell = kept.indices[row];
            if (cell >= 0 && !(offers(item, rows[row]) && offers(item, options[at(cell)]))) {
                cell = -1;
            }
        }
        const bool any = std::ranges::any_of(kept.indices, [](int cell) { return cell >= 0; });
        return any ? Value{std::move(kept)} : Value{};
    }
    if (const auto* sets = std::get_if<CellSets>(&value)) {
        CellSets kept = *sets;
        const std::vector<Option>& rows = texted_options(kind);
        bool any = false;
        for (std::size_t row = 0; row < kept.indices.size(); ++row) {
            const bool row_offered = offers(item, rows[row]);
            std::erase_if(kept.indices[row], [&](int index) {
                return !row_offered || !offers(item, options[at(index)]);
            });
            any = any || !kept.indices[row].empty();
        }
        return any ? Value{std::move(kept)} : Value{};
    }
    return value;
}

Answer Walk::effective(int item) {
    if (!applies(item)) return {};
    const Answer& stored = answers_[at(item)];
    if (!is_answered(stored) && stored.texts.empty()) return {};
    Answer counting{effective_value(item), stored.texts};
    if (!counting.texts.empty()) {
        const auto& options = texted_options(study_.items[at(item)].kind);
        std::erase_if(counting.texts, [&](const auto& text) {
            return !offers(item, options[at(text.first)]);
        });
    }
    return counting;
}

bool has_row(const Value& value, std::size_t row) {
    if (const auto* cells = std::get_if<Cells>(&value)) return cells->indices[row] >= 0;
    if (const auto* sets = std::get_if<CellSets>(&value)) return !sets->indices[row].empty();
    return false;
}

namespace {

/// Each row that applies and takes no text wants an answer.
Requirements missing_row(Walk& walk, int item, const Kind& kind, const Value& value) {
    const bool offered = std::ranges::any_of(instrument::options_of(kind), [&](const Option& one) {
        return walk.offers(item, one);
    });
    if (!offered) return {};
    const std::vector<Option>& rows = instrument::rows_of(kind);
    bool any_row = false;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!walk.offers(item, rows[row])) continue;
        any_row = true;
        if (!has_row(value, row) && !rows[row].takes_text) {
            return {Missing::row, static_cast<int>(row)};
        }
    }
    const bool none = std::holds_alternative<Unanswered>(value);
    return {any_row && none ? Missing::answer : Missing::nothing, -1};
}

}  // namespace

Requirements missing_answer(const Study& study, Walk& walk, int item, const Value& value) {
    const Item& one = study.items[at(item)];
    // What is ranked or shares a sum is judged as a whole when it is read.
    if (std::holds_alternative<Grid>(one.kind) ||
        std::holds_alternative<instrument::Matrix>(one.kind) ||
        std::holds_alternative<instrument::SemanticDifferential>(one.kind)) {
        return missing_row(walk, item, one.kind, value);
    }
    if (!std::holds_alternative<Unanswered>(value)) return {};
    if (std::holds_alternative<instrument::Information>(one.kind)) return {};
    const auto& options = instrument::options_of(one.kind);
    const bool offered = options.empty() || std::ranges::any_of(options, [&](const Option& option) {
                             return walk.offers(item, option);
                         });
    return offered ? Requirements{Missing::answer, -1} : Requirements{};
}

}  // namespace querist::response
