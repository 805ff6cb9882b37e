#pragma once

#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <string>
#include <vector>

namespace querist::cli {

/// What the commands that speak to a mail server are told of it.
struct MailingFlags {
    std::string server;
    std::string privacy = "starttls";
    std::string user;
    std::string password_file;
    std::string ca_file;
    std::string public_address;
};

/// --server and its neighbours.
[[nodiscard]] std::vector<Option> mailing_options(MailingFlags& flags);
[[nodiscard]] actions::MailingOptions options_of(const MailingFlags& flags);

}  // namespace querist::cli
