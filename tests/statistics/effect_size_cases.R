# Writes cliffs_delta_cases.csv and paired_rank_biserial_cases.csv by the papers' formulas, from the
# whole matrix of pairs. Needs r-cran-effectsize, which both estimates and, where no pair is equal, the
# interval of the paired one are compared with: effectsize counts equal pairs in its standard error,
# though not in its estimate.
source("reference_table.R")
suppressPackageStartupMessages(library(effectsize))

same <- function(one, other) stopifnot(max(abs(one - other)) < 1e-12)

# Cliff 1993: consistent variance; Feng and Cliff 2004: interval, and the bound at 1.
formula_delta <- function(x, y, level) {
  signs <- sign(outer(x, y, "-"))
  m <- length(x)
  n <- length(y)
  delta <- mean(signs)
  z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  if (m < 2 || n < 2 || all(signs == 0)) return(c(delta, NA, NA))
  if (abs(delta) == 1) {
    bound <- (min(m, n) - z^2) / (min(m, n) + z^2)
    return(c(delta, sort(c(delta, delta * bound))))
  }
  of_x <- sum((rowMeans(signs) - delta)^2) / (m - 1)
  of_y <- sum((colMeans(signs) - delta)^2) / (n - 1)
  of_pairs <- sum((signs - delta)^2) / ((m - 1) * (n - 1))
  variance <- ((n - 1) * of_x + (m - 1) * of_y + of_pairs) / (m * n)
  reach <- z * sqrt(variance) * sqrt((1 - delta^2)^2 + z^2 * variance)
  bounds <- (delta - delta^3 + c(-1, 1) * reach) / (1 - delta^2 + z^2 * variance)
  c(delta, pmin(1, pmax(-1, bounds)))
}

spread <- function(n, factor, modulus) (seq_len(n) * factor) %% modulus
samples <- list(
  "one and one" = list(1, 2), "one and many" = list(5, c(1, 5, 6)),
  "apart" = list(1:6, 7:10), "apart the other way" = list(7:9, 1:6), "touching" = list(1:6, 6:9),
  "all the same" = list(c(2, 2), c(2, 2, 2)),
  "two and two" = list(c(1, 3), c(2, 4)),
  "scores" = list(c(10, 10, 20, 20, 20, 30, 30, 30, 40, 50), c(10, 20, 30, 40, 40, 50)),
  "decimal" = list(c(0.5, 1.25, 3, 2.75), c(0.125, 7, 1.5, 0.25, 1.25)),
  "large" = list(spread(400, 7919, 11), spread(300, 6007, 13)))
cases <- list()
for (name in names(samples)) for (level in c(0.9, 0.95)) {
  result <- formula_delta(samples[[name]][[1]], samples[[name]][[2]], level)
  packaged <- suppressWarnings(cliffs_delta(samples[[name]][[1]], samples[[name]][[2]], ci = NULL))
  same(result[1], packaged$r_rank_biserial)
  cases <- c(cases, list(reference_case(
    name = name, x = samples[[name]][[1]], y = samples[[name]][[2]], level = level,
    delta = result[1], low = result[2], high = result[3])))
}
write_reference_table("cliffs_delta_cases.csv", cases)

formula_paired <- function(x, y, level) {
  difference <- (x - y)[x != y]
  n <- length(difference)
  ranks <- rank(abs(difference))
  all <- (n^2 + n) / 2
  r <- (sum(ranks[difference > 0]) - sum(ranks[difference < 0])) / all
  if (abs(r) == 1) return(c(r, NA, NA))
  error <- sqrt((2 * n^3 + 3 * n^2 + n) / 6) / all
  c(r, tanh(atanh(r) + c(-1, 1) * qnorm((1 - level) / 2, lower.tail = FALSE) * error))
}

pairs <- list(
  "one pair" = list(3, 1),
  "depression" = list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
                      c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)),
  "all less" = list(c(4, 5, 6, 7, 9), c(5, 7, 9, 11, 14)),
  "with equal pairs" = list(c(5, 7, 9, 1, 14, 3), c(4, 7, 6, 7, 9, 3)),
  "with ties" = list(c(3, 4, 5, 2, 4, 5, 1, 3), c(2, 4, 3, 3, 2, 4, 2, 1)),
  "symmetric" = list(c(1, -1, 2, -2), c(0, 0, 0, 0)),
  "large" = list(spread(300, 7919, 7), spread(300, 6007, 5)))
cases <- list()
for (name in names(pairs)) for (level in c(0.9, 0.95)) {
  x <- pairs[[name]][[1]]
  y <- pairs[[name]][[2]]
  result <- formula_paired(x, y, level)
  packaged <- suppressWarnings(rank_biserial(x, y, paired = TRUE, ci = level))
  same(result[1], packaged$r_rank_biserial)
  if (all(x != y) && !is.na(result[2])) same(result[-1], c(packaged$CI_low, packaged$CI_high))
  cases <- c(cases, list(reference_case(
    name = name, x = x, y = y, level = level, r = result[1], low = result[2], high = result[3])))
}
write_reference_table("paired_rank_biserial_cases.csv", cases)
