#pragma once

#include "core/core.hpp"
#include "instrument/acknowledgement.hpp"

#include <string>
#include <vector>

namespace querist::instrument {

/// What is analysed: an item's answers, those of one row of it, or whether one option was chosen.
/// In a plan: "ml_years", "problems.crashes", "purposes.deployment".
struct Variable {
    int item = 0;     ///< Position in `Study::items`.
    int row = -1;     ///< Position in the item's rows; -1: the item as a whole.
    int option = -1;  ///< Position in the options of several choices; -1: the answer itself.
    bool operator==(const Variable&) const = default;
};

/// A test that a plan names. "chi-square", "likelihood ratio" and "fisher exact" compare the
/// answers of groups as categories; "mann-whitney" (two groups) and "kruskal-wallis" compare their
/// ranks; "mcnemar", "cochran q" (chosen or not), "wilcoxon" and "friedman" (ranks) compare answers
/// of the same respondents; "spearman" and "kendall" correlate two variables.
enum class PlannedTest {
    chi_square,
    likelihood_ratio,
    fisher_exact,
    mann_whitney,
    kruskal_wallis,
    mcnemar,
    cochran_q,
    wilcoxon,
    friedman,
    spearman,
    kendall
};

/// What becomes of respondents with a gap in what is compared.
enum class MissingAnswers {
    left_out,  ///< Only complete pairs and groups are compared.
    counted    ///< "No answer" is a category of its own (tests of categories only).
};

/// One planned comparison.
struct Comparison {
    std::string id;
    std::vector<Variable> compared;  ///< One, by the groups of `by`; else two or more, paired.
    std::vector<Variable> by;        ///< None, or the one whose answers make the groups.
    PlannedTest test = PlannedTest::chi_square;
    std::string expects;  ///< The hypothesis in words; may be empty.
    MissingAnswers missing = MissingAnswers::left_out;
    Place place;
};

/// Items that are meant to measure one thing: their consistency is reported (alpha, omega).
struct PlannedScale {
    std::string id;
    std::string measures;  ///< What, in words.
    std::vector<Variable> variables;
    Place place;
};

/// How one research question is to be answered.
struct PlannedAnswer {
    std::string research_question;    ///< Its id.
    std::vector<int> items;           ///< In the order of the report.
    std::vector<Variable> subgroups;  ///< Each item's table is printed by these too.
    std::vector<Comparison> comparisons;
    std::vector<PlannedScale> scales;
    Place place;
};

/// How the p values of one research question's planned comparisons are adjusted.
enum class PAdjustment { none, holm, benjamini_hochberg };

/// In which order the rows of a scale's picture stand.
enum class RowOrder {
    as_asked,     ///< That of the study.
    by_agreement  ///< The row with the greatest share in the upper half of the scale first.
};

/// Shares of the population that the weighted results are made to meet.
struct PopulationMargin {
    Variable variable;           ///< A single choice or yes/no.
    std::vector<double> shares;  ///< One an option, 0 to 1, adding up to 1; declining options 0.
    Place place;
};
struct PlannedWeights {
    std::vector<PopulationMargin> margins;  ///< One: post-stratification; more: raking.
    std::string source;                     ///< Where the shares come from.
    Place place;
    /// For who of the sample did not answer, by the strata that it was drawn from: no margins then.
    bool by_strata = false;
    std::vector<std::string> together = {};  ///< Strata that are one class.
};

/// How a study's answers are to be analysed: `analysis.yaml` beside study.yaml. It is hashed apart
/// from the instrument, so that a change of the plan is no new version of the questions.
struct AnalysisPlan {
    double confidence = 0.95;  ///< Of every interval.
    PAdjustment adjustment = PAdjustment::holm;
    RowOrder rows = RowOrder::as_asked;
    std::vector<int> ordered;  ///< Single choices whose order the plan asserts: item positions.
    std::vector<PlannedWeights> weights;  ///< None or one.
    std::vector<PlannedAnswer> answers;   ///< In the order of the file.
    std::vector<Acknowledgement> acknowledged;
    std::string added;  ///< Why there is a plan though the protocol has none; may be empty.
    std::string bytes;  ///< The file as read.
    Digest hash;        ///< SHA-256 of `bytes`.
};

}  // namespace querist::instrument
