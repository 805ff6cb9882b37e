#include "delivery/returned_mail.hpp"

#include "delivery/mail_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace querist::delivery {

namespace {

constexpr int nesting_max = 4;

/// What a report says of its recipients: the worst of them, and its status.
struct Told {
    ReturnKind kind = ReturnKind::other;
    std::string status;
};

ReturnKind kind_of_action(std::string_view action) {
    const std::string word = lower_case(trimmed(action.substr(0, action.find('('))));
    if (word == "failed") return ReturnKind::failed;
    if (word == "delayed") return ReturnKind::delayed;
    // What was passed on to something that sends no reports is as delivered as can be known.
    if (word == "delivered" || word == "relayed" || word == "expanded") {
        return ReturnKind::delivered;
    }
    return ReturnKind::other;
}

/// RFC 3464, 2.1: groups of fields, one for the mail and one for each recipient.
Told read_status(std::string_view body) {
    Told told;
    while (!body.empty()) {
        const MailPart group = read_part(body);
        if (group.body.size() == body.size()) break;
        body = group.body;
        const ReturnKind kind = kind_of_action(group.field("action"));
        const bool is_worse = kind < told.kind;  // In the order of the kinds.
        if (!is_worse) continue;
        told.kind = kind;
        const std::string_view status = group.field("status");
        told.status = status.substr(0, status.find_first_of(" \t("));
    }
    return told;
}

/// RFC 8098, 3.2.6: "Disposition: manual-action/MDN-sent-manually; displayed".
Told read_disposition(const MailPart& fields) {
    const std::string_view disposition = fields.field("disposition");
    const std::size_t end = disposition.find(';');
    if (end == std::string_view::npos) return {};
    const std::string type = lower_case(trimmed(disposition.substr(end + 1)));
    const std::string_view word = std::string_view(type).substr(0, type.find_first_of(" \t/,("));
    return {.kind = word == "displayed" ? ReturnKind::read : ReturnKind::other, .status = {}};
}

void add_ids(std::string_view value, std::vector<std::string>& ids) {
    for (std::string& id : message_ids_in(value)) {
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    }
}

/// Looks through the parts for a status and for the mail that came back.
void look_into(const MailPart& part, int depth, Told& told, std::vector<std::string>& returned) {
    const std::string type = part.type();
    if (type == "message/delivery-status" || type == "message/global-delivery-status") {
        const Told here = read_status(part.body);
        if (here.kind < told.kind) told = here;
        return;
    }
    if (type == "message/disposition-notification" ||
        type == "message/global-disposition-notification") {
        const MailPart fields = read_part(part.body);
        if (const Told here = read_disposition(fields); here.kind < told.kind) told = here;
        add_ids(fields.field("original-message-id"), returned);
        return;
    }
    if (type == "message/rfc822" || type == "text/rfc822-headers" ||
        type == "message/rfc822-headers" || type == "message/global-headers" ||
        type == "message/global") {
        add_ids(read_part(part.body).field("message-id"), returned);
        return;
    }
    if (depth >= nesting_max) return;
    for (const MailPart& inner : parts_of(part)) look_into(inner, depth + 1, told, returned);
}

bool is_by_a_program(const MailPart& mail) {
    const std::string submitted = lower_case(mail.field("auto-submitted"));
    const std::string precedence = lower_case(mail.field("precedence"));
    return (!submitted.empty() && submitted != "no") || precedence == "auto_reply" ||
           !mail.field("x-autoreply").empty() || !mail.field("x-autorespond").empty();
}

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    const auto [stopped, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = fault == std::errc() && stopped == text.data() + text.size();
    if (text.empty() || !whole || number < 0) return std::nullopt;
    return number;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// Seconds of "18:19:05" or "18:19".
std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find(':', first + 1);
    const auto hours = number_in(text.substr(0, first));
    const auto minutes = number_in(
        text.substr(first + 1, second == std::string_view::npos ? second : second - first - 1)
    );
    const auto seconds =
        second == std::string_view::npos ? std::optional(0) : number_in(text.substr(second + 1));
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) {
        return std::nullopt;
    }
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
           std::chrono::seconds(*seconds);
}

/// East of Greenwich: "+0100"; names of zones count as UTC, as RFC 5322, 4.3 advises.
std::chrono::minutes offset_of(std::string_view zone) {
    const bool signed_zone = zone.size() == 5 && (zone[0] == '+' || zone[0] == '-');
    const auto digits = signed_zone ? number_in(zone.substr(1)) : std::nullopt;
    if (!digits) return std::chrono::minutes(0);
    const std::chrono::minutes offset(*digits / 100 * 60 + *digits % 100);
    return zone[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<Instant> parse_mail_date(std::string_view text) {
    static constexpr std::array<std::string_view, 12> months = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    };
    const std::size_t comma = text.find(',');
    if (comma != std::string_view::npos) text.remove_prefix(comma + 1);
    const std::vector<std::string_view> words = words_of(text);
    if (words.size() < 4) return std::nullopt;
    const auto day = number_in(words[0]);
    const auto* const month = std::ranges::find(months, lower_case(words[1]));
    const auto year = number_in(words[2]);
    const auto time = time_of_day(words[3]);
    if (!day || month == months.end() || !year || !time || *year < 1970 || *year > 9999) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
        std::chrono::day(static_cast<unsigned>(*day))
    };
    if (!date.ok()) return std::nullopt;
    const std::chrono::minutes offset = offset_of(words.size() > 4 ? words[4] : "");
    return Instant(std::chrono::sys_days(date)) + *time - offset;
}

std::vector<std::string> mails_of_mailbox(std::string_view mbox) {
    std::vector<std::string> mails;
    bool after_blank = true;
    while (!mbox.empty()) {
        const std::size_t end = std::min(mbox.find('\n'), mbox.size());
        std::string_view line = mbox.substr(0, std::min(end + 1, mbox.size()));
        mbox.remove_prefix(line.size());
        if (after_blank && line.starts_with("From ")) {
            mails.emplace_back();
            after_blank = false;
            continue;
        }
        after_blank = line == "\n" || line == "\r\n";
        if (mails.empty()) continue;
        const std::size_t quotes = line.find_first_not_of('>');
        const bool is_quoted = quotes != std::string_view::npos && quotes > 0 &&
                               line.substr(quotes).starts_with("From ");
        if (is_quoted) line.remove_prefix(1);
        if (mails.back().size() + line.size() <= mailbox_mail_bytes_max) mails.back() += line;
    }
    return mails;
}

ReturnedMail read_returned_mail(std::string_view text) {
    const MailPart mail = read_part(text);
    ReturnedMail returned;
    returned.at = parse_mail_date(mail.field("date"));
    Told told;
    look_into(mail, 0, told, returned.about);
    if (told.kind != ReturnKind::other) {
        returned.kind = told.kind;
        returned.status = told.status;
        return returned;
    }
    returned.about.clear();
    add_ids(mail.field("in-reply-to"), returned.about);
    std::vector<std::string> references;
    add_ids(mail.field("references"), references);
    std::ranges::reverse(references);
    for (std::string& id : references) {
        if (std::ranges::find(returned.about, id) == returned.about.end()) {
            returned.about.push_back(std::move(id));
        }
    }
    if (returned.about.empty()) return returned;
    returned.kind = is_by_a_program(mail) ? ReturnKind::automatic_reply : ReturnKind::reply;
    return returned;
}

}  // namespace querist::delivery
