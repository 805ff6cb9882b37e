#pragma once

// Internal to actions: which moments a response keeps of what its owner does.

#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <optional>

namespace querist::actions {

/// What a response keeps of something that happened at `received`. Where people come by tickets
/// the moment would say whose answers they are: nobody answers before their mail has left, and
/// mails have moments (decision 0028). There a response's clock stands at the beginning of the day
/// (UTC), and goes on only while a page is open: what is told besides is how long that was.
/// `times`: of the response so far.
[[nodiscard]] Instant kept_moment(
    const instrument::Study& study, const response::Times& times, Instant received
);
/// The same of what others do about a response: of every study whose mode is anonymous the day.
[[nodiscard]] Instant kept_moment_in(std::string_view mode, Instant now);
/// The same of a page that was shown and sent.
[[nodiscard]] response::PageTimes kept_page_times(
    const instrument::Study& study,
    const response::Times& times,
    std::optional<Instant> shown_at,
    Instant received
);

}  // namespace querist::actions
