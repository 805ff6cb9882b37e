#pragma once

// The keys of what people are written: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"

namespace querist::instrument::mail_keys {

using enum ValueType;
using enum Presence;
using S = Section;

inline constexpr std::string_view subject_doc =
    "The mail's subject, on one line; it may name columns of the frame.";
inline constexpr std::string_view text_doc =
    "The mail, with `{{link}}` and `{{opt-out link}}`; `{{name|there}}` and columns of the frame "
    "with what stands in for those who have none.";

inline constexpr KeySpec specs[] = {
    plain(S::frame_column, "added", text, optional, added_doc),
    plain(
        S::frame_column,
        "claim",
        text,
        optional,
        "What `querist recruit lookup` takes into it of what the Hub says of an account, as in "
        "`orgs.name`; several with commas between them."
    ),

    plain(S::invitation, "from", mailbox, required, "The sender: `Study team <team@example.org>`."),
    plain(
        S::invitation,
        "reply to",
        mailbox,
        optional,
        "Where answers go; to the sender when left out."
    ),
    plain(S::invitation, "subject", text, required, subject_doc),
    plain(S::invitation, "text", markdown, required, text_doc),
    plain(S::invitation, "added", text, optional, added_doc),

    plain(
        S::reminder,
        "after days",
        whole,
        required,
        "How many days after the invitation left; later reminders have more."
    ),
    plain(
        S::reminder,
        "to",
        reminder_audience,
        optional,
        "Whom it goes to, by what they have done; `not complete` when left out."
    ),
    plain(S::reminder, "subject", text, required, subject_doc),
    plain(S::reminder, "text", markdown, required, text_doc),
    plain(S::reminder, "added", text, optional, added_doc),
};

}  // namespace querist::instrument::mail_keys
