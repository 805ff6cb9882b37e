#pragma once

// Internal to actions: the cases of a frame with what was sent to them and what happened.

#include "actions/mailing.hpp"
#include "recruitment/recruitment.hpp"
#include "store/store.hpp"

#include <vector>

namespace querist::actions {

struct MailedCase {
    store::CaseRow row;
    std::vector<recruitment::CaseEvent>
        events;  ///< As they are stored: of answering there are none.
    std::vector<recruitment::QueuedMail> mails;
};
/// Every released case, in the order of drawing.
[[nodiscard]] std::vector<MailedCase> mailed_cases(store::IdentityView& view, store::FrameId frame);

/// How the mails of a frame stand.
[[nodiscard]] MailingStatus mailing_in(store::IdentityView& view, store::FrameId frame);

/// The recruitment of a study whose people are written to by personal links. Problems:
/// mail.no-invitation.
[[nodiscard]] Result<const instrument::Recruitment*> recruitment_by_mail(
    const instrument::Study& study
);

}  // namespace querist::actions
