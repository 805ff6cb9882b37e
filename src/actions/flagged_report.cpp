#include "actions/flagged_report.hpp"

#include <algorithm>
#include <set>

namespace querist::actions {

namespace {

/// What a signal says: the table's words, or a check's own reason.
std::string meaning_of(const ScreenedStudy& study, const std::string& signal) {
    for (const instrument::SignalSpec& spec : instrument::signal_specs()) {
        if (spec.name == signal) return std::string(spec.doc);
    }
    for (const auto* list : {&study.flagged, &study.others}) {
        for (const ScreenedResponse& one : *list) {
            const auto& evidence = one.screened.evidence;
            const auto found = std::ranges::find(evidence, signal, &screening::Evidence::signal);
            if (found != evidence.end()) return "Check of the study: " + found->reason;
        }
    }
    return {};
}

report::FlaggedCounts counts_of(const ScreenedStudy& study) {
    report::FlaggedCounts counts{.screened = study.responses};
    for (const ScreenedResponse& one : study.flagged) {
        ++counts.flagged;
        counts.waiting += one.waits() ? 1 : 0;
        counts.kept += one.review.verdict == Verdict::kept ? 1 : 0;
        counts.excluded += one.review.verdict == Verdict::excluded ? 1 : 0;
    }
    return counts;
}

/// The responses of the report's table without the flagged ones; none when it holds none of these.
std::optional<response::ResponseTable> table_without(
    const response::ResponseTable& table, const std::vector<ScreenedResponse>& screened
) {
    std::set<PublicId> flagged;
    for (const ScreenedResponse& one : screened) flagged.insert(one.screened.id);
    if (flagged.empty()) return std::nullopt;
    response::ResponseTable rest = table;
    const std::int64_t left = rest.remove([&](const response::ResponseTable::Meta& meta) {
        return flagged.contains(meta.public_id);
    });
    if (left == 0) return std::nullopt;
    return rest;
}

}  // namespace

report::FlaggedReport flagged_report(
    const StoredResponses& stored, const report::ReportFacts& facts, const report::Report& report
) {
    report::FlaggedReport flagged;
    if (!stored.screened) return flagged;
    const ScreenedStudy& study = *stored.screened;
    flagged.counts = counts_of(study);
    flagged.trial = study.trial;
    for (const SignalCount& one : study.signals) {
        flagged.signals.push_back(
            {.signal = one.signal,
             .meaning = meaning_of(study, one.signal),
             .responses = one.responses,
             .flagged = one.flagged,
             .excluded = one.excluded}
        );
    }
    flagged.responses = report.responses;
    flagged.responses_without = report.responses;
    const std::optional<response::ResponseTable> rest = table_without(stored.table, study.flagged);
    if (!rest) return flagged;
    report::ReportFacts facts_without = facts;
    facts_without.published.reset();
    const report::Report without =
        report::build_report(stored.versions.front(), *rest, facts_without);
    flagged.responses_without = without.responses;
    flagged.results = report::compare_results(report, without);
    return flagged;
}

}  // namespace querist::actions
