# Writes mann_whitney_cases.csv, signed_rank_cases.csv, kruskal_wallis_cases.csv, friedman_cases.csv
# and cochran_q_cases.csv by wilcox.test, kruskal.test and friedman.test. Base R only.
source("reference_table.R")

spread <- function(n, factor, modulus) (seq_len(n) * factor) %% modulus

samples <- list(
  "one and one" = list(1, 2),
  "one and many" = list(5, c(1, 2, 3, 4, 6)),
  "apart" = list(c(1, 2, 3, 4), c(5, 6, 7, 8, 9)),
  "apart the other way" = list(c(15, 16, 17), c(5, 6, 7, 8, 9)),
  "mixed" = list(c(0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46),
                 c(1.15, 0.88, 0.9, 0.74, 1.21)),
  "largest exact" = list(spread(49, 37, 101), spread(49, 53, 101) + 0.5),
  "exact and far apart" = list(1:49 + 0.25, 1:49 + 60),
  "smallest normal" = list(spread(50, 37, 101), spread(20, 53, 101) + 0.5),
  "ties" = list(c(1, 2, 2, 3, 4, 4, 5), c(2, 3, 3, 4, 5, 5, 5, 5)),
  "ties and tiny" = list(c(1, 1), c(1, 2)),
  "same middle" = list(c(1, 2, 3), c(1, 2, 3)),
  "large with ties" = list(spread(400, 7919, 11), spread(300, 6007, 13)),
  "extreme shares" = list(c(rep(1, 180), 2), c(rep(1, 150), rep(2, 30)))
)
cases <- list()
for (name in names(samples)) for (alternative in c("two.sided", "less", "greater")) {
  x <- samples[[name]][[1]]
  y <- samples[[name]][[2]]
  test <- suppressWarnings(wilcox.test(x, y, alternative = alternative))
  cases <- c(cases, list(reference_case(
    name = name, x = x, y = y, alternative = alternative, w = test$statistic, p = test$p.value,
    exact = !grepl("correction", test$method))))
}
write_reference_table("mann_whitney_cases.csv", cases)

pairs <- list(
  "one pair" = list(3, 1),
  "depression" = list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
                      c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)),
  "all greater" = list(c(5, 7, 9, 11, 14), c(4, 5, 6, 7, 9)),
  "all less" = list(c(4, 5, 6, 7, 9), c(5, 7, 9, 11, 14)),
  "with equal pairs" = list(c(5, 7, 9, 11, 14, 3), c(4, 7, 6, 7, 9, 3)),
  "with ties" = list(c(3, 4, 5, 2, 4, 5, 1, 3), c(2, 4, 3, 3, 2, 4, 2, 1)),
  "one differing pair" = list(c(1, 2, 2), c(1, 2, 3)),
  "symmetric" = list(c(1, -1, 2, -2), c(0, 0, 0, 0)),
  "largest exact" = list(spread(49, 37, 101) * 50, 1:49),
  "smallest normal" = list((-1)^(1:50) * (1:50 + 0.5), rep(0, 50)),
  "large with ties" = list(spread(300, 7919, 7), spread(300, 6007, 5))
)
cases <- list()
for (name in names(pairs)) for (alternative in c("two.sided", "less", "greater")) {
  x <- pairs[[name]][[1]]
  y <- pairs[[name]][[2]]
  test <- suppressWarnings(wilcox.test(x, y, paired = TRUE, alternative = alternative))
  cases <- c(cases, list(reference_case(
    name = name, x = x, y = y, alternative = alternative, v = test$statistic, p = test$p.value,
    exact = !grepl("correction", test$method), differing = sum(x != y))))
}
write_reference_table("signed_rank_cases.csv", cases)

groups <- list(
  "two values" = list(1, 2),
  "lungs" = list(c(2.9, 3.0, 2.5, 2.6, 3.2), c(3.8, 2.7, 4.0, 2.4), c(2.8, 3.4, 3.7, 2.2, 2.0)),
  "ties" = list(c(1, 2, 2, 3), c(2, 3, 3, 4, 4), c(1, 1, 5)),
  "same everywhere" = list(c(1, 2, 3), c(1, 2, 3), c(1, 2, 3)),
  "two groups" = list(c(4, 5, 6), c(1, 2, 3)),
  "large" = list(spread(500, 7919, 11), spread(400, 6007, 13), spread(300, 31, 10), c(3, 4)),
  "one differs" = list(rep(1, 60), rep(1, 50), c(rep(1, 9), 2))
)
cases <- lapply(names(groups), function(name) {
  test <- kruskal.test(groups[[name]])
  reference_case(name = name, values = unlist(groups[[name]]), sizes = lengths(groups[[name]]),
                 h = test$statistic, degrees = test$parameter, p = test$p.value)
})
write_reference_table("kruskal_wallis_cases.csv", cases)

matrices <- list(
  "bases" = rbind(c(5.40, 5.50, 5.55), c(5.85, 5.70, 5.75), c(5.20, 5.60, 5.50),
                  c(5.55, 5.50, 5.40), c(5.90, 5.85, 5.70), c(5.45, 5.55, 5.60),
                  c(5.40, 5.40, 5.35), c(5.45, 5.50, 5.35), c(5.25, 5.15, 5.00),
                  c(5.85, 5.80, 5.70), c(5.25, 5.20, 5.10), c(5.65, 5.55, 5.45)),
  "two columns" = rbind(c(1, 2), c(3, 1), c(4, 4), c(2, 5)),
  "full agreement" = matrix(1:4, 6, 4, byrow = TRUE),
  "mostly ties" = rbind(c(1, 1, 1), c(1, 1, 2), c(2, 2, 2), c(3, 3, 3)),
  "large" = matrix(spread(1500, 7919, 7), 300, 5)
)
cases <- lapply(names(matrices), function(name) {
  x <- matrices[[name]]
  test <- friedman.test(x)
  reference_case(name = name, values = as.vector(t(x)), columns = ncol(x), q = test$statistic,
                 degrees = test$parameter, p = test$p.value,
                 w = test$statistic / (nrow(x) * (ncol(x) - 1)))
})
write_reference_table("friedman_cases.csv", cases)

answers <- list(
  "two columns" = rbind(c(1, 0), c(1, 0), c(0, 1), c(1, 1)),
  "tasks" = rbind(c(1, 1, 0), c(1, 1, 0), c(1, 1, 1), c(0, 1, 0), c(1, 0, 0), c(1, 1, 0),
                  c(0, 0, 0), c(1, 1, 0)),
  "one differs" = rbind(matrix(1, 40, 4), c(1, 1, 1, 0), matrix(0, 9, 4)),
  "large" = matrix(as.numeric(spread(2000, 7919, 11) < 4), 500, 4)
)
cases <- lapply(names(answers), function(name) {
  x <- answers[[name]]
  test <- friedman.test(x)
  reference_case(name = name, answers = as.vector(t(x)), columns = ncol(x), q = test$statistic,
                 degrees = test$parameter, p = test$p.value)
})
write_reference_table("cochran_q_cases.csv", cases)
