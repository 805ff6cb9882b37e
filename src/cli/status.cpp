#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct StatusFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json status_json(
    const actions::StudyStatus& one, const std::vector<std::string>& warnings
) {
    nlohmann::ordered_json counts = nlohmann::ordered_json::array();
    for (const auto& count : one.counts) {
        counts.push_back({
            {"origin", response::to_text(count.origin)},
            {"status", response::to_text(count.status)},
            {"count", count.count},
        });
    }
    nlohmann::ordered_json plans = nlohmann::ordered_json::array();
    for (const actions::FrozenPlan& plan : one.plans) {
        plans.push_back({
            {"plan", plan.hash.hex()},
            {"frozen_at", to_text(plan.at)},
            {"life", actions::to_text(plan.life)},
            {"registered", plan.registered},
        });
    }
    return {
        {"study", one.study},
        {"life", actions::to_text(one.life)},
        {"version", one.version},
        {"visits", one.visits},
        {"plans", std::move(plans)},
        {"warnings", warnings},
        {"responses", std::move(counts)},
    };
}

void print_status(
    Console& console, const actions::StudyStatus& one, const std::vector<std::string>& warnings
) {
    console.out(terminal_safe(fmt::format(
        "{}: {}, version {}, {} visits\n",
        one.study,
        actions::to_text(one.life),
        one.version.empty() ? "none" : one.version.substr(0, 12),
        one.visits
    )));
    for (const actions::FrozenPlan& plan : one.plans) {
        console.out(fmt::format(
            "  plan {} {} {}\n",
            plan.hash.hex().substr(0, 12),
            plan.registered ? "registered" : "frozen",
            to_text(plan.at).substr(0, 10)
        ));
    }
    for (const auto& count : one.counts) {
        console.out(fmt::format(
            "  {:<10} {:<12} {}\n",
            response::to_text(count.origin),
            response::to_text(count.status),
            count.count
        ));
    }
    for (const std::string& warning : warnings) {
        console.out(terminal_safe(fmt::format("  warning: {}\n", warning)));
    }
}

int status(Console& console, const StatusFlags& flags) {
    const Result<std::vector<actions::StudyStatus>> done = actions::status(flags.data, flags.study);
    if (!done) return fail(console, done.error());
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const actions::StudyStatus& one : *done) {
        const std::vector<std::string> warnings = actions::reward_warnings(flags.data, one.study);
        if (flags.json) {
            all.push_back(status_json(one, warnings));
        } else {
            print_status(console, one, warnings);
        }
    }
    if (flags.json) print_json(console, all);
    return exit_fine;
}

}  // namespace

Command status_command() {
    auto flags = std::make_shared<StatusFlags>();
    return {
        "status",
        "Prints how a study stands: its life, its version and its responses",
        "",
        {
            {"STUDY",
             "",
             "Folder or id of the study; without it every study of the data",
             &flags->study},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist status", "querist status --data /srv/answers --json"},
        [flags](Console& console) { return status(console, *flags); },
    };
}

}  // namespace querist::cli
