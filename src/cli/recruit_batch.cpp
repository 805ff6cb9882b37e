#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

constexpr std::int64_t wave_size_max = 1'000'000'000;

struct RecruitBatchFlags {
    std::string study;
    std::int64_t size = 0;
    bool pilot = false;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json wave_json(const actions::ReleasedWave& wave) {
    nlohmann::ordered_json strata = nlohmann::ordered_json::array();
    for (const auto& stratum : wave.strata) {
        strata.push_back(
            {{"stratum", stratum.name},
             {"released", stratum.released},
             {"waiting", stratum.waiting},
             {"kept_back", stratum.kept_back}}
        );
    }
    return {
        {"study", wave.study},
        {"wave", wave.number},
        {"pilot", wave.kind == actions::WaveKind::pilot},
        {"at", to_text(wave.at)},
        {"cases", wave.cases},
        {"strata", std::move(strata)},
        {"tells_days", wave.tells_days},
        {"complete", wave.complete},
        {"stop_when_complete",
         wave.stop_when ? nlohmann::ordered_json(*wave.stop_when) : nlohmann::ordered_json()},
    };
}

std::string wave_text(const actions::ReleasedWave& wave) {
    using enum Alignment;
    std::string text = fmt::format(
        "{}: wave {}{}, {} cases released\n",
        wave.study,
        wave.number,
        wave.kind == actions::WaveKind::pilot ? " (pilot)" : "",
        wave.cases
    );
    std::vector<std::vector<std::string>> rows{{"stratum", "released", "waiting"}};
    for (const auto& stratum : wave.strata) {
        rows.push_back(
            {stratum.name.empty() ? "everybody" : stratum.name,
             std::to_string(stratum.released),
             std::to_string(stratum.waiting)}
        );
    }
    text += aligned_table({left, right, right}, rows);
    for (const auto& stratum : wave.strata) {
        if (stratum.kept_back == 0) continue;
        text += fmt::format(
            "{} of {} are kept back: a quota of theirs is full\n", stratum.kept_back, stratum.name
        );
    }
    if (wave.tells_days) {
        text +=
            "The study is anonymous: answers that began on an earlier day than this wave is "
            "written to are\n"
            "known to be none of its people's. Let waves be large, or release all at once.\n";
    }
    if (wave.stop_when) {
        text += fmt::format("complete so far: {} of {}\n", wave.complete, *wave.stop_when);
    }
    return text;
}

int recruit_batch(Console& console, const RecruitBatchFlags& flags) {
    actions::SystemClock clock;
    const Result<actions::ReleasedWave> wave = actions::release_wave(
        flags.study,
        flags.data,
        flags.size,
        flags.pilot ? actions::WaveKind::pilot : actions::WaveKind::main,
        clock
    );
    if (!wave) return fail(console, wave.error());
    if (flags.json) {
        print_json(console, wave_json(*wave));
    } else {
        console.out(terminal_safe(wave_text(*wave)));
    }
    return exit_fine;
}

}  // namespace

Command recruit_batch_command() {
    auto flags = std::make_shared<RecruitBatchFlags>();
    return {
        "recruit batch",
        "Releases the next of the drawn people as a wave",
        "In the order of drawing; where the draw looked at strata, of each its share of those that "
        "wait. Nothing is released any more when as many responses are complete as the study file "
        "wants (stop when complete).",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--size",
             "N",
             "How many",
             WholeNumber{&flags->size, 1, wave_size_max},
             Option::Need::required},
            {"--pilot",
             "",
             "A wave that tries the study out: its rates are kept apart",
             &flags->pilot},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit batch studies/onnx-interop --size 20 --pilot",
         "querist recruit batch studies/onnx-interop --size 400"},
        [flags](Console& console) { return recruit_batch(console, *flags); },
    };
}

}  // namespace querist::cli
