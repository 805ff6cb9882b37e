#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/mailing_flags.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct PreviewFlags {
    std::string study;
    std::string language;
    std::int64_t reminder = 0;
    bool message = false;
    bool json = false;
};

int recruit_preview(Console& console, const PreviewFlags& flags) {
    actions::SystemClock clock;
    const Result<actions::ShownMail> mail =
        actions::preview_mail(flags.study, flags.language, static_cast<int>(flags.reminder), clock);
    if (!mail) return fail(console, mail.error());
    if (flags.json) {
        print_json(
            console,
            {{"language", mail->language},
             {"from", mail->from},
             {"reply_to", mail->reply_to},
             {"subject", mail->subject},
             {"text", mail->text},
             {"html", mail->html}}
        );
        return exit_fine;
    }
    if (flags.message) {
        console.out(mail->message);
        return exit_fine;
    }
    std::string text = fmt::format("From: {}\n", mail->from);
    if (!mail->reply_to.empty()) text += fmt::format("Reply-To: {}\n", mail->reply_to);
    text += fmt::format(
        "Subject: {}\nLanguage: {}\n\n{}\n--- as HTML ---\n\n{}",
        mail->subject,
        mail->language,
        mail->text,
        mail->html
    );
    console.out(terminal_safe(text));
    return exit_fine;
}

struct TestSendFlags {
    std::string study;
    std::string to;
    std::string language;
    std::int64_t reminder = 0;
    bool json = false;
    MailingFlags mailing;
};

int recruit_test_send(Console& console, const TestSendFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::SentTest> sent = actions::send_test_mail(
        flags.study,
        flags.to,
        flags.language,
        static_cast<int>(flags.reminder),
        options_of(flags.mailing),
        clock,
        random
    );
    if (!sent) return fail(console, sent.error());
    if (flags.json) {
        print_json(
            console,
            {{"accepted", sent->accepted},
             {"uncertain", sent->uncertain},
             {"reply", sent->reply},
             {"words", sent->words},
             {"message_id", sent->message_id}}
        );
    } else if (sent->accepted) {
        console.out(
            terminal_safe(fmt::format("The server took {} for {}.\n", sent->message_id, flags.to))
        );
    }
    if (sent->accepted) return exit_fine;
    if (flags.json) return exit_problems;
    return fail(
        console,
        failure(
            "mail.not-accepted",
            sent->uncertain ? "the connection was lost when the mail was being handed over"
                            : fmt::format("the server did not take the mail: {}", sent->words),
            "correct what it says; see docs/recruiting.md"
        )
            .error()
    );
}

}  // namespace

Command recruit_preview_command() {
    auto flags = std::make_shared<PreviewFlags>();
    return {
        "recruit preview",
        "Prints a study's invitation, or a reminder, as a made-up recipient would get it",
        "Plain text and HTML, with links that lead nowhere. Without --reminder the invitation.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--language", "L", "One of the study's languages: de", &flags->language},
            {"--reminder",
             "N",
             "Number of the reminder; 0 is the invitation",
             WholeNumber{&flags->reminder, 0, instrument::reminders_max}},
            {"--message", "", "Print the mail's bytes, for a mail program", &flags->message},
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit preview studies/onnx-interop",
         "querist recruit preview studies/onnx-interop --reminder 1 --language de"},
        [flags](Console& console) { return recruit_preview(console, *flags); },
    };
}

Command recruit_test_send_command() {
    auto flags = std::make_shared<TestSendFlags>();
    std::vector<Option> options = {
        {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
        {"--to", "ADDRESS", "Who gets it: yourself", &flags->to, Option::Need::required},
        {"--language", "L", "One of the study's languages: de", &flags->language},
        {"--reminder",
         "N",
         "Number of the reminder; 0 is the invitation",
         WholeNumber{&flags->reminder, 0, instrument::reminders_max}},
    };
    for (Option& option : mailing_options(flags->mailing)) options.push_back(std::move(option));
    options.push_back({"--json", "", "Print it as JSON", &flags->json});
    return {
        "recruit test-send",
        "Sends the invitation, or a reminder, to one address as a test",
        "The subject says that it is a test and the links lead nowhere. Nothing is kept of it.",
        std::move(options),
        {"querist recruit test-send studies/onnx-interop --to you@example.org "
         "--server smtp.example.org:587 --user you --password-file smtp-password"},
        [flags](Console& console) { return recruit_test_send(console, *flags); },
    };
}

}  // namespace querist::cli
