#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/recruit_telling.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>

namespace querist::cli {

namespace {

constexpr std::int64_t draw_size_max = 1'000'000'000;

struct RecruitDrawFlags {
    std::string study;
    std::int64_t size = 0;  ///< 0: the plan's.
    std::int64_t seed = -1;
    std::string design;
    std::string data = "data";
    bool json = false;
};

std::string draw_text(const actions::FrameDraw& draw) {
    using enum Alignment;
    std::string text = fmt::format(
        "{}: draw {}, {}, seed {}: {} people\n",
        draw.study,
        draw.sequence,
        draw.design,
        draw.seed,
        draw.drawn
    );
    std::vector<std::vector<std::string>> rows{{"stratum", "could be drawn", "drawn"}};
    for (const auto& stratum : draw.strata) {
        rows.push_back(
            {shown_stratum(stratum.name, Strata::none),
             std::to_string(stratum.available),
             std::to_string(stratum.drawn)}
        );
    }
    text += aligned_table({left, right, right}, rows);
    if (draw.untold > 0) {
        text += fmt::format(
            "{} people could not be drawn: their stratum is not known (querist recruit lookup)\n",
            draw.untold
        );
    }
    text += aligned_table(
        {left, left}, {{"frame", draw.frame_digest.hex()}, {"sample", draw.sample_digest.hex()}}
    );
    return text;
}

int recruit_draw(Console& console, const RecruitDrawFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    actions::DrawOptions options;
    options.design = instrument::parse_design(flags.design);
    if (flags.size > 0) options.size = flags.size;
    if (flags.seed >= 0) options.seed = flags.seed;
    const Result<actions::FrameDraw> draw =
        actions::draw_frame(flags.study, flags.data, options, clock, random);
    if (!draw) return fail(console, draw.error());
    if (flags.json) {
        print_json(console, draw_json(*draw));
    } else {
        console.out(terminal_safe(draw_text(*draw)));
    }
    return exit_fine;
}

}  // namespace

nlohmann::ordered_json draw_json(const actions::FrameDraw& draw) {
    nlohmann::ordered_json strata = nlohmann::ordered_json::array();
    for (const auto& stratum : draw.strata) {
        strata.push_back(
            {{"stratum", stratum.name}, {"available", stratum.available}, {"drawn", stratum.drawn}}
        );
    }
    return {
        {"study", draw.study},
        {"draw", draw.sequence},
        {"at", to_text(draw.at)},
        {"seed", draw.seed},
        {"design", draw.design},
        {"drawn", draw.drawn},
        {"untold", draw.untold},
        {"frame_digest", draw.frame_digest.hex()},
        {"sample_digest", draw.sample_digest.hex()},
        {"strata", std::move(strata)},
    };
}

Command recruit_draw_command() {
    auto flags = std::make_shared<RecruitDrawFlags>();
    return {
        "recruit draw",
        "Draws people of a study's frame by chance, by a seed that is recorded",
        "By the design of the study file: simple random, within strata, or everybody. Nobody is "
        "drawn twice, whoever wants no mail or was forgotten is not drawn. The same frame and seed "
        "draw the same people on every machine; docs/recruiting.md says how.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--size",
             "N",
             "How many; without it as many invitations as the plan needs",
             WholeNumber{&flags->size, 1, draw_size_max}},
            {"--seed",
             "S",
             "Number that the draw follows from; without it one by chance, which is recorded",
             WholeNumber{&flags->seed, 0, std::numeric_limits<std::int64_t>::max()}},
            {"--design",
             "NAME",
             "Instead of the study file's",
             Word{&flags->design, {"simple random", "proportional", "neyman", "fixed", "census"}}},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit draw studies/onnx-interop --seed 20261127",
         "querist recruit draw my-study --size 500 --seed 1 --design proportional"},
        [flags](Console& console) { return recruit_draw(console, *flags); },
    };
}

}  // namespace querist::cli
