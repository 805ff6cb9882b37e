# What every *_cases.R shares: a table is collected line by line and written without quotes, every
# number with the 17 digits that give the same double again. Base R only.

# The cells of one case, by column; a vector becomes numbers separated by blanks, NULL and NA
# become an empty cell.
reference_case <- function(...) {
  vapply(list(...), cell_text, character(1))
}

cell_text <- function(value) {
  if (length(value) == 0 || (length(value) == 1 && is.na(value))) return("")
  if (is.character(value)) {
    stopifnot(!grepl("[,\n]", value))
    return(paste(value, collapse = " "))
  }
  if (is.logical(value)) value <- as.integer(value)
  paste(ifelse(is.na(value), "NA", sprintf("%.17g", value)), collapse = " ")
}

# Writes `cases` (a list of reference_case()s with the same columns) to `file`.
write_reference_table <- function(file, cases) {
  columns <- names(cases[[1]])
  lines <- vapply(cases, function(case) {
    stopifnot(identical(names(case), columns))
    paste(case, collapse = ",")
  }, character(1))
  writeLines(c(paste(columns, collapse = ","), lines), file)
}
