#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>
#include <thread>

namespace querist::cli {

namespace {

constexpr std::int64_t cards_most = 1'000'000;

struct RewardsBuyFlags {
    std::string study;
    std::int64_t in_all = 0;
    actions::VendorOptions vendor;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json bought_json(const actions::BoughtCards& cards) {
    return {
        {"study", cards.study},
        {"compensation", cards.compensation},
        {"each", to_text(cards.each)},
        {"bought", cards.bought},
        {"in_all", cards.in_all},
        {"pending", cards.pending},
        {"unclear", cards.unclear},
        {"failed", cards.failed},
        {"disputed", cards.disputed},
        {"stopped",
         cards.stopped ? nlohmann::ordered_json(cards.stopped->code) : nlohmann::ordered_json()},
    };
}

std::string bought_text(const actions::BoughtCards& cards) {
    using enum Alignment;
    std::vector<std::vector<std::string>> rows{
        {"bought now", std::to_string(cards.bought)},
        {"bought in all", std::to_string(cards.in_all)},
    };
    const auto add = [&rows](const char* what, std::int64_t count) {
        if (count > 0) rows.push_back({what, std::to_string(count)});
    };
    add("taken by the vendor, not executed yet", cards.pending);
    add("to be asked about again", cards.unclear);
    add("not executed", cards.failed);
    std::string text = fmt::format(
        "{}: cards of {} for {}\n{}",
        cards.study,
        to_text(cards.each),
        cards.compensation,
        aligned_table({left, right}, rows)
    );
    for (const std::string& id : cards.disputed) {
        text += fmt::format(
            "the vendor knows another order by the id {}: look for it there, and cancel it if it "
            "is "
            "nobody's; no card is counted for it\n",
            id
        );
    }
    return text;
}

int rewards_buy(Console& console, const RewardsBuyFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::BoughtCards> cards = actions::buy_cards_of_tremendous(
        flags.study,
        flags.data,
        flags.in_all,
        flags.vendor,
        clock,
        random,
        [](Instant until) { std::this_thread::sleep_until(until); }
    );
    if (!cards) return fail(console, cards.error());
    if (flags.json) {
        print_json(console, bought_json(*cards));
    } else {
        console.out(terminal_safe(bought_text(*cards)));
    }
    return cards->stopped ? fail(console, *cards->stopped) : exit_fine;
}

}  // namespace

Command rewards_buy_command() {
    auto flags = std::make_shared<RewardsBuyFlags>();
    return {
        "rewards buy",
        "Buys gift cards from Tremendous, before anybody claims one",
        "Says how many cards there are to be in all, so that running it again buys nothing more: "
        "orders that were left open are asked about first, and no card is bought twice. The vendor "
        "learns how many cards of which amount a study buys, and nothing of whom they are for. The "
        "key of the account's API stands in the environment: QUERIST_TREMENDOUS_KEY. To try it "
        "out, use the key of a sandbox account and --vendor "
        "https://testflight.tremendous.com/api/v2.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--in-all",
             "N",
             "How many cards there are to be",
             WholeNumber{&flags->in_all, 1, cards_most},
             Option::Need::required},
            {"--campaign",
             "ID",
             "What holders choose from, of your account",
             &flags->vendor.campaign},
            {"--product", "ID", "Or the one thing that they get", &flags->vendor.product},
            {"--funding-source",
             "ID",
             "What pays; the account's balance when left out",
             &flags->vendor.funding_source},
            {"--vendor", "URL", "Another server with the same interface", &flags->vendor.address},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards buy studies/onnx-interop --in-all 69 --campaign ABCDEFGHIJKL"},
        [flags](Console& console) { return rewards_buy(console, *flags); },
    };
}

}  // namespace querist::cli
