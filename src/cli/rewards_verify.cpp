#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct RewardsVerifyFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

int rewards_verify(Console& console, const RewardsVerifyFlags& flags) {
    const Result<std::vector<actions::RewardsVerification>> done =
        actions::verify_rewards(flags.data, flags.study);
    if (!done) return fail(console, done.error());
    int code = exit_fine;
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const actions::RewardsVerification& one : *done) {
        if (one.broken) code = exit_problems;
        if (flags.json) {
            all.push_back(
                {{"study", one.study},
                 {"fine", !one.broken},
                 {"entries", one.entries},
                 {"head", one.head.hex()},
                 {"broken", one.broken ? json_of(*one.broken) : nlohmann::ordered_json()}}
            );
            continue;
        }
        console.out(terminal_safe(fmt::format(
            "{}: {}; entries: {}, head {}\n",
            one.study,
            one.broken ? "BROKEN" : "fine",
            one.entries,
            one.head.hex()
        )));
        if (one.broken) (void)fail(console, *one.broken);
    }
    if (flags.json) print_json(console, all);
    return code;
}

}  // namespace

Command rewards_verify_command() {
    auto flags = std::make_shared<RewardsVerifyFlags>();
    return {
        "rewards verify",
        "Replays the ledger of rewards, and names the first entry that is wrong",
        "Every link, every posting as an event would have made it, and that balances, cards, "
        "claims, messages and compensations by hand are what the entries say. Every card and "
        "payee is opened, so that a wrong key is found. The exit code is 1 when anything does "
        "not hold.",
        {
            {"STUDY",
             "",
             "Folder or id of the study; without it every study of the data",
             &flags->study},
            data_option(flags->data),
            {"--json", "", "Print the result as JSON", &flags->json},
        },
        {"querist rewards verify studies/onnx-interop"},
        [flags](Console& console) { return rewards_verify(console, *flags); },
    };
}

}  // namespace querist::cli
