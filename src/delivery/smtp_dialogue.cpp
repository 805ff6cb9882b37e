#include "delivery/smtp_dialogue.hpp"

#include <algorithm>

namespace querist::delivery {

namespace {

/// The code at the start of a reply; 0: there is none.
int reply_code(std::string_view line) {
    if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit)) return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/// "5.1.1" at the start of what stands behind the code (RFC 2034).
std::string enhanced_status(std::string_view words) {
    const std::string_view status = words.substr(0, words.find(' '));
    const bool shaped = status.size() >= 5 && status.size() <= 9 && is_digit(status[0]) &&
                        status[1] == '.' && std::ranges::count(status, '.') == 2 &&
                        is_digit(status.back()) &&
                        std::ranges::all_of(status, [](char c) { return c == '.' || is_digit(c); });
    return shaped ? std::string(status) : std::string();
}

bool is_command(std::string_view line, std::string_view command) {
    return line.size() >= command.size() &&
           std::ranges::equal(line.substr(0, command.size()), command, [](char a, char b) {
               return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
           });
}

Handover refusal(int reply) { return reply >= 500 ? Handover::refused : Handover::refused_for_now; }

}  // namespace

void SmtpDialogue::we_said(std::string_view command) {
    if (is_command(command, "MAIL FROM")) {
        stage_ = Stage::sender;
    } else if (is_command(command, "RCPT TO")) {
        stage_ = Stage::recipient;
    } else if (is_command(command, "DATA")) {
        stage_ = Stage::data;
    } else if (is_command(command, "QUIT")) {
        // What is said good-bye with, says nothing of the mail.
        over_ = true;
        return;
    } else {
        return;
    }
    reply_ = 0;
    status_.clear();
}

void SmtpDialogue::server_said(std::string_view line) {
    const int code = reply_code(line);
    if (code == 0 || over_) return;
    reply_ = code;
    const std::string_view words = line.size() > 4 ? trimmed(line.substr(4)) : std::string_view();
    status_ = enhanced_status(words);
    words_ = trimmed(line);
}

void SmtpDialogue::body_begins() {
    if (stage_ == Stage::body) return;
    stage_ = Stage::body;
    reply_ = 0;
    status_.clear();
}

HandoverReport SmtpDialogue::judged(bool completed, std::string_view trouble) const {
    HandoverReport report{
        .reply = reply_, .status = status_, .words = words_, .at_body = stage_ == Stage::body
    };
    if (!completed && reply_ < 400) report.words = trouble;
    const bool refused = reply_ >= 400 && reply_ < 600;
    switch (stage_) {
        case Stage::greeting:
        case Stage::sender:
            report.what = Handover::unavailable;
            break;
        case Stage::recipient:
        case Stage::data:
            report.what = refused ? refusal(reply_) : Handover::unavailable;
            break;
        case Stage::body:
            if (refused) {
                report.what = refusal(reply_);
            } else {
                const bool taken = completed || (reply_ >= 200 && reply_ < 300);
                report.what = taken ? Handover::accepted : Handover::uncertain;
            }
            break;
    }
    // 421: the server closes its door, whatever was asked of it (RFC 5321, 4.2.1).
    if (reply_ == 421 && stage_ != Stage::body) report.what = Handover::unavailable;
    return report;
}

}  // namespace querist::delivery
