#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct QueueFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

std::string mails(std::int64_t count) {
    return fmt::format("{} mail{}", count, count == 1 ? "" : "s");
}

std::string queued_text(const actions::QueuedMails& queued) {
    std::string text = fmt::format("{} queued.\n", mails(queued.queued));
    for (std::size_t number = 1; number < queued.by_number.size(); ++number) {
        if (queued.by_number[number] == 0) continue;
        text += fmt::format("  reminder {}: {}\n", number, queued.by_number[number]);
    }
    if (queued.already > 0) {
        text += fmt::format("{} had been queued before.\n", mails(queued.already));
    }
    if (queued.left_alone > 0) {
        text += fmt::format(
            "{} of the cases are left alone: they want no mail, or have ended.\n", queued.left_alone
        );
    }
    if (queued.no_address > 0) {
        text += fmt::format(
            "{} of the cases have no address: nobody can write to them by mail.\n",
            queued.no_address
        );
    }
    if (queued.quota_full > 0) {
        text += fmt::format(
            "{} of the cases get no mail while a quota of their stratum is full.\n",
            queued.quota_full
        );
    }
    if (queued.queued > 0) text += "querist recruit send sends them.\n";
    return text;
}

int tell_queued(
    Console& console, const QueueFlags& flags, const Result<actions::QueuedMails>& queued
) {
    if (!queued) return fail(console, queued.error());
    if (flags.json) {
        print_json(
            console,
            {{"study", queued->study},
             {"queued", queued->queued},
             {"already", queued->already},
             {"left_alone", queued->left_alone},
             {"no_address", queued->no_address},
             {"quota_full", queued->quota_full}}
        );
    } else {
        console.out(terminal_safe(queued_text(*queued)));
    }
    return exit_fine;
}

std::vector<Option> queue_options(QueueFlags& flags) {
    return {
        {"STUDY", "", "Folder of the study", &flags.study, Option::Need::required},
        data_option(flags.data),
        {"--json", "", "Print it as JSON", &flags.json},
    };
}

}  // namespace

Command recruit_invite_command() {
    auto flags = std::make_shared<QueueFlags>();
    return {
        "recruit invite",
        "Queues the invitation of everybody who was released and has none",
        "Nothing leaves before querist recruit send. Running it again queues nobody twice.",
        queue_options(*flags),
        {"querist recruit invite studies/onnx-interop"},
        [flags](Console& console) {
            actions::SystemClock clock;
            return tell_queued(
                console, *flags, actions::queue_invitations(flags->study, flags->data, clock)
            );
        },
    };
}

Command recruit_remind_command() {
    auto flags = std::make_shared<QueueFlags>();
    return {
        "recruit remind",
        "Queues the reminders that are due now",
        "By the days that the study file says and by what each person has done, so it may run "
        "every "
        "day. Nobody gets a reminder twice, or one while the mail before it has not left.",
        queue_options(*flags),
        {"querist recruit remind studies/onnx-interop"},
        [flags](Console& console) {
            actions::SystemClock clock;
            return tell_queued(
                console, *flags, actions::queue_reminders(flags->study, flags->data, clock)
            );
        },
    };
}

}  // namespace querist::cli
