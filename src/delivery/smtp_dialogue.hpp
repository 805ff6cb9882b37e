#pragma once

// Internal to delivery: what was said between us and a mail server, as far as it decides what
// became of a mail.

#include "delivery/mail_server.hpp"

#include <string>
#include <string_view>

namespace querist::delivery {

/// Follows one mail. Pure: lines come in, a judgement goes out.
class SmtpDialogue {
public:
    void we_said(std::string_view command);
    void server_said(std::string_view line);
    /// The server asked for the mail (354) and its first byte is about to leave.
    void body_begins();
    /// Whether the library thinks that all went well; `trouble` is what it says otherwise.
    [[nodiscard]] HandoverReport judged(bool completed, std::string_view trouble) const;

private:
    enum class Stage : std::uint8_t { greeting, sender, recipient, data, body };
    Stage stage_ = Stage::greeting;
    int reply_ = 0;  ///< Of this stage; 0: none yet.
    std::string status_;
    std::string words_;
    bool over_ = false;
};

}  // namespace querist::delivery
