#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct VerifyFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json verification_json(const actions::Verification& one) {
    return {
        {"study", one.study},
        {"fine", !one.broken},
        {"responses", one.responses},
        {"entries", one.entries},
        {"withdrawn", one.withdrawn},
        {"seals", one.seals},
        {"plans", one.plans},
        {"last_seal",
         one.last_seal ? nlohmann::ordered_json(one.last_seal->hex()) : nlohmann::ordered_json()},
        {"broken", one.broken ? json_of(*one.broken) : nlohmann::ordered_json()},
    };
}

void print_verification(Console& console, const actions::Verification& one) {
    console.out(terminal_safe(fmt::format(
        "{}: {}; responses: {}, entries: {}, withdrawn: {}, seals: {}, plans: {}{}{}\n",
        one.study,
        one.broken ? "BROKEN" : "fine",
        one.responses,
        one.entries,
        one.withdrawn,
        one.seals,
        one.plans,
        one.last_seal ? ", last seal " : "",
        one.last_seal ? one.last_seal->hex() : ""
    )));
}

int verify(Console& console, const VerifyFlags& flags) {
    const Result<std::vector<actions::Verification>> done = [&] {
        ProgressLine progress(console, "entries and responses verified");
        return actions::verify(flags.data, flags.study, [&progress](std::int64_t so_far) {
            progress.show(so_far);
        });
    }();
    if (!done) return fail(console, done.error());
    int code = exit_fine;
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const actions::Verification& one : *done) {
        if (flags.json) {
            all.push_back(verification_json(one));
        } else {
            print_verification(console, one);
        }
        if (!one.broken) continue;
        code = exit_problems;
        if (!flags.json) (void)fail(console, *one.broken);
    }
    if (flags.json) print_json(console, all);
    return code;
}

}  // namespace

Command verify_command() {
    auto flags = std::make_shared<VerifyFlags>();
    return {
        "verify",
        "Recomputes every hash chain and seal, and names the first entry that is wrong",
        "Compare the last seal with the one that was published: it covers every answer. The exit "
        "code is 1 when anything does not hold.",
        {
            {"STUDY",
             "",
             "Folder or id of the study; without it every study of the data",
             &flags->study},
            data_option(flags->data),
            {"--json", "", "Print the result as JSON", &flags->json},
        },
        {"querist verify studies/onnx-interop", "querist verify --data /srv/answers --json"},
        [flags](Console& console) { return verify(console, *flags); },
    };
}

}  // namespace querist::cli
