#include "recruitment/mail_schedule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace querist::recruitment {
namespace {

using instrument::QuietHours;
using instrument::Reminder;
using instrument::ReminderAudience;
using namespace std::chrono_literals;

constexpr auto one_day = std::chrono::hours(24);

Instant moment(const char* text) { return parse_instant(text).value(); }
const Instant invited_at = Instant(std::chrono::seconds(1'800'000'000));

std::vector<Reminder> two_reminders(ReminderAudience first = ReminderAudience::not_complete) {
    return {
        {.after_days = 7, .audience = first, .words = {}, .added = {}, .place = {}},
        {.after_days = 14,
         .audience = ReminderAudience::not_complete,
         .words = {},
         .added = {},
         .place = {}}
    };
}

TEST(MailScheduleTest, OwesTheLatestReminderOnce) {
    using enum Progress;
    struct Row {
        const char* name;
        std::vector<QueuedMail> mails;
        Progress progress;
        int day;
        std::optional<int> due;
    };
    const QueuedMail invited{0, invited_at};
    for (const Row& row : {
             Row{"nothing was sent", {}, not_started, 30, {}},
             Row{"the invitation waits", {{0, {}}}, not_started, 30, {}},
             Row{"too early", {invited}, not_started, 6, {}},
             Row{"the day", {invited}, not_started, 7, 1},
             Row{"partial as well", {invited}, partial, 7, 1},
             Row{"who has ended", {invited}, ended, 7, {}},
             Row{"the first was missed", {invited}, not_started, 15, 2},
             Row{"the first is queued", {invited, {1, {}}}, not_started, 15, {}},
             Row{"the first left in time", {invited, {1, invited_at + 7 * one_day}}, partial, 14, 2
             },
             Row{"the first left late", {invited, {1, invited_at + 12 * one_day}}, partial, 14, {}},
             Row{"and its week is over", {invited, {1, invited_at + 12 * one_day}}, partial, 19, 2},
             Row{"both have left", {invited, {2, invited_at + 14 * one_day}}, partial, 99, {}},
             Row{"the study had more", {invited, {3, invited_at}}, partial, 99, {}},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(
            due_reminder(two_reminders(), row.mails, row.progress, invited_at + row.day * one_day),
            row.due
        );
    }
}

TEST(MailScheduleTest, LooksAtWhatSomebodyHasDone) {
    const std::vector<QueuedMail> mails = {{0, invited_at}};
    const Instant week = invited_at + 7 * one_day;
    const std::vector<Reminder> starters = two_reminders(ReminderAudience::not_started);
    EXPECT_EQ(due_reminder(starters, mails, Progress::not_started, week), 1);
    EXPECT_EQ(due_reminder(starters, mails, Progress::partial, week), std::nullopt);
    const std::vector<Reminder> partials = two_reminders(ReminderAudience::partial);
    EXPECT_EQ(due_reminder(partials, mails, Progress::not_started, week), std::nullopt);
    EXPECT_EQ(due_reminder(partials, mails, Progress::partial, week), 1);
}

/// However a researcher runs the commands, nobody gets a reminder twice, or two closer together
/// than the study says.
RC_GTEST_PROP(MailScheduleTest, NeverRemindsTwiceOrTooSoon, ()) {
    std::vector<Reminder> reminders;
    int after = 0;
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
        after += *rc::gen::inRange(1, 9);
        reminders.push_back(
            {.after_days = after,
             .audience = *rc::gen::element(
                 ReminderAudience::not_complete,
                 ReminderAudience::not_started,
                 ReminderAudience::partial
             ),
             .words = {},
             .added = {},
             .place = {}}
        );
    }
    std::vector<QueuedMail> mails = {{0, invited_at}};
    Instant now = invited_at;
    for (int step = 0; step < 40; ++step) {
        now += std::chrono::hours(*rc::gen::inRange(1, 100));
        const auto progress =
            *rc::gen::element(Progress::not_started, Progress::partial, Progress::ended);
        const std::optional<int> due = due_reminder(reminders, mails, progress, now);
        if (!due) continue;
        RC_ASSERT(progress != Progress::ended);
        RC_ASSERT(*due > mails.back().number);
        const auto days = [&](int number) {
            return number == 0 ? 0 : reminders[static_cast<std::size_t>(number) - 1].after_days;
        };
        const Instant before = mails.back().left.value();
        RC_ASSERT(now - before >= (days(*due) - days(mails.back().number)) * one_day);
        mails.push_back({*due, now});
    }
    RC_ASSERT(mails.size() <= reminders.size() + 1);
}

TEST(MailScheduleTest, WaitsForTheRecipientsMorning) {
    const QuietHours night{21 * 60, 8 * 60};
    struct Row {
        const char* name;
        const char* now;
        const char* zone;
        QuietHours hours;
        const char* then;
    };
    for (const Row& row : {
             Row{"noon", "2026-11-27T12:00:00.000001Z", "UTC", night, "2026-11-27T12:00:00.000001Z"
             },
             Row{"evening",
                 "2026-11-27T21:00:30.000000Z",
                 "UTC",
                 night,
                 "2026-11-28T08:00:00.000000Z"},
             Row{"early", "2026-11-27T07:59:59.000000Z", "UTC", night, "2026-11-27T08:00:00.000000Z"
             },
             Row{"eight", "2026-11-27T08:00:00.000000Z", "UTC", night, "2026-11-27T08:00:00.000000Z"
             },
             Row{"Berlin sleeps first",
                 "2026-11-27T20:00:00.000000Z",
                 "Europe/Berlin",
                 night,
                 "2026-11-28T07:00:00.000000Z"},
             Row{"Los Angeles sleeps later",
                 "2026-11-27T12:00:00.000000Z",
                 "America/Los_Angeles",
                 night,
                 "2026-11-27T16:00:00.000000Z"},
             Row{"an unknown zone",
                 "2026-11-27T22:00:00.000000Z",
                 "Nowhere/Else",
                 night,
                 "2026-11-28T08:00:00.000000Z"},
             Row{"within a day",
                 "2026-11-27T12:30:00.000000Z",
                 "UTC",
                 {12 * 60, 14 * 60},
                 "2026-11-27T14:00:00.000000Z"},
             // On 2026-10-25 Berlin's clock goes from 3:00 back to 2:00.
             Row{"a night of 25 hours",
                 "2026-10-24T20:00:00.000000Z",
                 "Europe/Berlin",
                 night,
                 "2026-10-25T07:00:00.000000Z"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(to_text(after_quiet_hours(moment(row.now), row.hours, row.zone)), row.then);
    }
    EXPECT_EQ(after_quiet_hours(invited_at, std::nullopt, "UTC"), invited_at);
}

RC_GTEST_PROP(MailScheduleTest, WhatHasWaitedNeedNotWaitAgain, ()) {
    const auto zone = *rc::gen::element<std::string>(
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"
    );
    const int from = *rc::gen::inRange(0, 1440);
    const QuietHours hours{from, (from + *rc::gen::inRange(1, 1440)) % 1440};
    const Instant now =
        Instant(std::chrono::seconds(*rc::gen::inRange(1'700'000'000, 1'900'000'000)));
    const Instant then = after_quiet_hours(now, hours, zone);
    RC_ASSERT(then >= now);
    RC_ASSERT(then - now <= 26h);
    RC_ASSERT(after_quiet_hours(then, hours, zone) == then);
}

RC_GTEST_PROP(MailScheduleTest, NoHourHasMoreMailsThanItsRate, ()) {
    const int rate = *rc::gen::inRange(1, 5000);
    RC_ASSERT(domain_pause(rate) * rate >= std::chrono::microseconds(1h));
}

TEST(MailScheduleTest, AsksABusyServerLessAndLessOftenAndThenNoMore) {
    EXPECT_EQ(retry_pause(1), 15min);
    EXPECT_EQ(retry_pause(2), 30min);
    EXPECT_EQ(retry_pause(5), 240min);
    EXPECT_EQ(retry_pause(6), 360min);
    std::chrono::minutes all{0};
    int attempts = 1;
    while (const auto pause = retry_pause(attempts)) {
        all += *pause;
        ++attempts;
    }
    EXPECT_GE(all, 4 * 24h);
    EXPECT_LE(all, 6 * 24h);
}

TEST(MailScheduleTest, KnowsHowFarSomebodyCame) {
    using enum EventKind;
    struct Row {
        const char* name;
        std::vector<EventKind> kinds;
        Progress progress;
    };
    for (const Row& row : {
             Row{"nothing", {}, Progress::not_started},
             Row{"looked", {opened_link}, Progress::not_started},
             Row{"agreed", {opened_link, consented}, Progress::partial},
             Row{"answered", {consented, answered}, Progress::partial},
             Row{"broke off", {consented, answered, broke_off}, Progress::partial},
             Row{"complete", {consented, answered, completed}, Progress::ended},
             Row{"screened out", {consented, screened_out}, Progress::ended},
             Row{"did not agree", {refused_consent}, Progress::ended},
             Row{"took it back", {consented, completed, withdrawn}, Progress::ended},
         }) {
        SCOPED_TRACE(row.name);
        std::vector<CaseEvent> history;
        for (const EventKind kind : row.kinds) history.push_back({kind, invited_at});
        EXPECT_EQ(progress_of(history), row.progress);
    }
}

TEST(MailScheduleTest, WritesToNobodyWhoWantsNone) {
    using enum EventKind;
    const auto at = [](EventKind kind, int day) {
        return CaseEvent{kind, invited_at + day * one_day};
    };
    struct Row {
        const char* name;
        std::vector<CaseEvent> history;
        bool may;
    };
    for (const Row& row : {
             Row{"sampled", {at(sampled, 0)}, true},
             Row{"suppressed", {at(sampled, 0), at(suppressed, 1)}, false},
             Row{"opted out", {at(invited, 0), at(opted_out, 1)}, false},
             Row{"declined", {at(invited, 0), at(replied_refusal, 1)}, false},
             Row{"deleted", {at(invited, 0), at(person_deleted, 1)}, false},
             Row{"came back", {at(invited, 0), at(bounced, 0)}, false},
             Row{"arrived later", {at(bounced, 0), at(delivered, 1)}, true},
             Row{"nobody knows", {at(uncertain_delivery, 0)}, true},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(may_be_written(row.history), row.may);
    }
}

}  // namespace
}  // namespace querist::recruitment
