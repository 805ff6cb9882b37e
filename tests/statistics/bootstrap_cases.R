# Writes bootstrap_cases.csv: boot.ci(type = "bca") on resamples that the table holds, so that only
# the interval is compared and not the drawing. Needs r-cran-boot.
source("reference_table.R")
library(boot)

set.seed(20221110)
samples <- list(
  "skewed" = round(exp(seq(-1, 3, length.out = 15)), 3),
  "ties" = c(1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5),
  "small" = c(2, 9, 4, 7),
  "ages" = c(31, 22, 45, 38, 29, 51, 27, 33, 36, 40, 24)
)
statistics <- list(mean = mean, median = median, sd = sd)
cases <- list()
for (name in names(samples)) for (statistic in names(statistics)) for (level in c(0.8, 0.95)) {
  x <- samples[[name]]
  of_rows <- function(data, rows) statistics[[statistic]](data[rows])
  drawn <- boot(x, of_rows, R = 199)
  left_out <- vapply(seq_along(x), function(i) of_rows(x, -i), 0)
  if (all(left_out == drawn$t0)) next
  influence <- empinf(drawn, type = "jack", stype = "i")
  interval <- suppressWarnings(boot.ci(drawn, conf = level, type = "bca", L = influence))
  cases <- c(cases, list(reference_case(
    name = paste(statistic, "of", name), estimate = drawn$t0, resampled = drawn$t[, 1],
    left_out = left_out, level = level, low = interval$bca[4], high = interval$bca[5],
    bias = qnorm(mean(drawn$t < drawn$t0)),
    acceleration = sum(influence^3) / (6 * sum(influence^2)^1.5))))
}
write_reference_table("bootstrap_cases.csv", cases)
