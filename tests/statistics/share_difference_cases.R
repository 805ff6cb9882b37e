# Writes share_difference_cases.csv: the difference of two shares of the same respondents with its
# adjusted Wald interval (Bonett and Price 2012), by formula, because no package of Debian has it.
# `first` and `second` are the discordant counts of the fourfold table. Base R only.
source("reference_table.R")

share_difference <- function(first, second, total, level) {
  up <- (first + 1) / (total + 2)
  down <- (second + 1) / (total + 2)
  reach <- qnorm((1 + level) / 2) * sqrt((up + down - (up - down)^2) / (total + 2))
  reference_case(
    first = first, second = second, total = total, level = level,
    estimate = (first - second) / total,
    low = max(-1, up - down - reach), high = min(1, up - down + reach))
}

counts <- list(c(0, 0, 1), c(1, 0, 1), c(0, 1, 1), c(3, 2, 5), c(5, 0, 5), c(0, 5, 5),
               c(4, 4, 10), c(38, 21, 89), c(500, 300, 1000), c(0, 0, 1000), c(1000, 0, 1000),
               c(12345, 23456, 100000))
cases <- list()
for (one in counts) {
  for (level in c(0.9, 0.95, 0.99)) {
    cases[[length(cases) + 1]] <- share_difference(one[1], one[2], one[3], level)
  }
}
write_reference_table("share_difference_cases.csv", cases)
