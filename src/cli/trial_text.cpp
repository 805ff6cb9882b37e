#include "cli/trial_text.hpp"

#include "cli/aligned_table.hpp"

#include <fmt/format.h>

#include <vector>

namespace querist::cli {

namespace {

using screening::Found;
using screening::TrialRow;
using enum Alignment;

constexpr double percent = 100;

/// "30 of 40 (75 %; 60 to 86)"
std::string found_text(const Found& found) {
    if (!found.share) return "–";
    return fmt::format(
        "{} of {} ({:.0f} %; {:.0f} to {:.0f})",
        found.found,
        found.of,
        percent * found.share->estimate,
        percent * found.share->low,
        percent * found.share->high
    );
}

std::string name_of(const TrialRow& row) {
    if (row.threshold == 0) return terminal_safe(row.name);
    return fmt::format(
        "from {} {}{}",
        row.threshold,
        row.threshold == 1 ? "point" : "points",
        row.in_force ? " (the study's)" : ""
    );
}

std::string table_of(std::string_view heading, const std::vector<TrialRow>& rows) {
    std::vector<std::vector<std::string>> cells{{std::string(heading)}};
    std::vector<Alignment> alignments{left};
    for (const screening::RespondentKind kind : screening::all_respondent_kinds) {
        cells.front().emplace_back(screening::to_text(kind));
        alignments.push_back(right);
    }
    for (const TrialRow& row : rows) {
        std::vector<std::string> line{name_of(row)};
        for (const Found& found : row.kinds) line.push_back(found_text(found));
        cells.push_back(std::move(line));
    }
    return aligned_table(alignments, cells);
}

nlohmann::ordered_json found_json(const Found& found) {
    nlohmann::ordered_json json{{"found", found.found}, {"of", found.of}};
    if (found.share) json["interval"] = {found.share->low, found.share->high};
    return json;
}

nlohmann::ordered_json row_json(const TrialRow& row) {
    nlohmann::ordered_json json;
    if (row.threshold == 0) {
        json["signal"] = row.name;
    } else {
        json["from_points"] = row.threshold;
        json["in_force"] = row.in_force;
    }
    for (const screening::RespondentKind kind : screening::all_respondent_kinds) {
        json[std::string(screening::to_text(kind))] =
            found_json(row.kinds[static_cast<std::size_t>(kind)]);
    }
    json["not_honest"] = found_json(row.others);
    return json;
}

}  // namespace

std::string trial_text(const screening::Trial& trial) {
    return fmt::format(
        "\nscreening {} complete simulated respondents: how many of each kind are found (95 % "
        "interval)\n"
        "of honest ones these are false alarms; what is not found of the others is "
        "missed\n\n{}\n{}",
        count_text(trial.respondents),
        table_of("signal", trial.signals),
        table_of("threshold", trial.thresholds)
    );
}

nlohmann::ordered_json trial_json(const screening::Trial& trial) {
    nlohmann::ordered_json signals = nlohmann::ordered_json::array();
    for (const TrialRow& row : trial.signals) signals.push_back(row_json(row));
    nlohmann::ordered_json thresholds = nlohmann::ordered_json::array();
    for (const TrialRow& row : trial.thresholds) thresholds.push_back(row_json(row));
    return {
        {"respondents", trial.respondents},
        {"signals", std::move(signals)},
        {"thresholds", std::move(thresholds)},
    };
}

}  // namespace querist::cli
