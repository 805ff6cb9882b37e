#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/recruit_telling.hpp"

#include <memory>

namespace querist::cli {

namespace {

struct RecruitStatusFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

int recruit_status(Console& console, const RecruitStatusFlags& flags) {
    const Result<actions::RecruitmentStatus> status =
        actions::recruitment_status(flags.study, flags.data);
    if (!status) return fail(console, status.error());
    if (flags.json) {
        print_json(console, recruitment_status_json(*status));
    } else {
        console.out(terminal_safe(recruitment_status_text(*status)));
    }
    return exit_fine;
}

}  // namespace

Command recruit_status_command() {
    auto flags = std::make_shared<RecruitStatusFlags>();
    return {
        "recruit status",
        "Prints how a study's recruiting stands: people, sign-ins, draws, waves, codes, rates, "
        "mails",
        "What each case did with the questionnaire is looked up in the answers by the link key, "
        "and "
        "stored nowhere. Codes and rates are AAPOR's (docs/recruitment.md), of all cases released, "
        "by stratum and by wave; those of pilot waves stand apart. Participation and completion "
        "rates "
        "are CHERRIES'; responses that began with different versions of the instrument are told "
        "apart.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON, with every part's codes", &flags->json},
        },
        {"querist recruit status studies/onnx-interop",
         "querist recruit status studies/onnx-interop --json"},
        [flags](Console& console) { return recruit_status(console, *flags); },
    };
}

}  // namespace querist::cli
