#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/rewards_telling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace querist::cli {

namespace {

struct RewardsReviewFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
    bool tell_again = false;
};

nlohmann::ordered_json waiting_json(const std::vector<actions::WaitingResponse>& waiting) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const actions::WaitingResponse& one : waiting) {
        nlohmann::ordered_json row = {
            {"response", one.response.text()}, {"compensation", one.compensation}
        };
        if (one.completed) row["completed"] = to_text(*one.completed);
        row["reasons"] = one.reasons;
        list.push_back(std::move(row));
    }
    return list;
}

std::string_view against_text(actions::Appeal::Against against) {
    return against == actions::Appeal::Against::exclusion ? "excluded" : "refused";
}

nlohmann::ordered_json appeals_json(const std::vector<actions::AppealedResponse>& appeals) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const actions::AppealedResponse& one : appeals) {
        list.push_back(
            {{"response", one.response.text()},
             {"against", against_text(one.against)},
             {"text", one.text}}
        );
    }
    return list;
}

std::string review_text(const actions::RewardReview& review) {
    using enum Alignment;
    std::string text =
        fmt::format("{}: {} responses wait\n", review.study, review.responses.size());
    std::vector<std::vector<std::string>> rows;
    rows.reserve(review.responses.size());
    for (const actions::WaitingResponse& one : review.responses) {
        rows.push_back(
            {one.response.text(),
             one.completed ? to_text(*one.completed).substr(0, 10) : "",
             fmt::format("{}", fmt::join(one.reasons, "; "))}
        );
    }
    if (!rows.empty()) text += aligned_table({left, left, left}, rows);
    for (const actions::AppealedResponse& one : review.appeals) {
        text += fmt::format(
            "{} was {}, and asks for another look: {}\n",
            one.response.text(),
            against_text(one.against),
            on_one_line(one.text)
        );
    }
    if (review.items.empty()) return text;
    rows = {{"number", "state", "amount", "payee", "reason", "evidence", "why decided so"}};
    for (const actions::RewardItem& item : review.items) {
        rows.push_back(
            {std::to_string(item.number),
             item.state,
             to_text(item.amount),
             item.payee,
             item.reason,
             item.evidence,
             item.refusal.empty() ? item.approval : item.refusal}
        );
    }
    return text + aligned_table({right, left, right, left, left, left, left}, rows);
}

int rewards_review(Console& console, const RewardsReviewFlags& flags) {
    actions::SystemClock clock;
    const Result<actions::RewardReview> review =
        actions::review_rewards(flags.study, flags.data, clock);
    if (!review) return fail(console, review.error());
    if (!flags.json) {
        console.out(terminal_safe(review_text(*review)));
        return exit_fine;
    }
    nlohmann::ordered_json items = nlohmann::ordered_json::array();
    for (const actions::RewardItem& item : review->items) items.push_back(reward_item_json(item));
    print_json(
        console,
        {{"study", review->study},
         {"responses", waiting_json(review->responses)},
         {"appeals", appeals_json(review->appeals)},
         {"items", std::move(items)}}
    );
    return exit_fine;
}

int rewards_deliver(Console& console, const RewardsReviewFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::RewardRound> round = actions::deliver_rewards_now(
        flags.study,
        flags.data,
        flags.tell_again ? actions::Telling::again : actions::Telling::once,
        clock,
        random
    );
    if (!round) return fail(console, round.error());
    if (flags.json) {
        print_json(
            console,
            {{"eligible", round->eligible},
             {"not_eligible", round->not_eligible},
             {"owed", round->owed},
             {"refused", round->refused},
             {"claims_ended", round->ended},
             {"untold", round->untold},
             {"waiting", waiting_json(round->waiting)}}
        );
        return exit_fine;
    }
    console.out(fmt::format(
        "{} found eligible, {} not; {} owed now, {} refused for want of money; {} wait\n{}",
        round->eligible,
        round->not_eligible,
        round->owed,
        round->refused,
        round->waiting.size(),
        round->ended ? "claims have ended\n" : ""
    ));
    if (round->untold > 0) console.error(actions::told_untold(round->untold) + "\n");
    return exit_fine;
}

}  // namespace

Command rewards_review_command() {
    auto flags = std::make_shared<RewardsReviewFlags>();
    return {
        "rewards review",
        "Lists who waits for a person's decision about a reward, and why",
        "Complete responses that are flagged or excluded, or whose days of review are not over, "
        "with the reasons; those that were excluded or refused and whose participants ask for "
        "another look, with what they write; and everything that was entered by hand, with its "
        "state. Changes "
        "nothing.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards review studies/onnx-interop"},
        [flags](Console& console) { return rewards_review(console, *flags); },
    };
}

Command rewards_deliver_command() {
    auto flags = std::make_shared<RewardsReviewFlags>();
    return {
        "rewards deliver",
        "Finds out who has earned a reward, and owes it: what a server does every minute",
        "Complete responses that are neither flagged nor excluded, once their days of review are "
        "over. What was told is told once, wherever this is killed. It also ends claims whose days "
        "are over, and owes what a budget had refused and now covers.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--tell-again",
             "",
             "Tell rewards.db again of eligible responses that it lost (docs/data.md)",
             &flags->tell_again},
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards deliver studies/onnx-interop"},
        [flags](Console& console) { return rewards_deliver(console, *flags); },
    };
}

}  // namespace querist::cli
