// Mail by libcurl's SMTP.

#include "delivery/curl_library.hpp"
#include "delivery/mail_server.hpp"
#include "delivery/smtp_dialogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace querist::delivery {

namespace {

/// What the callbacks of one transfer work on.
struct Transfer {
    std::string_view unsent;
    const std::function<bool()>* about_to_send = nullptr;
    enum class Leave { not_asked, given, refused } leave = Leave::not_asked;
    SmtpDialogue dialogue = {};
};

std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    using enum Transfer::Leave;
    if (transfer.leave == not_asked) transfer.leave = (*transfer.about_to_send)() ? given : refused;
    if (transfer.leave == refused) return CURL_READFUNC_ABORT;
    transfer.dialogue.body_begins();
    const std::size_t taken = std::min(size * count, transfer.unsent.size());
    std::memcpy(buffer, transfer.unsent.data(), taken);
    transfer.unsent.remove_prefix(taken);
    return taken;
}

/// libcurl shows every command and every reply here; nothing is printed or kept.
int follow(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (type == CURLINFO_HEADER_OUT) transfer.dialogue.we_said({data, size});
    if (type == CURLINFO_HEADER_IN) transfer.dialogue.server_said({data, size});
    return 0;
}

class SmtpMailServer final : public MailServer {
public:
    SmtpMailServer(SmtpServer server, CurlHandle curl)
        : server_(std::move(server)), curl_(std::move(curl)) {}

    HandoverReport hand_over(
        const Envelope& envelope,
        std::string_view message,
        const std::function<bool()>& about_to_send
    ) override {
        HandoverReport report = hand_over_once(envelope, message, about_to_send);
        // A connection that waited for the next mail may have been closed by the server meanwhile:
        // then nothing was said on it, and a new one is tried once.
        if (report.what == Handover::unavailable && used_) {
            (void)set(CURLOPT_FRESH_CONNECT, 1L);
            report = hand_over_once(envelope, message, about_to_send);
            (void)set(CURLOPT_FRESH_CONNECT, 0L);
        }
        used_ = report.what != Handover::unavailable && report.what != Handover::withheld;
        return report;
    }

    [[nodiscard]] bool prepare() {
        const char* scheme = server_.privacy == Privacy::tls ? "smtps" : "smtp";
        const bool in_brackets = server_.host.contains(':');
        const std::string host = in_brackets ? fmt::format("[{}]", server_.host) : server_.host;
        std::string url = fmt::format("{}://{}:{}", scheme, host, server_.port);
        if (!server_.greeting.empty()) url += "/" + server_.greeting;
        const bool plain = server_.privacy == Privacy::none;
        const auto connect_ms = std::chrono::milliseconds(server_.connect_time_max).count();
        const auto mail_ms = std::chrono::milliseconds(server_.mail_time_max).count();
        bool fine =
            set(CURLOPT_URL, url.c_str()) && set(CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
            set(CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL)) &&
            set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
            set(CURLOPT_SSL_VERIFYPEER, 1L) && set(CURLOPT_SSL_VERIFYHOST, 2L) &&
            set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_ms)) &&
            set(CURLOPT_TIMEOUT_MS, static_cast<long>(mail_ms)) && set(CURLOPT_NOSIGNAL, 1L) &&
            set(CURLOPT_PROXY, "") && set(CURLOPT_UPLOAD, 1L) && set(CURLOPT_VERBOSE, 1L) &&
            set(CURLOPT_DEBUGFUNCTION, &follow) && set(CURLOPT_READFUNCTION, &give_bytes);
        if (!server_.ca_file.empty()) fine = fine && set(CURLOPT_CAINFO, server_.ca_file.c_str());
        if (!server_.user.empty()) {
            fine = fine && set(CURLOPT_USERNAME, server_.user.c_str()) &&
                   set(CURLOPT_PASSWORD, server_.password.c_str());
        }
        return fine;
    }

private:
    template <class Value>
    [[nodiscard]] bool set(CURLoption option, Value value) {
        return curl_library()->easy_setopt(curl_.get(), option, value) == CURLE_OK;
    }

    HandoverReport hand_over_once(
        const Envelope& envelope,
        std::string_view message,
        const std::function<bool()>& about_to_send
    ) {
        Transfer transfer{.unsent = message, .about_to_send = &about_to_send};
        std::array<char, CURL_ERROR_SIZE> trouble{};
        const std::string from = fmt::format("<{}>", envelope.from.text());
        const std::string to = fmt::format("<{}>", envelope.to.text());
        const CurlLines recipients(curl_library()->slist_append(nullptr, to.c_str()));
        const bool set_up =
            recipients && set(CURLOPT_MAIL_FROM, from.c_str()) &&
            set(CURLOPT_MAIL_RCPT, recipients.get()) &&
            set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size())) &&
            set(CURLOPT_READDATA, static_cast<void*>(&transfer)) &&
            set(CURLOPT_DEBUGDATA, static_cast<void*>(&transfer)) &&
            set(CURLOPT_ERRORBUFFER, trouble.data());
        if (!set_up) return {.words = "libcurl does not take the mail"};
        const CURLcode code = curl_library()->easy_perform(curl_.get());
        // Nothing may point to what is about to go.
        (void)set(CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
        (void)set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
        (void)set(CURLOPT_DEBUGDATA, static_cast<void*>(&idle_));
        const std::string_view said = trouble.front() != '\0' ? std::string_view(trouble.data())
                                                              : curl_library()->easy_strerror(code);
        if (transfer.leave == Transfer::Leave::refused) return {.what = Handover::withheld};
        return transfer.dialogue.judged(code == CURLE_OK, said);
    }

    SmtpServer server_;
    Transfer idle_ = {};  ///< Outlives the connection, which says QUIT when it is closed.
    CurlHandle curl_;
    bool used_ = false;  ///< Whether a connection may be kept from the mail before.
};

}  // namespace

Result<std::unique_ptr<MailServer>> smtp_mail_server(SmtpServer server) {
    const CurlLibrary* const library = curl_library();
    if (library == nullptr) {
        return failure(
            "mail.no-library",
            "libcurl is not there, without which no mail can be sent",
            "install libcurl4, as in apt-get install libcurl4"
        );
    }
    CurlHandle curl(library->easy_init());
    if (curl) {
        auto smtp = std::make_unique<SmtpMailServer>(std::move(server), std::move(curl));
        if (smtp->prepare()) return smtp;
    }
    return failure(
        "mail.no-smtp",
        "libcurl cannot send mail here",
        "install Debian's libcurl4, or check the host's name and the file of certificates"
    );
}

}  // namespace querist::delivery
