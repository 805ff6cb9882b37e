# Writes post_stratify_, rake_, weighted_estimate_ and all_or_none_cases.csv. Needs
# r-cran-survey. Categories and strata are written from 0.
source("reference_table.R")
suppressPackageStartupMessages(library(survey))

padded <- function(values) ifelse(is.na(values), "NA", sprintf("%.17g", values))

post_case <- function(name, category, population, base = rep(1, length(category))) {
  data <- data.frame(c = factor(category, seq_along(population)))
  design <- svydesign(~1, weights = base, data = data)
  used <- population > 0
  totals <- data.frame(c = factor(seq_along(population))[used], Freq = population[used])
  adjusted <- postStratify(design, ~c, totals, partial = TRUE)
  weights <- as.vector(weights(adjusted))
  reference_case(
    name = name, category = category - 1, population = population, base = base, weights = weights,
    effective = sum(weights)^2 / sum(weights^2), effect = length(weights) * sum(weights^2) / sum(weights)^2
  )
}

set.seed(31)
spread <- sample(1:3, 30, TRUE, c(0.6, 0.3, 0.1))
write_reference_table("post_stratify_cases.csv", list(
  post_case("three strata", spread, c(500, 300, 200)),
  post_case("shares", spread, c(0.5, 0.3, 0.2)),
  post_case("base weights", spread, c(500, 300, 200), runif(30, 0.5, 3)),
  post_case("extreme weights", spread, c(1e-3, 1, 1e9), 10^runif(30, -6, 6)),
  post_case("one category", rep(1, 5), 40)
))

rake_case <- function(name, first, first_population, second, second_population, base = rep(1, length(first))) {
  data <- data.frame(
    a = factor(first, seq_along(first_population)), b = factor(second, seq_along(second_population))
  )
  design <- svydesign(~1, weights = base, data = data)
  raked <- rake(
    design, list(~a, ~b),
    list(
      data.frame(a = factor(seq_along(first_population)), Freq = first_population),
      data.frame(b = factor(seq_along(second_population)), Freq = second_population)
    ),
    control = list(maxit = 5000, epsilon = 1e-13)
  )
  reference_case(
    name = name, first = first - 1, first_population = first_population, second = second - 1,
    second_population = second_population, base = base, weights = as.vector(weights(raked))
  )
}

first <- sample(1:3, 60, TRUE)
second <- sample(1:2, 60, TRUE, c(0.7, 0.3))
write_reference_table("rake_cases.csv", list(
  rake_case("two margins", first, c(200, 500, 300), second, c(520, 480)),
  rake_case("base weights", first, c(200, 500, 300), second, c(520, 480), runif(60, 0.2, 4)),
  rake_case("margins already met", rep(1:2, 10), c(50, 50), rep(1:2, each = 10), c(50, 50)),
  rake_case("an empty cell", c(1, 1, 1, 2, 2), c(6, 4), c(1, 2, 2, 1, 1), c(5, 5)),
  rake_case("far from the population", first, c(1, 1, 9998), second, c(9000, 1000)),
  rake_case("four respondents", c(1, 1, 2, 2), c(3, 7), c(1, 2, 1, 2), c(4, 6))
))

