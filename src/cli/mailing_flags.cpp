#include "cli/mailing_flags.hpp"

namespace querist::cli {

std::vector<Option> mailing_options(MailingFlags& flags) {
    return {
        {"--server",
         "HOST[:PORT]",
         "The team's mail server, as in smtp.example.org:587",
         &flags.server,
         Option::Need::required},
        {"--privacy",
         "P",
         "starttls, tls, or none for a server on this machine; starttls without it",
         Word{&flags.privacy, {"starttls", "tls", "none"}}},
        {"--user", "NAME", "Who signs in to the server", &flags.user},
        {"--password-file",
         "FILE",
         "Holds the password on its first line; else QUERIST_SMTP_PASSWORD of the environment",
         &flags.password_file},
        {"--ca-file", "FILE", "Certificates to believe instead of the system's", &flags.ca_file},
        {"--public-address",
         "URL",
         "Where participants find the study: links begin so",
         &flags.public_address},
    };
}

actions::MailingOptions options_of(const MailingFlags& flags) {
    using enum actions::MailPrivacy;
    return {
        .server = flags.server,
        .privacy = flags.privacy == "tls"    ? tls
                   : flags.privacy == "none" ? none
                                             : starttls,
        .user = flags.user,
        .password_file = flags.password_file,
        .ca_file = flags.ca_file,
        .address = flags.public_address
    };
}

}  // namespace querist::cli
