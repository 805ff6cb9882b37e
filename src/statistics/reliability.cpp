#include "statistics/reliability.hpp"

#include "statistics/contract.hpp"
#include "statistics/one_factor.hpp"

#include <fmt/format.h>
#include <boost/math/distributions/fisher_f.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace querist::statistics {

namespace {

/// Complete answers with each item's mean taken off.
struct CentredAnswers {
    std::vector<double> values{};  ///< Respondent by respondent.
    std::size_t items = 0;
    std::size_t respondents = 0;
    std::int64_t left_out = 0;

    [[nodiscard]] double at(std::size_t respondent, std::size_t item) const {
        return values[respondent * items + item];
    }
};

void centre(CentredAnswers& answers) {
    for (std::size_t item = 0; item < answers.items; ++item) {
        const double first = answers.at(0, item);
        double sum = 0;
        bool varies = false;
        for (std::size_t r = 0; r < answers.respondents; ++r) {
            sum += answers.at(r, item) - first;
            varies = varies || answers.at(r, item) != first;
        }
        // An item that does not vary becomes exactly zero, whatever the mean's last digit.
        const double mean = varies ? first + sum / static_cast<double>(answers.respondents) : first;
        for (std::size_t r = 0; r < answers.respondents; ++r) {
            answers.values[r * answers.items + item] -= mean;
        }
    }
}

Result<CentredAnswers> complete_answers(ScaleAnswers answers, std::size_t items_min) {
    require(
        answers.items > 0 && answers.values.size() % answers.items == 0,
        "answers to a scale are rows of as many values as it has items"
    );
    if (answers.items < items_min) {
        return failure(
            "statistics.too-few-items",
            fmt::format("a scale of {} items has no such reliability", answers.items),
            fmt::format("give at least {} items", items_min)
        );
    }
    CentredAnswers complete{.items = answers.items};
    for (std::size_t at = 0; at < answers.values.size(); at += answers.items) {
        const auto row = answers.values.subspan(at, answers.items);
        if (!std::ranges::all_of(row, [](const auto& value) { return value.has_value(); })) {
            ++complete.left_out;
            continue;
        }
        for (const std::optional<double>& value : row) {
            if (!value) continue;  // none is left: the row was looked through
            require_value(*value);
            complete.values.push_back(*value);
        }
        ++complete.respondents;
    }
    if (complete.respondents < 2) {
        return failure(
            "statistics.too-few-respondents",
            fmt::format("{} respondents answered every item of the scale", complete.respondents),
            "collect at least two complete answers"
        );
    }
    centre(complete);
    return complete;
}

/// The items' covariances (denominator n - 1), row by row.
std::vector<double> covariances(const CentredAnswers& answers) {
    const std::size_t k = answers.items;
    std::vector<double> matrix(k * k);
    for (std::size_t r = 0; r < answers.respondents; ++r) {
        for (std::size_t i = 0; i < k; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                matrix[i * k + j] += answers.at(r, i) * answers.at(r, j);
            }
        }
    }
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            matrix[i * k + j] /= static_cast<double>(answers.respondents - 1);
            matrix[j * k + i] = matrix[i * k + j];
        }
    }
    return matrix;
}

/// Sums of the items but `without` (none when it is past the last).
struct PartOfScale {
    double items = 0;
    double item_variances = 0;
    double variance_of_sum = 0;
};

PartOfScale part_of_scale(
    const std::vector<double>& covariance, std::size_t k, std::size_t without
) {
    PartOfScale part;
    for (std::size_t i = 0; i < k; ++i) {
        if (i == without) continue;
        part.items += 1;
        part.item_variances += covariance[i * k + i];
        for (std::size_t j = 0; j < k; ++j) {
            if (j != without) part.variance_of_sum += covariance[i * k + j];
        }
    }
    // Items that cancel each other leave rounding behind, not variance.
    if (part.variance_of_sum <= 1e-13 * part.item_variances) part.variance_of_sum = 0;
    return part;
}

std::optional<double> alpha_of(const PartOfScale& part) {
    if (part.items < 2 || part.variance_of_sum == 0) return std::nullopt;
    return part.items / (part.items - 1) * (1 - part.item_variances / part.variance_of_sum);
}

