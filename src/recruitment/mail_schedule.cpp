#include "recruitment/mail_schedule.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace querist::recruitment {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes day = 24h;
constexpr std::chrono::minutes first_retry = 15min;
constexpr std::chrono::minutes longest_retry = 6h;
constexpr int retries_max = 24;

std::unique_ptr<icu::TimeZone> zone_named(std::string_view name) {
    const std::string text(name.empty() ? std::string_view("UTC") : name);
    std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(text))
    );
    // For a name that it does not know ICU gives one without rules.
    if (!zone || *zone == icu::TimeZone::getUnknown()) {
        zone.reset(icu::TimeZone::createTimeZone("UTC"));
    }
    return zone;
}

/// Minutes since midnight by a zone's clock.
int minute_of_day(Instant instant, const icu::TimeZone& zone) {
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(instant);
    zone.getOffset(
        static_cast<UDate>(milliseconds.time_since_epoch().count()), 0, raw, saving, status
    );
    const auto local = instant + std::chrono::milliseconds(U_SUCCESS(status) ? raw + saving : 0);
    const auto since = std::chrono::floor<std::chrono::minutes>(local) -
                       std::chrono::floor<std::chrono::days>(local);
    return static_cast<int>(since.count());
}

bool is_quiet(int minute, const instrument::QuietHours& hours) {
    return hours.from < hours.to ? minute >= hours.from && minute < hours.to
                                 : minute >= hours.from || minute < hours.to;
}

}  // namespace

Progress progress_of(std::span<const CaseEvent> answering) {
    Progress progress = Progress::not_started;
    for (const CaseEvent& event : answering) {
        using enum EventKind;
        switch (event.kind) {
            case completed:
            case screened_out:
            case quota_full:
            case refused_consent:
            case withdrawn:
            case duplicate:
            case excluded:
            case unusable:
                return Progress::ended;
            case consented:
            case answered:
            case broke_off:
            case partial:
                progress = Progress::partial;
                break;
            case opened_link:
            case sampled:
            case suppressed:
            case person_deleted:
            case invited:
            case reminded:
            case delivered:
            case uncertain_delivery:
            case moved:
            case bounced:
            case replied_refusal:
            case opted_out:
            case replied_language:
            case replied_unavailable:
            case replied_other:
            case read_receipt:
            case unsampled_reply:
                break;
        }
    }
    return progress;
}

bool is_for(instrument::ReminderAudience audience, Progress progress) {
    using enum instrument::ReminderAudience;
    switch (audience) {
        case not_complete:
            return progress != Progress::ended;
        case not_started:
            return progress == Progress::not_started;
        case partial:
            return progress == Progress::partial;
    }
    return false;
}

std::optional<int> due_reminder(
    std::span<const instrument::Reminder> reminders,
    std::span<const QueuedMail> mails,
    Progress progress,
    Instant now
) {
    const auto invitation = std::ranges::find(mails, invitation_number, &QueuedMail::number);
    if (progress == Progress::ended || invitation == mails.end() || !invitation->left) {
        return std::nullopt;
    }
    const QueuedMail latest = *std::ranges::max_element(mails, {}, &QueuedMail::number);
    if (!latest.left) return std::nullopt;  // One after the other.
    const auto days_of = [&](int number) {
        return number == invitation_number
                   ? 0
                   : reminders[static_cast<std::size_t>(number) - 1].after_days;
    };
    const int count = static_cast<int>(reminders.size());
    if (latest.number > count) return std::nullopt;  // The study had more reminders once.
    for (int number = count; number > latest.number; --number) {
        const instrument::Reminder& reminder = reminders[static_cast<std::size_t>(number) - 1];
        const bool over = now >= *invitation->left + reminder.after_days * day;
        const int apart = reminder.after_days - days_of(latest.number);
        if (over && now >= *latest.left + apart * day && is_for(reminder.audience, progress)) {
            return number;
        }
    }
    return std::nullopt;
}

bool may_be_written(std::span<const CaseEvent> history) {
    std::optional<CaseEvent> delivery;
    for (const CaseEvent& event : history) {
        using enum EventKind;
        switch (event.kind) {
            case suppressed:
            case person_deleted:
            case opted_out:
            case replied_refusal:
            case refused_consent:
            case withdrawn:
            case duplicate:
            case excluded:
            case unusable:
            case replied_language:
            case replied_unavailable:
            case unsampled_reply:
                return false;
            case sampled:
            case invited:
            case reminded:
            case delivered:
            case uncertain_delivery:
            case moved:
            case bounced:
            case replied_other:
            case read_receipt:
            case opened_link:
            case consented:
            case answered:
            case broke_off:
            case partial:
            case completed:
            case screened_out:
            case quota_full:
                break;
        }
        // The latest word on delivery counts; an address that bounced may have got another mail.
        if (row_of(event.kind).nature != Nature::delivery) continue;
        if (!delivery || event.at >= delivery->at) delivery = event;
    }
    return !delivery ||
           (delivery->kind != EventKind::bounced && delivery->kind != EventKind::moved);
}

Instant after_quiet_hours(
    Instant now, const std::optional<instrument::QuietHours>& hours, std::string_view zone
) {
    if (!hours) return now;
    const std::unique_ptr<icu::TimeZone> clock = zone_named(zone);
    // A clock that is put back can lead into the same hours again: a few steps lead out.
    for (int step = 0; step < 4; ++step) {
        const int minute = minute_of_day(now, *clock);
        if (!is_quiet(minute, *hours)) break;
        constexpr int minutes_a_day = 24 * 60;
        const int left = (hours->to - minute + minutes_a_day) % minutes_a_day;
        now = std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes(left);
    }
    return now;
}

std::chrono::microseconds domain_pause(int per_hour) {
    constexpr std::chrono::microseconds hour = 1h;
    return std::chrono::microseconds((hour.count() + per_hour - 1) / per_hour);
}

std::optional<std::chrono::minutes> retry_pause(int attempts) {
    if (attempts >= retries_max) return std::nullopt;
    std::chrono::minutes pause = first_retry;
    for (int i = 1; i < attempts && pause < longest_retry; ++i) pause *= 2;
    return std::min(pause, longest_retry);
}

}  // namespace querist::recruitment
