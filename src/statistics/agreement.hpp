#pragma once

#include "core/core.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::statistics {

/// Ratings of units by raters, unit by unit: how rater r rated unit u stands at
/// values[u * raters + r] as a category from 0 to categories - 1, in the codebook's order; empty
/// where there is no rating. values.size() is a multiple of `raters`, which is at least 1, and
/// every rating is below `categories`; else the functions below throw std::domain_error.
struct Ratings {
    std::span<const std::optional<std::size_t>> values;
    std::size_t raters = 0;
    std::size_t categories = 0;  ///< Of the codebook, used or not.
};

/// How an interval around a coefficient of agreement was made.
enum class AgreementIntervalMethod {
    large_sample,    ///< Fleiss, Cohen and Everitt 1969, normal.
    over_units,      ///< Gwet 2008: linearised over units, t with units - 1 degrees of freedom.
    unit_bootstrap,  ///< Percentiles of the coefficient over units drawn again.
};

/// In words for the line below a table.
[[nodiscard]] std::string_view agreement_interval_method(AgreementIntervalMethod method);

/// Agreement beyond chance: (observed - expected) / (1 - expected).
struct Agreement {
    /// At most 1; 0 is what chance gives; negative below chance, with gaps even below -1 for
    /// Fleiss' kappa (a unit rated once may raise the expected agreement above a half).
    double coefficient = 0;
    double observed = 0;        ///< Share of agreement among pairs of ratings of the same unit.
    double expected = 0;        ///< The share that chance would give, by the coefficient's model.
    std::int64_t units = 0;     ///< Units that count: rated at least twice.
    std::int64_t left_out = 0;  ///< Units with fewer ratings.
    /// Cut at -1 (or at a coefficient below it) and at 1. Both are empty when the units give no
    /// spread (perfect agreement, or a single unit): the method then says nothing about certainty.
    std::optional<double> standard_error{};
    std::optional<Interval> interval{};
    AgreementIntervalMethod interval_method = AgreementIntervalMethod::large_sample;
};

/// How much two categories that lie d steps apart count as agreement.
enum class KappaWeights {
    none,       ///< 1 when equal, else 0: Cohen's kappa.
    linear,     ///< 1 - d / (categories - 1).
    quadratic,  ///< 1 - d^2 / (categories - 1)^2.
};

/// Cohen's kappa of two raters (`ratings.raters` is 2, else std::domain_error), weighted or not.
/// Units that only one of them rated are left out. A Problem when no unit was rated by both, and
/// when both gave every unit the same one category, where 0 / 0 is no number.
/// Source: Cohen 1960, 1968; standard error: Fleiss, Cohen and Everitt 1969. Equals
/// vcd::Kappa(table, weights = "Equal-Spacing" or "Fleiss-Cohen") and psych::cohen.kappa.
[[nodiscard]] Result<Agreement> cohen_kappa(
    Ratings ratings, KappaWeights weights = KappaWeights::none, double level = usual_level
);

/// Fleiss' kappa of two or more raters who need not be the same for every unit. With missing
/// ratings in the generalised form of Gwet, which is Fleiss' own when all units have equally many:
/// units with one rating count for the share of each category, not for agreement.
/// A Problem when no unit has two ratings, and when only one category was used.
/// Source: Fleiss 1971; Gwet 2014, chapter 2; standard error: Gwet 2008 (for other units of the
/// same population, same raters). Equals irrCAC::fleiss.kappa.raw, and without missing ratings
/// irr::kappam.fleiss(x)$value.
[[nodiscard]] Result<Agreement> fleiss_kappa(Ratings ratings, double level = usual_level);

/// Gwet's AC1, which stays sensible where nearly all ratings are the same category. Missing
/// ratings as in fleiss_kappa. A Problem when no unit has two ratings, and with fewer than two
/// categories in the codebook. When only one category was used AC1 is 1.
/// Source: Gwet 2008; Gwet 2014, chapter 5 for missing ratings. Equals irrCAC::gwet.ac1.raw with
/// categ.labels = the codebook's.
[[nodiscard]] Result<Agreement> gwet_ac1(Ratings ratings, double level = usual_level);

}  // namespace querist::statistics
