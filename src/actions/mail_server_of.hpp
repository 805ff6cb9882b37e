#pragma once

// Internal to actions: the mail server that a researcher names.

#include "actions/mailing.hpp"
#include "delivery/delivery.hpp"

#include <memory>

namespace querist::actions {

/// Problems: mail.bad-server; mail.no-password when a user is named and neither file nor
/// environment has one; mail.no-smtp.
[[nodiscard]] Result<std::unique_ptr<delivery::MailServer>> mail_server_of(
    const MailingOptions& options
);

}  // namespace querist::actions
