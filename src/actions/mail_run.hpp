#pragma once

// Internal to actions: one run over the outbox of a study.

#include "actions/actions.hpp"
#include "actions/case_answers.hpp"
#include "actions/identity_reference.hpp"
#include "actions/letters.hpp"
#include "delivery/delivery.hpp"

#include <map>
#include <optional>
#include <string>

namespace querist::actions {

/// Sends mails one after the other. Each is committed as being sent when the server has asked for
/// it and before the first byte of it leaves, and what became of it after the server's reply.
class MailRun {
public:
    MailRun(
        const instrument::Study& study,
        const instrument::Recruitment& recruitment,
        const OpenedIdentity& identity,
        store::FrameId frame,
        std::string link_key,
        LetterWriter& writer,
        delivery::MailServer& server,
        std::string links,
        Clock& clock
    )
        : study_(study),
          recruitment_(recruitment),
          identity_(identity),
          frame_(frame),
          link_key_(std::move(link_key)),
          writer_(writer),
          server_(server),
          links_(std::move(links)),
          clock_(clock) {}

    /// Makes uncertain what an earlier run was sending when it ended.
    [[nodiscard]] Result<void> set_aside_unfinished();

    /// A mail that is to leave.
    struct Planned {
        store::MailRow mail;
        std::string domain;  ///< Of the recipient, in its wire form.
        std::string zone;    ///< Whose quiet hours are kept.
        Instant earliest;    ///< Not before: it is due.
        WaveKind kind = WaveKind::main;
        std::string stratum = {};  ///< Its name, where the answers keep it.
    };
    /// Everything unsent that can be sent; drops what cannot.
    [[nodiscard]] Result<std::vector<Planned>> plan();
    /// When the rate of a mail's domain lets the next one leave.
    [[nodiscard]] Instant domain_open_at(const Planned& planned) const;
    /// When a mail may leave, as its domain's rate and its recipient's quiet hours have it.
    [[nodiscard]] Instant allowed_at(const Planned& planned);
    /// One mail. Its next moment when it waits, else nothing. mail.server-unavailable,
    /// mail.all-refused, mail.paused end the run; what was not sent stays in the outbox.
    [[nodiscard]] Result<std::optional<Instant>> send(const Planned& planned, CaseAnswers& answers);

    /// What a run has to say that ends while refusals may be the sender's own fault: nothing of
    /// them was noted, and a run that sends what can leave now would go on so for ever.
    [[nodiscard]] const std::optional<Problem>& doubt() const { return doubt_; }

    [[nodiscard]] SentMails& told() { return told_; }
    /// Mails that were left in the outbox: of main waves, because the study is a pilot, and to
    /// people of whom no more answers are wanted.
    [[nodiscard]] std::int64_t held() const { return held_; }

private:
    [[nodiscard]] Result<std::optional<Recipient>> recipient_of(
        store::IdentityView& view, const store::MailRow& mail
    );
    [[nodiscard]] bool is_wanted(
        store::IdentityView& view, const store::MailRow& mail, const Recipient& recipient
    );
    [[nodiscard]] bool is_owed(const store::MailRow& mail, CaseAnswers& answers) const;
    [[nodiscard]] bool holds_back(const Planned& planned, CaseAnswers& answers);
    [[nodiscard]] Result<void> drop(std::span<const store::MailRow> mails);
    [[nodiscard]] Result<bool> claim(
        const Planned& planned, const Recipient& recipient, Instant now
    );
    [[nodiscard]] Result<std::optional<Instant>> keep(
        const Planned& planned, const delivery::HandoverReport& report, Instant began
    );
    /// Keeps what became of a mail, or ends the run where that says more of the server.
    [[nodiscard]] Result<std::optional<Instant>> taken_in(
        const Planned& planned, const delivery::HandoverReport& report, Instant now
    );
    [[nodiscard]] bool doubts(const delivery::HandoverReport& report) const;
    [[nodiscard]] Result<delivery::Mail> letter(
        const store::MailRow& mail, const Recipient& recipient, Instant now
    );

    const instrument::Study& study_;
    const instrument::Recruitment& recruitment_;  ///< The study's.
    const OpenedIdentity& identity_;
    store::FrameId frame_;
    std::string link_key_;  ///< The study's.
    LetterWriter& writer_;
    delivery::MailServer& server_;
    std::string links_;
    Clock& clock_;
    std::map<std::string, Instant, std::less<>> last_at_domain_;
    std::optional<Problem> doubt_;
    int doubted_ = 0;  ///< Refused for what may be the sender's fault, before any was accepted.
    std::int64_t held_ = 0;
    SentMails told_ = {};
};

}  // namespace querist::actions
