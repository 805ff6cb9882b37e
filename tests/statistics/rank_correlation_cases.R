# Writes rank_correlation_cases.csv by cor.test; the intervals by Fisher's z with the standard errors
# of Bonett and Wright 2000 and of Fieller, Hartley and Pearson 1957. Base R only.
source("reference_table.R")

fisher_z <- function(estimate, error, level) {
  if (abs(estimate) == 1) return(c(NA, NA))
  tanh(atanh(estimate) + c(-1, 1) * qnorm((1 - level) / 2, lower.tail = FALSE) * error)
}

spread <- function(n, factor, modulus) (seq_len(n) * factor) %% modulus
pairs <- list(
  "three" = list(c(1, 2, 3), c(1, 3, 2)),
  "four" = list(c(1, 2, 3, 4), c(2, 1, 4, 3)),
  "five" = list(c(1, 2, 3, 4, 5), c(5, 3, 4, 2, 1)),
  "nine" = list(c(44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1),
                c(2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)),
  "nine in order" = list(1:9, (1:9)^2),
  "nine against the order" = list(1:9, -(1:9)^3),
  "ten" = list(1:10, c(2, 1, 4, 3, 6, 5, 8, 7, 10, 9)),
  "ties" = list(c(1, 2, 2, 3, 4, 4, 4, 5), c(2, 2, 3, 1, 4, 5, 5, 5)),
  "two levels each" = list(c(0, 0, 0, 1, 1, 1), c(0, 0, 1, 1, 1, 0)),
  "one differs" = list(c(rep(0, 20), 1), c(rep(0, 19), 1, 1)),
  "tied alike" = list(c(1, 1, 2, 3), c(4, 4, 5, 9)),
  "forty-nine" = list(spread(49, 37, 101), spread(49, 53, 101)),
  "fifty" = list(spread(50, 37, 101), spread(50, 53, 101)),
  "strong" = list(1:60, 1:60 + 3 * spread(60, 37, 7)),
  "large with ties" = list(spread(400, 7919, 11), spread(400, 7919, 11) + spread(400, 6007, 13)))
cases <- list()
for (name in names(pairs)) for (method in c("spearman", "kendall")) {
  x <- pairs[[name]][[1]]
  y <- pairs[[name]][[2]]
  n <- length(x)
  tied <- anyDuplicated(x) > 0 || anyDuplicated(y) > 0
  exact <- !tied && n < (if (method == "spearman") 10 else 50)
  test <- cor.test(x, y, method = method, exact = exact)
  estimate <- unname(test$estimate)
  # Rounding leaves a last digit off 1 where all ranks agree.
  if (abs(abs(estimate) - 1) < 1e-14) estimate <- sign(estimate)
  enough <- n > (if (method == "spearman") 3 else 4)
  error <- if (method == "spearman") sqrt((1 + estimate^2 / 2) / (n - 3)) else sqrt(0.437 / (n - 4))
  interval <- if (enough) fisher_z(estimate, error, 0.95) else c(NA, NA)
  cases <- c(cases, list(reference_case(
    name = name, method = method, x = x, y = y, estimate = estimate, p = test$p.value,
    exact = exact, low = interval[1], high = interval[2])))
}
write_reference_table("rank_correlation_cases.csv", cases)
