# Writes share_sample_size_cases.csv, margin_cases.csv and allocation_cases.csv. Base R.
source("reference_table.R")

size_case <- function(margin, level, share, population = NA) {
  n0 <- qnorm(1 - (1 - level) / 2)^2 * share * (1 - share) / margin^2
  n <- if (is.na(population)) n0 else n0 / (1 + (n0 - 1) / population)
  # Twelve digits: rounding alone must not ask for one person more (of a population of 1, for two).
  answers <- max(1, ceiling(signif(n, 12)))
  reference_case(margin = margin, level = level, share = share, population = population, answers = answers)
}
sizes <- list(size_case(0.1, 0.9, 0.5))
stopifnot(sizes[[1]][["answers"]] == "68")
for (population in c(NA, 1, 2, 10, 68, 500, 10000, 3e8)) {
  for (margin in c(0.01, 0.05, 0.1, 0.3)) {
    for (level in c(0.9, 0.95, 0.99)) sizes <- c(sizes, list(size_case(margin, level, 0.5, population)))
  }
  sizes <- c(sizes, list(size_case(0.05, 0.95, 0.1, population), size_case(0.9, 0.5, 0.01, population)))
}
write_reference_table("share_sample_size_cases.csv", sizes)

margin_case <- function(answers, level, share, population = NA) {
  left <- if (is.na(population)) 1 else if (population == 1) 0 else (population - answers) / (population - 1)
  reach <- qnorm((1 - level) / 2, lower.tail = FALSE) * sqrt(share * (1 - share) / answers * left)
  reference_case(answers = answers, level = level, share = share, population = population, margin = reach)
}
write_reference_table("margin_cases.csv", list(
  margin_case(68, 0.9, 0.5), margin_case(92, 0.95, 0.5), margin_case(92, 0.95, 0.5, 2000),
  margin_case(1, 0.95, 0.5), margin_case(1, 0.95, 0.5, 1), margin_case(50, 0.99, 0.2, 50),
  margin_case(50, 0.99, 0.2, 51), margin_case(1e6, 0.999, 0.01, 3e8)
))

# Largest remainder by handing out one place after the other to who lacks most.
hand_out <- function(quota, n) {
  parts <- floor(quota + 1e-9)
  while (sum(parts) < n) {
    lacks <- round(quota - parts, 9)
    place <- which.max(lacks)
    parts[place] <- parts[place] + 1
  }
  parts
}

# Cochran's rule: a stratum over its size is taken whole and the rest is divided anew.
allocation <- function(n, sizes, weights) {
  quota <- rep(0, length(sizes))
  whole <- rep(FALSE, length(sizes))
  repeat {
    rest <- n - sum(sizes[whole])
    divided <- if (sum(weights[!whole]) > 0) weights / sum(weights[!whole]) else 0 * weights
    quota <- ifelse(whole, sizes, rest * divided)
    over <- !whole & weights > 0 & quota >= sizes
    if (!any(over)) break
    whole <- whole | over
  }
  left <- n - sum(quota)
  if (left > 1e-6) {
    still <- ifelse(weights == 0, sizes, 0)
    quota <- quota + left * still / sum(still)
  }
  hand_out(quota, n)
}

allocation_case <- function(name, n, sizes, deviations = NULL) {
  weights <- if (is.null(deviations)) sizes else sizes * deviations
  parts <- allocation(n, sizes, weights)
  stopifnot(sum(parts) == n, all(parts <= sizes))
  reference_case(name = name, sample = n, sizes = sizes, deviations = deviations, parts = parts)
}
write_reference_table("allocation_cases.csv", list(
  allocation_case("two strata", 68, c(3000, 500)),
  allocation_case("equal remainders go to the earlier", 2, c(10, 10, 10)),
  allocation_case("remainders", 10, c(53, 24, 23)),
  allocation_case("everybody", 100, c(53, 24, 23)),
  allocation_case("nobody", 0, c(53, 24, 23)),
  allocation_case("an empty stratum", 7, c(53, 0, 23)),
  allocation_case("tiny strata", 5, c(100000, 1, 1)),
  allocation_case("one stratum", 5, 9),
  allocation_case("Neyman", 100, c(400, 300, 300), c(1, 2, 5)),
  allocation_case("Neyman with equal deviations", 10, c(53, 24, 23), c(4, 4, 4)),
  allocation_case("Neyman takes a stratum whole", 100, c(1000, 500, 20), c(1, 2, 80)),
  allocation_case("Neyman takes two strata whole", 60, c(1000, 10, 20), c(0.1, 90, 80)),
  allocation_case("Neyman with a stratum that does not vary", 30, c(100, 100), c(3, 0)),
  allocation_case("Neyman with more than those that vary hold", 130, c(100, 60, 40), c(3, 0, 0))
))
