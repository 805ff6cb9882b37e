// Which items and pages apply, and where a walk through them stands.

#include "response/walk.hpp"

#include <algorithm>
#include <numeric>

namespace querist::response {

using instrument::Item;
using instrument::Option;
using instrument::Page;
using instrument::Study;

namespace {

int item_count(const Study& study) { return static_cast<int>(study.items.size()); }
int page_count(const Study& study) { return static_cast<int>(study.pages.size()); }

std::vector<bool> offered(
    const Study& study,
    std::span<const Answer> answers,
    int item,
    const std::vector<Option>& options
) {
    Walk walk(study, answers);
    walk.decide_before(item);
    std::vector<bool> result;
    result.reserve(options.size());
    for (const Option& option : options) result.push_back(walk.offers(item, option));
    return result;
}

/// One entry per page: whether any of its items applies.
std::vector<bool> applicable_pages(const Study& study, std::span<const Answer> answers) {
    std::vector<bool> result(study.pages.size(), false);
    Walk walk(study, answers);
    for (int i = 0; i < item_count(study); ++i) {
        const bool applies = walk.decide(i) == Truth::yes;
        const Item& item = study.items[at(i)];
        if (applies && instrument::is_on_page(item)) result[at(item.page)] = true;
    }
    return result;
}

/// Whether an item that applies leaves its page unsettled.
bool unsettles(const Study& study, const State& state, Walk& walk, int item) {
    if (!state.presented[at(item)]) return true;
    const Item& one = study.items[at(item)];
    const bool must = one.requirement == instrument::Requirement::required ||
                      std::holds_alternative<instrument::Consent>(one.kind);
    if (!must && !one.valid_when) return false;
    const expression::Value value = walk.effective_value(item);
    if (must && missing_answer(study, walk, item, value).missing != Missing::nothing) return true;
    return one.valid_when && !std::holds_alternative<expression::Unanswered>(value) &&
           walk.truth(one.valid_when->must_hold, item + 1) == Truth::no;
}

/// Whether the answers of a page whose items and values are all decided screen out.
bool screens_out(Walk& walk, const Page& page) {
    return page.screen_out &&
           walk.truth(page.screen_out->when, instrument::end_of(page)) == Truth::yes;
}

/// The first applicable page before page `end` that is not settled, and whether that page applies;
/// of all pages where `end` is none.
struct Standing {
    std::optional<int> unsettled;
    bool screens = false;  ///< It would be settled if its answers did not screen out.
    bool applies = false;
};
Standing standing(const Study& study, const State& state, int end) {
    Walk walk(study, state.answers);
    Standing result;
    for (const int page : page_order(study, state.answers)) {
        const Page& one = study.pages[at(page)];
        bool applies = false;
        bool settled = state.page_revisions[at(page)] > 0;
        // Conditions are decided as they are written: none looks at a page that may come later.
        walk.decide_before(instrument::end_of(one));
        for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
            if (!walk.applies(i)) continue;
            applies = true;
            if (settled && page != end) settled = !unsettles(study, state, walk, i);
        }
        if (page == end) {
            result.applies = applies;
            return result;
        }
        const bool screens = applies && settled && screens_out(walk, one);
        if (applies && (!settled || screens)) {
            result.unsettled = page;
            result.screens = screens;
            return result;
        }
    }
    return result;
}

/// Where a page stands in the order of a response; before all for -1, behind all for what is none.
std::size_t place_after(const std::vector<int>& order, int page) {
    if (page < 0) return 0;
    const auto found = std::ranges::find(order, page);
    return static_cast<std::size_t>(found - order.begin()) + (found == order.end() ? 0 : 1);
}

}  // namespace

std::vector<bool> applicable_items(const Study& study, std::span<const Answer> answers) {
    Walk walk(study, answers);
    std::vector<bool> result(study.items.size(), false);
    for (int i = 0; i < item_count(study); ++i) result[at(i)] = walk.decide(i) == Truth::yes;
    return result;
}

