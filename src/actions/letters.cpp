#include "actions/letters.hpp"

#include "translation/translation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

Result<LetterWriter> LetterWriter::of(const instrument::Study& study) {
    if (!study.recruitment || !study.recruitment->invitation) {
        return failure(
            "mail.no-invitation",
            fmt::format("the study {} does not say what people are written", study.id),
            "add \"invitation:\" to its recruitment"
        );
    }
    const instrument::Invitation& invitation = *study.recruitment->invitation;
    Result<Mailbox> from = Mailbox::parse(invitation.from);
    if (!from) return std::unexpected(from.error());
    std::optional<Mailbox> reply_to;
    if (!invitation.reply_to.empty()) {
        Result<Mailbox> answers = Mailbox::parse(invitation.reply_to);
        if (!answers) return std::unexpected(answers.error());
        reply_to = *std::move(answers);
    }
    return LetterWriter(study, *std::move(from), std::move(reply_to));
}

std::string LetterWriter::language_for(std::string_view wanted) const {
    const std::vector<std::string>& known = study_->languages;
    if (wanted.empty()) return study_->language;
    const auto same = std::ranges::find_if(known, [&](const std::string& one) {
        return equal_ignoring_case(one, wanted);
    });
    if (same != known.end()) return *same;
    const auto near = std::ranges::find_if(known, [&](const std::string& one) {
        return equal_ignoring_case(primary(one), primary(wanted));
    });
    return near == known.end() ? study_->language : *near;
}

const instrument::Study& LetterWriter::study_in(const std::string& language) {
    if (language == study_->language) return *study_;
    const auto known = translated_.find(language);
    if (known != translated_.end()) return known->second;
    return translated_.emplace(language, translation::translated(*study_, language).study)
        .first->second;
}

Result<delivery::Mail> LetterWriter::write(
    int number,
    const Recipient& recipient,
    const LetterLinks& links,
    const std::string& id,
    Instant date
) {
    const std::string language = language_for(recipient.language);
    const std::optional<instrument::Recruitment>& told = study_in(language).recruitment;
    const std::size_t reminders = told ? told->reminders.size() : 0;
    const bool known = number >= 0 && static_cast<std::size_t>(number) <= reminders;
    if (!told || !told->invitation || !known) {
        return failure(
            "mail.no-reminder",
            fmt::format("the study has {} reminders and no number {}", reminders, number),
            "write the number of one that stands under its `reminders`"
        );
    }
    const instrument::MailWords& words =
        number == recruitment::invitation_number
            ? told->invitation->words
            : told->reminders[static_cast<std::size_t>(number) - 1].words;
    recruitment::Letter letter = recruitment::write_letter(
        words,
        {.link = links.invitation,
         .opt_out_link = links.opt_out,
         .name = recipient.name,
         .further = recipient.further},
        language
    );
    Result<HeaderText> subject = HeaderText::parse(letter.subject);
    if (!subject) return std::unexpected(subject.error());
    Result<delivery::WebAddress> opt_out = delivery::WebAddress::parse(links.opt_out);
    if (!opt_out) return std::unexpected(opt_out.error());
    // A name that cannot stand in a header is left out of it: the address does.
    const Result<HeaderText> name = HeaderText::parse(recipient.name);
    return delivery::Mail{
        .from = from_,
        .to = {.name = name ? *name : HeaderText(), .address = recipient.address},
        .reply_to = reply_to_,
        .subject = *std::move(subject),
        .text = std::move(letter.text),
        .html = std::move(letter.html),
        .language = language,
        .date = date,
        .id = id,
        .unsubscribe = *std::move(opt_out)
    };
}

Result<std::string> link_start(std::string_view address) {
    if (address.empty()) {
        return failure(
            "mail.no-address",
            "nobody says where participants find the study, which the links in mails need",
            "give it with --public-address, as in https://survey.example.org"
        );
    }
    while (address.ends_with('/')) address.remove_suffix(1);
    // With what stands behind it a link has to fit a line of a mail.
    const Result<delivery::WebAddress> parsed =
        delivery::WebAddress::parse(fmt::format("{}/{}", address, std::string(300, 'x')));
    if (!parsed) return std::unexpected(parsed.error());
    return std::string(address);
}

}  // namespace querist::actions
