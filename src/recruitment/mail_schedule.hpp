#pragma once

// When mails leave: which reminder is due, quiet hours by the recipient's clock, so many an hour to
// one domain, and when a server that was busy is asked again. Pure: moments come in and go out.

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/case_event.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace querist::recruitment {

/// Of the mails of a case: 0 is the invitation, then the study's reminders from 1.
inline constexpr int invitation_number = 0;

inline constexpr int rate_per_domain_usual = 120;  ///< Mails an hour where a study says nothing.

/// What somebody has done, as far as reminders ask.
enum class Progress {
    not_started,
    partial,  ///< Began and has not ended.
    ended     ///< Nothing is asked of them any more: complete, refused, screened out, withdrawn.
};

/// What events of answering come to.
[[nodiscard]] Progress progress_of(std::span<const CaseEvent> answering);
/// Whether a reminder for an audience is for somebody who has done so much.
[[nodiscard]] bool is_for(instrument::ReminderAudience audience, Progress progress);

/// A mail of a case that stands in the outbox.
struct QueuedMail {
    int number = invitation_number;
    std::optional<Instant> left;  ///< When it left, or may have; empty: it did not yet.
};

/// The reminder that a case is owed at a moment, if any: the latest of those whose days are over
/// and whose audience fits, none that was queued, and none before one that was. Each leaves as long
/// after the mail before it as the study says, however late that one was. None while the
/// invitation has not left.
[[nodiscard]] std::optional<int> due_reminder(
    std::span<const instrument::Reminder> reminders,
    std::span<const QueuedMail> mails,
    Progress progress,
    Instant now
);

/// Whether any mail may still go to a case with this history: not after it was suppressed, opted
/// out, refused or deleted, nor once somebody said that it is of no use (away until the end, in
/// none of their languages, another person's), and not to an address from which a mail came back.
[[nodiscard]] bool may_be_written(std::span<const CaseEvent> history);

/// The first moment from `now` on that is not in the quiet hours of a zone (IANA; UTC where it is
/// none). In whole minutes, or `now`.
[[nodiscard]] Instant after_quiet_hours(
    Instant now, const std::optional<instrument::QuietHours>& hours, std::string_view zone
);

/// How long after a mail the next one may go to the same domain, so that no hour has more than
/// `per_hour` of them. `per_hour` > 0.
[[nodiscard]] std::chrono::microseconds domain_pause(int per_hour);

/// When a mail that a server refused for now is tried again: after 15 minutes, then twice as long
/// each time, at most 6 hours. Empty once it was tried for about five days (RFC 5321, 4.5.4.1).
/// `attempts` > 0.
[[nodiscard]] std::optional<std::chrono::minutes> retry_pause(int attempts);

}  // namespace querist::recruitment
