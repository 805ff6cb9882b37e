# Reads an export of Querist and prints how often each answer was given.
#
# Usage: Rscript analysis.R [FOLDER]
#
# FOLDER holds STUDY.csv and STUDY.labels.csv as `querist export` writes them; it is the working
# folder unless another is named. Needs base R and nothing else. Change it as you like.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "."

read_text <- function(path) {
  read.csv(path, colClasses = "character", na.strings = NULL, check.names = FALSE,
           encoding = "UTF-8", fileEncoding = "UTF-8-BOM")
}

labels_file <- list.files(folder, pattern = "\\.labels\\.csv$", full.names = TRUE)
if (length(labels_file) != 1) {
  stop(folder, ": expected one *.labels.csv, found ", length(labels_file), ". Run querist export first.")
}
labels <- read_text(labels_file)
responses <- read_text(sub("\\.labels\\.csv$", ".csv", labels_file))
# Responses that reports leave out are in the export, too.
responses <- responses[responses$reported == "1", , drop = FALSE]

missing_codes <- labels$code[labels$meaning == "missing"]
values <- labels[labels$meaning == "value" & !grepl("__(text|gap)$", labels$column), ]
columns <- unique(values$column)
number_kinds <- c("number", "ranking", "constant sum", "net promoter")

# Why an answer is missing, by response; NA where there is one. Beside some columns stands the gap's
# code: somebody may well type "skipped" as an answer.
gaps <- list()
answers <- responses
for (column in columns) {
  beside <- paste0(column, "__gap")
  raw <- responses[[column]]
  gap <- if (beside %in% names(responses)) responses[[beside]] else ifelse(raw %in% missing_codes, raw, "")
  gaps[[column]] <- ifelse(gap == "", NA, gap)
  raw[gap != ""] <- NA
  of_column <- values[values$column == column & values$code != "", ]
  if (all(of_column$code %in% c("0", "1")) && nrow(of_column) == 2) {
    answers[[column]] <- raw == "1"
  } else if (nrow(of_column) > 0) {
    answers[[column]] <- factor(raw, levels = of_column$code, labels = make.unique(of_column$label))
  } else if (values$kind[values$column == column][1] %in% number_kinds) {
    answers[[column]] <- as.numeric(raw)
  } else {
    answers[[column]] <- raw
  }
}

print_base <- function(column) {
  counts <- table(gaps[[column]])
  cat("  base ", sum(is.na(gaps[[column]])),
      if (length(counts) > 0) paste0(", ", names(counts), " ", counts), ", all ", nrow(responses), "\n", sep = "")
}
print_count <- function(label, count, base) {
  cat(sprintf("  %6d %5.1f%%  %s\n", count, if (base > 0) 100 * count / base else 0, label))
}

cat(nrow(responses), " responses (", paste(sort(unique(responses$origin)), collapse = ", "), ")\n", sep = "")
last <- ""
for (column in columns) {
  of_column <- values[values$column == column, ]
  question <- of_column$question[1]
  answer <- answers[[column]]
  base <- sum(is.na(gaps[[column]]))
  place <- paste(of_column$item[1], question)
  if (is.logical(answer)) {
    if (place != last) {
      cat("\n", question, "\n", sep = "")
      print_base(column)
    }
    print_count(of_column$label[of_column$code == "1"], sum(answer, na.rm = TRUE), base)
  } else {
    cat("\n", question, "\n", sep = "")
    print_base(column)
    if (is.factor(answer)) {
      counts <- table(answer)
      for (level in names(counts)) print_count(level, counts[[level]], base)
    } else if (is.numeric(answer) && base > 0) {
      cat(sprintf("  mean %.4g, from %g to %g\n", mean(answer, na.rm = TRUE),
                  min(answer, na.rm = TRUE), max(answer, na.rm = TRUE)))
    }
  }
  last <- place
}
