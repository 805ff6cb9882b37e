// Whom a study asks and how many of them: `population` and `recruitment` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

/// A number of people; reported and absent when it cannot be one.
std::optional<std::int64_t> people_of(
    const YamlNode* node, std::string_view cure, StudyDraft& draft
) {
    const auto value = whole_of(node);
    if (!value) return std::nullopt;
    if (*value < 1 || *value > population_people_max) {
        draft.list.report(
            "study.out-of-range",
            node->start,
            fmt::format("{} is not between 1 and {}", *value, population_people_max),
            std::string(cure)
        );
        return std::nullopt;
    }
    return *value;
}

enum class Whole { excluded, included };

/// A percentage above 0 %; those that are none have been reported.
std::optional<double> share_above_none(
    const YamlNode& owner, std::string_view key, Whole whole, StudyDraft& draft
) {
    const YamlNode* node = owner.find(key);
    if (node == nullptr || node->kind != YamlNode::Kind::scalar) return std::nullopt;
    const std::optional<double> share = share_of(node);
    if (!share) return std::nullopt;
    const bool with_all = whole == Whole::included;
    if (*share > 0 && (*share < 1 || (with_all && *share == 1))) return share;
    draft.list.report(
        "study.out-of-range",
        node->start,
        fmt::format(
            "\"{}\" is more than 0 % and {} 100 %", key, with_all ? "at most" : "less than"
        ),
        with_all ? "write what similar studies found, as in 4 %"
                 : "write a percentage between them, as in 10 %"
    );
    return std::nullopt;
}

Extent read_extent(const YamlNode& node, StudyDraft& draft) {
    constexpr std::string_view cure = "write how many people there are, or leave it out";
    return {
        .size = people_of(node.find("size"), cure, draft),
        .source = text_of(node.find("source")),
        .frame_size = people_of(node.find("frame size"), cure, draft),
        .frame_source = text_of(node.find("frame source"))
    };
}

/// A stratum's people are known by a claim or by a column.
void check_recognition(const YamlNode& node, StudyDraft& draft) {
    const YamlNode* claim = node.find("claim");
    const YamlNode* column = node.find("column");
    const YamlNode* is = node.find("is");
    if (claim != nullptr && column != nullptr) {
        draft.list.report(
            "study.conflicting-keys",
            column->start,
            "a stratum is known by what the Hub says of an account or by a column of the frame",
            "remove one of \"claim\" and \"column\""
        );
    }
    if (is == nullptr || claim != nullptr || column != nullptr) return;
    draft.list.report(
        "study.missing-key",
        is->start,
        "\"is\" says nothing without \"claim\" or \"column\"",
        "name the column of the frame, or the claim, that is to be this"
    );
}

/// Where accounts tell some strata, the one that nothing tells has all other accounts: only one
/// can.
void check_rest(const Population& population, StudyDraft& draft) {
    const bool by_account = std::ranges::any_of(population.strata, [](const Stratum& one) {
        return !one.claim.empty();
    });
    if (!by_account) return;
    const Stratum* rest = nullptr;
    for (const Stratum& one : population.strata) {
        if (!one.claim.empty() || !one.column.empty()) continue;
        if (rest != nullptr) {
            draft.list.report(
                "study.two-rest-strata",
                {.line = one.place.line, .column = one.place.column},
                fmt::format(
                    "\"{}\" and \"{}\" would both have the accounts that no claim fits",
                    rest->id,
                    one.id
                ),
                "say by what one of them is known: claim, or column"
            );
        }
        rest = &one;
    }
}

void read_population(const YamlNode& node, StudyDraft& draft) {
    Population population{
        .text = text_of(node.find("text")),
        .strata = {},
        .added = text_of(node.find("added")),
        .place = draft.place(node.start),
        .extent = read_extent(node, draft)
    };
    KnownIds known("stratum");
    for (const YamlNode& one : node.list("strata")) {
        if (one.entries.empty()) continue;
        const YamlEntry& entry = one.entries.front();
        known.add(entry.key.text, entry.key.start, draft.list);
        population.strata.push_back(
            {.id = entry.key.text,
             .text = text_of(&entry.value),
             .extent = read_extent(one, draft),
             .place = draft.place(entry.key.start),
             .claim = text_of(one.find("claim")),
             .column = text_of(one.find("column")),
             .is = text_of(one.find("is"))}
        );
        check_recognition(one, draft);
    }
    check_rest(population, draft);
    draft.study.population = std::move(population);
}

