#include "statistics/one_factor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace querist::statistics {

namespace {

constexpr int rounds_max = 1'000;
constexpr std::size_t item_starts_max = 12;
constexpr double unique_share_min = 0.005;     // factanal's bound: below lies a Heywood case
constexpr double unique_share_floor = 1e-4;    // where a search that runs to the edge is stopped
constexpr double decrement_converged = 1e-22;  // squared distance in standard errors of one answer

/// Loadings and unique variances of items with variance 1.
struct Model {
    std::vector<double> loadings;
    std::vector<double> uniques;
};

std::vector<double> correlations(
    const std::vector<double>& covariances, const std::vector<double>& scales
) {
    const std::size_t k = scales.size();
    std::vector<double> matrix(k * k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            matrix[i * k + j] = i == j ? 1 : covariances[i * k + j] / (scales[i] * scales[j]);
        }
    }
    return matrix;
}

/// The first principal component by the power method, from the item that goes most with the others.
Model component_start(const std::vector<double>& correlation, std::size_t k) {
    const auto weight = [&](std::size_t i) {
        const auto row = correlation.begin() + static_cast<std::ptrdiff_t>(i * k);
        return std::inner_product(row, row + static_cast<std::ptrdiff_t>(k), row, 0.0);
    };
    std::size_t chosen = 0;
    for (std::size_t i = 1; i < k; ++i) {
        if (weight(i) > weight(chosen)) chosen = i;
    }
    std::vector<double> direction(k);
    for (std::size_t i = 0; i < k; ++i) direction[i] = correlation[chosen * k + i];
    double size = 1;
    for (int round = 0; round < 50; ++round) {
        std::vector<double> next(k);
        for (std::size_t i = 0; i < k; ++i) {
            for (std::size_t j = 0; j < k; ++j) next[i] += correlation[i * k + j] * direction[j];
        }
        size = std::sqrt(std::inner_product(next.begin(), next.end(), next.begin(), 0.0));
        for (std::size_t i = 0; i < k; ++i) direction[i] = next[i] / size;
    }
    Model model{std::vector<double>(k), std::vector<double>(k)};
    for (std::size_t i = 0; i < k; ++i) {
        // Slightly shorter than the component, so that no item starts without variance of its own.
        model.loadings[i] = std::clamp(direction[i] * std::sqrt(size) * 0.9, -0.9, 0.9);
        model.uniques[i] = 1 - model.loadings[i] * model.loadings[i];
    }
    return model;
}

/// The factor is nearly this item, and the others load on it as they correlate with it.
Model item_start(const std::vector<double>& correlation, std::size_t k, std::size_t item) {
    Model model{std::vector<double>(k), std::vector<double>(k)};
    for (std::size_t i = 0; i < k; ++i) {
        model.loadings[i] = i == item ? 0.95 : 0.95 * correlation[item * k + i];
        model.uniques[i] = 1 - model.loadings[i] * model.loadings[i];
    }
    return model;
}

/// Where the likelihood is climbed from: it may have several tops when items share little.
std::vector<Model> starts(const std::vector<double>& correlation, std::size_t k) {
    std::vector<Model> models = {component_start(correlation, k)};
    std::vector<std::size_t> items(k);
    std::iota(items.begin(), items.end(), std::size_t{0});
    const std::vector<double> loadings = models.front().loadings;
    std::ranges::sort(items, {}, [&](std::size_t i) {
        return std::pair(-std::abs(loadings[i]), i);
    });
    items.resize(std::min(items.size(), item_starts_max));
    for (const std::size_t item : items) models.push_back(item_start(correlation, k, item));
    return models;
}

/// What the likelihood does at a model.
struct Slope {
    double misfit = 0;             ///< log det Sigma + tr(S Sigma^-1)
    std::vector<double> gradient;  ///< Of the log-likelihood of one observation.
    std::vector<double> information;
};

double misfit_of(const Model& model, const std::vector<double>& correlation) {
    const std::size_t k = model.loadings.size();
    double strength = 1;
    double misfit = 0;
    for (std::size_t i = 0; i < k; ++i) {
        strength += model.loadings[i] * model.loadings[i] / model.uniques[i];
        misfit += std::log(model.uniques[i]) + 1 / model.uniques[i];
    }
    double explained = 0;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            explained += model.loadings[i] / model.uniques[i] * correlation[i * k + j] *
                         model.loadings[j] / model.uniques[j];
        }
    }
    return misfit + std::log(strength) - explained / strength;
}

std::vector<double> inverse_covariances(const Model& model) {
    const std::size_t k = model.loadings.size();
    double strength = 1;
    for (std::size_t i = 0; i < k; ++i) {
        strength += model.loadings[i] * model.loadings[i] / model.uniques[i];
    }
    std::vector<double> inverse(k * k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            inverse[i * k + j] = -model.loadings[i] / model.uniques[i] * model.loadings[j] /
                                 model.uniques[j] / strength;
        }
        inverse[i * k + i] += 1 / model.uniques[i];
    }
    return inverse;
}

std::vector<double> product(const std::vector<double>& left, const std::vector<double>& right) {
    const auto k =
        static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(left.size()))));
    std::vector<double> result(k * k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t m = 0; m < k; ++m) {
            for (std::size_t j = 0; j < k; ++j) {
                result[i * k + j] += left[i * k + m] * right[m * k + j];
            }
        }
    }
    return result;
}

