#pragma once

// The verbs of writing to people: what mails look like, which are queued, and that each leaves
// once.

#include "core/core.hpp"
#include "recruitment/recruitment.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// How the connection to the mail server is kept from others' eyes.
enum class MailPrivacy { starttls, tls, none };

/// The study team's mail server, and where participants find the study.
struct MailingOptions {
    std::string server = {};  ///< "smtp.example.org", or with ":587" behind it.
    MailPrivacy privacy = MailPrivacy::starttls;
    std::string user = {};  ///< Empty: nobody signs in.
    /// First line of a file; without one the environment's QUERIST_SMTP_PASSWORD.
    std::filesystem::path password_file = {};
    std::filesystem::path ca_file = {};  ///< Certificates that are believed; empty: the system's.
    std::string address = {};            ///< "https://survey.example.org": mails' links begin so.
};

/// A mail as its reader gets it.
struct ShownMail {
    std::string language;
    std::string from;
    std::string reply_to;  ///< Empty: the sender.
    std::string subject;
    std::string text;
    std::string html;
    std::string message;  ///< All of it, as its bytes travel.
};
/// The study's invitation (0) or a reminder, as a made-up recipient gets it. `language` empty: the
/// study's own. Problems: of the folder; mail.no-invitation, mail.no-reminder, mail.no-language.
[[nodiscard]] Result<ShownMail> preview_mail(
    const std::filesystem::path& study_folder, std::string_view language, int number, Clock& clock
);

/// What a server said to a mail.
struct SentTest {
    bool accepted = false;
    bool uncertain = false;
    int reply = 0;
    std::string words;
    std::string message_id;
};
/// Sends a mail that is marked as a test, with links that lead nowhere, to one address. Problems:
/// those of `preview_mail`; mail.bad-address; mail.bad-server; mail.bad-web-address.
[[nodiscard]] Result<SentTest> send_test_mail(
    const std::filesystem::path& study_folder,
    std::string_view to,
    std::string_view language,
    int number,
    const MailingOptions& options,
    Clock& clock,
    RandomSource& random
);

/// What was put into the outbox.
struct QueuedMails {
    std::string study;
    std::int64_t queued = 0;
    std::int64_t already = 0;             ///< Have it in the outbox since an earlier time.
    std::int64_t left_alone = 0;          ///< Want no mail, or have ended.
    std::int64_t no_address = 0;          ///< Known by an account only: nobody can write to them.
    std::int64_t quota_full = 0;          ///< Of strata of which no more answers are wanted.
    std::vector<std::int64_t> by_number;  ///< Of the queued, by reminder from 1.
};
/// Queues the invitation of every released case that has none. Problems: mail.no-invitation;
/// recruitment.no-frame; recruitment.stop-rule, once as many responses are complete as the study
/// file wants.
[[nodiscard]] Result<QueuedMails> queue_invitations(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
);
/// Queues the reminders that are due now: see recruitment::due_reminder. The same problems but the
/// last: who was invited before there were enough is reminded like everybody else.
[[nodiscard]] Result<QueuedMails> queue_reminders(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
);

enum class SendUntil {
    nothing_is_due,  ///< What can leave now leaves.
    all_is_sent      ///< Waits for quiet hours, for domains and for busy servers.
};
/// What became of the mails of one run.
struct SentMails {
    std::string study;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    std::int64_t waiting = 0;        ///< Refused for now.
    std::int64_t uncertain = 0;      ///< Those of an earlier run that ended in between included.
    std::int64_t dropped = 0;        ///< Not sent: see store::MailState::dropped.
    std::int64_t left = 0;           ///< In the outbox still.
    std::int64_t enough = 0;         ///< Of these, invitations that the stop rule holds back.
    std::int64_t quota_full = 0;     ///< Of these, mails that a full quota holds back.
    std::optional<Instant> next;     ///< When the first of these is due.
    std::optional<Problem> stopped;  ///< Why the run ended before its end.
};
/// Sends what stands in the outbox. Each mail is committed as being sent before its first byte
/// leaves; one that a killed run left so is uncertain from then on. One program sends at a time:
/// mail.busy otherwise. `wait` sleeps until a moment. Problems: as above; mail.bad-server.
[[nodiscard]] Result<SentMails> send_mails(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const MailingOptions& options,
    SendUntil until,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait,
    const std::function<void(std::int64_t done)>& progress
);

enum class MailDecision {
    sent,  ///< It arrived, or it must not be sent again.
    again  ///< It did not arrive: it is sent once more.
};
/// Decides about the uncertain mail of a case, by hand. `name`: of the case, as named_case reads
/// it. Problems: those of named_case; mail.not-uncertain.
[[nodiscard]] Result<void> resolve_mail(
    std::string_view study,
    const std::filesystem::path& data,
    std::string_view name,
    MailDecision decision,
    Clock& clock
);

/// What came back to the sender of a study's mails.
struct ReturnedMails {
    std::string study;
    std::int64_t mails = 0;
    std::int64_t bounced = 0;
    std::int64_t delivered = 0;
    std::int64_t read = 0;             ///< Receipts: that a mail was displayed.
    std::int64_t replies = 0;          ///< Of people.
    std::int64_t nothing_new = 0;      ///< Delays, and replies of programs.
    std::int64_t already = 0;          ///< Read from a mailbox before.
    std::int64_t not_ours = 0;         ///< About no mail of the study.
    std::vector<std::string> replied;  ///< Public ids of the cases that replied now.
};
/// Reads reports of delivery (RFC 3464) and replies from a mailbox file, and notes them with the
/// cases that they name by the Message-ID of a mail that they got. All of it or nothing. Problems:
/// mail.no-mailbox; recruitment.no-frame.
[[nodiscard]] Result<ReturnedMails> read_returned_mails(
    std::string_view study, const std::filesystem::path& data, const std::filesystem::path& mailbox
);

/// What somebody who read a reply, or was told otherwise, says of a case.
enum class CaseNote {
    refused,        ///< The person declines.
    language,       ///< The study is in none of the person's languages.
    away,           ///< The person is away until the fieldwork is over.
    other,          ///< The person said something else.
    moved,          ///< There is another address of the person now.
    somebody_else,  ///< Whoever answers is not the person who was drawn.
    duplicate       ///< It is a person who has another case.
};
struct CaseNoteRow {
    CaseNote note;
    std::string_view word;  ///< As it is written: "somebody-else".
    recruitment::EventKind event;
};
/// Every note, in the order of the enumerators.
[[nodiscard]] std::span<const CaseNoteRow> case_note_rows();

/// What a case is by now.
struct NotedCase {
    std::string study;
    std::string public_id;
    bool changed = false;      ///< False: it was so before.
    recruitment::Code code{};  ///< AAPOR's, by its events in identity.db alone.
};
enum class NoteStep { say, take_back };
/// Notes something with a case, or takes such a note back, each as often as one likes. Problems:
/// those of named_case; recruitment.no-frame, recruitment.unlinked; recruitment.not-released.
[[nodiscard]] Result<NotedCase> note_case(
    std::string_view study,
    const std::filesystem::path& data,
    std::string_view name,
    CaseNote note,
    NoteStep step,
    Clock& clock
);

/// Mails of a study by number and state, and those that a person has to decide about.
struct MailingStatus {
    struct Count {
        int number = 0;
        std::string state;  ///< As store::mail_state_name.
        std::int64_t mails = 0;
    };
    struct Uncertain {
        std::string public_id;
        int number = 0;
        std::optional<Instant> at;
    };
    std::vector<Count> counts;
    std::vector<Uncertain> uncertain;
};

}  // namespace querist::actions
