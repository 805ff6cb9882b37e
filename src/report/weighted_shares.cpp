#include "report/weighted_shares.hpp"

#include "report/non_response_weights.hpp"
#include "report/numbers.hpp"
#include "report/sentences.hpp"
#include "report/variable_values.hpp"

#include <algorithm>
#include <numeric>

namespace querist::report {

namespace {

using response::Column;
using response::Gap;

/// The margins' values of those who have all of them.
struct Margins {
    std::vector<VariableValues> variables;
    std::vector<std::vector<double>> shares;  ///< Of the categories, declining ones left out.
    std::vector<std::uint32_t> responses;
    Basis basis;
    std::string absence;  ///< A sentence when the margins cannot be used.
};

/// The plan has a share for every option; declining ones (0) are no categories.
std::vector<double> shares_of_categories(
    const Ground& ground, const instrument::PopulationMargin& known
) {
    const response::TableItem* item = newest_form(ground, known.variable.item);
    std::vector<double> shares;
    if (item == nullptr) return shares;
    const auto& options = instrument::options_of(item->item.kind);
    for (std::size_t i = 0; i < known.shares.size(); ++i) {
        if (i < options.size() && options[i].declines) continue;
        shares.push_back(known.shares[i]);
    }
    return shares;
}

Margins read_margins(const Ground& ground, const instrument::PlannedWeights& planned) {
    Margins margins;
    std::vector<const VariableValues*> places;
    for (const instrument::PopulationMargin& known : planned.margins) {
        auto values = values_of(ground, known.variable);
        if (!values) {
            margins.absence = values.error();
            return margins;
        }
        margins.variables.push_back(std::move(*values));
        margins.shares.push_back(shares_of_categories(ground, known));
        if (margins.shares.back().size() != margins.variables.back().categories.size()) {
            margins.absence = "The plan's shares of “" + margins.variables.back().name +
                              "” do not fit its answers.";
            return margins;
        }
    }
    places.reserve(margins.variables.size());
    for (const VariableValues& one : margins.variables) places.push_back(&one);
    Complete complete = complete_in(ground, places);
    margins.responses = std::move(complete.responses);
    margins.basis = complete.basis;
    if (margins.responses.empty()) margins.absence = "Nobody has an answer to every margin.";
    return margins;
}

std::vector<std::size_t> categories_in(
    const VariableValues& variable, const std::vector<std::uint32_t>& responses
) {
    std::vector<std::size_t> categories;
    categories.reserve(responses.size());
    for (const std::uint32_t response : responses) {
        categories.push_back(variable.category(response));
    }
    return categories;
}

/// Post-strata without respondents by their names: the functions of statistics know numbers only.
std::string missing_categories(const Margins& margins) {
    std::string names;
    for (std::size_t i = 0; i < margins.variables.size(); ++i) {
        std::vector<std::int64_t> counts(margins.shares[i].size());
        for (const std::size_t category : categories_in(margins.variables[i], margins.responses)) {
            ++counts[category];
        }
        for (std::size_t c = 0; c < counts.size(); ++c) {
            const bool nobody = counts[c] == 0 && margins.shares[i][c] > 0;
            const bool nothing = counts[c] > 0 && margins.shares[i][c] <= 0;
            if (!nobody && !nothing) continue;
            names += (names.empty() ? "" : "; ") + std::string("“") +
                     margins.variables[i].categories[c] + "” of “" + margins.variables[i].name +
                     (nobody ? "” has a share of the population and no respondents"
                             : "” has respondents and no share of the population");
        }
    }
    return names;
}

struct Made {
    std::vector<double> weights;  ///< Of `Margins::responses`.
    std::string method;
    std::string absence;
};

Made make(const Margins& margins) {
    Made made;
    made.absence = missing_categories(margins);
    if (!made.absence.empty()) {
        made.absence += ".";
        return made;
    }
    std::vector<std::vector<std::size_t>> categories;
    categories.reserve(margins.variables.size());
    for (const VariableValues& one : margins.variables) {
        categories.push_back(categories_in(one, margins.responses));
    }
    if (categories.size() == 1) {
        auto weights = statistics::post_stratify(categories[0], margins.shares[0]);
        made.method = "post-stratification";
        if (weights) {
            made.weights = std::move(*weights);
        } else {
            made.absence = problem_sentence(weights.error());
        }
        return made;
    }
    std::vector<statistics::Margin> all;
    all.reserve(categories.size());
    for (std::size_t i = 0; i < categories.size(); ++i) {
        all.push_back({categories[i], margins.shares[i]});
    }
    auto raked = statistics::rake(all);
    if (raked) {
        made.weights = std::move(raked->weights);
        made.method = "raking (" + plural(raked->rounds, "round", "rounds") + ")";
    } else {
        made.absence = problem_sentence(raked.error());
    }
    return made;
}

MeasureTable margin_table(const Margins& margins, const std::vector<double>& weights) {
    MeasureTable table{
        .title = "Weights: the population's shares and those of the respondents",
        .basis = margins.basis,
        .measures = {}
    };
    for (std::size_t i = 0; i < margins.variables.size(); ++i) {
        const VariableValues& variable = margins.variables[i];
        std::vector<std::int64_t> counts(variable.categories.size());
        std::vector<double> sums(variable.categories.size());
        const auto categories = categories_in(variable, margins.responses);
        for (std::size_t r = 0; r < categories.size(); ++r) {
            ++counts[categories[r]];
            sums[categories[r]] += weights.empty() ? 0 : weights[r];
        }
        for (std::size_t c = 0; c < counts.size(); ++c) {
            const Share share = share_of(counts[c], margins.basis.answered, margins.basis.level);
            Measure measure{
                .label = variable.name + ": " + variable.categories[c],
                .form = Measure::Form::fraction,
                .value = margins.shares[i][c],
                .words = "of the population; of the respondents " + share_text(share)
            };
            if (counts[c] > 0 && !weights.empty()) {
                measure.words +=
                    "; mean weight " + number_text(
                                           sums[c] / static_cast<double>(counts[c]) *
                                           static_cast<double>(margins.responses.size())
                                       );
            }
            table.measures.push_back(std::move(measure));
        }
    }
    return table;
}

MeasureTable effect_table(const Margins& margins, const Made& made) {
    MeasureTable table{.title = "Weights: what they cost", .basis = margins.basis, .measures = {}};
    const auto size = static_cast<double>(made.weights.size());
    const auto [least, greatest] = std::ranges::minmax(made.weights);
    table.measures.push_back({.label = "Least weight", .value = least * size});
    table.measures.push_back(
        {.label = "Greatest weight", .value = greatest * size, .words = "the mean is 1"}
    );
    const auto effective = statistics::effective_size(made.weights);
    const auto effect = statistics::weighting_effect(made.weights);
    table.measures.push_back(
        {.label = "Effective number of respondents",
         .value = effective,
         .words = "of " + count_text(margins.basis.answered) + "; Kish"}
    );
    table.measures.push_back(
        {.label = "Design effect of the weights",
         .value = effect,
         .words = "by how much unequal weights inflate a variance; Kish"}
    );
    return table;
}

std::vector<std::optional<double>> indicator(
    const Column& column, const std::vector<double>& weights, auto has
) {
    std::vector<std::optional<double>> values(weights.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (column.gap(i) == Gap::none) values[i] = has(i) ? 1.0 : 0.0;
    }
    return values;
}

}  // namespace

std::optional<ReportWeights> make_weights(const Ground& ground) {
    if (ground.plan().weights.empty()) return std::nullopt;
    const instrument::PlannedWeights& planned = ground.plan().weights.front();
    if (planned.by_strata) return non_response_weights(ground, planned);
    ReportWeights report;
    report.analysis.id = "weights";
    report.analysis.heading = "Weights";
    if (!planned.source.empty()) {
        report.analysis.notes.push_back("Shares of the population: " + planned.source);
    }
    const Margins margins = read_margins(ground, planned);
    const Made made = margins.absence.empty() ? make(margins) : Made{{}, {}, margins.absence};
    if (!made.absence.empty()) {
        report.analysis.answer =
            "There are no weights, and every result is unweighted. " + made.absence;
        if (!margins.responses.empty()) {
            report.analysis.tables.emplace_back(margin_table(margins, {}));
        }
        return report;
    }
    report.weights.assign(ground.table.size(), 0);
    for (std::size_t i = 0; i < margins.responses.size(); ++i) {
        report.weights[margins.responses[i]] = made.weights[i];
    }
    report.analysis.answer =
        "Weighted results are weighted by " + made.method + " to the population's shares of " +
        plural(static_cast<std::int64_t>(margins.variables.size()), "property", "properties") +
        ": " + count_text(margins.basis.answered) + " respondents with weights tell as much as " +
        number_text(statistics::effective_size(made.weights).value_or(0)) + " without would.";
    report.analysis.tables.emplace_back(margin_table(margins, made.weights));
    report.analysis.tables.emplace_back(effect_table(margins, made));
    report.analysis.notes.emplace_back(
        "Respondents without an answer to every margin have no weight and are not in weighted "
        "results. Weights make respondents resemble the population in these properties only."
    );
    return report;
}

namespace {

/// "5 respondents who answered have no weight."
void add_weightless_note(
    const Column& column,
    const std::vector<double>& weights,
    bool by_strata,
    std::vector<std::string>& notes
) {
    std::int64_t without = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (column.gap(i) == Gap::none && weights[i] <= 0) ++without;
    }
    if (without == 0) return;
    notes.push_back(
        plural(without, "respondent who answered has", "respondents who answered have") +
        " no weight, because " +
        (by_strata ? "nobody knows the stratum." : "an answer to a margin is missing.") +
        " Weighted figures leave them out."
    );
}

WeightedTable weighted_column(
    const Ground& ground,
    const instrument::Kind& kind,
    const Column& column,
    const std::vector<double>& weights,
    std::string title
) {
    WeightedTable table{
        .title = std::move(title), .basis = column_basis(ground, column), .rows = {}
    };
    const auto* codes = std::get_if<response::Codes>(&column.cells);
    const auto* sets = std::get_if<response::CodeSets>(&column.cells);
    if (codes == nullptr && sets == nullptr) return table;
    const std::vector<instrument::Option>& options = instrument::options_of(kind);
    const std::vector<response::CodeLabel> labels = response::code_labels(kind);
    const auto counts = codes != nullptr ? codes->counts() : sets->counts();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i < options.size() && options[i].declines) continue;
        const int code = static_cast<int>(i);
        const auto values = indicator(column, weights, [&](std::size_t response) {
            return codes != nullptr ? codes->at(response) == code : sets->at(response, code);
        });
        const auto estimate =
            statistics::weighted_proportion(values, {weights, {}, {}}, ground.level);
        WeightedTable::Row row{
            .label = std::string(labels[i].label),
            .share = share_of(counts[i], table.basis.answered, ground.level),
            .weighted = std::nullopt
        };
        if (estimate) {
            row.weighted = *estimate;
        } else {
            row.absence = problem_sentence(estimate.error());
        }
        table.rows.push_back(std::move(row));
    }
    std::vector<double> of_answers;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (column.gap(i) == Gap::none && weights[i] > 0) of_answers.push_back(weights[i]);
    }
    table.weighted = static_cast<std::int64_t>(of_answers.size());
    if (!of_answers.empty()) table.effective_size = statistics::effective_size(of_answers);
    add_weightless_note(column, weights, ground.plan().weights.front().by_strata, table.notes);
    return table;
}

/// Whether the population's shares of an item are what the weights meet.
bool is_margin(const Ground& ground, const response::TableItem& item) {
    const auto& margins = ground.plan().weights.front().margins;
    return std::ranges::any_of(margins, [&](const instrument::PopulationMargin& margin) {
        const response::TableItem* of = newest_form(ground, margin.variable.item);
        return of != nullptr && of->key == item.key;
    });
}

}  // namespace

std::vector<WeightedTable> weighted_tables(
    const Ground& ground, const response::TableItem& item, const std::vector<double>& weights
) {
    std::vector<WeightedTable> tables;
    if (weights.empty()) return tables;
    const std::vector<instrument::Option>& rows = instrument::rows_of(item.item.kind);
    for (const Column& column : columns_of(ground, item)) {
        std::string title = question_title(item.item);
        if (!rows.empty()) {
            title += " – " + instrument::row_words(rows[static_cast<std::size_t>(column.row)]);
        }
        WeightedTable table =
            weighted_column(ground, item.item.kind, column, weights, title + " (weighted)");
        if (is_margin(ground, item)) {
            table.shares = WeightedTable::Shares::fixed_by_weighting;
        }
        if (!table.rows.empty()) tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace querist::report
