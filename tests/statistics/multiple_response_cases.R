# Writes multiple_response_cases.csv by colSums and crossprod. Base R only.
source("reference_table.R")

chosen <- function(respondents, choices, keep) {
  outer(seq_len(respondents), seq_len(choices), function(i, j) as.numeric(keep(i, j)))
}
matrices <- list(
  "nobody chose anything" = matrix(0, 3, 2),
  "one respondent" = matrix(c(1, 0, 1), 1),
  "everybody chose everything" = matrix(1, 4, 3),
  "one choice" = matrix(c(1, 0, 1, 1), 4),
  "some chose nothing" = rbind(c(1, 0, 0, 1), c(0, 0, 0, 0), c(1, 1, 1, 0), c(0, 0, 0, 1),
                               c(0, 0, 0, 0)),
  "a choice that nobody made" = rbind(c(1, 0, 1), c(1, 0, 0), c(0, 0, 1)),
  "many" = chosen(211, 7, function(i, j) (i * j * 31 + i + j * j) %% 11 < 12 - j)
)
cases <- lapply(names(matrices), function(name) {
  x <- matrices[[name]]
  reference_case(
    name = name, cells = as.vector(t(x)), choices = ncol(x), counts = colSums(x),
    choosers = sum(rowSums(x) > 0), answers = sum(x), of_respondents = colMeans(x),
    of_choosers = if (sum(x) > 0) colSums(x) / sum(rowSums(x) > 0) else NULL,
    of_answers = if (sum(x) > 0) colSums(x) / sum(x) else NULL,
    together = as.vector(t(crossprod(x))))
})
write_reference_table("multiple_response_cases.csv", cases)
