#include "cli/command.hpp"
#include "cli/rewards_telling.hpp"

#include <memory>

namespace querist::cli {

namespace {

struct RewardsBudgetFlags {
    std::string study;
    std::string total;
    std::string compensation;
    std::string data = "data";
    bool json = false;
};

int tell_status(Console& console, const Result<actions::RewardsStatus>& status, bool json) {
    if (!status) return fail(console, status.error());
    if (json) {
        print_json(console, rewards_status_json(*status));
    } else {
        console.out(terminal_safe(rewards_status_text(*status)));
    }
    return exit_fine;
}

}  // namespace

Command rewards_budget_command() {
    auto flags = std::make_shared<RewardsBudgetFlags>();
    return {
        "rewards budget",
        "Opens a study's budgets, says how much there is in all, and prints them",
        "A budget is opened with the terms of the study file. While the study is a draft and the "
        "budget holds no card, its amount follows the file; from the pilot or the opening on what "
        "participants were promised stays. The total that the study file "
        "names counts once; --total changes it, and never below what was promised or paid.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--total",
             "AMOUNT",
             "How much there is in all, such as \"500\" or \"500 USD\"",
             &flags->total},
            {"--compensation", "ID", "Of which, where the study pays several", &flags->compensation
            },
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards budget studies/onnx-interop",
         "querist rewards budget studies/onnx-interop --compensation third-party-team --total "
         "\"2000 USD\""},
        [flags](Console& console) {
            actions::SystemClock clock;
            actions::SystemRandom random;
            return tell_status(
                console,
                actions::set_reward_budget(
                    flags->study, flags->data, flags->compensation, flags->total, clock, random
                ),
                flags->json
            );
        },
    };
}

Command rewards_owed_command() {
    auto flags = std::make_shared<RewardsBudgetFlags>();
    return {
        "rewards owed",
        "Prints what a study owes and has paid, and what is left",
        "Changes nothing. Amounts are those of the ledger; what is to be done stands as warnings.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards owed studies/onnx-interop"},
        [flags](Console& console) {
            return tell_status(
                console, actions::rewards_status(flags->study, flags->data), flags->json
            );
        },
    };
}

}  // namespace querist::cli
