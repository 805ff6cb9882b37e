# Writes two_shares_power_cases.csv and chi_square_power_cases.csv. Needs r-cran-pwr (whose solver
# stops early: it checks the tables to 1e-3, the values themselves are solved to the last digits).
source("reference_table.R")

shares_case <- function(n, first, second, level, power, sides) {
  alternative <- c("one.sided", "two.sided")[sides]
  reached <- power.prop.test(n = n, p1 = first, p2 = second, sig.level = level, alternative = alternative)$power
  tside <- sides
  needed <- ((qnorm(level / tside, lower.tail = FALSE) * sqrt((first + second) * (1 - (first + second) / 2)) +
    qnorm(power) * sqrt(first * (1 - first) + second * (1 - second))) / abs(first - second))^2
  asked <- power.prop.test(p1 = first, p2 = second, sig.level = level, power = power, alternative = alternative, tol = 1e-12)$n
  stopifnot(abs(asked / needed - 1) < 1e-6)
  reference_case(
    group_size = n, first = first, second = second, significance = level, power = power, sides = sides,
    reached = reached, needed = ceiling(needed), above = detectable(n, first, level, power, alternative),
    below = 1 - detectable(n, 1 - first, level, power, alternative)
  )
}

detectable <- function(n, first, level, power, alternative) {
  at <- function(second) {
    power.prop.test(n = n, p1 = first, p2 = second, sig.level = level, alternative = alternative)$power - power
  }
  if (first >= 1 || at(1 - 1e-15) < 0) return(NA)
  uniroot(at, c(first + 1e-12, 1 - 1e-15), tol = 1e-15, maxiter = 10000)$root
}

cases <- list()
for (sides in 1:2) {
  for (n in c(5, 40, 385, 20000)) {
    cases <- c(cases, list(
      shares_case(n, 0.5, 0.75, 0.05, 0.9, sides),
      shares_case(n, 0.1, 0.12, 0.05, 0.8, sides),
      shares_case(n, 0.9, 0.6, 0.01, 0.95, sides),
      shares_case(n, 0.02, 0.9, 0.1, 0.5, sides)
    ))
  }
}
write_reference_table("two_shares_power_cases.csv", cases)

chi_case <- function(n, effect, df, level, power) {
  limit <- qchisq(level, df, lower.tail = FALSE)
  reached <- pchisq(limit, df, ncp = n * effect^2, lower.tail = FALSE)
  ncp <- uniroot(
    function(x) pchisq(limit, df, ncp = x, lower.tail = FALSE) - power, c(0, 1000),
    tol = 1e-13, maxiter = 10000
  )$root
  asked <- pwr::pwr.chisq.test(w = sqrt(ncp / n), df = df, sig.level = level, power = power)$N
  stopifnot(abs(asked / n - 1) < 1e-3)
  reference_case(
    answers = n, effect = effect, degrees = df, significance = level, power = power,
    reached = reached, needed = ceiling(ncp / effect^2), detectable = sqrt(ncp / n)
  )
}
cases <- list()
for (df in c(1, 2, 6, 30)) {
  for (n in c(20, 92, 1000)) {
    cases <- c(cases, list(
      chi_case(n, 0.1, df, 0.05, 0.8), chi_case(n, 0.3, df, 0.05, 0.9), chi_case(n, 0.5, df, 0.01, 0.95)
    ))
  }
}
write_reference_table("chi_square_power_cases.csv", cases)
