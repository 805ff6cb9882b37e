// Applies the table of rules to a study and matches what they find with what the researcher
// acknowledged.

#include "instrument/folded_text.hpp"
#include "instrument/lint_rule.hpp"
#include "instrument/reading_grade.hpp"
#include "instrument/reading_minutes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace querist::instrument {

namespace {

/// Who an acknowledgement speaks for. The study's own stand for every place.
struct Speaker {
    int item = -1;
    int compensation = -1;
    auto operator<=>(const Speaker&) const = default;
};

/// All acknowledgements of a study, and which of them met a finding.
class Acknowledgements {
public:
    explicit Acknowledgements(const Study& study) : study_(study) {
        for (std::size_t i = 0; i < study.items.size(); ++i) {
            if (!is_told(study.items[i])) continue;
            take(Speaker{.item = static_cast<int>(i)}, study.items[i].acknowledged);
        }
        for (std::size_t i = 0; i < study.compensation.size(); ++i) {
            take(Speaker{.compensation = static_cast<int>(i)}, study.compensation[i].acknowledged);
        }
        take(Speaker{}, study.acknowledged);
        if (study.analysis) take(Speaker{}, study.analysis->acknowledged);
    }

    /// The reason for which a finding may stay; empty when it was not acknowledged.
    std::string reason_for(const Hit& hit, const std::string& rule) {
        const int item = hit.item < 0 ? hit.item : told_for(study_, hit.item);
        const Speaker own{.item = item, .compensation = hit.compensation};
        for (const Speaker& speaker : {own, Speaker{}}) {
            const auto found = by_speaker_.find({speaker, rule});
            if (found == by_speaker_.end()) continue;
            const Acknowledgement* acknowledgement = found->second;
            met_.insert(acknowledgement);
            if (!trimmed(acknowledgement->reason).empty()) return acknowledgement->reason;
        }
        return {};
    }

    [[nodiscard]] Hits unused() const {
        std::vector<std::string> ids;
        for (const LintRule& rule : lint_rules()) ids.push_back(rule.id);
        Hits hits;
        for (const Acknowledgement* one : all_) {
            if (met_.contains(one)) continue;
            const bool known = std::ranges::find(ids, one->rule) != ids.end();
            const std::optional<std::string> near = known ? std::nullopt : nearest(one->rule, ids);
            hits.push_back({
                .place = one->place,
                .message = known ? fmt::format("the rule \"{}\" finds nothing here", one->rule)
                                 : fmt::format("there is no rule \"{}\"", one->rule),
                .cure = known  ? "remove the acknowledgement"
                        : near ? fmt::format("did you mean \"{}\"?", *near)
                               : "write the id of a rule of docs/lint-rules.md",
            });
        }
        return hits;
    }

    [[nodiscard]] Hits without_reason() const {
        Hits hits;
        for (const Acknowledgement* one : all_) {
            if (!trimmed(one->reason).empty()) continue;
            hits.push_back({
                .place = one->place,
                .message = fmt::format("the acknowledgement of \"{}\" gives no reason", one->rule),
                .cure = {},
            });
        }
        return hits;
    }

private:
    void take(Speaker speaker, const std::vector<Acknowledgement>& list) {
        for (const Acknowledgement& one : list) {
            all_.push_back(&one);
            by_speaker_.try_emplace({speaker, one.rule}, &one);
        }
    }

