# Writes p_adjustment_cases.csv by p.adjust. Base R only.
source("reference_table.R")

lists <- list(
  "one" = 0.03, "two" = c(0.04, 0.01), "ties" = c(0.02, 0.02, 0.5, 0.02), "ends" = c(0, 1, 1, 0),
  "fifteen" = c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                0.4262, 0.5719, 0.6528, 0.7590, 1),
  "unordered" = c(0.9, 1e-12, 0.04, 0.03, 0.2, 1e-300),
  "many" = ((1:200 * 7919) %% 1009 / 1009)^3)
cases <- lapply(names(lists), function(name) {
  p <- lists[[name]]
  reference_case(name = name, p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"))
})
write_reference_table("p_adjustment_cases.csv", cases)
