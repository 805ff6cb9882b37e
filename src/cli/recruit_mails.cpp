#include "cli/recruit_mails.hpp"

#include <fmt/format.h>

namespace querist::cli {

namespace {

std::string mail_words(int number) {
    return number == recruitment::invitation_number ? std::string("invitation")
                                                    : fmt::format("reminder {}", number);
}

}  // namespace

std::string mailing_text(const actions::MailingStatus& status) {
    if (status.counts.empty()) return {};
    std::string text = "\nMails\n";
    for (const actions::MailingStatus::Count& count : status.counts) {
        text += fmt::format(
            "  {:<14}{:<11}{:>9}\n", mail_words(count.number), count.state, count.mails
        );
    }
    if (status.uncertain.empty()) return text;
    text += "\nUncertain: nobody knows whether a server has them; decide with recruit resolve\n";
    for (const actions::MailingStatus::Uncertain& one : status.uncertain) {
        text += fmt::format(
            "  {}  {}  {}\n",
            one.public_id,
            mail_words(one.number),
            one.at ? to_text(*one.at) : std::string()
        );
    }
    return text;
}

nlohmann::ordered_json mailing_json(const actions::MailingStatus& status) {
    using Json = nlohmann::ordered_json;
    Json counts = Json::array();
    for (const actions::MailingStatus::Count& count : status.counts) {
        counts.push_back({{"number", count.number}, {"state", count.state}, {"mails", count.mails}}
        );
    }
    Json uncertain = Json::array();
    for (const actions::MailingStatus::Uncertain& one : status.uncertain) {
        uncertain.push_back(
            {{"case", one.public_id},
             {"number", one.number},
             {"at", one.at ? Json(to_text(*one.at)) : Json()}}
        );
    }
    return {{"counts", counts}, {"uncertain", uncertain}};
}

}  // namespace querist::cli