    const Study& study_;
    std::vector<const Acknowledgement*> all_;
    std::map<std::pair<Speaker, std::string>, const Acknowledgement*> by_speaker_;
    std::set<const Acknowledgement*> met_;
};

std::string id_in_quotes(const std::string& id) { return fmt::format("\"{}\"", id); }

void replace_all(std::string& text, const std::string& old, const std::string& fresh) {
    if (old.empty()) return;
    for (std::size_t at = text.find(old); at != std::string::npos;
         at = text.find(old, at + fresh.size())) {
        text.replace(at, old.size(), fresh);
    }
}

/// The round that a hit is about, or null.
const Round* round_of_hit(const Study& study, const Hit& hit) {
    if (hit.item >= 0) return round_of(study.items[static_cast<std::size_t>(hit.item)]);
    return hit.page < 0 ? nullptr : round_of(study.pages[static_cast<std::size_t>(hit.page)]);
}

/// The message with the ids and conditions of a round as the study file writes them.
std::string as_written(const Study& study, const Round& round, std::string message) {
    for (const Page& page : study.pages) {
        const Round* own = round_of(page);
        if (own == nullptr || !is_same_round(own, &round)) continue;
        replace_all(message, id_in_quotes(page.id), id_in_quotes(own->name));
        if (!page.shown_when || !page.own_condition) continue;
        replace_all(message, page.shown_when->text(), page.own_condition->text());
    }
    for (const Item& item : study.items) {
        const Round* own = round_of(item);
        if (own == nullptr || !is_same_round(own, &round)) continue;
        replace_all(message, id_in_quotes(item.id), id_in_quotes(own->name));
    }
    return message;
}

/// What a rule finds in every round of a repeated block is told once, in the words of the study
/// file; what it finds in some of them only, for each.
Hits once_for_all_rounds(const Study& study, Hits hits) {
    if (study.repeats.empty()) return hits;
    std::map<std::pair<int, std::string>, std::vector<std::size_t>> alike;
    std::vector<std::string> written(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const Round* round = round_of_hit(study, hits[i]);
        if (round == nullptr) continue;
        written[i] = as_written(study, *round, hits[i].message);
        alike[{hits[i].place.line, written[i]}].push_back(i);
    }
    Hits told;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (const Round* round = round_of_hit(study, hits[i]); round != nullptr) {
            const auto& same = alike[{hits[i].place.line, written[i]}];
            const Repeat& repeat = study.repeats[static_cast<std::size_t>(round->repeat)];
            const bool in_all = same.size() == static_cast<std::size_t>(repeat.rounds);
            if (in_all && same.front() != i) continue;
            if (in_all) hits[i].message = written[i];
        }
        told.push_back(std::move(hits[i]));
    }
    return told;
}

Finding finding_of(const LintRule& rule, Hit hit, std::string acknowledged) {
    if (hit.cure.empty()) hit.cure = rule.cure;
    return {
        .problem =
            {.code = "lint." + rule.id,
             .severity = rule.severity,
             .place = std::move(hit.place),
             .message = std::move(hit.message),
             .cure = std::move(hit.cure)},
        .acknowledged = std::move(acknowledged),
    };
}

}  // namespace

LintReport lint(const Study& study) {
    LintReport report;
    Examination examination{
        .study = study,
        .english = is_english(study.language),
        .conditions = condition_fates(study),
        .reachable = {},
    };
    examination.reachable = reachable_items(study, examination.conditions);
    examination.minutes = estimated_minutes(study, examination.reachable);
    report.minutes = examination.minutes;
    report.reading_grade = reading_grade(study);

    Acknowledgements acknowledgements(study);
    for (const Rule& rule : lint_table()) {
        if (rule.find == nullptr) continue;
        for (Hit& hit : once_for_all_rounds(study, rule.find(examination))) {
            std::string reason = acknowledgements.reason_for(hit, rule.told.id);
            report.findings.push_back(finding_of(rule.told, std::move(hit), std::move(reason)));
        }
    }
    for (const LintRule& rule : lint_rules()) {
        Hits hits;
        if (rule.id == "unused-acknowledgement") hits = acknowledgements.unused();
        if (rule.id == "acknowledgement-without-reason") hits = acknowledgements.without_reason();
        for (Hit& hit : hits) report.findings.push_back(finding_of(rule, std::move(hit), {}));
    }
    const auto order = [](const Finding& finding) {
        const Problem& problem = finding.problem;
        const Place& place = problem.place;
        return std::tie(place.file, place.line, place.column, problem.code, problem.message);
    };
    std::ranges::sort(report.findings, [&](const Finding& a, const Finding& b) {
        return order(a) < order(b);
    });
    return report;
}

}  // namespace querist::instrument
