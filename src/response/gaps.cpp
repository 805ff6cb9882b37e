// Why items have no answer, and what an unfinished response counts as.

#include "response/gap_of.hpp"

#include <algorithm>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using instrument::Item;
using instrument::Option;
using instrument::Study;

namespace {

/// Whether the value is nothing but choices that decline to answer.
bool declines(const Item& item, const expression::Value& value) {
    const std::vector<Option>& options = instrument::options_of(item.kind);
    const auto declining = [&](int index) { return options[at(index)].declines; };
    if (const auto* choice = std::get_if<Choice>(&value)) return declining(choice->index);
    if (const auto* set = std::get_if<ChoiceSet>(&value)) {
        return std::ranges::all_of(set->indices, declining);
    }
    if (const auto* cells = std::get_if<Cells>(&value)) {
        return std::ranges::all_of(cells->indices, [&](int cell) {
            return cell < 0 || declining(cell);
        });
    }
    if (const auto* sets = std::get_if<CellSets>(&value)) {
        return std::ranges::all_of(sets->indices, [&](const std::vector<int>& row) {
            return std::ranges::all_of(row, declining);
        });
    }
    return false;
}

}  // namespace

GapReader::GapReader(const Study& study, const State& state, Walk& walk)
    : study_(study), state_(state), walk_(walk) {
    if (state.status == Status::in_progress) open_.resize(study.items.size(), 0);
}

Gap GapReader::gap_of(int item) {
    if (state_.status == Status::withdrawn) return Gap::withdrawn;
    if (state_.status == Status::refused) return Gap::not_shown;
    if (!walk_.applies(item)) return gap_of_absent(item);
    if (!open_.empty() && !state_.presented[at(item)]) open_[at(item)] = 1;
    const Item& one = study_.items[at(item)];
    if (std::holds_alternative<instrument::Information>(one.kind)) return Gap::none;
    if (is_answered(state_.answers[at(item)])) {
        const expression::Value value = walk_.effective_value(item);
        if (!std::holds_alternative<expression::Unanswered>(value)) {
            return declines(one, value) ? Gap::declined : Gap::none;
        }
    }
    if (state_.presented[at(item)]) return Gap::skipped;
    return has_ended(state_.status) ? Gap::not_shown : Gap::broken_off;
}

Gap GapReader::gap_of_absent(int item) {
    if (open_.empty() || !walk_.may_apply(item, open_)) return Gap::not_shown;
    open_[at(item)] = 1;
    return Gap::broken_off;
}

std::vector<Gap> gaps(const Study& study, const State& state) {
    Walk walk(study, state.answers);
    GapReader reader(study, state, walk);
    std::vector<Gap> result;
    result.reserve(study.items.size());
    for (int item = 0; item < static_cast<int>(study.items.size()); ++item) {
        walk.decide(item);
        result.push_back(reader.gap_of(item));
    }
    return result;
}

Completion completion_of(const Study& study, const State& state) {
    return completion_of(study, state.status, state.flags, gaps(study, state));
}

Completion completion_of(
    const Study& study, Status status, std::span<const std::string> flags, std::span<const Gap> why
) {
    switch (status) {
        case Status::complete:
            return Completion::complete;
        case Status::refused:
            return Completion::refused;
        case Status::withdrawn:
            return Completion::withdrawn;
        case Status::screened_out:
            return std::ranges::any_of(flags, is_quota_flag) ? Completion::quota_full
                                                             : Completion::screened_out;
        case Status::in_progress:
            break;
    }
    int asked = 0;
    int answered = 0;
    for (std::size_t i = 0; i < why.size(); ++i) {
        // What came with the link, was assigned or is calculated, nobody answered.
        if (!instrument::is_on_page(study.items[i])) continue;
        if (std::holds_alternative<instrument::Information>(study.items[i].kind)) continue;
        if (why[i] == Gap::not_shown) continue;
        ++asked;
        if (why[i] == Gap::none || why[i] == Gap::declined) ++answered;
    }
    const bool partial =
        answered > 0 && static_cast<double>(answered) >= study.completeness.partial_from * asked;
    return partial ? Completion::partial : Completion::broken_off;
}

}  // namespace querist::response