std::vector<bool> applicable_options(
    const Study& study, std::span<const Answer> answers, int item
) {
    return offered(study, answers, item, instrument::options_of(study.items[at(item)].kind));
}

std::vector<bool> applicable_rows(const Study& study, std::span<const Answer> answers, int item) {
    return offered(study, answers, item, instrument::rows_of(study.items[at(item)].kind));
}

std::vector<Answer> effective_answers(const Study& study, std::span<const Answer> answers) {
    Walk walk(study, answers);
    std::vector<Answer> result;
    result.reserve(study.items.size());
    for (int i = 0; i < item_count(study); ++i) {
        walk.decide(i);
        result.push_back(walk.effective(i));
    }
    return result;
}

std::optional<int> next_page(const Study& study, std::span<const Answer> answers, int page) {
    const std::vector<bool> applies = applicable_pages(study, answers);
    const std::vector<int> order = page_order(study, answers);
    for (std::size_t next = place_after(order, page); next < order.size(); ++next) {
        if (applies[at(order[next])]) return order[next];
    }
    return std::nullopt;
}

std::optional<int> previous_page(const Study& study, std::span<const Answer> answers, int page) {
    if (page < 0) return std::nullopt;
    const std::vector<bool> applies = applicable_pages(study, answers);
    const std::vector<int> order = page_order(study, answers);
    auto place = static_cast<std::size_t>(std::ranges::find(order, page) - order.begin());
    while (place-- > 0) {
        if (applies[at(order[place])]) return order[place];
    }
    return std::nullopt;
}

std::optional<int> resume_page(const Study& study, const State& state) {
    return standing(study, state, page_count(study)).unsettled;
}

std::optional<int> late_screening_page(const Study& study, const State& state) {
    const Standing found = standing(study, state, page_count(study));
    return found.screens ? found.unsettled : std::nullopt;
}

int state_revision(const State& state) {
    return std::accumulate(state.page_revisions.begin(), state.page_revisions.end(), 0);
}

std::optional<int> screening_page(const Study& study, std::span<const Answer> answers, int last) {
    const auto screens = [](const Page& page) { return page.screen_out.has_value(); };
    if (std::ranges::none_of(study.pages, screens)) return std::nullopt;
    Walk walk(study, answers);
    for (const int page : page_order(study, answers)) {
        const Page& one = study.pages[at(page)];
        walk.decide_before(instrument::end_of(one));
        bool applies = false;
        for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
            applies = walk.applies(i) || applies;
        }
        if (applies && screens_out(walk, one)) return page;
        if (page == last) break;
    }
    return std::nullopt;
}

bool reachable(const Study& study, const State& state, int page) {
    if (page < 0 || page >= page_count(study)) return false;
    const Standing at_page = standing(study, state, page);
    return at_page.applies && !at_page.unsettled;
}

double progress(const Study& study, const State& state) {
    Walk walk(study, state.answers);
    std::vector<char> open(study.items.size(), 0);  // may still be asked for the first time
    int possible = 0;
    int accepted = 0;
    for (int page = 0; page < page_count(study); ++page) {
        const Page& one = study.pages[at(page)];
        bool counts = false;
        for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
            const bool applies = walk.decide(i) == Truth::yes;
            const bool may = !applies && walk.may_apply(i, open);
            open[at(i)] = (applies && !state.presented[at(i)]) || may ? 1 : 0;
            counts = counts || applies || may;
        }
        // Until the page is answered, nothing of it is computed.
        for (int i = one.first_item + one.item_count; i < instrument::end_of(one); ++i) {
            open[at(i)] = state.presented[at(i)] ? 0 : 1;
        }
        if (!counts) continue;
        ++possible;
        if (state.page_revisions[at(page)] > 0) ++accepted;
    }
    return possible == 0 ? 1.0 : static_cast<double>(accepted) / static_cast<double>(possible);
}

}  // namespace querist::response
