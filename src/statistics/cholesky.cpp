#include "statistics/cholesky.hpp"

#include <cmath>
#include <utility>

namespace querist::statistics {

std::optional<Cholesky> Cholesky::of(std::vector<double> matrix, std::size_t n) {
    for (std::size_t column = 0; column < n; ++column) {
        for (std::size_t row = column; row < n; ++row) {
            double rest = matrix[row * n + column];
            for (std::size_t k = 0; k < column; ++k) {
                rest -= matrix[row * n + k] * matrix[column * n + k];
            }
            if (row == column) {
                if (!(rest > 0) || !std::isfinite(rest)) return std::nullopt;
                matrix[row * n + row] = std::sqrt(rest);
            } else {
                matrix[row * n + column] = rest / matrix[column * n + column];
            }
        }
    }
    return Cholesky(std::move(matrix), n);
}

std::vector<double> Cholesky::solve(std::vector<double> right) const {
    for (std::size_t row = 0; row < n_; ++row) {
        for (std::size_t k = 0; k < row; ++k) right[row] -= lower_[row * n_ + k] * right[k];
        right[row] /= lower_[row * n_ + row];
    }
    for (std::size_t row = n_; row-- > 0;) {
        for (std::size_t k = row + 1; k < n_; ++k) right[row] -= lower_[k * n_ + row] * right[k];
        right[row] /= lower_[row * n_ + row];
    }
    return right;
}

}  // namespace querist::statistics
