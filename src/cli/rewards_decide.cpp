#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

using actions::RewardDecision;

struct RewardsDecideFlags {
    std::string study;
    std::string whom;
    std::string reason;
    std::string data = "data";
    bool json = false;
    bool overturn = false;
};

int rewards_decide(Console& console, const RewardsDecideFlags& flags, RewardDecision decision) {
    const Result<actions::RewardCase> whom = actions::reward_case(flags.whom);
    if (!whom) {
        (void)fail(console, whom.error());
        return exit_usage;
    }
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<std::int64_t> done = actions::decide_reward_case(
        flags.study, flags.data, *whom, decision, flags.reason, clock, random
    );
    if (!done) return fail(console, done.error());
    const std::string_view word = decision == RewardDecision::refused ? "refused" : "approved";
    const std::string name =
        whom->response ? whom->response->text() : fmt::format("number {}", whom->item);
    if (flags.json) {
        nlohmann::ordered_json told = {{"name", name}, {"decision", word}};
        if (*done != 0) told["entry"] = *done;
        print_json(console, told);
    } else {
        const std::string entry = *done == 0 ? "" : fmt::format(" (entry {} of the ledger)", *done);
        console.out(fmt::format("{} {}{}\n", name, word, entry));
    }
    return exit_fine;
}

Command decide_command(
    std::string name,
    std::string summary,
    std::string explanation,
    std::vector<std::string> examples,
    RewardDecision decision
) {
    auto flags = std::make_shared<RewardsDecideFlags>();
    const bool refuses = decision == RewardDecision::refused;
    std::vector<Option> options{
        {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
        {"WHOM",
         "",
         "A response's code, or a number, as querist rewards review lists them",
         &flags->whom,
         Option::Need::required},
        {"--reason",
         "TEXT",
         refuses ? "Why; it stands in the response's entries, or with the item"
                 : "Why, where that should be kept; needed with --overturn",
         &flags->reason},
    };
    if (!refuses) {
        options.push_back(
            {"--overturn",
             "",
             "The reward of this response was refused, and that was wrong",
             &flags->overturn}
        );
    }
    options.push_back(data_option(flags->data));
    options.push_back({"--json", "", "Print it as JSON", &flags->json});
    return {
        std::move(name),
        std::move(summary),
        std::move(explanation),
        std::move(options),
        std::move(examples),
        [flags, decision](Console& console) {
            const RewardDecision said = flags->overturn ? RewardDecision::overturned : decision;
            return rewards_decide(console, *flags, said);
        },
    };
}

}  // namespace

Command rewards_approve_command() {
    return decide_command(
        "rewards approve",
        "Approves a response that waits, or a compensation that was entered by hand",
        "A response becomes eligible at once, whatever it waited for, and cannot be refused any "
        "more: what is signed for it could not be taken back. One that was refused needs "
        "--overturn. A compensation by hand is owed.",
        {"querist rewards approve studies/onnx-interop 1n6gvr6e0q3c9m4h8k2t5w7x9z",
         "querist rewards approve studies/onnx-interop 3",
         "querist rewards approve studies/onnx-interop 1n6gvr6e0q3c9m4h8k2t5w7x9z --overturn "
         "--reason \"read it again: their own words\""},
        RewardDecision::eligible
    );
}

Command rewards_refuse_command() {
    return decide_command(
        "rewards refuse",
        "Refuses the reward of a response, or a compensation that was entered by hand",
        "The answers stay and count: leaving them out of reports is an exclusion, which is another "
        "thing. The participant is told, and may ask once for another look (querist rewards "
        "review): say refuse once more when the decision stays, querist rewards approve --overturn "
        "when it was wrong.",
        {"querist rewards refuse studies/onnx-interop 1n6gvr6e0q3c9m4h8k2t5w7x9z --reason \"the "
         "same answers as three others\""},
        RewardDecision::refused
    );
}

}  // namespace querist::cli
