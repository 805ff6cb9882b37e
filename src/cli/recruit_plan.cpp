#include "cli/recruit_plan.hpp"

#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <memory>

namespace querist::cli {

namespace {

struct RecruitPlanFlags {
    std::string study;
    bool json = false;
};

int recruit_plan(Console& console, const RecruitPlanFlags& flags) {
    const Result<recruitment::RecruitmentPlan> plan = actions::plan_recruitment(flags.study);
    if (!plan) return fail(console, plan.error());
    if (flags.json) {
        print_json(console, recruitment_plan_json(*plan));
        return exit_fine;
    }
    console.out(terminal_safe(recruitment_plan_text(*plan)));
    for (const Problem& warning : plan->warnings) (void)fail(console, warning);
    return exit_fine;
}

}  // namespace

Command recruit_plan_command() {
    auto flags = std::make_shared<RecruitPlanFlags>();
    return {
        "recruit plan",
        "Calculates how many a study must ask, and what its plan would find",
        "From the population and the sample of the study file: the sample size for the margin with "
        "and without finite population correction, its allocation to strata, the invitations at "
        "the expected response rate, and the smallest effects that the planned comparisons find.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit plan studies/onnx-interop",
         "querist recruit plan studies/onnx-interop --json"},
        [flags](Console& console) { return recruit_plan(console, *flags); },
    };
}

}  // namespace querist::cli
