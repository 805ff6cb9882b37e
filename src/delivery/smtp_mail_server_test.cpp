#include "delivery/delivery.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

namespace querist::delivery {
namespace {

/// A mail server on loopback that says what a test wants it to say. "" instead of a reply closes
/// the connection.
class ScriptedServer {
public:
    struct Script {
        std::string at_recipient = "250 2.1.5 ok";
        std::string at_data = "354 go on";
        std::string at_end = "250 2.0.0 taken";
        bool closes_after_mail = false;
    };

    explicit ScriptedServer(Script script, int connections = 1)
        : script_(std::move(script)), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listening_, plain, size), 0);
        EXPECT_EQ(::listen(listening_, 4), 0);
        EXPECT_EQ(::getsockname(listening_, plain, &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, connections] {
            for (int i = 0; i < connections; ++i) serve(::accept(listening_, nullptr, nullptr));
        });
    }
    ~ScriptedServer() {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// The mails that came whole. Read when the mail server that sent them is gone.
    std::vector<std::string> mails;

private:
    static bool say(int line, const std::string& reply) {
        const std::string bytes = reply + "\r\n";
        return !reply.empty() && ::send(line, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
    }
    /// One line, or up to the end of a mail; false: the other side has gone.
    static bool hear(int line, std::string& unread, std::string& heard, const char* end) {
        std::array<char, 4096> buffer{};
        for (;;) {
            const std::size_t at = unread.find(end);
            if (at != std::string::npos) {
                heard = unread.substr(0, at);
                unread.erase(0, at + std::string(end).size());
                return true;
            }
            const ssize_t size = ::recv(line, buffer.data(), buffer.size(), 0);
            if (size <= 0) return false;
            unread.append(buffer.data(), static_cast<std::size_t>(size));
        }
    }
    void converse(int line) {
        std::string unread;
        std::string heard;
        bool goes_on = say(line, "220 scripted");
        while (goes_on && hear(line, unread, heard, "\r\n")) {
            if (heard.starts_with("RCPT")) {
                goes_on = say(line, script_.at_recipient);
            } else if (heard == "DATA") {
                goes_on = say(line, script_.at_data);
                if (!script_.at_data.starts_with("354")) continue;
                goes_on = goes_on && hear(line, unread, heard, "\r\n.\r\n");
                if (goes_on) mails.push_back(heard);
                goes_on = goes_on && say(line, script_.at_end) && !script_.closes_after_mail;
            } else {
                goes_on = say(line, heard == "QUIT" ? "221 bye" : "250 ok") && heard != "QUIT";
            }
        }
    }
    void serve(int line) {
        if (line < 0) return;
        converse(line);
        ::close(line);
    }

    Script script_;
    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::unique_ptr<MailServer> plain_server(std::uint16_t port) {
    return smtp_mail_server({.host = "127.0.0.1",
                             .port = port,
                             .privacy = Privacy::none,
                             .greeting = "querist.example",
                             .connect_time_max = std::chrono::seconds(5),
                             .mail_time_max = std::chrono::seconds(20)})
        .value();
}

const std::function<bool()> yes = [] { return true; };

Envelope envelope() {
    const auto wire = [](const char* text) {
        return WireAddress::of(EmailAddress::parse(text).value()).value();
    };
    return {wire("team@example.org"), wire("someone@example.org")};
}

TEST(SmtpMailServerTest, TellsWhatBecameOfAMail) {
    struct Row {
        const char* name;
        ScriptedServer::Script script;
        Handover what;
    };
    for (const Row& row : {
             Row{"taken", {}, Handover::accepted},
             Row{"unknown recipient", {.at_recipient = "550 5.1.1 who?"}, Handover::refused},
             Row{"grey list", {.at_recipient = "451 4.7.1 later"}, Handover::refused_for_now},
             Row{"no mail wanted", {.at_data = "554 5.0.0 no"}, Handover::refused},
             Row{"too large", {.at_end = "552 5.3.4 too big"}, Handover::refused},
             Row{"full disk", {.at_end = "452 4.3.1 full"}, Handover::refused_for_now},
             Row{"gone before the mail", {.at_data = ""}, Handover::unavailable},
             Row{"gone after the mail", {.at_end = ""}, Handover::uncertain},
         }) {
        SCOPED_TRACE(row.name);
        ScriptedServer script(row.script);
        const HandoverReport report =
            plain_server(script.port())->hand_over(envelope(), "Subject: a\r\n\r\n.b\r\n", yes);
        EXPECT_EQ(report.what, row.what) << report.words;
    }
}

TEST(SmtpMailServerTest, SendsTheBytesThroughOneConnection) {
    std::vector<std::string> mails;
    {
        ScriptedServer script({});
        {
            const std::unique_ptr<MailServer> server = plain_server(script.port());
            for (const char* mail : {"Subject: a\r\n\r\n.b\r\n", "Subject: c\r\n\r\nd\r\n"}) {
                EXPECT_EQ(server->hand_over(envelope(), mail, yes).what, Handover::accepted);
            }
        }
        mails = script.mails;
    }
    // SMTP doubles a dot at the start of a line (RFC 5321, 4.5.2).
    EXPECT_EQ(mails, (std::vector<std::string>{"Subject: a\r\n\r\n..b", "Subject: c\r\n\r\nd"}));
}

TEST(SmtpMailServerTest, TriesANewConnectionWhenTheKeptOneIsClosed) {
    ScriptedServer script({.closes_after_mail = true}, 2);
    const std::unique_ptr<MailServer> server = plain_server(script.port());
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(
            server->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", yes).what, Handover::accepted
        );
    }
}

TEST(SmtpMailServerTest, DoesNotTalkWithoutTheTlsThatIsDemanded) {
    ScriptedServer script({}, 1);
    const std::unique_ptr<MailServer> server =
        smtp_mail_server({.host = "127.0.0.1", .port = script.port(), .greeting = "querist.example"}
        )
            .value();
    const HandoverReport report = server->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", yes);
    EXPECT_EQ(report.what, Handover::unavailable);
    EXPECT_TRUE(script.mails.empty());
}

TEST(SmtpMailServerTest, AsksOnceMoreWhenTheServerAsksForTheMail) {
    int asked = 0;
    {
        ScriptedServer script({}, 2);
        const std::unique_ptr<MailServer> server = plain_server(script.port());
        const auto no = [&] { return ++asked > 1; };
        EXPECT_EQ(
            server->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", no).what, Handover::withheld
        );
        EXPECT_TRUE(script.mails.empty());
        EXPECT_EQ(
            server->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", no).what, Handover::accepted
        );
    }
    EXPECT_EQ(asked, 2);
}

TEST(SmtpMailServerTest, AsksNobodyWhereTheRecipientIsRefused) {
    ScriptedServer script({.at_recipient = "550 5.1.1 who?"});
    bool asked = false;
    const HandoverReport report =
        plain_server(script.port())->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", [&] {
            asked = true;
            return true;
        });
    EXPECT_EQ(report.what, Handover::refused);
    EXPECT_FALSE(asked);
}

TEST(SmtpMailServerTest, SaysWhenNobodyIsThere) {
    std::uint16_t port = 0;
    {
        port = ScriptedServer({}).port();
    }
    const HandoverReport report =
        plain_server(port)->hand_over(envelope(), "Subject: a\r\n\r\nb\r\n", yes);
    EXPECT_EQ(report.what, Handover::unavailable);
    EXPECT_FALSE(report.words.empty());
}

}  // namespace
}  // namespace querist::delivery
