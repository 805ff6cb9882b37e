#include "recruitment/web_rates.hpp"

namespace querist::recruitment {

namespace {

WebRate share(std::int64_t count, std::int64_t base, std::string_view absence) {
    return {.count = count, .base = base, .absence = base == 0 ? absence : std::string_view{}};
}

WebRate view_rate(const WebCounts& counts) {
    if (!counts.visitors) {
        return {.absence = "Visitors are not told apart: page loads are counted, not people."};
    }
    if (!counts.site_visitors) {
        return {.absence = "How many people visited the place of the announcement is not known."};
    }
    return share(
        *counts.visitors, *counts.site_visitors, "Nobody visited the place of the announcement."
    );
}

/// Found to count nowhere, although somebody may have answered.
constexpr Code taken_out[] = {Code::duplicate, Code::not_eligible_other};
/// Agreed, and could not complete.
constexpr Code turned_away[] = {Code::screened_out, Code::quota_filled};

std::int64_t opened_with(const CaseCounts& cases, Code code) {
    std::int64_t sum = 0;
    for (std::size_t i = static_cast<std::size_t>(Step::opened); i < steps; ++i) {
        sum += cases.left_at(static_cast<Step>(i), code);
    }
    return sum;
}

}  // namespace

WebRates web_rates(const WebCounts& counts) {
    WebRates result{.view = view_rate(counts), .participation = {}, .completion = {}};
    if (counts.visitors) {
        result.participation_of = WebRates::Base::visitors;
        result.participation =
            share(counts.agreed, *counts.visitors, "Nobody has seen the first page yet.");
    } else {
        result.participation = share(
            counts.agreed, counts.agreed + counts.refused, "Nobody has decided on the consent yet."
        );
    }
    result.completion =
        share(counts.completed, counts.eligible, "Nobody who could complete has started yet.");
    return result;
}

WebCounts web_counts(const CaseCounts& cases) {
    std::int64_t visitors = cases.reached(Step::opened);
    std::int64_t agreed = cases.reached(Step::started);
    for (const Code code : taken_out) {
        visitors -= opened_with(cases, code);
        agreed -= opened_with(cases, code) - cases.left_at(Step::opened, code);
    }
    std::int64_t eligible = agreed;
    for (const Code code : turned_away) eligible -= opened_with(cases, code);
    return {
        .visitors = visitors,
        .refused = cases.left_at(Step::opened, Code::explicit_refusal),
        .agreed = agreed,
        .eligible = eligible,
        .completed = cases.of(Code::complete),
    };
}

}  // namespace querist::recruitment
