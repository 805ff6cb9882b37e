#pragma once

// What people of the frame are written by mail, and when: `invitation`, `reminders` and their
// neighbours in the `recruitment` of a study file. What they say is put together in the room
// recruitment.

#include "core/core.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// What mails put in beside the columns of the frame: {{link}}, {{opt-out link}}, {{name}}.
inline constexpr std::string_view link_placeholder = "link";
inline constexpr std::string_view opt_out_placeholder = "opt-out link";
inline constexpr std::string_view name_placeholder = "name";

inline constexpr int reminder_days_max = 365;
inline constexpr int reminders_max = 20;
inline constexpr int mails_per_hour_max = 100'000;

/// The words of a mail, with placeholders.
struct MailWords {
    std::string subject;  ///< One line.
    std::string text;     ///< Markdown.
    bool operator==(const MailWords&) const = default;
};
struct Invitation {
    MailWords words;
    std::string from;      ///< A Mailbox: "Study team <team@example.org>".
    std::string reply_to;  ///< A Mailbox; empty: answers go to the sender.
    std::string added;
    Place place;
};

/// Whom a reminder goes to, by what they have done and by nothing else.
enum class ReminderAudience : std::uint8_t {
    not_complete,  ///< Both of the others.
    not_started,   ///< Nothing is there of them.
    partial        ///< They began and have not ended.
};
struct AudienceSpec {
    ReminderAudience audience;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const AudienceSpec> audience_specs();

struct Reminder {
    int after_days = 0;  ///< Since the invitation left.
    ReminderAudience audience = ReminderAudience::not_complete;
    MailWords words;
    std::string added;
    Place place;
};

/// Minutes of the day in which no mail leaves, in the recipient's zone; from `from` up to `to`,
/// over midnight where `to` is the smaller.
struct QuietHours {
    int from = 0;  ///< [0, 1440)
    int to = 0;    ///< The same, never equal to `from`.
    bool operator==(const QuietHours&) const = default;
};
/// Reads "21:00-08:00". Empty when it is none.
[[nodiscard]] std::optional<QuietHours> parse_quiet_hours(std::string_view text);
/// "21:00 to 08:00"
[[nodiscard]] std::string to_text(const QuietHours& hours);

/// A column of the frame that mails may name.
struct FrameColumn {
    std::string id;
    std::string text;  ///< What it says of a person.
    Place place;
    std::string claim = {};  ///< What of the Hub's overview of an account it keeps; or empty.
};

}  // namespace querist::instrument
