// Rules about what people are written, and when.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <utility>

namespace querist::instrument {

namespace {

// Dillman, Smyth, Christian 2014, Internet, Phone, Mail, and Mixed-Mode Surveys, ch. 8: e-mail
// contacts some days apart, three or four of them in all.
constexpr int days_between_mails_min = 3;
constexpr std::size_t reminders_usual_max = 3;

using VisitWords = std::function<void(const MailWords&, const Place&, const std::string& what)>;

void each_mail(const Study& study, const VisitWords& visit) {
    if (!study.recruitment) return;
    const Recruitment& recruitment = *study.recruitment;
    if (recruitment.invitation) {
        visit(recruitment.invitation->words, recruitment.invitation->place, "the invitation");
    }
    int number = 0;
    for (const Reminder& reminder : recruitment.reminders) {
        visit(reminder.words, reminder.place, fmt::format("reminder {}", ++number));
    }
}

Hit mail_hit(const Place& place, std::string message, std::string cure = {}) {
    return {.place = place, .message = std::move(message), .cure = std::move(cure)};
}

Hits find_hasty_reminders(const Examination& examination) {
    Hits hits;
    if (!examination.study.recruitment) return hits;
    int before = 0;
    for (const Reminder& reminder : examination.study.recruitment->reminders) {
        const int days = reminder.after_days - before;
        before = reminder.after_days;
        if (days >= days_between_mails_min) continue;
        hits.push_back(mail_hit(
            reminder.place,
            fmt::format(
                "a reminder leaves {} day{} after the mail before it", days, days == 1 ? "" : "s"
            )
        ));
    }
    return hits;
}

Hits find_many_reminders(const Examination& examination) {
    if (!examination.study.recruitment) return {};
    const std::vector<Reminder>& reminders = examination.study.recruitment->reminders;
    if (reminders.size() <= reminders_usual_max) return {};
    return {mail_hit(
        reminders[reminders_usual_max].place,
        fmt::format("who does not answer gets {} reminders", reminders.size())
    )};
}

Hits find_no_quiet_hours(const Examination& examination) {
    const std::optional<Recruitment>& recruitment = examination.study.recruitment;
    if (!recruitment || !recruitment->invitation || recruitment->quiet_hours) return {};
    return {mail_hit(recruitment->invitation->place, "mails leave at any hour of the night")};
}

Hits find_mails_without_fallback(const Examination& examination) {
    Hits hits;
    each_mail(
        examination.study,
        [&](const MailWords& words, const Place& place, const std::string& what) {
            for (const std::string_view text : {std::string_view(words.subject), {words.text}}) {
                for (const Pipe& pipe : pipes_in(text)) {
                    const bool always =
                        pipe.item == link_placeholder || pipe.item == opt_out_placeholder;
                    if (always || !pipe.fallback.empty()) continue;
                    hits.push_back(mail_hit(
                        place,
                        fmt::format(
                            "{} names \"{}\", which the frame may not know of everybody",
                            what,
                            pipe.item
                        ),
                        fmt::format("write {{{{{}|…}}}} with what stands in for it", pipe.item)
                    ));
                }
            }
        }
    );
    return hits;
}

Hits find_anonymous_reminders(const Examination& examination) {
    const Study& study = examination.study;
    if (!study.recruitment || study.recruitment->reminders.empty()) return {};
    if (study.mode != Mode::anonymous) return {};
    return {mail_hit(
        study.recruitment->reminders.front().place,
        "the study is anonymous: nobody knows who has answered, so reminders go to them, too"
    )};
}

Hits find_unused_columns(const Examination& examination) {
    Hits hits;
    if (!examination.study.recruitment) return hits;
    std::set<std::string, std::less<>> named;
    each_mail(
        examination.study,
        [&](const MailWords& words, const Place& /*place*/, const std::string& /*what*/) {
            for (const std::string_view text : {std::string_view(words.subject), {words.text}}) {
                for (const Pipe& pipe : pipes_in(text)) named.emplace(pipe.item);
            }
        }
    );
    for (const FrameColumn& column : examination.study.recruitment->columns) {
        if (named.contains(column.id)) continue;
        hits.push_back(
            mail_hit(column.place, fmt::format("no mail names the column \"{}\"", column.id))
        );
    }
    return hits;
}

Hits find_unstated_open_links(const Examination& examination) {
    if (!examination.study.recruitment) return {};
    const Recruitment& recruitment = *examination.study.recruitment;
    const bool signs_in = recruitment.sign_in && recruitment.sign_in->required;
    if (!recruitment.invitation || recruitment.open_link || signs_in) return {};
    return {mail_hit(
        recruitment.invitation->place,
        "people are invited by personal links, and whoever has the study's address may answer, too"
    )};
}

}  // namespace

std::vector<Rule> mail_rules() {
    using enum Severity;
    return {
        {{"hasty-reminder",
          warning,
          "A reminder leaves less than three days after the mail before it",
          "leave people some days: most who answer an invitation do so within three",
          "reminders after 7 and 8 days"},
         find_hasty_reminders},
        {{"many-reminders",
          note,
          "More than three reminders go to the same people",
          "leave the last ones out: they bring few answers, and complaints",
          "reminders after 4, 8, 12 and 16 days"},
         find_many_reminders},
        {{"no-quiet-hours",
          note,
          "Mails may leave at night",
          "add `quiet hours: 21:00-08:00` to the recruitment",
          "an invitation, and no quiet hours"},
         find_no_quiet_hours},
        {{"mail-without-fallback",
          warning,
          "A mail names something of its reader that the frame may not know",
          "write what stands in for it behind a |",
          "Dear {{name}},"},
         find_mails_without_fallback},
        {{"anonymous-reminder",
          note,
          "An anonymous study reminds, and does not know whom it need not remind",
          "say in each reminder that it goes to everybody, also to who has taken part",
          "mode: anonymous, and reminders"},
         find_anonymous_reminders},
        {{"unstated-open-link",
          note,
          "People are invited, and the study does not say whether others may answer as well",
          "write `open link: false` in the recruitment, or `open link: true` when whoever hears of "
          "the study is welcome: the report has their answers, and response rates count none",
          "an invitation, and nothing about the open link"},
         find_unstated_open_links},
        {{"unused-column",
          note,
          "A column of personal data is taken into the frame that no mail names",
          "remove it: what is not kept cannot be lost",
          "columns: - city: Where they live"},
         find_unused_columns},
    };
}

}  // namespace querist::instrument
