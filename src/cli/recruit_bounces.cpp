#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct BouncesFlags {
    std::string study;
    std::string mailbox;
    std::string data = "data";
    bool json = false;
};

int recruit_bounces(Console& console, const BouncesFlags& flags) {
    const Result<actions::ReturnedMails> read =
        actions::read_returned_mails(flags.study, flags.data, flags.mailbox);
    if (!read) return fail(console, read.error());
    if (flags.json) {
        print_json(
            console,
            {{"study", read->study},
             {"mails", read->mails},
             {"bounced", read->bounced},
             {"delivered", read->delivered},
             {"read", read->read},
             {"replies", read->replies},
             {"nothing_new", read->nothing_new},
             {"already", read->already},
             {"not_ours", read->not_ours},
             {"replied", read->replied}}
        );
        return exit_fine;
    }
    std::string text = fmt::format(
        "{} mails: {} came back, {} delivered, {} read, {} replies, {} say nothing new, {} were "
        "taken before, {} are about no mail of the study\n",
        read->mails,
        read->bounced,
        read->delivered,
        read->read,
        read->replies,
        read->nothing_new,
        read->already,
        read->not_ours
    );
    for (const std::string& id : read->replied) text += fmt::format("  replied: {}\n", id);
    if (!read->replied.empty()) {
        text += "Read what they say, and note it: querist recruit note\n";
    }
    console.out(terminal_safe(text));
    return exit_fine;
}

}  // namespace

Command recruit_bounces_command() {
    auto flags = std::make_shared<BouncesFlags>();
    return {
        "recruit bounces",
        "Reads what came back to the sender: mails that did not arrive, and replies",
        "From a mailbox file (mbox), as mail programs export it. Reading one again adds nothing.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            {"--mailbox", "FILE", "The mailbox", &flags->mailbox, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit bounces studies/onnx-interop --mailbox returned.mbox"},
        [flags](Console& console) { return recruit_bounces(console, *flags); },
    };
}

}  // namespace querist::cli
