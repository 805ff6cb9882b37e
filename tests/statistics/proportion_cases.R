# Writes proportion_cases.csv: Clopper-Pearson by binom.test, Agresti-Coull by its formula (that of
# binom::binom.agresti.coull, cut off at 0 and 1). Base R only.
source("reference_table.R")

agresti_coull <- function(count, total, level) {
  z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  n <- total + z^2
  share <- (count + z^2 / 2) / n
  pmin(1, pmax(0, share + c(-1, 1) * z * sqrt(share * (1 - share) / n)))
}

counts <- list(c(0, 1), c(1, 1), c(0, 5), c(1, 5), c(5, 5), c(3, 10), c(38, 89), c(0, 1000),
               c(999, 1000), c(517, 1234), c(1, 100000), c(49999, 100000), c(100000, 100000),
               c(3, 10000000), c(5000000, 10000000))
cases <- list()
for (pair in counts) for (level in c(0.5, 0.9, 0.95, 0.999)) {
  exact <- binom.test(pair[1], pair[2], conf.level = level)$conf.int
  coull <- agresti_coull(pair[1], pair[2], level)
  cases <- c(cases, list(reference_case(
    count = pair[1], total = pair[2], level = level, exact_low = exact[1], exact_high = exact[2],
    coull_low = coull[1], coull_high = coull[2])))
}
write_reference_table("proportion_cases.csv", cases)
