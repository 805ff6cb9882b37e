# Writes cohen_kappa_cases.csv, raters_agreement_cases.csv and krippendorff_alpha_cases.csv. Needs
# r-cran-vcd.
#
# Cohen's kappa: vcd::Kappa. Fleiss' kappa, AC1 and alpha by formula, because Debian has no package
# for them: the published example of Krippendorff 2011 with its values for alpha, and those that
# irrCAC documents for its data set cac.raw4raters (the same ratings), must come out of the formulas.
source("reference_table.R")
suppressPackageStartupMessages(library(vcd))

codes <- function(x) as.vector(t(x)) - 1  # unit by unit, categories from 0

# --- two raters ---

cohen_case <- function(name, first, second, categories, weights, level = 0.95) {
  both <- !is.na(first) & !is.na(second)
  table <- table(factor(first[both], seq_len(categories)), factor(second[both], seq_len(categories)))
  spacing <- c(none = "Equal-Spacing", linear = "Equal-Spacing", quadratic = "Fleiss-Cohen")[[weights]]
  # Warns of the root of what rounding left of no variance: perfect agreement has no error below.
  both_kinds <- suppressWarnings(Kappa(table, weights = spacing))
  kappa <- if (weights == "none") both_kinds$Unweighted else both_kinds$Weighted
  value <- kappa[["value"]]
  error <- kappa[["ASE"]]
  if (!is.finite(error) || error < 1e-9) error <- NA
  half <- qnorm(1 - (1 - level) / 2) * error
  reference_case(
    name = name, categories = categories, ratings = codes(cbind(first, second)), weights = weights,
    level = level, kappa = value, error = error,
    low = max(-1, value - half), high = min(1, value + half),
    units = sum(both), left_out = sum(!both)
  )
}

set.seed(21)
truth <- sample(1:4, 120, TRUE, c(0.4, 0.3, 0.2, 0.1))
blurred <- function(share) ifelse(runif(120) < share, truth, sample(1:4, 120, TRUE))
one <- blurred(0.8)
two <- blurred(0.7)
two_gaps <- replace(two, sample(120, 20), NA)
one_gaps <- replace(one, sample(120, 10), NA)

cases <- list()
for (weights in c("none", "linear", "quadratic")) {
  cases <- c(cases, list(
    cohen_case(paste("four categories", weights), one, two, 4, weights),
    cohen_case(paste("gaps", weights), one_gaps, two_gaps, 4, weights),
    cohen_case(paste("at 99 %", weights), one, two, 4, weights, 0.99),
    cohen_case(paste("perfect agreement", weights), truth, truth, 4, weights),
    cohen_case(paste("a category nobody used", weights), pmin(one, 3), pmin(two, 3), 5, weights),
    cohen_case(paste("full disagreement", weights), c(1, 1, 3, 3), c(3, 3, 1, 1), 3, weights),
    cohen_case(paste("one rater uses one category", weights), c(1, 1, 1, 1, 1), c(1, 2, 1, 3, 1), 3, weights),
    cohen_case(paste("two units", weights), c(1, 2), c(1, 3), 3, weights)
  ))
}
# Cohen's published example of proportions .44 .07 .09 / .05 .20 .05 / .01 .03 .06: 0.492.
cohen_counts <- rbind(c(88, 14, 18), c(10, 40, 10), c(2, 6, 12))
published <- cohen_case(
  "Cohen 1960", rep(rep(1:3, 3), as.vector(cohen_counts)), rep(1:3, colSums(cohen_counts)), 3, "none"
)
stopifnot(abs(as.numeric(published[["kappa"]]) - 0.492) < 5e-4)
write_reference_table("cohen_kappa_cases.csv", c(cases, list(published)))

# --- any number of raters: counts of each category by unit ---

unit_table <- function(x, categories) {
  counts <- t(apply(x, 1, function(unit) tabulate(unit[!is.na(unit)], categories)))
  if (categories == 1) counts <- t(counts)
  counts[rowSums(counts) > 0, , drop = FALSE]
}

