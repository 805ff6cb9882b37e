// The shares of the population that weighted results are made to meet.

#include "instrument/analysis_draft.hpp"
#include "instrument/analysis_variable.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace querist::instrument {

namespace {

/// Shares are written in decimal: their sum is off by rounding at most.
constexpr double rounding = 1e-9;

bool is_margin(const Item& item) {
    return std::holds_alternative<SingleChoice>(item.kind) ||
           std::holds_alternative<YesNo>(item.kind);
}

/// Codes of the shares in their order: every choice, those that decline too.
std::vector<std::string> share_codes(const Item& item) {
    if (std::holds_alternative<YesNo>(item.kind)) return {"yes", "no"};
    std::vector<std::string> codes;
    for (const Option& option : options_of(item.kind)) codes.push_back(option.code);
    return codes;
}

bool declines(const Item& item, std::size_t position) {
    const auto& options = options_of(item.kind);
    return position < options.size() && options[position].declines;
}

void read_share(
    const YamlEntry& entry, const Item& item, PopulationMargin& margin, PlanDraft& draft
) {
    const std::vector<std::string> codes = share_codes(item);
    const auto found = std::ranges::find(codes, entry.key.text);
    if (found == codes.end()) {
        draft.list.report(
            "plan.unknown-choice",
            entry.key.start,
            fmt::format("\"{}\" has no choice \"{}\"", item.id, entry.key.text),
            nearest_or(
                entry.key.text, codes, fmt::format("its choices are {}", fmt::join(codes, ", "))
            )
        );
        return;
    }
    const auto position = static_cast<std::size_t>(found - codes.begin());
    if (declines(item, position)) {
        draft.list.report(
            "plan.unfit-margin",
            entry.key.start,
            fmt::format("\"{}\" declines: nobody in the population is that", entry.key.text),
            "leave it out"
        );
        return;
    }
    margin.shares[position] = share_of(&entry.value).value_or(0);
}

void check_shares(
    const YamlNode& shares, const Item& item, const PopulationMargin& margin, PlanDraft& draft
) {
    const std::vector<std::string> codes = share_codes(item);
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (!declines(item, i) && shares.find(codes[i]) == nullptr) missing.push_back(codes[i]);
    }
    if (!missing.empty()) {
        draft.list.report(
            "plan.missing-share",
            shares.start,
            fmt::format("the shares of \"{}\" leave out {}", item.id, fmt::join(missing, ", ")),
            "give every choice that is not a way to decline its share"
        );
        return;
    }
    double sum = 0;
    for (const double share : margin.shares) sum += share;
    if (std::abs(sum - 1) <= rounding) return;
    draft.list.report(
        "plan.unfit-margin",
        shares.start,
        fmt::format("the shares of \"{}\" add up to {:.6g} %", item.id, sum * 100),
        "make them add up to 100 %"
    );
}

void read_margin(const YamlNode& node, PlannedWeights& weights, PlanDraft& draft) {
    const std::vector<NamedVariable> of = read_variables(node.find("of"), draft);
    const YamlNode* shares = node.find("shares");
    if (of.empty() || shares == nullptr || shares->kind != YamlNode::Kind::mapping) return;
    if (of.size() > 1) {
        draft.list.report(
            "plan.unfit-margin",
            of.front().node->start,
            fmt::format("\"{}\" is asked once for each choice", of.front().node->text),
            "name one of its rounds"
        );
        return;
    }
    PopulationMargin margin{of.front().variable, {}, draft.place(node.start)};
    const Item& item = draft.study.items[static_cast<std::size_t>(margin.variable.item)];
    if (!is_margin(item)) {
        draft.list.report(
            "plan.unfit-margin",
            of.front().node->start,
            fmt::format("\"{}\" is of the kind \"{}\"", item.id, kind_name(item.kind)),
            "name a single choice or a yes/no question"
        );
        return;
    }
    const bool repeated = std::ranges::any_of(weights.margins, [&](const PopulationMargin& one) {
        return one.variable == margin.variable;
    });
    if (repeated) {
        draft.list.report(
            "plan.duplicate",
            of.front().node->start,
            fmt::format("\"{}\" has its shares already", item.id),
            "remove one of the two"
        );
    }
    margin.shares.resize(share_codes(item).size());
    const std::size_t before = draft.list.problems.size();
    for (const YamlEntry& entry : shares->entries) read_share(entry, item, margin, draft);
    const bool all_read = std::ranges::all_of(shares->entries, [](const YamlEntry& entry) {
        return share_of(&entry.value).has_value();
    });
    if (all_read && draft.list.problems.size() == before) {
        check_shares(*shares, item, margin, draft);
    }
    weights.margins.push_back(std::move(margin));
}

}  // namespace

namespace {

/// Weights by strata need strata, and no shares; others need shares and their source.
void check_keys(const YamlNode& node, bool by_strata, PlanDraft& draft) {
    const YamlNode* const strata = node.find("strata");
    for (const char* key : {"source", "margins"}) {
        const YamlNode* const found = node.find(key);
        if (by_strata && found != nullptr) {
            draft.list.report(
                "study.conflicting-keys",
                found->start,
                fmt::format("weights by strata come from the sample and have no \"{}\"", key),
                fmt::format("remove one of \"strata\" and \"{}\"", key)
            );
        }
        if (!by_strata && found == nullptr) {
            draft.list.report(
                "study.missing-key",
                node.start,
                fmt::format("the weights have no \"{}\"", key),
                "write it, or strata: true for weights that make up for who did not answer"
            );
        }
    }
    const bool has_strata = draft.study.population && draft.study.population->strata.size() > 1;
    if (by_strata && !has_strata) {
        draft.list.report(
            "plan.unfit-weights",
            strata->start,
            "the study's population has no strata",
            "write them under `population`, or weight by margins"
        );
    }
}

void read_together(const YamlNode& node, PlannedWeights& weights, PlanDraft& draft) {
    const YamlNode* const together = node.find("together");
    if (together == nullptr) return;
    if (!weights.by_strata) {
        draft.list.report(
            "study.missing-key",
            together->start,
            "\"together\" says nothing without strata: true",
            "write it, or remove \"together\""
        );
        return;
    }
    std::vector<std::string> known;
    if (draft.study.population) known = ids_of(draft.study.population->strata);
    for (const YamlNode& one : together->items) {
        if (std::ranges::find(known, one.text) == known.end()) {
            draft.list.report(
                "plan.unknown-stratum",
                one.start,
                fmt::format("the population has no stratum \"{}\"", one.text),
                nearest_or(
                    one.text, known, fmt::format("its strata are {}", fmt::join(known, ", "))
                )
            );
        }
        weights.together.push_back(one.text);
    }
    if (weights.together.size() == 1) {
        draft.list.report(
            "plan.unfit-weights",
            together->start,
            "one stratum alone is counted together with none",
            "name two or more"
        );
    }
}

}  // namespace

void read_weights(const YamlNode& node, PlanDraft& draft) {
    if (node.kind != YamlNode::Kind::mapping) return;
    PlannedWeights weights{{}, text_of(node.find("source")), draft.place(node.start)};
    weights.by_strata = truth_of(node.find("strata"));
    check_keys(node, weights.by_strata, draft);
    read_together(node, weights, draft);
    if (const YamlNode* margins = node.find("margins")) {
        for (const YamlNode& one : margins->items) read_margin(one, weights, draft);
    }
    draft.plan.weights.push_back(std::move(weights));
}

}  // namespace querist::instrument
