// Every key of analysis.yaml.

#include "instrument/key_forms.hpp"

namespace querist::instrument {

namespace {

using enum ValueType;
using enum Presence;
using S = Section;

constexpr KeySpec analysis_key_table[] = {
    plain(S::analysis, "querist", whole, required, "Version of the study language: 1."),
    plain(
        S::analysis,
        "confidence",
        share,
        optional,
        "Of every interval, `95 %` when left out; p values are held against the rest of it."
    ),
    plain(
        S::analysis,
        "adjust p values",
        ValueType::p_adjustment,
        optional,
        "For the number of tests within each research question, `holm` when left out."
    ),
    plain(
        S::analysis,
        "sort rows",
        ValueType::row_order,
        optional,
        "The rows of a scale in its picture, `as asked` when left out."
    ),
    plain(
        S::analysis,
        "ordered",
        variables,
        optional,
        "Single choices whose choices stand in order, so that tests of ranks may use them. Grids "
        "and ranges such as \"1 – 2 years\" are ordered anyway."
    ),
    nested(
        S::analysis,
        "weights",
        section,
        optional,
        S::weights,
        "What weighted results make up for: who did not answer, or shares of the population that "
        "differ."
    ),
    nested(
        S::analysis,
        "plan",
        sections,
        required,
        S::planned_answer,
        "How each research question is answered."
    ),
    nested(
        S::analysis,
        "acknowledged",
        sections,
        optional,
        S::acknowledgement,
        "Lint findings about the plan that the researcher answers for."
    ),
    plain(
        S::analysis,
        "added",
        text,
        optional,
        "Why there is a plan although the protocol does not state it."
    ),

    plain(S::planned_answer, "answers", study_id, required, "Id of the research question."),
    plain(
        S::planned_answer,
        "items",
        variables,
        required,
        "The items that answer it, in the order of the report; they must serve it."
    ),
    plain(
        S::planned_answer,
        "subgroups",
        variables,
        optional,
        "Each item's table is printed by these too."
    ),
    nested(S::planned_answer, "comparisons", sections, optional, S::comparison, "What is tested."),
    nested(
        S::planned_answer,
        "scales",
        sections,
        optional,
        S::planned_scale,
        "Items that measure one thing together."
    ),

    plain(S::comparison, "id", study_id, required, "Its name in the report and in deviations."),
    plain(
        S::comparison,
        "compare",
        variables,
        required,
        "What is compared: one variable by groups, or two and more of the same respondents."
    ),
    plain(S::comparison, "by", variable, optional, "Whose answers make the groups."),
    plain(S::comparison, "test", ValueType::planned_test, required, "The test, see below."),
    plain(S::comparison, "expects", text, optional, "The hypothesis in words."),
    plain(
        S::comparison,
        "missing answers",
        ValueType::missing_answers,
        optional,
        "What becomes of gaps, `left out` when not said."
    ),

    plain(S::planned_scale, "id", study_id, required, "Its name in the report."),
    plain(S::planned_scale, "measures", text, required, "What its items measure together."),
    plain(
        S::planned_scale,
        "items",
        variables,
        required,
        "Two or more scales, numbers or yes/no questions, all pointing the same way."
    ),

    plain(
        S::weights,
        "strata",
        truth,
        optional,
        "`true`: for those of the sample who did not answer, by the strata that they were drawn "
        "from. In place of `source` and `margins`."
    ),
    plain(
        S::weights,
        "together",
        study_ids,
        optional,
        "Strata that are weighted as one, where too few of one answered."
    ),
    plain(S::weights, "source", text, optional, "Where the shares come from."),
    nested(
        S::weights,
        "margins",
        sections,
        optional,
        S::margin,
        "One: post-stratification; more: raking."
    ),

    plain(S::margin, "of", variable, required, "A single choice or a yes/no question."),
    plain(
        S::margin,
        "shares",
        option_shares,
        required,
        "Of the population, for every choice that is not a way to decline; 100 % together."
    ),
};

constexpr SectionSpec analysis_section_table[] = {
    {"analysis", "the analysis plan", "The top of analysis.yaml.", S::analysis, false},
    {"planned answer", "a plan", "One entry of `plan`.", S::planned_answer, false},
    {"comparison", "a comparison", "One entry of `comparisons`.", S::comparison, false},
    {"planned scale", "a scale", "One entry of `scales`.", S::planned_scale, false},
    {"weights", "the weights", "What stands under `weights`.", S::weights, false},
    {"margin", "a margin", "One entry of `margins`.", S::margin, false},
};
static_assert(
    std::size(analysis_section_table) ==
    static_cast<std::size_t>(S::margin) - static_cast<std::size_t>(S::acknowledgement)
);

}  // namespace

std::span<const KeySpec> analysis_key_specs() { return analysis_key_table; }
std::span<const SectionSpec> analysis_section_specs() { return analysis_section_table; }

}  // namespace querist::instrument
