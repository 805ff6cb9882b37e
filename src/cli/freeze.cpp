#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct FreezeFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json freezing_json(const actions::Freezing& freezing) {
    return {
        {"study", freezing.study},
        {"plan", freezing.plan.hash.hex()},
        {"frozen_at", to_text(freezing.plan.at)},
        {"life", actions::to_text(freezing.plan.life)},
        {"registered", freezing.plan.registered},
        {"added", freezing.added},
        {"changes", freezing.changes},
    };
}

void print_freezing(Console& console, const actions::Freezing& freezing) {
    console.out(fmt::format(
        "plan {}\n{} at {} ({})\n",
        freezing.plan.hash.hex(),
        freezing.added ? "frozen" : "was frozen already",
        to_text(freezing.plan.at),
        freezing.plan.registered ? "the registered plan" : "an amendment"
    ));
    for (const std::string& change : freezing.changes) {
        console.out(terminal_safe(fmt::format("changed: {}\n", change)));
    }
}

int freeze(Console& console, const FreezeFlags& flags) {
    actions::SystemClock clock;
    const Result<actions::Freezing> done = actions::freeze_plan(flags.study, flags.data, clock);
    if (!done) return fail(console, done.error());
    for (const Problem& warning : done->warnings) (void)fail(console, warning);
    if (flags.json) {
        print_json(console, freezing_json(*done));
    } else {
        print_freezing(console, *done);
    }
    return exit_fine;
}

}  // namespace

Command freeze_command() {
    auto flags = std::make_shared<FreezeFlags>();
    return {
        "freeze",
        "Freezes a study's analysis plan: keeps it with its hash and date",
        "querist open does so by itself. Freeze before it to register the plan ahead of a pilot, "
        "or "
        "afterwards to keep a changed plan. Every frozen plan is kept, and reports print how the "
        "plan in force differs from the registered one: the last that was frozen before the study "
        "opened, or the first after it.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print the result as JSON", &flags->json},
        },
        {"querist freeze studies/onnx-interop",
         "querist freeze studies/onnx-interop --data /srv/answers --json"},
        [flags](Console& console) { return freeze(console, *flags); },
    };
}

}  // namespace querist::cli
