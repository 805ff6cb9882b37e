#pragma once

// How the mails of a study are told: to people as lines, to programs as JSON.

#include "actions/actions.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace querist::cli {

[[nodiscard]] std::string mailing_text(const actions::MailingStatus& status);
[[nodiscard]] nlohmann::ordered_json mailing_json(const actions::MailingStatus& status);

}  // namespace querist::cli
