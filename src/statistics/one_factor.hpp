#pragma once

#include "core/core.hpp"
#include "statistics/cholesky.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace querist::statistics {

/// A model with one common factor of variance 1: the covariances of the items are
/// loadings loadings' + diag(unique_variances).
struct OneFactor {
    std::vector<double> loadings;  ///< In units of the item; their sum is not negative.
    std::vector<double> unique_variances;
    std::vector<double> scales;  ///< The items' standard deviations.
    Cholesky information;        ///< Expected, of one observation, for items of variance 1.

    /// The large-sample variance, times the number of observations, of a function of (loadings,
    /// unique variances) with this `gradient` (delta method).
    [[nodiscard]] double variance_of(std::span<const double> gradient) const;
};

/// The one-factor model of `items` (at least 3) items with these `covariances` (row by row), by
/// maximum likelihood. A Problem when an item does not vary, when the fit does not converge, and
/// when a unique variance ends below 0.005 of its item's variance.
/// Source: Jöreskog 1967 for the likelihood, Fisher scoring from the first principal component
/// and from each of the (at most 12) items that load most on it; the best fit counts.
/// Equals factanal(covmat = covariances, factors = 1).
[[nodiscard]] Result<OneFactor> fit_one_factor(
    const std::vector<double>& covariances, std::size_t items
);

}  // namespace querist::statistics
