#include "instrument/reading_minutes.hpp"

#include "instrument/instrument.hpp"
#include "instrument/reading_grade.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>

namespace querist::instrument {

namespace {

using expression::Expression;

// Walks are compared over this many conditions, those that cost most time; a study with more has
// so many branches that its longest walk is told well enough by counting the rest.
constexpr std::size_t compared_conditions_max = 12;
constexpr std::size_t comparison_steps_max = 5'000;

double reading_seconds(std::string_view text) {
    return text_counts(text).words * 60.0 / words_read_a_minute;
}

double reading_seconds(const std::vector<Option>& options) {
    double seconds = 0;
    for (const Option& option : options) {
        seconds += reading_seconds(option.label) + reading_seconds(option.description);
    }
    return seconds;
}

double answer_seconds(const SingleChoice& single) {
    // Nobody reads a list of countries: it is opened, and what one knows is found and chosen.
    if (single.appearance == Appearance::dropdown) return 2 * choose_seconds;
    return reading_seconds(single.choices) + choose_seconds;
}
double answer_seconds(const SeveralChoices& several) {
    const auto count = static_cast<double>(several.choices.size());
    return reading_seconds(several.choices) +
           choose_seconds * std::max(1.0, std::round(count * chosen_share));
}
double answer_seconds(const YesNo&) { return choose_seconds; }
double answer_seconds(const Grid& grid) {
    return reading_seconds(grid.rows) + reading_seconds(grid.scale) +
           choose_seconds * static_cast<double>(grid.rows.size());
}
double answer_seconds(const Matrix& matrix) {
    const auto count = static_cast<double>(matrix.choices.size());
    return reading_seconds(matrix.rows) + reading_seconds(matrix.choices) +
           choose_seconds * static_cast<double>(matrix.rows.size()) *
               std::max(1.0, std::round(count * chosen_share));
}
double answer_seconds(const SemanticDifferential& kind) {
    double seconds = choose_seconds * static_cast<double>(kind.rows.size());
    for (const Option& row : kind.rows) seconds += reading_seconds(row_words(row));
    return seconds;
}
// A list is opened and a rank is chosen in it, for each choice.
double answer_seconds(const Ranking& ranking) {
    return reading_seconds(ranking.choices) +
           2 * choose_seconds * static_cast<double>(ranking.choices.size());
}
double answer_seconds(const ConstantSum& sum) {
    return reading_seconds(sum.rows) + number_seconds * static_cast<double>(sum.rows.size());
}
double answer_seconds(const NetPromoter&) { return choose_seconds; }
double answer_seconds(const Email&) {
    return choose_seconds + email_words * 60.0 / words_typed_a_minute;
}
double answer_seconds(const Date&) { return number_seconds + 5 * key_seconds; }
double answer_seconds(const Text& text) {
    const double words = text.length == TextLength::one_line ? short_text_words : long_text_words;
    return choose_seconds + words * 60.0 / words_typed_a_minute;
}
double answer_seconds(const Number&) { return number_seconds; }
double answer_seconds(const Consent& consent) {
    return reading_seconds(consent.statement) + choose_seconds;
}
double answer_seconds(const Information&) { return 0; }

/// What is read and answered only when a condition holds.
struct Branch {
    const Expression* page = nullptr;
    const Expression* own = nullptr;
    double seconds = 0;
    std::size_t order = 0;
};

Expression condition_of(const Branch& branch) {
    if (branch.page == nullptr) return *branch.own;
    if (branch.own == nullptr || branch.own->text() == branch.page->text()) return *branch.page;
    return expression::conjunction(*branch.page, *branch.own);
}

/// Seconds of the branches that one walk can take together: the dearest first, each kept when it
/// is possible with those before it.
double together_seconds(const Study& study, std::vector<Branch> branches) {
    std::ranges::sort(branches, [](const Branch& a, const Branch& b) {
        return a.seconds != b.seconds ? a.seconds > b.seconds : a.order < b.order;
    });
    const std::vector<expression::Answerable> answers = answerable(study);
    std::optional<Expression> walk;
    double seconds = 0;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        if (i < compared_conditions_max) {
            const Expression own = condition_of(branches[i]);
            const Expression both = walk ? expression::conjunction(*walk, own) : own;
            const expression::Decision decision =
                expression::decide(study.subjects, answers, both, comparison_steps_max);
            if (decision.verdict == expression::Verdict::impossible) continue;
            if (decision.verdict == expression::Verdict::possible) walk = both;
        }
        seconds += branches[i].seconds;
    }
    return seconds;
}

}  // namespace

double item_seconds(const Item& item) {
    const double reading = reading_seconds(item.ask) + reading_seconds(item.hint);
    return reading + std::visit([](const auto& kind) { return answer_seconds(kind); }, item.kind);
}

double estimated_minutes(const Study& study, const std::vector<bool>& reachable) {
    double seconds = reading_seconds(study.thanks);
    if (study.consent) seconds += reading_seconds(study.consent->text) + choose_seconds;
    std::map<std::pair<std::string_view, std::string_view>, Branch> branches;
    const auto spend = [&](const Page& page, const Item* item, double cost) {
        const Expression* outer = page.shown_when ? &*page.shown_when : nullptr;
        const Expression* own = item != nullptr && item->shown_when ? &*item->shown_when : nullptr;
        if (outer == nullptr && own == nullptr) {
            seconds += cost;
            return;
        }
        const auto text = [](const Expression* condition) {
            return condition == nullptr ? std::string_view() : std::string_view(condition->text());
        };
        const auto [found, is_new] =
            branches.try_emplace({text(outer), text(own)}, Branch{outer, own, 0, branches.size()});
        found->second.seconds += cost;
    };
    for (const Page& page : study.pages) {
        bool any = false;
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            const auto index = static_cast<std::size_t>(i);
            if (!reachable[index]) continue;
            any = true;
            spend(page, &study.items[index], item_seconds(study.items[index]));
        }
        if (any) spend(page, nullptr, reading_seconds(page.text) + choose_seconds);
    }
    std::vector<Branch> conditional;
    conditional.reserve(branches.size());
    for (const auto& [texts, branch] : branches) conditional.push_back(branch);
    if (!conditional.empty()) seconds += together_seconds(study, std::move(conditional));
    return seconds / 60;
}

int told_minutes(double minutes) {
    constexpr double most = 1e6;  // two years; no study comes near
    return static_cast<int>(std::clamp(std::ceil(minutes), 1.0, most));
}

}  // namespace querist::instrument
