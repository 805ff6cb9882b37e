#pragma once

// Histories of cases for tests: by days, and by chance.

#include "recruitment/case_event.hpp"

#include <rapidcheck.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace querist::recruitment::fixture {

/// An event of the n-th day.
inline CaseEvent on_day(int day, EventKind kind) {
    return {kind, Instant(std::chrono::hours(24 * day))};
}

/// Any event, on one of a few days, so that many happen at the same moment.
inline rc::Gen<CaseEvent> any_event() {
    return rc::gen::apply(
        [](std::size_t kind, int day) { return on_day(day, static_cast<EventKind>(kind)); },
        rc::gen::inRange<std::size_t>(0, event_kinds),
        rc::gen::inRange(0, 4)
    );
}

inline rc::Gen<std::vector<CaseEvent>> any_history() {
    return rc::gen::container<std::vector<CaseEvent>>(any_event());
}

}  // namespace querist::recruitment::fixture
