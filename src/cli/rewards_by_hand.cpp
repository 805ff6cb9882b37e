#include "cli/command.hpp"
#include "cli/rewards_telling.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct RewardsHandFlags {
    std::string study;
    actions::NewRewardItem item;
    std::int64_t number = 0;
    std::string data = "data";
    bool json = false;
};

constexpr std::int64_t item_number_max = 999'999'999;

int tell_item(Console& console, const Result<actions::RewardItem>& item, bool json) {
    if (!item) return fail(console, item.error());
    if (json) {
        nlohmann::ordered_json told = reward_item_json(*item);
        if (item->entry != 0) told["entry"] = item->entry;
        print_json(console, told);
    } else {
        console.out(terminal_safe(fmt::format(
            "number {}: {} for {}, {}{}\n",
            item->number,
            to_text(item->amount),
            item->payee,
            item->state,
            item->entry == 0 ? "" : fmt::format(" (entry {} of the ledger)", item->entry)
        )));
    }
    return exit_fine;
}

}  // namespace

Command rewards_enter_command() {
    auto flags = std::make_shared<RewardsHandFlags>();
    return {
        "rewards enter",
        "Enters a compensation of somebody who is no respondent, to be approved and paid by hand",
        "Payee, reason and evidence are encrypted. Nothing is owed before it is approved.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--payee", "NAME", "Who is paid", &flags->item.payee, Option::Need::required},
            {"--amount",
             "AMOUNT",
             "How much; without it what the study file says",
             &flags->item.amount},
            {"--reason", "TEXT", "For what", &flags->item.reason, Option::Need::required},
            {"--evidence",
             "TEXT",
             "What shows that it was done: a link, a file's name",
             &flags->item.evidence,
             Option::Need::required},
            {"--compensation",
             "ID",
             "Which, where the study pays several by hand",
             &flags->item.compensation},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards enter studies/onnx-interop --payee \"A. Lovelace\" --amount 120 --reason "
         "\"converted 12 models\" --evidence \"pull request 7\""},
        [flags](Console& console) {
            actions::SystemClock clock;
            actions::SystemRandom random;
            return tell_item(
                console,
                actions::enter_reward(flags->study, flags->data, flags->item, clock, random),
                flags->json
            );
        },
    };
}

Command rewards_pay_command() {
    auto flags = std::make_shared<RewardsHandFlags>();
    return {
        "rewards pay",
        "Notes that an approved compensation was handed over",
        "Querist moves no money by hand: pay it, then say so here. Once, however often it is said.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"NUMBER",
             "",
             "Its number, as querist rewards review lists it",
             WholeNumber{&flags->number, 1, item_number_max},
             Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards pay studies/onnx-interop 3"},
        [flags](Console& console) {
            actions::SystemClock clock;
            actions::SystemRandom random;
            return tell_item(
                console,
                actions::note_reward_paid(flags->study, flags->data, flags->number, clock, random),
                flags->json
            );
        },
    };
}

}  // namespace querist::cli
