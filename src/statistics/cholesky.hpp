#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace querist::statistics {

/// A symmetric positive definite matrix as L L', to solve equations with it.
/// Source: Golub and Van Loan 2013, algorithm 4.2.1.
class Cholesky {
public:
    /// `matrix` has n rows of n numbers, row by row. Empty when it is not positive definite.
    [[nodiscard]] static std::optional<Cholesky> of(std::vector<double> matrix, std::size_t n);

    /// The x of A x = `right`.
    [[nodiscard]] std::vector<double> solve(std::vector<double> right) const;

private:
    Cholesky(std::vector<double> lower, std::size_t n) : lower_(std::move(lower)), n_(n) {}

    std::vector<double> lower_;
    std::size_t n_;
};

}  // namespace querist::statistics
