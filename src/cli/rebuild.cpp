#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct RebuildFlags {
    std::string study;
    std::string data = "data";
    bool json = false;
};

int rebuild(Console& console, const RebuildFlags& flags) {
    const Result<actions::Rebuilt> done = [&] {
        ProgressLine progress(console, "responses rebuilt");
        return actions::rebuild(flags.data, flags.study, [&progress](std::int64_t so_far) {
            progress.show(so_far);
        });
    }();
    if (!done) return fail(console, done.error());
    if (flags.json) {
        print_json(console, {{"responses", done->responses}, {"differing", done->differing}});
    } else {
        console.out(fmt::format(
            "{} responses rebuilt from their entries, {} were different before\n",
            done->responses,
            done->differing
        ));
    }
    return exit_fine;
}

}  // namespace

Command rebuild_command() {
    auto flags = std::make_shared<RebuildFlags>();
    return {
        "rebuild",
        "Makes the answer tables again from the entries",
        "Says how many rows differed: none, unless somebody changed the tables or an older querist "
        "wrote them. A server that is running waits meanwhile.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print the counts as JSON", &flags->json},
        },
        {"querist rebuild studies/onnx-interop", "querist rebuild onnx-interop --json"},
        [flags](Console& console) { return rebuild(console, *flags); },
    };
}

}  // namespace querist::cli
