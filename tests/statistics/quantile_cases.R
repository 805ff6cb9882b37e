# Writes quantile_cases.csv (quantile, types 1 to 9) and median_interval_cases.csv (order statistics
# by pbinom). Base R only.
source("reference_table.R")

samples <- list(
  "one value" = 7,
  "two values" = c(2, 1),
  "all the same" = c(3, 3, 3, 3),
  "ties" = c(2, 2, 2, 3, 3, 9),
  "five" = c(3, 1, 2, 5, 4),
  "six" = c(10, 25, 3, 8, 14, 77),
  "ten" = c(-1.5, 0.25, 3.75, -20.125, 6, 6.5, 8, 100, 0.125, 1e-3),
  "eleven" = c(31, 22, 45, 38, 29, 51, 27, 33, 36, 40, 24),
  "twenty" = (1:20 * 7) %% 23,
  "large" = (1:300 * 7919) %% 1009 / 8
)
fractions <- c(0, 0.001, 0.05, 0.1, 0.2, 0.25, 0.3, 1 / 3, 0.5, 0.6, 0.7, 0.75, 0.9, 0.95, 0.999, 1)
cases <- list()
for (name in names(samples)) for (type in 1:9) {
  cases <- c(cases, list(reference_case(
    name = name, values = samples[[name]], type = type, fractions = fractions,
    quantiles = quantile(samples[[name]], fractions, type = type, names = FALSE))))
}
write_reference_table("quantile_cases.csv", cases)

median_case <- function(name, x, level) {
  n <- length(x)
  rank <- max(which(pbinom(-1:(n - 1), n, 0.5) <= (1 - level) / 2)) - 1
  bounds <- if (rank > 0) sort(x)[c(rank, n - rank + 1)] else c(NA, NA)
  reference_case(
    name = name, values = x, level = level, median = median(x), rank = rank, low = bounds[1],
    high = bounds[2],
    attained = if (rank > 0) 1 - 2 * pbinom(rank - 1, n, 0.5) else NA)
}
cases <- list()
for (name in names(samples)) for (level in c(0.5, 0.9, 0.95, 0.99)) {
  cases <- c(cases, list(median_case(name, samples[[name]], level)))
}
write_reference_table("median_interval_cases.csv", cases)
