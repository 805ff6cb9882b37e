#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

constexpr std::int64_t entry_number_max = 999'999'999'999;

struct RewardsReverseFlags {
    std::string study;
    std::int64_t entry = 0;
    std::string reason;
    bool money_back = false;
    bool owe_again = false;
    std::string data = "data";
    bool json = false;
};

int rewards_reverse(Console& console, const RewardsReverseFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    using compensation::MoneyBack;
    using compensation::OweAgain;
    const Result<std::vector<compensation::Entry>> made = actions::reverse_reward(
        flags.study,
        flags.data,
        {.entry = flags.entry,
         .reason = flags.reason,
         .back = flags.money_back ? MoneyBack::yes : MoneyBack::no,
         .again = flags.owe_again ? OweAgain::yes : OweAgain::no},
        clock,
        random
    );
    if (!made) return fail(console, made.error());
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    std::string text;
    for (const compensation::Entry& entry : *made) {
        const compensation::Posting& posting = entry.posting;
        list.push_back(
            {{"entry", entry.sequence},
             {"kind", compensation::to_text(posting.kind)},
             {"from", compensation::to_text(posting.from)},
             {"to", compensation::to_text(posting.to)},
             {"minor_units", posting.amount.minor_units},
             {"currency", posting.amount.currency}}
        );
        text += fmt::format(
            "entry {}: {}, {} from {} to {}\n",
            entry.sequence,
            compensation::to_text(posting.kind),
            to_text(posting.amount),
            compensation::to_text(posting.from),
            compensation::to_text(posting.to)
        );
    }
    if (flags.json) {
        print_json(console, list);
    } else {
        console.out(text.empty() ? "it was taken back before: nothing changed\n" : text);
    }
    return exit_fine;
}

int rewards_resend(Console& console, const RewardsReverseFlags& flags) {
    const Result<actions::ResendTold> told =
        actions::resend_reward(flags.study, flags.data, flags.entry);
    if (!told) return fail(console, told.error());
    if (flags.json) {
        print_json(console, {{"entry", told->entry}, {"shown_before", told->shown}});
    } else {
        console.out(fmt::format(
            "entry {}: its card {}; whoever opens the claim link or enters the code again sees "
            "it, and no other card\n",
            told->entry,
            told->shown ? "was shown" : "is set aside and was never shown"
        ));
    }
    return exit_fine;
}

}  // namespace

Command rewards_reverse_command() {
    auto flags = std::make_shared<RewardsReverseFlags>();
    return {
        "rewards reverse",
        "Takes an entry of the ledger back that was a mistake",
        "The entry stays, and further ones say that it was taken back. Only the last step of a "
        "claim or a compensation can be. A card that was set aside and never shown is owed again "
        "by that, and a compensation by hand can be approved anew. Of a card that was shown say "
        "with --owe-again whether its holder may claim another, because it was void. Of a payment "
        "that was taken back before, --owe-again and --money-back can be said later, each once.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"ENTRY",
             "",
             "The entry's number, as querist rewards export --ledger lists it",
             WholeNumber{&flags->entry, 1, entry_number_max},
             Option::Need::required},
            {"--reason",
             "TEXT",
             "Why; it stands in the ledger: name nobody",
             &flags->reason,
             Option::Need::required},
            {"--money-back", "", "What was paid came back", &flags->money_back},
            {"--owe-again", "", "The claim may be made anew, for another card", &flags->owe_again},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards reverse studies/onnx-interop 17 --reason \"the card was void\" "
         "--money-back --owe-again"},
        [flags](Console& console) { return rewards_reverse(console, *flags); },
    };
}

Command rewards_resend_command() {
    auto flags = std::make_shared<RewardsReverseFlags>();
    return {
        "rewards resend",
        "Makes sure that the holder of a claim can see its card again, without a second card",
        "For somebody who says that the card was never seen. The claim link or code shows the same "
        "card whenever it is opened; this checks that it will, and prints no code. Where the card "
        "is void, see querist rewards reverse --owe-again.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"ENTRY",
             "",
             "The entry of the claim, as querist rewards export --ledger lists it",
             WholeNumber{&flags->entry, 1, entry_number_max},
             Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards resend studies/onnx-interop 17"},
        [flags](Console& console) { return rewards_resend(console, *flags); },
    };
}

}  // namespace querist::cli