std::vector<std::string> known_strata(const Study& study) {
    return study.population ? ids_of(study.population->strata) : std::vector<std::string>{};
}

}  // namespace

void check_stratum(const YamlNode& node, StudyDraft& draft) {
    const std::string id = text_of(&node);
    const std::vector<std::string> known = known_strata(draft.study);
    // Of a file that a syntax error cut, the strata may be what is missing.
    if (!draft.whole || id.empty() || std::ranges::find(known, id) != known.end()) return;
    draft.list.report(
        "study.unknown-stratum",
        node.start,
        fmt::format("the population has no stratum \"{}\"", id),
        known.empty()
            ? "name it under the population's `strata`, as in - pro: Paying accounts"
            : nearest_or(id, known, fmt::format("its strata are {}", fmt::join(known, ", ")))
    );
}

namespace {

std::optional<double> read_deviation(const YamlNode& node, StudyDraft& draft) {
    const YamlNode* deviation = node.find("standard deviation");
    const std::optional<double> value = number_of(deviation);
    if (!value) return std::nullopt;
    if (*value < 0) {
        draft.list.report(
            "study.out-of-range",
            deviation->start,
            "a standard deviation is not below 0",
            "write how far the answers of the stratum lie apart, as in 0.4"
        );
        return std::nullopt;
    }
    if (node.find("expected share") != nullptr) {
        draft.list.report(
            "study.conflicting-keys",
            deviation->start,
            "the expected share has a standard deviation of its own",
            "remove one of \"expected share\" and \"standard deviation\""
        );
    }
    return value;
}

StratumSample read_stratum_sample(const YamlNode& node, StudyDraft& draft) {
    return {
        .stratum = text_of(node.find("stratum")),
        .target =
            people_of(node.find("target"), "write how many complete responses it needs", draft),
        .response_rate = share_above_none(node, "expected response rate", Whole::included, draft),
        .share = share_above_none(node, "expected share", Whole::excluded, draft),
        .deviation = read_deviation(node, draft),
        .place = draft.place(node.start)
    };
}

/// A design within strata needs strata, and a fixed one their numbers.
void check_design(const YamlNode& sample, const SamplePlan& plan, StudyDraft& draft) {
    if (!draft.whole || !plan.design || !is_stratified(*plan.design)) return;
    const YamlNode* design = sample.find("design");
    const std::vector<std::string> strata = known_strata(draft.study);
    if (strata.empty()) {
        draft.list.report(
            "study.no-strata",
            design->start,
            fmt::format(
                "the design \"{}\" draws within strata, and the population has none",
                design_name(*plan.design)
            ),
            "name them under the population's `strata`, or write simple random"
        );
        return;
    }
    if (plan.design != SamplingDesign::fixed) return;
    for (const std::string& stratum : strata) {
        const StratumSample* own = sample_of(plan, stratum);
        if (own != nullptr && own->target) continue;
        draft.list.report(
            "study.no-target",
            design->start,
            fmt::format("a fixed design needs a target of the stratum \"{}\"", stratum),
            "add it under the sample's `strata`, with \"target:\" and a whole number"
        );
    }
}

/// Rates are fractions of a million parts.
constexpr double eligible_share_min = 1e-6;

/// AAPOR asks that a share which is not estimated be told with what it is taken from.
void check_eligible_share(const YamlNode& sample, StudyDraft& draft) {
    const YamlNode* share = sample.find("eligible share");
    const YamlNode* basis = sample.find("eligible share basis");
    if (share == nullptr && basis == nullptr) return;
    if (share == nullptr) {
        draft.list.report(
            "study.no-share",
            basis->start,
            "it is said what the eligible share is taken from, and not what it is",
            "write \"eligible share:\" beside it, or leave this out: then it is estimated"
        );
    } else if (const auto stated = share_of(share);
               stated && *stated > 0 && *stated < eligible_share_min) {
        draft.list.report(
            "study.out-of-range",
            share->start,
            "\"eligible share\" is less than 0.0001 %, which rates cannot tell from none",
            "write a percentage of at least 0.0001 %"
        );
    } else if (trimmed(text_of(basis)).empty()) {
        draft.list.report(
            "study.no-basis",
            share->start,
            "the eligible share is stated without what it is taken from",
            "write \"eligible share basis:\" beside it, as in a check of 50 of the addresses, or "
            "leave the share out: then it is estimated"
        );
    }
}

SamplePlan read_sample(const YamlNode& node, StudyDraft& draft) {
    SamplePlan plan{
        .design = parse_design(text_of(node.find("design"))),
        .confidence = share_above_none(node, "confidence", Whole::excluded, draft),
        .margin = share_above_none(node, "margin", Whole::excluded, draft),
        .share = share_above_none(node, "expected share", Whole::excluded, draft),
        .response_rate = share_above_none(node, "expected response rate", Whole::included, draft),
        .target =
            people_of(node.find("target"), "write how many complete responses are wanted", draft),
        .least_per_stratum = people_of(
            node.find("least per stratum"), "write how many complete responses it needs", draft
        ),
        .stop_when_complete = people_of(
            node.find("stop when complete"), "write how many complete responses suffice", draft
        ),
        .eligible_share = share_above_none(node, "eligible share", Whole::included, draft),
        .eligible_share_basis = text_of(node.find("eligible share basis")),
        .stratum_field = text_of(node.find("stratum field")),
        .strata = {},
        .added = text_of(node.find("added")),
        .place = draft.place(node.start)
    };
    if (const YamlNode* field = node.find("stratum field")) {
        plan.stratum_field_place = draft.place(field->start);
    }
    check_eligible_share(node, draft);
    KnownIds known("stratum");
    for (const YamlNode& one : node.list("strata")) {
        if (one.kind != YamlNode::Kind::mapping) continue;
        plan.strata.push_back(read_stratum_sample(one, draft));
        const YamlNode* stratum = one.find("stratum");
        if (stratum == nullptr) continue;
        check_stratum(*stratum, draft);
        known.add(plan.strata.back().stratum, stratum->start, draft.list);
    }
    check_design(node, plan, draft);
    return plan;
}

void read_comparisons(const YamlNode& node, StudyDraft& draft) {
    if (!draft.study.recruitment) return;
    KnownIds known("comparison");
    std::vector<FrameComparison>& compare = draft.study.recruitment->compare;
    for (const YamlNode& one : node.list("compare")) {
        if (one.entries.empty()) continue;
        const YamlEntry& entry = one.entries.front();
        known.add(entry.key.text, entry.key.start, draft.list);
        const std::string column = text_of(one.find("column"));
        compare.push_back(
            {.id = entry.key.text,
             .text = text_of(&entry.value),
             .column = column.empty() ? entry.key.text : column,
             .place = draft.place(entry.key.start),
             .added = text_of(one.find("added"))}
        );
    }
    if (compare.size() <= frame_comparisons_max) return;
    draft.list.report(
        "study.too-many",
        node.find("compare")->start,
        fmt::format(
            "there are {} comparisons, more than {}", compare.size(), frame_comparisons_max
        ),
        "keep those by which people who answer may differ from those who do not"
    );
}

}  // namespace

void read_people(const YamlNode& root, StudyDraft& draft) {
    if (const YamlNode* population = root.find("population")) read_population(*population, draft);
    const YamlNode* recruitment = root.find("recruitment");
    if (recruitment == nullptr) return;
    draft.study.recruitment = Recruitment{
        .text = text_of(recruitment->find("text")), .place = draft.place(recruitment->start)
    };
    read_open_link(*recruitment, draft);
    read_sign_in(*recruitment, draft);
    read_mails(*recruitment, draft);
    read_comparisons(*recruitment, draft);
    const YamlNode* sample = recruitment->find("sample");
    if (sample == nullptr || sample->kind != YamlNode::Kind::mapping) return;
    draft.study.recruitment->sample = read_sample(*sample, draft);
}

}  // namespace querist::instrument
