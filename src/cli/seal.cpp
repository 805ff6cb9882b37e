#include "actions/actions.hpp"
#include "cli/command.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct SealFlags {
    std::string study;
    std::string data = "data";
};

int seal(Console& console, const SealFlags& flags) {
    actions::SystemClock clock;
    const Result<Digest> done = actions::seal(flags.data, flags.study, clock);
    if (!done) return fail(console, done.error());
    console.out(fmt::format("{}\n", done->hex()));
    return exit_fine;
}

}  // namespace

Command seal_command() {
    auto flags = std::make_shared<SealFlags>();
    return {
        "seal",
        "Seals all answers of a study now and prints the seal",
        "A server does so daily by itself. A seal covers every answer so far and the seal before.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
        },
        {"querist seal studies/onnx-interop"},
        [flags](Console& console) { return seal(console, *flags); },
    };
}

}  // namespace querist::cli
