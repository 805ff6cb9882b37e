# Writes contingency_cases.csv: chisq.test, the G test and Cramer's V by their formulas, fisher.test.
# Needs r-cran-effectsize, which the estimates of V are compared with; its interval solves the same
# equations by a search that may stop far from the solution, so that uniroot solves them here.
source("reference_table.R")

by_row <- function(columns, ...) matrix(c(...), ncol = columns, byrow = TRUE)
tables <- list(
  "tea" = by_row(2, 3, 1, 1, 3),
  "zero cell" = by_row(2, 0, 7, 5, 3),
  "two zero cells" = by_row(2, 6, 0, 0, 9),
  "one each" = by_row(2, 1, 0, 0, 1),
  "independent" = by_row(2, 10, 20, 30, 60),
  "convictions" = by_row(2, 2, 10, 15, 3),
  "rare" = by_row(2, 1, 999, 2, 9998),
  "large fourfold" = by_row(2, 250123, 249877, 248999, 251001),
  "two by three" = by_row(3, 12, 7, 3, 5, 9, 14),
  "three by two" = by_row(2, 12, 5, 7, 9, 3, 14),
  "job satisfaction" = by_row(4, 1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11),
  "sparse" = by_row(5, 2, 0, 0, 1, 0, 0, 3, 0, 0, 1, 0, 0, 4, 0, 1),
  "mehta and patel" = by_row(5, 2, 0, 1, 2, 6, 1, 3, 1, 1, 0, 1, 2, 4, 2, 0, 1, 1, 0, 3, 1),
  "six by two" = by_row(2, 3, 8, 0, 5, 9, 2, 4, 4, 1, 7, 6, 6),
  "perfect" = by_row(3, 5, 0, 0, 0, 6, 0, 0, 0, 7),
  "hundred" = by_row(4, 3, 9, 4, 8, 12, 1, 6, 2, 7, 7, 5, 5, 10, 4, 8, 9),
  "large" = by_row(4, 12000, 34000, 5600, 780, 11500, 35000, 5500, 800, 9000, 29000, 4100, 650),
  "large near independence" = by_row(3, 100010, 200000, 299990, 50000, 100000, 150000)
)
# Larger ones are beyond what R's workspace takes.
largest_for_fisher <- 120

noncentrality <- function(statistic, degrees, probability) {
  excess <- function(ncp) pchisq(statistic, degrees, ncp) - probability
  if (excess(0) <= 0) return(0)
  high <- statistic + degrees + 1
  while (excess(high) > 0) high <- 2 * high
  uniroot(excess, c(0, high), tol = 1e-12, maxiter = 10000)$root
}

contingency_case <- function(name) {
  x <- tables[[name]]
  n <- sum(x)
  test <- suppressWarnings(chisq.test(x, correct = FALSE))
  yates <- suppressWarnings(chisq.test(x, correct = TRUE))
  degrees <- unname(test$parameter)
  chi_square <- unname(test$statistic)
  # The same sum as 2 * sum(x * log(x / expected)), whose terms cancel in large tables.
  excess <- (x - test$expected) / test$expected
  g <- 2 * sum(test$expected * (ifelse(x > 0, (1 + excess) * log1p(excess), 0) - excess))
  stopifnot(abs(g - 2 * sum((x * log(x / test$expected))[x > 0])) < 1e-8 * max(1, g))
  k <- min(dim(x)) - 1
  v <- sqrt(chi_square / (n * k))
  bounds <- sqrt(c(noncentrality(chi_square, degrees, 0.975),
                   noncentrality(chi_square, degrees, 0.025)) / (n * k))
  corrected_size <- dim(x) - (dim(x) - 1)^2 / (n - 1)
  phi_square <- max(0, chi_square / n - degrees / (n - 1))
  corrected <- sqrt(phi_square / (min(corrected_size) - 1))
  packaged <- function(adjust) effectsize::cramers_v(x, adjust = adjust, ci = NULL)[[1]]
  stopifnot(abs(v - packaged(FALSE)) < 1e-7)
  if (min(corrected_size) > 1) stopifnot(abs(corrected - packaged(TRUE)) < 1e-7)
  fisher <- if (prod(dim(x)) == 4 || n <= largest_for_fisher) {
    fisher.test(x, workspace = 2e8)$p.value
  } else NA
  reference_case(
    name = name, counts = as.vector(t(x)), columns = ncol(x), chi_square = chi_square,
    degrees = degrees, p = test$p.value, yates = unname(yates$statistic), yates_p = yates$p.value,
    expected = as.vector(t(test$expected)), residuals = as.vector(t(test$stdres)),
    below_five = sum(test$expected < 5), g = g,
    g_p = pchisq(g, degrees, lower.tail = FALSE), v = min(1, v), v_low = min(1, v, bounds[1]),
    v_high = min(1, max(v, bounds[2])),
    v_corrected = if (min(corrected_size) > 1) min(1, corrected) else NA, fisher = fisher)
}
write_reference_table("contingency_cases.csv", lapply(names(tables), contingency_case))