ItemInScale item_in_scale(const std::vector<double>& covariance, std::size_t k, std::size_t item) {
    const PartOfScale rest = part_of_scale(covariance, k, item);
    ItemInScale found{.correlation_with_rest = {}, .alpha_without = alpha_of(rest)};
    const double variance = covariance[item * k + item];
    if (variance > 0 && rest.variance_of_sum > 0) {
        double with_rest = -variance;
        for (std::size_t j = 0; j < k; ++j) with_rest += covariance[item * k + j];
        const double correlation = with_rest / std::sqrt(variance * rest.variance_of_sum);
        found.correlation_with_rest = std::clamp(correlation, -1.0, 1.0);
    }
    return found;
}

Interval feldt_interval(double alpha, const CentredAnswers& answers, double level) {
    const auto between = static_cast<double>(answers.respondents - 1);
    const boost::math::fisher_f ratio(between, between * static_cast<double>(answers.items - 1));
    const double tail = (1 - level) / 2;
    const double high = boost::math::quantile(boost::math::complement(ratio, tail));
    return {alpha, 1 - (1 - alpha) * high, 1 - (1 - alpha) * boost::math::quantile(ratio, tail)};
}

}  // namespace

Result<CronbachAlpha> cronbach_alpha(ScaleAnswers answers, double level) {
    require_level(level);
    const Result<CentredAnswers> complete = complete_answers(answers, 2);
    if (!complete) return std::unexpected(complete.error());
    const std::vector<double> covariance = covariances(*complete);
    const std::optional<double> alpha =
        alpha_of(part_of_scale(covariance, answers.items, answers.items));
    if (!alpha) {
        return failure(
            "statistics.no-variation",
            "the sum of the items is the same for every respondent, so it has no reliability",
            "check that items worded the other way round were recoded only once"
        );
    }
    CronbachAlpha result{
        .alpha = feldt_interval(*alpha, *complete, level),
        .respondents = static_cast<std::int64_t>(complete->respondents),
        .left_out = complete->left_out,
    };
    for (std::size_t item = 0; item < answers.items; ++item) {
        result.items.push_back(item_in_scale(covariance, answers.items, item));
    }
    return result;
}

Result<McdonaldOmega> mcdonald_omega(ScaleAnswers answers, double level) {
    require_level(level);
    const Result<CentredAnswers> complete = complete_answers(answers, 3);
    if (!complete) return std::unexpected(complete.error());
    const Result<OneFactor> factor = fit_one_factor(covariances(*complete), answers.items);
    if (!factor) return std::unexpected(factor.error());

    double loading_sum = 0;
    double unique_sum = 0;
    for (const double loading : factor->loadings) loading_sum += loading;
    for (const double variance : factor->unique_variances) unique_sum += variance;
    const double common = loading_sum * loading_sum;
    const double total = common + unique_sum;
    const double omega = common / total;
    if (!(omega > 1e-12)) {
        return failure(
            "statistics.loadings-cancel",
            "the items' loadings on the common factor add up to nothing",
            "recode the items that are worded the other way round"
        );
    }
    std::vector<double> gradient(2 * answers.items);
    for (std::size_t i = 0; i < answers.items; ++i) {
        gradient[i] = 2 * loading_sum * unique_sum / (total * total);
        gradient[answers.items + i] = -common / (total * total);
    }
    const double variance =
        factor->variance_of(gradient) / static_cast<double>(complete->respondents);
    const double logit = std::log(common / unique_sum);
    const double reach =
        -normal_quantile((1 - level) / 2) * std::sqrt(variance) / (omega * (1 - omega));
    return McdonaldOmega{
        .omega = {omega, 1 / (1 + std::exp(reach - logit)), 1 / (1 + std::exp(-reach - logit))},
        .loadings = factor->loadings,
        .unique_variances = factor->unique_variances,
        .respondents = static_cast<std::int64_t>(complete->respondents),
        .left_out = complete->left_out,
    };
}

}  // namespace querist::statistics
