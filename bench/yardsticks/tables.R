# R's table() over the columns that tabulation_bench wrote, as factors, one thread.
# Usage: Rscript tables.R FOLDER RUNS. Prints one JSON object of milliseconds, best of RUNS.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
runs <- as.integer(arguments[2])
names <- sprintf("c%02d", 0:19)
partner <- 7
columns <- lapply(names, function(name) {
  file <- file.path(folder, name)
  codes <- readBin(file, "integer", n = file.size(file), size = 1, signed = FALSE)
  codes[codes == 255L] <- NA
  # A factor without as.character(): its codes count from one.
  structure(codes + 1L, levels = as.character(0:max(codes, na.rm = TRUE)), class = "factor")
})
items <- function() lapply(columns, table)
crosses <- function() {
  lapply(seq_along(columns), function(i) table(columns[[i]], columns[[(i - 1 + partner) %% 20 + 1]]))
}
best <- function(work) min(replicate(runs, system.time(work())[["elapsed"]])) * 1000
cat(sprintf('{"items": %.3f, "crosses": %.3f, "first": %d}\n', best(items), best(crosses), table(columns[[1]])[[1]]))
