#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/trial_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>
#include <memory>
#include <optional>

namespace querist::cli {

namespace {

constexpr std::int64_t responses_max = 100'000'000;

struct SimulateOptions {
    std::string study;
    std::string data = "data";
    std::int64_t responses = 100;
    std::int64_t seed = 1;
    std::string mix;
    bool json = false;
};

void print_names(Console& console, std::string_view what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    console.out(terminal_safe(fmt::format("{}: {}\n", what, fmt::join(names, ", "))));
}

nlohmann::ordered_json simulation_json(
    const SimulateOptions& options, const actions::SimulationReport& done
) {
    nlohmann::ordered_json json{
        {"responses", options.responses},
        {"seed", options.seed},
        {"completed", done.completed},
        {"screened_out", done.screened_out},
        {"refused", done.refused},
        {"broken_off", done.broken_off},
        {"pages", done.pages},
        {"never_shown", done.never_shown},
        {"never_answered", done.never_answered},
        {"never_chosen", done.never_chosen},
    };
    if (done.trial) json["trial"] = trial_json(*done.trial);
    return json;
}

int simulate(Console& console, const SimulateOptions& options) {
    std::optional<screening::Mix> mix;
    if (!options.mix.empty()) {
        const Result<screening::Mix> read = screening::parse_mix(options.mix);
        if (!read) {
            (void)fail(console, read.error());
            return exit_usage;
        }
        mix = *read;
    }
    Result<actions::SimulationReport> done = [&] {
        ProgressLine progress(console, "simulated");
        return actions::simulate(
            options.study,
            options.data,
            {options.responses, static_cast<std::uint64_t>(options.seed), mix},
            [&progress](std::int64_t so_far, std::int64_t of) { progress.show(so_far, of); }
        );
    }();
    if (!done) return fail(console, done.error());
    if (options.json) {
        print_json(console, simulation_json(options, *done));
        return exit_fine;
    }
    console.out(fmt::format(
        "{} synthetic responses: {} completed, {}{} refused, {} broken off; {} pages\n",
        options.responses,
        done->completed,
        done->screened_out > 0 ? fmt::format("{} screened out, ", done->screened_out) : "",
        done->refused,
        done->broken_off,
        done->pages
    ));
    print_names(console, "never shown", done->never_shown);
    print_names(console, "shown and never answered", done->never_answered);
    print_names(console, "never chosen", done->never_chosen);
    if (done->trial) console.out(trial_text(*done->trial));
    if (mix && !done->trial) {
        console.error("the study has no `screening`, so nothing is tried on these respondents\n");
    }
    return exit_fine;
}

}  // namespace

Command simulate_command() {
    auto options = std::make_shared<SimulateOptions>();
    return {
        "simulate",
        "Answers a study with synthetic respondents: the dress rehearsal",
        "They are led to every choice of every question, then answer by chance; some refuse, some "
        "break off. Their answers take the way of real ones and are marked as synthetic for ever. "
        "The same seed gives the same answers. What nobody was shown, answered or chose is "
        "printed. With --mix nobody is led, each answers in the manner of a kind, and what the "
        "study's screening finds of each kind is printed: its false alarms and its misses.",
        {
            {"STUDY", "", "Folder of the study", &options->study, Option::Need::required},
            data_option(options->data),
            {"--responses",
             "N",
             "How many respondents",
             WholeNumber{&options->responses, 1, responses_max}},
            {"--seed",
             "S",
             "Where chance begins",
             WholeNumber{&options->seed, 0, std::numeric_limits<std::int64_t>::max()}},
            {"--mix",
             "KINDS",
             "How often each kind of respondent comes, as in "
             "honest=80,careless=10,scripted=5,generated=5; without it all are alike",
             &options->mix},
            {"--json", "", "Print the counts as JSON", &options->json},
        },
        {"querist simulate studies/onnx-interop --responses 200 --seed 1",
         "querist simulate studies/onnx-interop --data /tmp/rehearsal --responses 100000 --json",
         "querist simulate studies/onnx-interop --data /tmp/raid --mix honest=70,scripted=30"},
        [options](Console& console) { return simulate(console, *options); },
    };
}

}  // namespace querist::cli
