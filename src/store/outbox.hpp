#pragma once

// Mails that are to leave, and what became of them: a part of `identity.db`. A row names a case
// and which of its mails; the words are the study's, the address is the person's, and the link is
// computed when the mail leaves. So nothing here can be read as a mail.

#include "core/core.hpp"
#include "store/identity_ids.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

using MailId = Id<struct MailTag>;

enum class MailState : std::uint8_t {
    queued,
    sending,    ///< A server is being spoken to, or was when the program ended.
    waiting,    ///< A server refused it for now; it is tried again.
    accepted,   ///< A server has it.
    refused,    ///< A server refused it for good.
    uncertain,  ///< Nobody can know whether a server has it; never sent again by itself.
    dropped     ///< Not sent: its person wants no mail, has ended, or is not known any more.
};
inline constexpr std::size_t mail_states = 7;
/// "queued", "sending", "waiting", "accepted", "refused", "uncertain", "dropped".
[[nodiscard]] std::string_view mail_state_name(MailState state);

struct MailRow {
    MailId id;
    CaseId sampled;
    PersonId person;
    PublicId public_id;  ///< Of the case.
    int number = 0;      ///< recruitment::invitation_number, or of a reminder from 1.
    MailState state = MailState::queued;
    Instant queued_at;
    Instant due_at;                                  ///< Not before then.
    int attempts = 0;                                ///< How often a server was asked.
    std::optional<Instant> tried_at = std::nullopt;  ///< The last time.
    int reply = 0;                                   ///< The server's last code; 0: none.
    std::string status;                              ///< Its enhanced code; may be empty.
};

struct MailCount {
    int number = 0;
    MailState state = MailState::queued;
    std::int64_t mails = 0;
};

/// What became of an attempt.
struct MailResult {
    MailState state = MailState::accepted;
    std::optional<Instant> due_at = std::nullopt;  ///< Of `queued` and `waiting`: not before then.
    int reply = 0;
    std::string status = {};
};

class OutboxView {
public:
    virtual ~OutboxView() = default;
    /// Every mail of a frame, case by case, by number.
    virtual void each_mail(FrameId frame, const std::function<void(const MailRow&)>& visit) = 0;
    virtual std::vector<MailRow> mails_of(CaseId sampled) = 0;  ///< By number.
    /// What is queued or waiting, whenever it is due: the first that is due first.
    virtual void each_unsent(FrameId frame, const std::function<void(const MailRow&)>& visit) = 0;
    virtual std::vector<MailCount> mail_counts(FrameId frame) = 0;  ///< By number and state.
    /// When a server was last asked about an address of a domain (in its wire form), by any study.
    virtual std::optional<Instant> last_attempt_at_domain(std::string_view domain) = 0;
};

class OutboxWork : public OutboxView {
public:
    /// False when the case has this mail already: nobody gets one twice.
    virtual bool queue_mail(CaseId sampled, int number, Instant at) = 0;
    /// Before a server is spoken to. False unless the mail is queued or waiting.
    virtual bool begin_sending(MailId mail, std::string_view domain, Instant at) = 0;
    /// False unless it is being sent.
    virtual bool end_sending(MailId mail, const MailResult& result) = 0;
    /// Makes uncertain what is being sent, for when no program sends. Those mails.
    virtual std::vector<MailRow> set_aside_unfinished(FrameId frame) = 0;
    /// A person's decision about a mail that is uncertain or was refused: accepted, or queued
    /// again. False unless it is.
    virtual bool resolve_mail(MailId mail, MailState state, Instant at) = 0;
    /// Takes back what is queued or waiting. False when it is neither.
    virtual bool drop_mail(MailId mail) = 0;
};

}  // namespace querist::store