over_units <- function(counts, kind, weights = rep(1, nrow(counts))) {
  ratings <- rowSums(counts)
  twice <- ratings >= 2
  pairs <- rowSums(choose(counts, 2))[twice] / choose(ratings[twice], 2)
  observed <- weighted.mean(pairs, weights[twice])
  shares <- colSums(prop.table(counts, 1) * weights) / sum(weights)
  expected <- if (kind == "fleiss") sum(shares^2) else sum(shares * (1 - shares)) / (ncol(counts) - 1)
  list(value = (observed - expected) / (1 - expected), observed = observed, expected = expected, shares = shares)
}

# Gwet's standard error. Without units rated once it is the infinitesimal jackknife of the
# coefficient, which is checked by differences.
gwet_error <- function(counts, kind) {
  n <- nrow(counts)
  found <- over_units(counts, kind)
  twice <- rowSums(counts) >= 2
  pairs <- ifelse(twice, rowSums(choose(counts, 2)) / pmax(1, choose(rowSums(counts), 2)), 0)
  own <- n / sum(twice) * (pairs - found$expected * twice) / (1 - found$expected)
  slope <- if (kind == "fleiss") found$shares else (1 - found$shares) / (ncol(counts) - 1)
  chance <- drop(prop.table(counts, 1) %*% slope)
  each <- own - 2 * (1 - found$value) * (chance - found$expected) / (1 - found$expected)
  error <- sqrt(sum((each - found$value)^2) / (n * (n - 1)))
  if (all(twice) && n > 1) {
    influence <- vapply(seq_len(n), function(u) {
      step <- 1e-5
      up <- replace(rep(1, n), u, 1 + step)
      down <- replace(rep(1, n), u, 1 - step)
      n * (over_units(counts, kind, up)$value - over_units(counts, kind, down)$value) / (2 * step)
    }, numeric(1))
    stopifnot(abs(sqrt(sum(influence^2) / (n * (n - 1))) - error) < 1e-8)
  }
  error
}

raters_case <- function(name, x, categories, kind, level = 0.95) {
  counts <- unit_table(x, categories)
  found <- over_units(counts, kind)
  error <- if (nrow(counts) > 1) gwet_error(counts, kind) else NA
  if (is.na(error) || error < 1e-9) error <- NA
  half <- if (is.na(error)) NA else qt(1 - (1 - level) / 2, nrow(counts) - 1) * error
  reference_case(
    name = paste(name, kind), kind = kind, categories = categories, raters = ncol(x), ratings = codes(x),
    level = level, coefficient = found$value, observed = found$observed, expected = found$expected,
    error = error, low = max(min(-1, found$value), found$value - half), high = min(1, found$value + half),
    units = sum(rowSums(counts) >= 2), left_out = nrow(x) - sum(rowSums(counts) >= 2)
  )
}

four_raters <- cbind(
  c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA),
  c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
  c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA),
  c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA)
)
documented <- function(kind, value, error) {
  counts <- unit_table(four_raters, 5)
  stopifnot(abs(over_units(counts, kind)$value - value) < 5e-6)
  stopifnot(abs(gwet_error(counts, kind) - error) < 5e-6)
}
documented("fleiss", 0.76117, 0.15302)
documented("ac1", 0.77544, 0.14295)

set.seed(22)
panel <- sapply(c(0.9, 0.8, 0.6), function(share) blurred(share))[1:50, ]
panel_gaps <- replace(panel, sample(length(panel), 40), NA)
rare <- cbind(c(rep(1, 95), rep(2, 5)), c(rep(1, 93), 2, 2, rep(1, 3), 2, 2))