/// Expected information for (loadings, uniques), 2k by 2k.
std::vector<double> expected_information(const Model& model, const std::vector<double>& inverse) {
    const std::size_t k = model.loadings.size();
    std::vector<double> along(k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) along[i] += inverse[i * k + j] * model.loadings[j];
    }
    const double strength =
        std::inner_product(along.begin(), along.end(), model.loadings.begin(), 0.0);
    std::vector<double> information(4 * k * k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            const double w = inverse[i * k + j];
            information[i * 2 * k + j] = along[i] * along[j] + strength * w;
            information[i * 2 * k + k + j] = w * along[j];
            information[(k + j) * 2 * k + i] = w * along[j];
            information[(k + i) * 2 * k + k + j] = w * w / 2;
        }
    }
    return information;
}

Slope slope_at(const Model& model, const std::vector<double>& correlation) {
    const std::size_t k = model.loadings.size();
    const std::vector<double> inverse = inverse_covariances(model);
    std::vector<double> residual = correlation;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            residual[i * k + j] -= model.loadings[i] * model.loadings[j];
        }
        residual[i * k + i] -= model.uniques[i];
    }
    const std::vector<double> pull = product(product(inverse, residual), inverse);
    Slope slope{misfit_of(model, correlation), std::vector<double>(2 * k), {}};
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            slope.gradient[i] += pull[i * k + j] * model.loadings[j];
        }
        slope.gradient[k + i] = pull[i * k + i] / 2;
    }
    slope.information = expected_information(model, inverse);
    return slope;
}

Model stepped(const Model& model, const std::vector<double>& step, double share) {
    const std::size_t k = model.loadings.size();
    Model next = model;
    for (std::size_t i = 0; i < k; ++i) {
        next.loadings[i] += share * step[i];
        next.uniques[i] = std::max(unique_share_floor, next.uniques[i] + share * step[k + i]);
    }
    return next;
}

enum class Search { converged, stuck };

/// Climbs the likelihood; `model` is the best place found.
Search climb(Model& model, const std::vector<double>& correlation) {
    for (int round = 0; round < rounds_max; ++round) {
        const Slope slope = slope_at(model, correlation);
        const std::optional<Cholesky> information =
            Cholesky::of(slope.information, slope.gradient.size());
        if (!information) return Search::stuck;
        const std::vector<double> step = information->solve(slope.gradient);
        const double decrement =
            std::inner_product(step.begin(), step.end(), slope.gradient.begin(), 0.0);
        if (decrement < decrement_converged) return Search::converged;
        // Near the top the misfit no longer shows progress that the gradient still does.
        const double noise = 1e-13 * (1 + std::abs(slope.misfit));
        double share = 1;
        Model next = stepped(model, step, share);
        while (misfit_of(next, correlation) > slope.misfit + noise && share > 1e-10) {
            share /= 2;
            next = stepped(model, step, share);
        }
        if (share <= 1e-10) return Search::stuck;
        model = std::move(next);
    }
    return Search::stuck;
}

struct Fit {
    Model model;
    Search search = Search::stuck;
    double misfit = 0;
};

/// The highest top found.
Fit best_fit(const std::vector<double>& correlation, std::size_t k) {
    std::vector<Fit> fits;
    for (Model& model : starts(correlation, k)) {
        Fit fit{.model = std::move(model)};
        fit.search = climb(fit.model, correlation);
        fit.misfit = misfit_of(fit.model, correlation);
        // The same top twice: what rounding makes of it does not choose.
        if (fits.empty() || fit.misfit < fits.back().misfit - 1e-9) fits.push_back(std::move(fit));
    }
    return std::move(fits.back());
}

std::unexpected<Problem> heywood_case(std::size_t item) {
    return failure(
        "statistics.heywood-case",
        fmt::format("the one-factor model leaves item {} no variance of its own", item + 1),
        "report Cronbach's alpha, or review the items: two may ask the same, or there are too few "
        "answers"
    );
}

}  // namespace

double OneFactor::variance_of(std::span<const double> gradient) const {
    const std::size_t k = loadings.size();
    std::vector<double> scaled(gradient.begin(), gradient.end());
    for (std::size_t i = 0; i < k; ++i) {
        scaled[i] *= scales[i];
        scaled[k + i] *= scales[i] * scales[i];
    }
    const std::vector<double> solved = information.solve(scaled);
    return std::inner_product(scaled.begin(), scaled.end(), solved.begin(), 0.0);
}

Result<OneFactor> fit_one_factor(const std::vector<double>& covariances, std::size_t items) {
    std::vector<double> scales(items);
    for (std::size_t i = 0; i < items; ++i) {
        scales[i] = std::sqrt(covariances[i * items + i]);
        if (!(scales[i] > 0)) {
            return failure(
                "statistics.no-variation",
                fmt::format("everybody answered item {} alike", i + 1),
                "leave the item out of the scale"
            );
        }
    }
    const std::vector<double> correlation = correlations(covariances, scales);
    auto [model, search, misfit] = best_fit(correlation, items);
    const auto least = std::ranges::min_element(model.uniques);
    if (*least < unique_share_min) {
        return heywood_case(static_cast<std::size_t>(least - model.uniques.begin()));
    }
    // The likelihood does not know which end of the factor is up.
    const double sum =
        std::inner_product(model.loadings.begin(), model.loadings.end(), scales.begin(), 0.0);
    if (sum < 0) {
        for (double& loading : model.loadings) loading = -loading;
    }
    std::optional<Cholesky> information =
        Cholesky::of(expected_information(model, inverse_covariances(model)), 2 * items);
    if (search == Search::stuck || !information) {
        return failure(
            "statistics.no-convergence",
            "the one-factor model of the scale did not converge",
            "report Cronbach's alpha, or look at the items' correlations: they may share no factor"
        );
    }
    for (std::size_t i = 0; i < items; ++i) {
        model.loadings[i] *= scales[i];
        model.uniques[i] *= scales[i] * scales[i];
    }
    return OneFactor{
        std::move(model.loadings),
        std::move(model.uniques),
        std::move(scales),
        std::move(*information),
    };
}

}  // namespace querist::statistics
