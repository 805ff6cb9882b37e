#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/response_argument.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct WithdrawFlags {
    std::string study;
    std::string response;
    std::string data = "data";
};

int withdraw(Console& console, const WithdrawFlags& flags) {
    const Result<PublicId> id = response_named(flags.response);
    if (!id) {
        (void)fail(console, id.error());
        return exit_usage;
    }
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::Withdrawn> done =
        actions::withdraw(flags.data, flags.study, *id, clock, random);
    if (!done) return fail(console, done.error());
    console.out(fmt::format("{} withdrawn: its answers are deleted\n", id->text()));
    if (done->overwriting_pending) {
        console.error(
            "another program is reading the data: the deleted bytes are overwritten when it ends, "
            "by a running server within a minute, else by the next command that writes\n"
        );
    }
    return exit_fine;
}

}  // namespace

Command withdraw_command() {
    auto flags = std::make_shared<WithdrawFlags>();
    return {
        "withdraw",
        "Deletes one response's answers for ever",
        "What the person answered is gone from the data; that there was a response, and the hashes "
        "that prove the others, stay, and querist verify still passes.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            response_argument(flags->response),
            data_option(flags->data),
        },
        {"querist withdraw studies/onnx-interop 1n6gvr6e0q3c9m4h8k2t5w7x9z"},
        [flags](Console& console) { return withdraw(console, *flags); },
    };
}

}  // namespace querist::cli
