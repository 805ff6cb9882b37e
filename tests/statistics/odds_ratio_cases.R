# Writes odds_ratio_cases.csv. Woolf's interval by its formula; the conditional estimate and interval
# as fisher.test computes them, but solved to the last digits: fisher.test itself stops at uniroot's
# default tolerance of about 1e-4, and this script checks that both agree that far. Base R only.
source("reference_table.R")

conditional <- function(x, level) {
  lowest <- max(0, x[1, 1] - x[2, 2])
  highest <- min(sum(x[1, ]), sum(x[, 1]))
  support <- lowest:highest
  log_density <- dhyper(support, sum(x[, 1]), sum(x[, 2]), sum(x[1, ]), log = TRUE)
  chances <- function(log_odds) {
    d <- log_density + log_odds * support
    d <- exp(d - max(d))
    d / sum(d)
  }
  solve <- function(excess) exp(uniroot(excess, c(-60, 60), tol = 1e-15, maxiter = 10000)$root)
  cell <- x[1, 1]
  tail <- (1 - level) / 2
  at_most <- function(t) sum(chances(t)[support <= cell])
  at_least <- function(t) sum(chances(t)[support >= cell])
  least <- cell == lowest
  greatest <- cell == highest
  c(estimate = if (greatest) Inf else if (least) 0 else
      solve(function(t) sum(support * chances(t)) - cell),
    low = if (least) 0 else solve(function(t) at_least(t) - tail),
    high = if (greatest) Inf else solve(function(t) tail - at_most(t)))
}

# Below 1 the numbers themselves, above 1 their inverses: what fisher.test solves for.
solved_scale <- function(value) ifelse(value > 1, 1 / value, value)

woolf <- function(x, level) {
  if (any(x == 0)) x <- x + 0.5
  ratio <- x[1, 1] * x[2, 2] / (x[1, 2] * x[2, 1])
  c(ratio, exp(log(ratio) + c(-1, 1) * qnorm((1 + level) / 2) * sqrt(sum(1 / x))))
}

tables <- list(
  "tea" = c(3, 1, 1, 3), "zero cell" = c(0, 7, 5, 3), "zero below" = c(4, 6, 0, 9),
  "two zero cells" = c(6, 0, 0, 9), "the other two" = c(0, 6, 9, 0), "one each" = c(1, 0, 0, 1),
  "convictions" = c(2, 10, 15, 3), "independent" = c(10, 20, 30, 60), "rare" = c(1, 999, 2, 9998),
  "large" = c(2501, 2498, 2489, 2510), "strong" = c(190, 3, 5, 160))
cases <- list()
for (name in names(tables)) for (level in c(0.9, 0.95)) {
  x <- matrix(tables[[name]], 2, byrow = TRUE)
  exact <- conditional(x, level)
  test <- fisher.test(x, conf.level = level)
  stopifnot(abs(solved_scale(exact) - solved_scale(c(test$estimate, test$conf.int))) < 3e-4)
  approximate <- woolf(x, level)
  cases <- c(cases, list(reference_case(
    name = name, counts = tables[[name]], level = level, estimate = exact["estimate"],
    low = exact["low"], high = exact["high"], woolf = approximate[1], woolf_low = approximate[2],
    woolf_high = approximate[3])))
}
write_reference_table("odds_ratio_cases.csv", cases)
