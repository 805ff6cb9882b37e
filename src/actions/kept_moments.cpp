#include "actions/kept_moments.hpp"

#include "actions/entry_tickets.hpp"

#include <algorithm>
#include <chrono>

namespace querist::actions {

Instant kept_moment(
    const instrument::Study& study, const response::Times& times, Instant received
) {
    if (!admits_by_ticket(study)) return received;
    Instant latest = std::chrono::floor<std::chrono::days>(received);
    const auto take = [&](std::optional<Instant> at) {
        latest = std::max(latest, at.value_or(latest));
    };
    take(times.started);
    take(times.ended);
    for (const response::PageTimes& page : times.pages) take(page.at);
    return latest;
}

response::PageTimes kept_page_times(
    const instrument::Study& study,
    const response::Times& times,
    std::optional<Instant> shown_at,
    Instant received
) {
    if (shown_at && *shown_at > received) shown_at.reset();
    if (!admits_by_ticket(study)) return {shown_at, received};
    const Instant at = kept_moment(study, times, received);
    if (!shown_at) return {std::nullopt, at};
    return {at, at + (received - *shown_at)};
}

}  // namespace querist::actions
