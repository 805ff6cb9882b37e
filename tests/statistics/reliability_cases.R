# Writes cronbach_alpha_cases.csv and mcdonald_omega_cases.csv. Needs r-cran-psych.
#
# alpha: psych::alpha and psych::alpha.ci (Feldt). Where psych drops an item that does not vary, the
# formula of Cronbach 1951.
# omega: stats::factanal for the one-factor model, then Fisher scoring with Kronecker products until
# nothing moves (factanal stops at four digits); the interval by the delta method on the logit.
source("reference_table.R")
suppressPackageStartupMessages(library(psych))

complete <- function(x) x[stats::complete.cases(x), , drop = FALSE]

alpha_case <- function(name, x, level = 0.95) {
  full <- complete(x)
  k <- ncol(full)
  formula_alpha <- k / (k - 1) * (1 - sum(apply(full, 2, var)) / var(rowSums(full)))
  r_drop <- rep(NA_real_, k)
  alpha_drop <- rep(NA_real_, k)
  for (i in seq_len(k)) {
    rest <- full[, -i, drop = FALSE]
    if (var(full[, i]) > 0 && var(rowSums(rest)) > 0) r_drop[i] <- cor(full[, i], rowSums(rest))
    if (k > 2) alpha_drop[i] <- (k - 1) / (k - 2) * (1 - sum(apply(rest, 2, var)) / var(rowSums(rest)))
  }
  if (all(apply(full, 2, var) > 0) && k > 2) {
    asked <- suppressMessages(suppressWarnings(psych::alpha(as.data.frame(full), check.keys = FALSE, warnings = FALSE)))
    stopifnot(all.equal(asked$total$raw_alpha, formula_alpha, tolerance = 1e-12))
    stopifnot(all.equal(asked$item.stats$r.drop, r_drop, tolerance = 1e-12, check.attributes = FALSE))
    stopifnot(all.equal(asked$alpha.drop$raw_alpha, alpha_drop, tolerance = 1e-12, check.attributes = FALSE))
  }
  feldt <- psych::alpha.ci(formula_alpha, n.obs = nrow(full), n.var = k, p.val = 1 - level, digits = 17)
  reference_case(
    name = name, level = level, items = k, answers = as.vector(t(x)),
    alpha = formula_alpha, low = feldt$lower.ci, high = feldt$upper.ci,
    respondents = nrow(full), left_out = nrow(x) - nrow(full),
    correlation_with_rest = padded(r_drop), alpha_without = padded(alpha_drop)
  )
}

# A vector of a single NA would become an empty cell.
padded <- function(values) ifelse(is.na(values), "NA", sprintf("%.17g", values))

one_factor <- function(s) {
  k <- ncol(s)
  start <- stats::factanal(covmat = stats::cov2cor(s), factors = 1, n.obs = 100)
  loading <- as.vector(start$loadings) * sqrt(diag(s))
  unique <- start$uniquenesses * diag(s)
  for (round in 1:200) {
    sigma <- tcrossprod(loading) + diag(unique)
    inverse <- solve(sigma)
    jacobian <- jacobian_of(loading)
    both <- kronecker(inverse, inverse)
    information <- t(jacobian) %*% both %*% jacobian / 2
    step <- solve(information, t(jacobian) %*% both %*% as.vector(s - sigma) / 2)
    loading <- loading + step[1:k]
    unique <- unique + step[k + 1:k]
    if (max(abs(step) / c(sqrt(diag(s)), diag(s))) < 1e-14) break
  }
  stopifnot(max(abs(loading / sqrt(diag(s)) - start$loadings)) < 5e-3)
  if (sum(loading) < 0) loading <- -loading
  jacobian <- jacobian_of(loading)
  inverse <- solve(tcrossprod(loading) + diag(as.vector(unique)))
  list(
    loading = as.vector(loading), unique = as.vector(unique),
    information = t(jacobian) %*% kronecker(inverse, inverse) %*% jacobian / 2
  )
}

jacobian_of <- function(loading) {
  k <- length(loading)
  columns <- lapply(seq_len(k), function(i) {
    e <- as.numeric(seq_len(k) == i)
    as.vector(outer(e, as.vector(loading)) + outer(as.vector(loading), e))
  })
  uniques <- lapply(seq_len(k), function(i) as.vector(diag(as.numeric(seq_len(k) == i))))
  do.call(cbind, c(columns, uniques))
}

