#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct ResolveFlags {
    std::string study;
    std::string sampled;
    std::string data = "data";
    bool sent = false;
    bool again = false;
};

int recruit_resolve(Console& console, const ResolveFlags& flags) {
    if (flags.sent == flags.again) {
        (void)fail(
            console,
            failure(
                "usage.decision",
                "say whether the mail counts as sent or is sent again",
                "write --sent or --again"
            )
                .error()
        );
        return exit_usage;
    }
    actions::SystemClock clock;
    const auto decision = flags.again ? actions::MailDecision::again : actions::MailDecision::sent;
    const Result<void> done =
        actions::resolve_mail(flags.study, flags.data, flags.sampled, decision, clock);
    if (!done) return fail(console, done.error());
    console.out(flags.again ? "The mail is queued again.\n" : "The mail counts as sent.\n");
    return exit_fine;
}

}  // namespace

Command recruit_resolve_command() {
    auto flags = std::make_shared<ResolveFlags>();
    return {
        "recruit resolve",
        "Decides about a mail of which nobody knows whether it left, or that was refused",
        "The connection was lost, or the program ended, while the server was taking the mail. Look "
        "into the server's log, or ask the person; then say --sent or --again. With --again a mail "
        "that a server refused because of a wrong setting is sent once more.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            {"CASE",
             "",
             "The case, as recruit status names it",
             &flags->sampled,
             Option::Need::required},
            data_option(flags->data),
            {"--sent", "", "It arrived, or must not be sent again", &flags->sent},
            {"--again", "", "It did not arrive: send it once more", &flags->again},
        },
        {"querist recruit resolve onnx-interop 0123456789abcdefghjkmnpqrs --sent"},
        [flags](Console& console) { return recruit_resolve(console, *flags); },
    };
}

}  // namespace querist::cli
