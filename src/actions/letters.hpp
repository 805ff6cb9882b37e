#pragma once

// Internal to actions: a study's mails, addressed.

#include "core/core.hpp"
#include "delivery/delivery.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/recruitment.hpp"

#include <map>
#include <string>
#include <string_view>

namespace querist::actions {

/// Who gets a mail, and what is known of them.
struct Recipient {
    EmailAddress address;
    std::string name;
    std::string language;  ///< BCP 47; empty or one that the study has not: the study's own.
    std::vector<std::pair<std::string, std::string>> further;
};
/// Where the links of a mail lead.
struct LetterLinks {
    std::string invitation;
    std::string opt_out;
};

/// Writes a study's mails to people, each in their language. The study must outlive it.
class LetterWriter {
public:
    /// Problems: mail.no-invitation.
    [[nodiscard]] static Result<LetterWriter> of(const instrument::Study& study);

    /// The language of the study that somebody reads who wants `wanted`.
    [[nodiscard]] std::string language_for(std::string_view wanted) const;
    /// `number`: recruitment::invitation_number or a reminder's; `id` names the mail in its
    /// Message-ID. Problems: mail.no-reminder, mail.bad-web-address, mail.bad-header.
    [[nodiscard]] Result<delivery::Mail> write(
        int number,
        const Recipient& recipient,
        const LetterLinks& links,
        const std::string& id,
        Instant date
    );

private:
    LetterWriter(const instrument::Study& study, Mailbox from, std::optional<Mailbox> reply_to)
        : study_(&study), from_(std::move(from)), reply_to_(std::move(reply_to)) {}
    const instrument::Study& study_in(const std::string& language);

    const instrument::Study* study_;
    Mailbox from_;
    std::optional<Mailbox> reply_to_;
    std::map<std::string, instrument::Study> translated_;
};

/// The first part of every link: an address of the web without a slash at its end. Problems:
/// mail.bad-web-address; mail.no-address when it is empty.
[[nodiscard]] Result<std::string> link_start(std::string_view address);

}  // namespace querist::actions