omega_case <- function(name, x, level = 0.95) {
  full <- complete(x)
  k <- ncol(full)
  fit <- one_factor(stats::cov(full))
  omega_of <- function(theta) {
    common <- sum(theta[1:k])^2
    common / (common + sum(theta[k + 1:k]))
  }
  theta <- c(fit$loading, fit$unique)
  omega <- omega_of(theta)
  gradient <- vapply(seq_along(theta), function(i) {
    h <- 1e-5 * abs(theta[i])
    up <- theta
    down <- theta
    up[i] <- up[i] + h
    down[i] <- down[i] - h
    (omega_of(up) - omega_of(down)) / (2 * h)
  }, numeric(1))
  error <- sqrt(drop(gradient %*% solve(fit$information * nrow(full), gradient)))
  reach <- qnorm(1 - (1 - level) / 2) * error / (omega * (1 - omega))
  reference_case(
    name = name, level = level, items = k, answers = as.vector(t(x)),
    omega = omega, low = plogis(qlogis(omega) - reach), high = plogis(qlogis(omega) + reach),
    respondents = nrow(full), left_out = nrow(x) - nrow(full),
    loadings = fit$loading, unique_variances = fit$unique
  )
}

# A model that leaves an item no variance of its own has no omega: the cells stay empty.
heywood_case <- function(name, x) {
  stopifnot(min(stats::factanal(complete(x), 1)$uniquenesses) < 0.005 + 1e-9)
  reference_case(
    name = name, level = 0.95, items = ncol(x), answers = as.vector(t(x)), omega = NA, low = NA, high = NA,
    respondents = nrow(x), left_out = 0, loadings = NULL, unique_variances = NULL
  )
}

# Made-up answers on five points to items that share one factor.
made_up <- function(n, loadings, seed, points = 5) {
  set.seed(seed)
  factor <- rnorm(n)
  latent <- outer(factor, loadings) + matrix(rnorm(n * length(loadings)), n) %*% diag(sqrt(1 - loadings^2))
  matrix(pmin(points, pmax(1, round((points + 1) / 2 + latent * points / 5))), n)
}

five <- made_up(80, c(0.8, 0.7, 0.6, 0.75, 0.5), 11)
gaps <- five
set.seed(12)
gaps[sample(length(gaps), 25)] <- NA
heywood <- made_up(40, c(0.9, 0.85, 0.8), 13, points = 101)
fine <- made_up(90, c(0.7, 0.65, 0.6), 16, points = 101)
wide <- fine
wide[, 2] <- wide[, 2] * 1000 + 1e6
twelve <- made_up(150, seq(0.35, 0.9, length.out = 12), 14, points = 7)
reversed <- five
reversed[, 3] <- 6 - reversed[, 3]
constant <- cbind(five, 3)
unrelated <- made_up(30, c(0, 0, 0, 0), 15)

write_reference_table("cronbach_alpha_cases.csv", list(
  alpha_case("five items", five),
  alpha_case("five items at 99 %", five, 0.99),
  alpha_case("five items at 50 %", five, 0.5),
  alpha_case("gaps", gaps),
  alpha_case("two items", five[, 1:2]),
  alpha_case("two respondents", matrix(c(1, 2, 3, 2, 4, 7), 2, byrow = TRUE)),
  alpha_case("perfect agreement", cbind(1:6, 1:6, 1:6)),
  alpha_case("an item nobody recoded", reversed),
  alpha_case("an item all answer alike", constant),
  alpha_case("unrelated items", unrelated),
  alpha_case("a large origin", wide),
  alpha_case("twelve items", twelve)
))

write_reference_table("mcdonald_omega_cases.csv", list(
  omega_case("five items", five),
  omega_case("five items at 90 %", five, 0.9),
  omega_case("gaps", gaps),
  omega_case("three items fit exactly", fine),
  omega_case("a large origin and unequal scales", wide),
  omega_case("twelve items", twelve),
  omega_case("an item nobody recoded", reversed),
  heywood_case("factanal ends at its bound", heywood)
))
