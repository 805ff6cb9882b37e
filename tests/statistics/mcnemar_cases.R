# Writes mcnemar_cases.csv by mcnemar.test and binom.test. Base R only.
source("reference_table.R")

counts <- list(c(0, 1), c(1, 0), c(3, 3), c(1, 9), c(0, 12), c(59, 6), c(86, 150), c(500, 501),
               c(49000, 51000), c(100000, 100000))
cases <- lapply(counts, function(pair) {
  x <- matrix(c(20, pair[2], pair[1], 30), 2)
  plain <- mcnemar.test(x, correct = FALSE)
  corrected <- mcnemar.test(x, correct = TRUE)
  reference_case(
    first_only = pair[1], second_only = pair[2], statistic = plain$statistic, p = plain$p.value,
    corrected = corrected$statistic, corrected_p = corrected$p.value,
    exact_p = binom.test(pair[1], sum(pair))$p.value)
})
write_reference_table("mcnemar_cases.csv", cases)
