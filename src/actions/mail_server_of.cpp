#include "actions/mail_server_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>

namespace querist::actions {

namespace {

constexpr const char* password_variable = "QUERIST_SMTP_PASSWORD";
constexpr std::uint16_t port_of_submission = 587;   // RFC 6409
constexpr std::uint16_t port_of_submissions = 465;  // RFC 8314

std::unexpected<Problem> bad_server(std::string_view text) {
    return failure(
        "mail.bad-server",
        fmt::format("\"{}\" is no mail server", text),
        "write a host, with a port behind a colon where it is not 587, as in smtp.example.org:587"
    );
}

/// Host and port of "host:port", "[::1]:port" or "host".
Result<delivery::SmtpServer> server_named(std::string_view text) {
    delivery::SmtpServer server;
    std::string_view host = text;
    std::string_view port;
    const std::size_t bracket = text.find(']');
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos &&
        (bracket == std::string_view::npos ? text.find(':') == colon : colon > bracket)) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const bool clean = !host.empty() && std::ranges::all_of(host, [](char c) {
        return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == ':';
    });
    if (!clean) return bad_server(text);
    server.host = host;
    server.port = 0;
    if (colon == std::string_view::npos || port.empty()) {
        if (host.size() != text.size() && bracket == std::string_view::npos)
            return bad_server(text);
        return server;
    }
    const auto [stopped, fault] =
        std::from_chars(port.data(), port.data() + port.size(), server.port);
    const bool whole = fault == std::errc() && stopped == port.data() + port.size();
    if (!whole || server.port == 0) return bad_server(text);
    return server;
}

Result<std::string> password_of(const MailingOptions& options) {
    std::string password;
    if (!options.password_file.empty()) {
        std::ifstream file(options.password_file);
        std::getline(file, password);
    } else if (const char* given =
                   std::getenv(password_variable)) {  // NOLINT(concurrency-mt-unsafe)
        password = given;
    }
    if (!password.empty()) return password;
    return failure(
        "mail.no-password",
        fmt::format("there is no password for {}", options.user),
        fmt::format(
            "write it into a file that --password-file names, or into the environment's {}",
            password_variable
        ),
        {.file = options.password_file.generic_string()}
    );
}

}  // namespace

Result<std::unique_ptr<delivery::MailServer>> mail_server_of(const MailingOptions& options) {
    Result<delivery::SmtpServer> server = server_named(options.server);
    if (!server) return std::unexpected(server.error());
    switch (options.privacy) {
        case MailPrivacy::starttls:
            server->privacy = delivery::Privacy::starttls;
            break;
        case MailPrivacy::tls:
            server->privacy = delivery::Privacy::tls;
            break;
        case MailPrivacy::none:
            server->privacy = delivery::Privacy::none;
            break;
    }
    if (server->port == 0) {
        const bool tls = server->privacy == delivery::Privacy::tls;
        server->port = tls ? port_of_submissions : port_of_submission;
    }
    server->ca_file = options.ca_file.string();
    server->user = options.user;
    if (!options.user.empty()) {
        Result<std::string> password = password_of(options);
        if (!password) return std::unexpected(password.error());
        server->password = *std::move(password);
    }
    return delivery::smtp_mail_server(*std::move(server));
}

}  // namespace querist::actions
