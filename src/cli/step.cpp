#include "cli/step.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct StepOptions {
    std::string study;
    std::string data = "data";
};

int step(
    Console& console,
    const StepOptions& options,
    actions::Life to,
    std::optional<actions::Life> only_from
) {
    actions::SystemClock clock;
    const Result<actions::LifeStep> done =
        actions::step_life(options.study, options.data, to, clock, only_from);
    if (!done) return fail(console, done.error());
    console.out(fmt::format(
        "{} -> {}\nversion {}\n",
        actions::to_text(done->before),
        actions::to_text(done->after),
        done->version.hex()
    ));
    for (const instrument::VersionChange& change : done->changes) {
        console.out(terminal_safe(fmt::format(
            "changed: {}{}{} ({})\n",
            change.item,
            change.item.empty() ? "" : ": ",
            change.what,
            change.comparable ? "comparable" : "not comparable"
        )));
    }
    for (const Problem& warning : done->warnings) (void)fail(console, warning);
    if (to == actions::Life::open && !only_from) {
        if (done->plan) {
            console.out(fmt::format("plan {}\n", done->plan->hex()));
        } else {
            console.error(
                "warning: the study has no analysis plan: all that its report says is exploratory\n"
                "  = write analysis.yaml and run querist freeze before you look at answers\n"
            );
        }
    }
    if (done->seal) {
        console.out(fmt::format("seal {}\n", done->seal->hex()));
        console.error("publish the seal: it proves later that no answer was changed\n");
    }
    return exit_fine;
}

}  // namespace

Command step_command(
    std::string name,
    std::string summary,
    std::string explanation,
    actions::Life to,
    std::optional<actions::Life> only_from
) {
    auto options = std::make_shared<StepOptions>();
    const bool needs_folder = to == actions::Life::pilot || to == actions::Life::open;
    std::string example = fmt::format("querist {} studies/onnx-interop", name);
    return {
        std::move(name),
        std::move(summary),
        std::move(explanation),
        {
            {"STUDY",
             "",
             needs_folder ? "Folder of the study" : "Folder or id of the study",
             &options->study,
             Option::Need::required},
            data_option(options->data),
        },
        {example, example + " --data /srv/answers"},
        [options, to, only_from](Console& console) {
            return step(console, *options, to, only_from);
        },
    };
}

}  // namespace querist::cli
