#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/origin_option.hpp"
#include "cli/trial_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace querist::cli {

namespace {

using actions::ScreenedResponse;
using actions::ScreenedStudy;
using actions::Verdict;
using enum Alignment;

struct ScreenFlags {
    std::string study;
    std::string data = "data";
    std::string origin;
    bool all = false;
    bool json = false;
};

std::int64_t waiting(const ScreenedStudy& study) {
    return std::ranges::count_if(study.flagged, &ScreenedResponse::waits);
}

/// "waits", "kept by ab", "excluded".
std::string standing(const ScreenedResponse& one) {
    const actions::Review& review = one.review;
    std::string text;
    switch (review.verdict) {
        case Verdict::none:
            return one.waits() ? "waits" : "";
        case Verdict::flagged:
            text = "waits, flagged";
            break;
        case Verdict::proposed:
            text = "waits, exclusion proposed";
            break;
        case Verdict::kept:
            text = "kept";
            break;
        case Verdict::excluded:
            text = "excluded";
            break;
    }
    if (review.as) text += fmt::format(" as {}", actions::to_text(*review.as));
    if (!review.by.empty()) text += " by " + review.by;
    if (!review.reason.empty()) text += ": " + review.reason;
    if (!review.appeal.empty()) text += "; waits, appealed against";
    return text;
}

nlohmann::ordered_json response_json(const ScreenedResponse& one) {
    nlohmann::ordered_json evidence = nlohmann::ordered_json::array();
    for (const screening::Evidence& signal : one.screened.evidence) {
        evidence.push_back(
            {{"signal", signal.signal}, {"points", signal.points}, {"reason", signal.reason}}
        );
    }
    return {
        {"response", one.screened.id.text()},
        {"status", response::to_text(one.status)},
        {"points", one.screened.points},
        {"flagged", one.flagged()},
        {"waits", one.waits()},
        {"evidence", std::move(evidence)},
        {"review",
         {{"verdict", actions::to_text(one.review.verdict)},
          {"by", one.review.by},
          {"reason", one.review.reason},
          {"as", one.review.as ? nlohmann::ordered_json(actions::to_text(*one.review.as)) : nullptr
          },
          {"appeal", one.review.appeal}}},
    };
}

nlohmann::ordered_json screen_json(const ScreenedStudy& study) {
    nlohmann::ordered_json signals = nlohmann::ordered_json::array();
    for (const actions::SignalCount& one : study.signals) {
        signals.push_back(
            {{"signal", one.signal},
             {"responses", one.responses},
             {"flagged", one.flagged},
             {"excluded", one.excluded}}
        );
    }
    nlohmann::ordered_json flagged = nlohmann::ordered_json::array();
    for (const ScreenedResponse& one : study.flagged) flagged.push_back(response_json(one));
    nlohmann::ordered_json others = nlohmann::ordered_json::array();
    for (const ScreenedResponse& one : study.others) others.push_back(response_json(one));
    nlohmann::ordered_json json{
        {"study", study.study},
        {"origin", response::to_text(study.origin)},
        {"responses", study.responses},
        {"waiting", waiting(study)},
        {"signals", std::move(signals)},
        {"flagged", std::move(flagged)},
        {"others", std::move(others)},
    };
    if (study.trial) json["trial"] = trial_json(*study.trial);
    return json;
}

void print_response(Console& console, const ScreenedResponse& one) {
    const std::string standing_now = standing(one);
    console.out(terminal_safe(fmt::format(
        "\n{}  {} {}{}{}\n",
        one.screened.id.text(),
        one.screened.points,
        one.screened.points == 1 ? "point" : "points",
        standing_now.empty() ? "" : "; ",
        standing_now
    )));
    for (const screening::Evidence& signal : one.screened.evidence) {
        console.out(terminal_safe(
            fmt::format("  {} ({}): {}\n", signal.signal, signal.points, signal.reason)
        ));
    }
    if (one.review.appeal.empty()) return;
    console.out(terminal_safe("  appeal: " + on_one_line(one.review.appeal) + "\n"));
}

void print_screened(Console& console, const ScreenedStudy& study, bool all) {
    for (const std::string& note : study.notes) console.error(note + "\n");
    console.out(terminal_safe(fmt::format(
        "{}: of {} {} responses, {} are flagged and {} of them wait for a person; {} others give a "
        "signal\n",
        study.study,
        study.responses,
        response::to_text(study.origin),
        study.flagged.size(),
        waiting(study),
        study.others.size()
    )));
    if (!study.signals.empty()) {
        std::vector<std::vector<std::string>> rows{{"signal", "responses", "flagged", "excluded"}};
        for (const actions::SignalCount& one : study.signals) {
            rows.push_back(
                {terminal_safe(one.signal),
                 count_text(one.responses),
                 count_text(one.flagged),
                 count_text(one.excluded)}
            );
        }
        console.out("\n" + aligned_table({left, right, right, right}, rows));
    }
    if (study.trial) console.out(trial_text(*study.trial));
    for (const ScreenedResponse& one : study.flagged) print_response(console, one);
    if (!all) return;
    for (const ScreenedResponse& one : study.others) print_response(console, one);
}

int screen(Console& console, const ScreenFlags& flags) {
    const Result<ScreenedStudy> done =
        actions::screen(flags.study, flags.data, origin_named(flags.origin));
    if (!done) return fail(console, done.error());
    if (flags.json) {
        print_json(console, screen_json(*done));
    } else {
        print_screened(console, *done, flags.all);
    }
    return exit_fine;
}

}  // namespace

Command screen_command() {
    auto flags = std::make_shared<ScreenFlags>();
    return {
        "screen",
        "Tells which responses a person should look at, and why",
        "Each signal has the points that the study file gives it, and a reason with its numbers; "
        "from the study's `review at` on a response waits for a person, who reads it and says "
        "querist keep or querist exclude. Nothing is refused by a signal. An excluded response "
        "waits "
        "again while its participant asks for another look; what was written stands there.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            data_option(flags->data),
            origin_option(flags->origin),
            {"--all", "", "Print those, too, whose signals are too few", &flags->all},
            {"--json", "", "Print all of it as JSON", &flags->json},
        },
        {"querist screen studies/onnx-interop", "querist screen studies/onnx-interop --json"},
        [flags](Console& console) { return screen(console, *flags); },
    };
}

}  // namespace querist::cli
