// Rules about which responses are looked at before anything is paid for them.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

bool has_attention_check(const Item& item) {
    const auto* single = std::get_if<SingleChoice>(&item.kind);
    return single != nullptr && !single->attention_check.empty();
}

/// Five rows, as docs/study-language.md says.
bool has_long_scale(const Item& item) {
    constexpr std::size_t rows_min = 5;
    const bool scale = std::holds_alternative<Grid>(item.kind) ||
                       std::holds_alternative<SemanticDifferential>(item.kind);
    return scale && rows_of(item.kind).size() >= rows_min;
}

bool asks_for_words(const Item& item) {
    const auto takes_text = [](const Option& option) { return option.takes_text; };
    return std::holds_alternative<Text>(item.kind) ||
           std::ranges::any_of(options_of(item.kind), takes_text) ||
           std::ranges::any_of(rows_of(item.kind), takes_text);
}

bool asks_in_words(const Item& item) { return std::holds_alternative<Text>(item.kind); }

bool any_item(const Study& study, bool (*is)(const Item&)) {
    return std::ranges::any_of(study.items, [is](const Item& item) {
        return is_on_page(item) && is(item);
    });
}

/// Whether any response to the study can give the signal.
bool can_be_given(const Study& study, Signal signal) {
    switch (signal) {
        case Signal::fast:
        case Signal::fast_pages:
        case Signal::unread:
            return true;
        case Signal::straight_lines:
            return any_item(study, has_long_scale);
        case Signal::attention:
            return any_item(study, has_attention_check);
        case Signal::copied:
            return any_item(study, asks_for_words);
        case Signal::echo:
        case Signal::pasted:
        case Signal::not_typed:
            return any_item(study, asks_in_words);
        case Signal::no_proof_of_work:
            if (!study.screening || study.screening->proof_of_work == 0) return false;
            [[fallthrough]];
        case Signal::burst:
        case Signal::honeypot: {
            const SignIn* sign_in = sign_in_of(study);
            return sign_in == nullptr || !sign_in->required;
        }
    }
    return false;
}

/// Points of all signals that a response to the study can give.
int points_at_most(const Study& study, const ScreeningPlan& plan) {
    int points = 0;
    for (const SignalSpec& spec : signal_specs()) {
        if (can_be_given(study, spec.signal)) points += plan.points_of(spec.signal);
    }
    for (const ScreeningCheck& check : plan.checks) points += check.points;
    return points;
}

Hits find_unreachable_review(const Examination& examination) {
    const auto& plan = examination.study.screening;
    if (!plan) return {};
    const int most = points_at_most(examination.study, *plan);
    if (most >= plan->review_at) return {};
    return {
        {.place = plan->place,
         .message = fmt::format(
             "a response waits for a person from {} points on, and all signals together give {}",
             plan->review_at,
             most
         ),
         .cure = fmt::format("write `review at: {}` or less, or give signals more points", most)}
    };
}

/// Whether no walk makes both true; false where that is not decided.
bool never_together(
    const Study& study,
    const std::vector<expression::Answerable>& answers,
    const expression::Expression& one,
    const std::string& other
) {
    const expression::Parsed parsed = expression::parse(other, study.subjects, Place{});
    if (!parsed.expression) return false;
    const auto both = expression::conjunction(one, *parsed.expression);
    return expression::decide(study.subjects, answers, both).verdict ==
           expression::Verdict::impossible;
}

/// Whether everybody of whom the check holds is screened out by a page: then its condition is
/// never false with it, nor unknown, as all that it names is answered.
bool is_about_screened_out(
    const Study& study,
    const std::vector<expression::Answerable>& answers,
    const ScreeningCheck& check,
    const expression::Expression& sends_away
) {
    const std::string text = expression::to_text(sends_away, study.subjects);
    if (!never_together(study, answers, check.when, fmt::format("!({})", text))) return false;
    const auto is_answered = [&](const expression::Reference& named) {
        const std::string& id = study.subjects[static_cast<std::size_t>(named.subject)].id;
        return never_together(study, answers, check.when, fmt::format("!answered({})", id));
    };
    return std::ranges::all_of(sends_away.references(), is_answered);
}

Hits find_checks_of_screened_out(const Examination& examination) {
    const Study& study = examination.study;
    Hits hits;
    const std::vector<expression::Answerable> answers = answerable(study);
    for (const ConditionFate& fate : examination.conditions) {
        if (fate.of != ConditionOf::check || fate.fate == Fate::never) continue;
        const auto& check = study.screening->checks[static_cast<std::size_t>(fate.check)];
        for (const Page& page : study.pages) {
            if (!page.screen_out) continue;
            if (!is_about_screened_out(study, answers, check, page.screen_out->when)) continue;
            hits.push_back({
                .place = check.place,
                .message = fmt::format(
                    "the check \"{}\" holds only of who is screened out by page \"{}\"",
                    check.id,
                    page.id
                ),
                .cure = {},
            });
            break;
        }
    }
    return hits;
}

}  // namespace

std::vector<Rule> signal_rules() {
    using enum Severity;
    return {
        {{"review-out-of-reach",
          warning,
          "No response can have the points from which it would wait for a person",
          "lower `review at`, or give signals and checks more points",
          "review at: 20, and signals that add up to 13"},
         find_unreachable_review},
        {{"check-of-screened-out",
          warning,
          "A check holds only of people who are screened out, and for whom nothing is paid",
          "remove the check, or name answers that others give too",
          "a check on `minor == \"yes\"`, where a page screens out who says so"},
         find_checks_of_screened_out},
    };
}

}  // namespace querist::instrument
