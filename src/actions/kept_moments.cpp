#include "actions/kept_moments.hpp"

#include "actions/entry_tickets.hpp"

#include <algorithm>
#include <chrono>

namespace querist::actions {

namespace {

Instant day_begin(Instant at) { return std::chrono::floor<std::chrono::days>(at); }

/// The latest moment that a response has kept; nothing before its consent.
Instant latest_of(const response::Times& times) {
    Instant latest = times.started.value_or(Instant::min());
    latest = std::max(latest, times.ended.value_or(latest));
    for (const response::PageTimes& page : times.pages) {
        latest = std::max(latest, page.at.value_or(latest));
    }
    return latest;
}

}  // namespace

Instant kept_moment(
    const instrument::Study& study, const response::Times& times, Instant received
) {
    if (!admits_by_ticket(study)) return received;
    return std::max(day_begin(received), latest_of(times));
}

Instant kept_moment_in(std::string_view mode, Instant now) {
    return mode == "anonymous" ? day_begin(now) : now;
}

response::PageTimes kept_page_times(
    const instrument::Study& study,
    const response::Times& times,
    std::optional<Instant> shown_at,
    Instant received
) {
    if (shown_at && *shown_at > received) shown_at.reset();
    if (!admits_by_ticket(study)) return {shown_at, received};
    if (!shown_at) return {std::nullopt, kept_moment(study, times, received)};
    // The form says when it was shown, and may say anything: not before what was kept last. So the
    // clock never passes the moment at which the page was received.
    const Instant latest = latest_of(times);
    const Instant shown = std::max(*shown_at, latest);
    const Instant kept = std::max(latest, day_begin(shown));
    return {kept, kept + (received - shown)};
}

}  // namespace querist::actions