cases <- list()
for (kind in c("fleiss", "ac1")) {
  cases <- c(cases, list(
    raters_case("four raters with gaps", four_raters, 5, kind),
    raters_case("three raters", panel, 4, kind),
    raters_case("three raters at 80 %", panel, 4, kind, 0.8),
    raters_case("three raters with gaps", panel_gaps, 4, kind),
    raters_case("a category nobody used", panel, 6, kind),
    raters_case("nearly all the same", rare, 2, kind),
    raters_case("perfect agreement", cbind(truth, truth)[1:20, ], 4, kind),
    raters_case("full disagreement", cbind(c(1, 2, 1, 2), c(2, 1, 2, 1)), 2, kind),
    raters_case("full disagreement and a gap", cbind(c(1, 1, 2, 1, 1, 1, 1, NA, 1), c(2, 2, 1, 2, 2, 2, 2, 1, 2)), 2, kind),
    raters_case("one unit", matrix(c(1, 1, 2), 1), 2, kind),
    raters_case("two units", rbind(c(1, 1, 2), c(2, 2, 2)), 2, kind)
  ))
}
cases <- c(cases, list(raters_case("one category used", cbind(rep(1, 5), rep(1, 5)), 3, "ac1")))
write_reference_table("raters_agreement_cases.csv", cases)

# --- Krippendorff ---

alpha_of <- function(x, metric) {
  x <- x[rowSums(!is.na(x)) >= 2, , drop = FALSE]
  values <- sort(unique(as.vector(x[!is.na(x)])))
  if (length(values) < 2) return(NA)
  coincidences <- matrix(0, length(values), length(values))
  for (u in seq_len(nrow(x))) {
    unit <- match(x[u, !is.na(x[u, ])], values)
    for (i in seq_along(unit)) for (j in seq_along(unit)) if (i != j) {
      coincidences[unit[i], unit[j]] <- coincidences[unit[i], unit[j]] + 1 / (length(unit) - 1)
    }
  }
  n_c <- rowSums(coincidences)
  n <- sum(n_c)
  difference <- outer(seq_along(values), seq_along(values), Vectorize(function(c, k) {
    switch(metric,
      nominal = as.numeric(c != k),
      ordinal = (sum(n_c[c:k]) - (n_c[c] + n_c[k]) / 2)^2,
      interval = (values[c] - values[k])^2
    )
  }))
  c(
    alpha = 1 - (n - 1) * sum(coincidences * difference) / sum(outer(n_c, n_c) * difference),
    observed = sum(coincidences * difference) / n,
    expected = sum(outer(n_c, n_c) * difference) / (n * (n - 1))
  )
}
published <- c(nominal = 0.743, ordinal = 0.815, interval = 0.849)
for (metric in names(published)) {
  stopifnot(abs(alpha_of(four_raters, metric)[["alpha"]] - published[[metric]]) < 5e-4)
}

# Percentiles of 10,000 draws of R's own generator; another generator's differ by chance, which is
# why the test that reads them allows 0.03.
krippendorff_case <- function(name, x, metric, interval = FALSE) {
  found <- alpha_of(x, metric)
  low <- NA
  high <- NA
  if (interval) {
    usable <- x[rowSums(!is.na(x)) >= 2, , drop = FALSE]
    set.seed(23)
    draws <- replicate(10000, alpha_of(usable[sample(nrow(usable), replace = TRUE), , drop = FALSE], metric)[1])
    low <- quantile(draws, 0.025, na.rm = TRUE)
    high <- quantile(draws, 0.975, na.rm = TRUE)
  }
  reference_case(
    name = paste(name, metric), metric = metric, raters = ncol(x), ratings = as.vector(t(x)),
    alpha = found[["alpha"]], observed = found[["observed"]], expected = found[["expected"]],
    units = sum(rowSums(!is.na(x)) >= 2), left_out = sum(rowSums(!is.na(x)) < 2), low = low, high = high
  )
}
cases <- list()
for (metric in c("nominal", "ordinal", "interval")) {
  cases <- c(cases, list(
    krippendorff_case("Krippendorff 2011", four_raters, metric, interval = TRUE),
    krippendorff_case("three raters", panel, metric),
    krippendorff_case("three raters with gaps", panel_gaps, metric, interval = TRUE),
    krippendorff_case("perfect agreement", cbind(truth, truth)[1:20, ], metric),
    krippendorff_case("full disagreement", cbind(c(1, 2, 1, 2), c(2, 1, 2, 1)), metric),
    krippendorff_case("one unit", matrix(c(1, 1, 2), 1), metric),
    krippendorff_case("values far from 0", four_raters * 0.5 + 1e6, metric)
  ))
}
write_reference_table("krippendorff_alpha_cases.csv", cases)