estimate_case <- function(name, x, weights, strata = rep(1, length(x)), populations = NULL, level = 0.95) {
  data <- data.frame(x = x, w = weights, h = strata)
  design <- if (is.null(populations)) {
    svydesign(~1, strata = ~h, weights = ~w, data = data)
  } else {
    data$N <- populations[strata]
    svydesign(~1, strata = ~h, weights = ~w, fpc = ~N, data = data)
  }
  found <- svymean(~x, design, na.rm = TRUE, deff = "replace")
  answered <- subset(design, !is.na(x))
  degrees <- degf(answered)
  reach <- confint(found, df = degrees, level = level)
  binary <- all(x[!is.na(x)] %in% c(0, 1)) && coef(found) > 0 && coef(found) < 1
  share <- c(NA, NA)
  if (binary) {
    share <- attr(svyciprop(~x, answered, method = "xlogit", level = level, df = degrees), "ci")
    # Warns of weights of zero, which it then handles.
    fitted <- suppressWarnings(
      attr(svyciprop(~x, answered, method = "logit", level = level, df = degrees), "ci")
    )
    # The fitted intercept of "logit" is the same interval; with two answers R's fit gives up.
    if (all(is.finite(fitted))) {
      stopifnot(all.equal(as.vector(share), as.vector(fitted), tolerance = 1e-5))
    }
  }
  used <- weights[!is.na(x) & weights > 0]
  effect <- deff(found)
  reference_case(
    name = name, values = padded(x), weights = weights, strata = strata - 1, populations = populations,
    level = level, mean = coef(found), error = SE(found), degrees = degrees, low = reach[1], high = reach[2],
    effect = if (is.finite(effect)) effect else NA, answers = length(used),
    effective = sum(used)^2 / sum(used^2), share_low = share[1], share_high = share[2]
  )
}

set.seed(32)
ages <- round(rnorm(40, 35, 9))
uses <- rbinom(40, 1, 0.35)
strata <- rep(1:4, c(16, 12, 8, 4))
weights <- c(2, 5, 9, 20)[strata] * runif(40, 0.8, 1.2)
populations <- c(32, 60, 72, 80)
gaps <- replace(uses, c(3, 9, 17, 30, 39), NA)
alone <- replace(uses, 37:39, NA)
write_reference_table("weighted_estimate_cases.csv", list(
  estimate_case("mean: equal weights", ages, rep(1, 40)),
  estimate_case("mean: weights", ages, weights),
  estimate_case("mean: strata", ages, weights, strata),
  estimate_case("mean: strata and small population", ages, weights, strata, populations),
  estimate_case("mean at 99 %", ages, weights, strata, populations, 0.99),
  estimate_case("mean: everybody asked", ages, rep(1, 40), strata, c(16, 12, 8, 4)),
  estimate_case("mean: large origin", ages + 1e7, weights, strata),
  estimate_case("mean: values all the same", rep(3.1, 40), weights, strata),
  estimate_case("share: equal weights", uses, rep(2.5, 40)),
  estimate_case("share: weights", uses, weights),
  estimate_case("share: strata", uses, weights, strata),
  estimate_case("share: strata and small population", uses, weights, strata, populations),
  estimate_case("share: gaps", gaps, weights, strata),
  estimate_case("share: gaps in a small population", gaps, weights, strata, populations, 0.9),
  estimate_case("share: one answer left in a stratum", alone, weights, strata),
  estimate_case("share: extreme weights", uses, 10^seq(-6, 6, length.out = 40)),
  estimate_case("share: one weight of nearly all", uses, c(1e9, rep(1, 39))),
  estimate_case("share: weights of zero", uses, replace(weights, c(2, 20, 21), 0), strata),
  estimate_case("two respondents", c(0, 1), c(1, 3)),
  estimate_case("a stratum asked whole", c(ages[1:10], 50), c(rep(4, 10), 1), c(rep(1, 10), 2), c(40, 1)),
  estimate_case("nobody has it", rep(0, 40), weights, strata),
  estimate_case("all have it", rep(1, 40), weights, strata)
))

# The interval at shares 0 and 1 by R's beta distribution.
exact_case <- function(name, weights, value, level = 0.95) {
  n <- sum(weights)^2 / sum(weights^2)
  tail <- (1 - level) / 2
  reference_case(
    name = name, weights = weights, value = value, level = level,
    low = if (value == 0) 0 else qbeta(tail, n, 1), high = if (value == 1) 1 else qbeta(1 - tail, 1, n)
  )
}
write_reference_table("all_or_none_cases.csv", list(
  exact_case("none of ten", rep(1, 10), 0),
  exact_case("all of ten", rep(1, 10), 1),
  exact_case("none: unequal weights", c(1, 1, 1, 5, 8, 2.5), 0, 0.9),
  exact_case("all: unequal weights", c(1, 1, 1, 5, 8, 2.5), 1, 0.99),
  exact_case("none of two", c(1, 1000), 0)
))
