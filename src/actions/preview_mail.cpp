#include "actions/actions.hpp"
#include "actions/case_secrets.hpp"
#include "actions/letters.hpp"
#include "actions/mail_server_of.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

constexpr std::string_view example_address = "https://survey.example.org";

/// Somebody who does not exist: the domain is reserved for examples (RFC 2606).
Result<Recipient> made_up_recipient(
    const instrument::Study& study, std::string_view to, std::string_view language
) {
    Result<EmailAddress> address = EmailAddress::parse(to);
    if (!address) return std::unexpected(address.error());
    Recipient recipient{
        .address = *std::move(address),
        .name = "Ada Example",
        .language = std::string(language),
        .further = {}
    };
    if (study.recruitment) {
        for (const instrument::FrameColumn& column : study.recruitment->columns) {
            recipient.further.emplace_back(column.id, fmt::format("({})", column.text));
        }
    }
    return recipient;
}

/// Links of the right shape that are nobody's.
LetterLinks made_up_links(const instrument::Study& study, std::string_view start) {
    const std::string server(start);
    return {
        .invitation = server + invitation_path(study.id, {}),
        .opt_out = server + opt_out_path(study.id, {})
    };
}

Result<void> check_language(const instrument::Study& study, std::string_view language) {
    const auto& known = study.languages;
    if (language.empty() || std::ranges::find(known, language) != known.end()) return {};
    return failure(
        "mail.no-language",
        fmt::format("the study is not translated into \"{}\"", language),
        nearest_or(language, known, "write the tag of one of its translations")
    );
}

}  // namespace

Result<ShownMail> preview_mail(
    const std::filesystem::path& study_folder, std::string_view language, int number, Clock& clock
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    if (Result<void> known = check_language(*study, language); !known) {
        return std::unexpected(known.error());
    }
    Result<LetterWriter> writer = LetterWriter::of(*study);
    if (!writer) return std::unexpected(writer.error());
    const Result<Recipient> recipient = made_up_recipient(*study, "ada@example.org", language);
    if (!recipient) return std::unexpected(recipient.error());
    const LetterLinks links = made_up_links(*study, example_address);
    const Result<delivery::Mail> mail =
        writer->write(number, *recipient, links, fmt::format("preview.{}", number), clock.now());
    if (!mail) return std::unexpected(mail.error());
    Result<std::string> message = delivery::compose(*mail);
    if (!message) return std::unexpected(message.error());
    return ShownMail{
        .language = mail->language,
        .from = to_text(mail->from),
        .reply_to = mail->reply_to ? to_text(*mail->reply_to) : std::string(),
        .subject = mail->subject.text(),
        .text = mail->text,
        .html = mail->html,
        .message = *std::move(message)
    };
}

Result<SentTest> send_test_mail(
    const std::filesystem::path& study_folder,
    std::string_view to,
    std::string_view language,
    int number,
    const MailingOptions& options,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    if (Result<void> known = check_language(*study, language); !known) {
        return std::unexpected(known.error());
    }
    Result<LetterWriter> writer = LetterWriter::of(*study);
    if (!writer) return std::unexpected(writer.error());
    const Result<Recipient> recipient = made_up_recipient(*study, to, language);
    if (!recipient) return std::unexpected(recipient.error());
    const Result<std::string> start =
        link_start(options.address.empty() ? example_address : options.address);
    if (!start) return std::unexpected(start.error());
    PublicId id;
    random.fill(id.bytes);
    Result<delivery::Mail> mail = writer->write(
        number,
        *recipient,
        made_up_links(*study, *start),
        fmt::format("test.{}.{}", id.text(), number),
        clock.now()
    );
    if (!mail) return std::unexpected(mail.error());
    Result<HeaderText> subject = HeaderText::parse("[Test] " + mail->subject.text());
    if (subject) mail->subject = *std::move(subject);
    const Result<std::string> message = delivery::compose(*mail);
    if (!message) return std::unexpected(message.error());
    const Result<delivery::WireAddress> from = delivery::WireAddress::of(mail->from.address);
    if (!from) return std::unexpected(from.error());
    const Result<delivery::WireAddress> receiver = delivery::WireAddress::of(mail->to.address);
    if (!receiver) return std::unexpected(receiver.error());
    const Result<std::unique_ptr<delivery::MailServer>> server = mail_server_of(options);
    if (!server) return std::unexpected(server.error());
    const delivery::HandoverReport report =
        (*server)->hand_over({*from, *receiver}, *message, [] { return true; });
    return SentTest{
        .accepted = report.what == delivery::Handover::accepted,
        .uncertain = report.what == delivery::Handover::uncertain,
        .reply = report.reply,
        .words = report.words,
        .message_id = delivery::message_id(*mail).value_or("")
    };
}

}  // namespace querist::actions
