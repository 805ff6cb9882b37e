#include "response/item_reader.hpp"
#include "response/walk.hpp"

#include <algorithm>
#include <string>

namespace querist::response {

using instrument::Item;
using instrument::Page;
using instrument::Study;

namespace {

/// One entry per item of the page: whether it was on the page that the form answers.
std::vector<char> items_on_page(
    const Study& study, const Page& page, const State& state, const Form& form
) {
    std::vector<char> result(at(page.item_count), 0);
    const auto stated = std::ranges::find(form, "_shown", &Form::value_type::first);
    if (stated == form.end()) {
        Walk before(study, state.answers);
        before.decide_before(page.first_item + page.item_count);
        for (int i = 0; i < page.item_count; ++i) {
            result[at(i)] = before.applies(page.first_item + i) ? 1 : 0;
        }
        return result;
    }
    std::string_view ids = stated->second;
    int expected = 0;  // in the page's order: look where the last was found
    while (!ids.empty()) {
        const std::string_view id = ids.substr(0, ids.find(' '));
        ids.remove_prefix(std::min(id.size() + 1, ids.size()));
        for (int step = 0; step < page.item_count; ++step) {
            const int item = (expected + step) % page.item_count;
            if (study.items[at(page.first_item + item)].id != id) continue;
            result[at(item)] = 1;
            expected = item;
            break;
        }
    }
    return result;
}

/// Which options and rows of an item apply, as far as any has a condition.
std::vector<bool> offers(const Study& study, Walk& walk, int item) {
    std::vector<bool> result;
    const instrument::Kind& kind = study.items[at(item)].kind;
    for (const auto* options : {&instrument::options_of(kind), &texted_options(kind)}) {
        for (const auto& option : *options) result.push_back(walk.offers(item, option));
    }
    return result;
}

/// Whether "_offered" names an option (rows after options) of an item.
bool says_offered(const Form& form, const Item& item, std::size_t position) {
    std::string_view names = field_value(form, "_offered");
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(' '));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        const std::size_t colon = name.rfind(':');
        if (colon == std::string_view::npos || name.substr(0, colon) != item.id) continue;
        if (name.substr(colon + 1) == std::to_string(position)) return true;
    }
    return false;
}

/// Whether choices or rows of an item apply now that did not when the page was made, nor came
/// while it was answered.
bool opens_choices(const Study& study, const State& state, const Form& form, Walk& now, int item) {
    const instrument::Kind& kind = study.items[at(item)].kind;
    if (!has_conditional_options(kind)) return false;
    Walk before(study, state.answers);
    before.decide_before(item);
    const std::vector<bool> old_offers = offers(study, before, item);
    const std::vector<bool> new_offers = offers(study, now, item);
    for (std::size_t i = 0; i < new_offers.size(); ++i) {
        if (!new_offers[i] || old_offers[i]) continue;
        // A kind without rows has its options twice in the list.
        const bool rows = !instrument::rows_of(kind).empty();
        const std::size_t position = rows ? i : i % instrument::options_of(kind).size();
        if (!says_offered(form, study.items[at(item)], position)) return true;
    }
    return false;
}

/// What the item must be beyond readable: answered when required, and true to the study's rule.
void judge_item(
    const Study& study, Walk& walk, int item, const Answer& answer, std::vector<FieldFault>& faults
) {
    const Item& one = study.items[at(item)];
    if (one.requirement == instrument::Requirement::required) {
        const Requirements lacks = missing_answer(study, walk, item, answer.value);
        if (lacks.missing == Missing::answer) {
            faults.push_back({item, one.id, Fault::required, {}});
        }
        if (lacks.missing == Missing::row) {
            const auto& row = texted_options(one.kind)[at(lacks.row)];
            faults.push_back(
                {item, row_field(one, row), Fault::required, instrument::row_words(row)}
            );
        }
        if (lacks.missing != Missing::nothing) return;
    }
    if (!one.valid_when || !is_answered(answer)) return;
    if (walk.truth(one.valid_when->must_hold, item + 1) == Truth::no) {
        faults.push_back({item, one.id, Fault::rule_broken, one.valid_when->message});
    }
}

}  // namespace

PageCheck check_page(const Study& study, const State& state, int page, const Form& form) {
    PageCheck check;
    check.answers = state.answers;
    const bool known =
        page >= 0 && at(page) < study.pages.size() && state.answers.size() == study.items.size();
    if (!known) return check;
    check.language = language_position(study, field_value(form, "_language"));

    const Page& one = study.pages[at(page)];
    const std::vector<char> on_page = items_on_page(study, one, state, form);
    const FieldTable fields(study, page, form);
    Walk walk(study, check.answers);
    walk.decide_before(one.first_item);
    for (int item = one.first_item; item < one.first_item + one.item_count; ++item) {
        if (walk.decide(item) != Truth::yes) continue;
        if (on_page[at(item - one.first_item)] == 0) {
            check.revealed.push_back(item);
            continue;
        }
        check.shown.push_back(item);
        if (opens_choices(study, state, form, walk, item)) check.revealed.push_back(item);
        const std::size_t faults_before = check.faults.size();
        ItemReader reader(study, walk, item, fields.of(item), check.faults);
        Answer& answer = check.answers[at(item)];
        answer = reader.read();
        if (check.faults.size() == faults_before) {
            judge_item(study, walk, item, answer, check.faults);
        }
    }
    calculate_values(study, state, page, check);
    if (counts_typing(study)) {
        check.typing = read_typing(study, page, field_value(form, "_typing"));
        std::erase_if(check.typing, [&](const Typing& typing) {
            const Answer& answer = check.answers[at(typing.item)];
            return !is_answered(answer) || answer == state.answers[at(typing.item)];
        });
    }
    return check;
}

void calculate_values(const Study& study, const State& state, int page, PageCheck& check) {
    check.calculated.clear();
    const auto computed = [&](int item) {
        const Item& one = study.items[at(item)];
        // Pages further on are computed when they are answered, unless they were before.
        return one.calculation && (one.page == page || state.presented[at(item)]);
    };
    const int end = static_cast<int>(study.items.size());
    for (int item = study.pages[at(page)].first_item; item < end; ++item) {
        if (computed(item)) check.calculated.push_back(item);
    }
    if (check.calculated.empty()) return;
    Walk walk(study, check.answers);
    for (const int item : check.calculated) {
        const bool applies = walk.decide(item) == Truth::yes;
        const auto& calculation = study.items[at(item)].calculation;
        check.answers[at(item)] = {};
        if (applies && calculation) check.answers[at(item)].value = walk.value(*calculation, item);
    }
}

}  // namespace querist::response
