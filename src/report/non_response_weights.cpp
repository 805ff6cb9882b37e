#include "report/non_response_weights.hpp"

#include "report/numbers.hpp"
#include "report/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

/// Strata that are weighted as one.
struct WeightingClass {
    std::string name;
    std::int64_t released = 0;  ///< Less those who were found not to be eligible.
    std::int64_t respondents = 0;
    double stands_for = 0;  ///< People: the sum of 1 / chance of the released.
};

struct Classes {
    std::vector<WeightingClass> classes;
    std::vector<std::size_t> of_stratum;
};

Classes classes_of(const SampleFacts& sample, const std::vector<std::string>& together) {
    Classes made;
    std::optional<std::size_t> joint;
    for (std::size_t h = 0; h < sample.strata.size(); ++h) {
        const SampleFacts::Stratum& stratum = sample.strata[h];
        const bool is_joint = std::ranges::find(together, stratum.name) != together.end();
        if (is_joint && joint) {
            made.of_stratum.push_back(*joint);
        } else {
            made.of_stratum.push_back(made.classes.size());
            if (is_joint) joint = made.classes.size();
            made.classes.emplace_back();
        }
        WeightingClass& one = made.classes[made.of_stratum.back()];
        one.name += (one.name.empty() ? "" : " + ") + stratum.name;
        const recruitment::CaseCounts& cases = sample.rates.strata.at(h).cases;
        const std::int64_t asked = cases.total() - cases.by_group().not_eligible;
        one.released += asked;
        if (stratum.chance > 0) one.stands_for += static_cast<double>(asked) / stratum.chance;
    }
    return made;
}

/// Those of the report's responses whose stratum is known.
struct Respondents {
    std::vector<std::uint32_t> responses;  ///< Positions in the table.
    std::vector<std::size_t> classes;
    std::vector<double> base;  ///< 1 / chance.
};

Respondents respondents_of(const Ground& ground, const SampleFacts& sample, Classes& classes) {
    Respondents found;
    const auto& responses = ground.table.responses();
    for (std::size_t i = 0; i < responses.size(); ++i) {
        const auto stratum = sample.stratum_of.find(responses[i].public_id);
        if (stratum == sample.stratum_of.end()) continue;
        const double chance = sample.strata.at(stratum->second).chance;
        if (chance <= 0) continue;
        found.responses.push_back(static_cast<std::uint32_t>(i));
        found.classes.push_back(classes.of_stratum[stratum->second]);
        found.base.push_back(1 / chance);
        ++classes.classes[found.classes.back()].respondents;
    }
    return found;
}

/// Why there can be no weights: a sentence; empty when there can.
std::string why_not(const SampleFacts* sample) {
    if (sample == nullptr) return "Nobody was drawn as a sample.";
    if (sample->unlinked) {
        return "The link key is destroyed, so nobody can tell any more from which stratum an "
               "answer "
               "comes. A stratum that is kept with the answers can be a margin.";
    }
    if (!sample->no_answers.empty()) return sample->no_answers;
    return {};
}

std::string empty_classes(const Classes& classes) {
    std::string names;
    for (const WeightingClass& one : classes.classes) {
        if (one.released == 0 || one.respondents > 0) continue;
        names += (names.empty() ? "" : ", ") + std::string("“") + one.name + "”";
    }
    if (names.empty()) return {};
    return fmt::format(
        "Of {} people were asked and nobody answered, so that nobody can stand for them: take "
        "strata "
        "together in the plan (weights: together).",
        names
    );
}

MeasureTable class_table(const Ground& ground, const Classes& classes, const ReportWeights& made) {
    MeasureTable table{
        .title = "Weights: the released and those who answered",
        .basis = basis_from(ground, {}),
        .measures = {}
    };
    table.basis.answered = static_cast<std::int64_t>(
        std::ranges::count_if(made.weights, [](double weight) { return weight > 0; })
    );
    for (const WeightingClass& one : classes.classes) {
        Measure measure{
            .label = one.name.empty() ? "Everybody" : one.name,
            .form = Measure::Form::fraction,
            .value = std::nullopt,
            .words = fmt::format(
                "answered: {} of {} who were released",
                count_text(one.respondents),
                count_text(one.released)
            )
        };
        if (one.released > 0) {
            measure.value =
                static_cast<double>(one.respondents) / static_cast<double>(one.released);
        }
        table.measures.push_back(std::move(measure));
    }
    return table;
}

}  // namespace

ReportWeights non_response_weights(
    const Ground& ground, const instrument::PlannedWeights& planned
) {
    ReportWeights report;
    report.analysis.id = "weights";
    report.analysis.heading = "Weights";
    const auto none = [&](const std::string& why) {
        report.weights.clear();
        report.analysis.answer = "There are no weights, and every result is unweighted. " + why;
        return report;
    };
    const SampleFacts* sample = ground.facts.sample ? &*ground.facts.sample : nullptr;
    if (const std::string why = why_not(sample); !why.empty()) return none(why);
    Classes classes = classes_of(*sample, planned.together);
    const Respondents respondents = respondents_of(ground, *sample, classes);
    if (respondents.responses.empty()) return none("No response is of a case that was drawn.");
    if (const std::string why = empty_classes(classes); !why.empty()) return none(why);
    std::vector<double> population;
    population.reserve(classes.classes.size());
    for (const WeightingClass& one : classes.classes) population.push_back(one.stands_for);
    auto weights = statistics::post_stratify(respondents.classes, population, respondents.base);
    if (weights) weights = statistics::scale_weights(*weights, 1);
    if (!weights) return none(problem_sentence(weights.error()));
    report.weights.assign(ground.table.size(), 0);
    for (std::size_t i = 0; i < respondents.responses.size(); ++i) {
        report.weights[respondents.responses[i]] = (*weights)[i];
    }
    const auto count = static_cast<std::int64_t>(weights->size());
    const auto [least, greatest] = std::ranges::minmax(*weights);
    report.analysis.answer = fmt::format(
        "Weighted results make up for those of the sample who did not answer, by {}: {} "
        "respondents "
        "with weights tell as much as {} without would.",
        plural(static_cast<std::int64_t>(classes.classes.size()), "class", "classes"),
        count_text(count),
        number_text(statistics::effective_size(*weights).value_or(0))
    );
    MeasureTable table = class_table(ground, classes, report);
    table.measures.push_back({.label = "Least weight", .value = least * static_cast<double>(count)}
    );
    table.measures.push_back(
        {.label = "Greatest weight",
         .value = greatest * static_cast<double>(count),
         .words = "the mean is 1"}
    );
    table.measures.push_back(
        {.label = "Design effect of the weights",
         .value = statistics::weighting_effect(*weights),
         .words = "by how much unequal weights inflate a variance; Kish"}
    );
    report.analysis.tables.emplace_back(std::move(table));
    report.analysis.notes.emplace_back(
        "Base weight: 1 over the chance of being released; times what all released of a class "
        "stand "
        "for over what its respondents do (weighting-class adjustment). Those found not to be "
        "eligible are left out. It helps as far as respondents of a class resemble its others."
    );
    return report;
}

}  // namespace querist::report
