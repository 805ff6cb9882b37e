#include "screening/trial.hpp"

#include <algorithm>
#include <set>

namespace querist::screening {

namespace {

void settle(Found& found) { found.share = statistics::wilson_interval(found.found, found.of); }

/// The row of what `finds` finds.
template <class Finds>
TrialRow row_of(std::span<const Tried> respondents, const Finds& finds) {
    TrialRow row;
    for (const Tried& one : respondents) {
        const std::int64_t found = finds(one) ? 1 : 0;
        Found& own = row.kinds[static_cast<std::size_t>(one.kind)];
        ++own.of;
        own.found += found;
        if (one.kind == RespondentKind::honest) continue;
        ++row.others.of;
        row.others.found += found;
    }
    for (Found& found : row.kinds) settle(found);
    settle(row.others);
    return row;
}

/// Signals in the order of the table, then checks by their ids.
std::vector<std::string> names_of(std::span<const Tried> respondents) {
    std::set<std::string> given;
    for (const Tried& one : respondents) given.insert(one.signals.begin(), one.signals.end());
    std::vector<std::string> names;
    for (const instrument::SignalSpec& spec : instrument::signal_specs()) {
        if (given.erase(std::string(spec.name)) > 0) names.emplace_back(spec.name);
    }
    names.insert(names.end(), given.begin(), given.end());
    return names;
}

}  // namespace

Trial tried_out(std::span<const Tried> respondents) {
    Trial trial;
    trial.respondents = static_cast<std::int64_t>(respondents.size());
    if (respondents.empty()) return trial;
    for (const std::string& name : names_of(respondents)) {
        TrialRow row = row_of(respondents, [&](const Tried& one) {
            return std::ranges::find(one.signals, name) != one.signals.end();
        });
        row.name = name;
        trial.signals.push_back(std::move(row));
    }
    const int in_force = respondents.front().review_at;
    std::set<int> thresholds{in_force};
    for (const Tried& one : respondents) {
        if (one.points > 0) thresholds.insert(one.points);
    }
    for (const int threshold : thresholds) {
        if (threshold == 0) continue;
        TrialRow row =
            row_of(respondents, [&](const Tried& one) { return one.points >= threshold; });
        row.threshold = threshold;
        row.in_force = threshold == in_force;
        trial.thresholds.push_back(std::move(row));
    }
    return trial;
}

}  // namespace querist::screening
