#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/mailing_flags.hpp"

#include <fmt/format.h>

#include <memory>
#include <thread>

namespace querist::cli {

namespace {

struct SendFlags {
    std::string study;
    std::string data = "data";
    bool once = false;
    bool json = false;
    MailingFlags mailing;
};

std::string sent_text(const actions::SentMails& sent) {
    std::string text = fmt::format(
        "accepted {}, refused {}, uncertain {}, not sent {}, still in the outbox {}\n",
        sent.accepted,
        sent.refused,
        sent.uncertain,
        sent.dropped,
        sent.left
    );
    if (sent.next && !sent.stopped) {
        text += fmt::format("The next one may leave at {}.\n", to_text(*sent.next));
    }
    if (sent.enough > 0) {
        text += fmt::format(
            "{} invitations wait: as many responses are complete as the study wants (\"stop when "
            "complete\").\n",
            sent.enough
        );
    }
    if (sent.quota_full > 0) {
        text += fmt::format(
            "{} mails wait while a quota of their readers' stratum is full.\n", sent.quota_full
        );
    }
    if (sent.uncertain > 0) {
        text += "querist recruit status names the uncertain ones; decide with recruit resolve.\n";
    }
    return text;
}

nlohmann::ordered_json sent_json(const actions::SentMails& sent) {
    nlohmann::ordered_json json = {
        {"study", sent.study},
        {"accepted", sent.accepted},
        {"refused", sent.refused},
        {"waiting", sent.waiting},
        {"uncertain", sent.uncertain},
        {"dropped", sent.dropped},
        {"left", sent.left},
        {"enough", sent.enough},
        {"quota_full", sent.quota_full},
    };
    json["next"] = sent.next ? nlohmann::ordered_json(to_text(*sent.next)) : nullptr;
    return json;
}

int recruit_send(Console& console, const SendFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::SentMails> sent = [&] {
        ProgressLine line(console, "mails");
        return actions::send_mails(
            flags.study,
            flags.data,
            options_of(flags.mailing),
            flags.once ? actions::SendUntil::nothing_is_due : actions::SendUntil::all_is_sent,
            clock,
            random,
            [](Instant until) { std::this_thread::sleep_until(until); },
            [&](std::int64_t done) { line.show(done); }
        );
    }();
    if (!sent) return fail(console, sent.error());
    if (flags.json) {
        print_json(console, sent_json(*sent));
    } else {
        console.out(terminal_safe(sent_text(*sent)));
    }
    return sent->stopped ? fail(console, *sent->stopped) : exit_fine;
}

}  // namespace

Command recruit_send_command() {
    auto flags = std::make_shared<SendFlags>();
    std::vector<Option> options = {
        {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
        data_option(flags->data),
        {"--once", "", "Send what can leave now and end", &flags->once},
    };
    for (Option& option : mailing_options(flags->mailing)) options.push_back(std::move(option));
    options.push_back({"--json", "", "Print it as JSON", &flags->json});
    return {
        "recruit send",
        "Sends the queued mails, each once, and ends when all have left",
        "It waits for quiet hours, for the rate per domain and for servers that are busy. It may "
        "be "
        "killed at any moment and run again: a mail of which nobody can know whether it left is "
        "set aside as uncertain and never sent again by itself.",
        std::move(options),
        {"querist recruit send studies/onnx-interop --server smtp.example.org:587 --user you "
         "--password-file smtp-password --public-address https://survey.example.org"},
        [flags](Console& console) { return recruit_send(console, *flags); },
    };
}

}  // namespace querist::cli
