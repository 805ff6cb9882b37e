#pragma once

#include "core/core.hpp"
#include "delivery/wire_address.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace querist::delivery {

/// What became of a mail that was handed to a server.
enum class Handover : std::uint8_t {
    accepted,         ///< The server answers for it now.
    refused,          ///< For good (5xx): this mail will never be taken.
    refused_for_now,  ///< For now (4xx): later it may be.
    /// Nothing was sent: no connection, no safe one, or a server that does not take mail from us.
    /// It says nothing about the mail.
    unavailable,
    withheld,  ///< Nothing was sent, for whoever was asked last said no.
    /// The connection was lost between DATA and its reply: the server may have the mail or not
    /// (RFC 1047), and nobody can find out.
    uncertain
};

struct HandoverReport {
    Handover what = Handover::unavailable;
    int reply = 0;            ///< The server's last reply code, as in 250; 0: there was none.
    std::string status = {};  ///< Its enhanced code (RFC 3463), as in "5.1.1"; may be empty.
    /// In words, for the researcher's eyes alone: servers repeat addresses in their replies.
    std::string words = {};
    bool at_body = false;  ///< It was said of the mail itself, after the server had asked for it.
};

/// Whom a mail is from and for on its envelope.
struct Envelope {
    WireAddress from;
    WireAddress to;
};

class MailServer {
public:
    virtual ~MailServer() = default;
    /// Hands one mail over; waits until the server has replied or the time is up. `about_to_send`
    /// is asked when the server has asked for the mail, before the first byte of it leaves: what
    /// must be remembered is written down then. Does it say no, the connection is closed.
    [[nodiscard]] virtual HandoverReport hand_over(
        const Envelope& envelope,
        std::string_view message,
        const std::function<bool()>& about_to_send
    ) = 0;
};

/// How the connection is kept from others' eyes.
enum class Privacy : std::uint8_t {
    starttls,  ///< Plain at first, then TLS or nothing (RFC 3207).
    tls,       ///< From the first byte (RFC 8314).
    none       ///< Only for a server on the same machine.
};

struct SmtpServer {
    std::string host = {};
    std::uint16_t port = 587;
    Privacy privacy = Privacy::starttls;
    std::string user = {};  ///< Empty: nobody signs in.
    std::string password = {
    };  ///< Comes from a file or the environment, never from a command line.
    std::string ca_file = {};   ///< Certificates in PEM that are believed; empty: the system's.
    std::string greeting = {};  ///< How we call ourselves to it; empty: this machine's name.
    std::chrono::seconds connect_time_max{30};
    /// For the whole of one mail. RFC 5321, 4.5.3.2.6 allows the reply to DATA ten minutes; who
    /// waits shorter makes mails uncertain that are not.
    std::chrono::seconds mail_time_max{660};
};

/// A server that speaks SMTP (RFC 5321). Several mails go through one connection. Certificates are
/// checked for their issuer and the host's name. Problems: mail.no-library where libcurl is not
/// there, mail.no-smtp when it cannot.
[[nodiscard]] Result<std::unique_ptr<MailServer>> smtp_mail_server(SmtpServer server);

}  // namespace querist::delivery
